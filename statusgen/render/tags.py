"""Small pieces of HTML that pages share: times that the script can retell."""

from __future__ import annotations

from datetime import date, datetime

from markupsafe import Markup

from statusgen.render.dates import Dates, iso

# Dates hold nothing that HTML would read as its own, so that these may be markup.


def moment(dates: Dates, at: datetime) -> Markup:
    """Return day and time: ``23 Nov 2026, 14:20 GMT``."""
    return Markup(f'<time class="t" datetime="{iso(at)}">{dates.moment(at)}</time>')  # noqa: S704


def clock(dates: Dates, at: datetime) -> Markup:
    """Return the time of a day that is known from where it stands: ``14:20 GMT``."""
    return Markup(f'<time class="c" datetime="{iso(at)}">{dates.clock(at)}</time>')  # noqa: S704


def near(dates: Dates, today: date, at: datetime, *, script: str = "") -> Markup:
    """Return the time of day alone where that is *today*, else day and time.

    *script* is ``r`` where the script shall add how long ago that was, or when it will be.
    """
    same = dates.local_day(at) == today
    kind, text = ("c", dates.clock(at)) if same else ("t", dates.moment(at))
    return Markup(  # noqa: S704
        f'<time class="{kind}{script and " " + script}" datetime="{iso(at)}">{text}</time>'
    )


def ago(dates: Dates, at: datetime) -> Markup:
    """Return day and time, to which the script adds how long ago that was, or when it will be."""
    return Markup(f'<time class="t r" datetime="{iso(at)}">{dates.moment(at)}</time>')  # noqa: S704


def span(dates: Dates, start: datetime, end: datetime) -> Markup:
    """Return ``1 Dec 2026, 02:00–04:00 GMT``."""
    return Markup(  # noqa: S704
        f'<time class="s" datetime="{iso(start)}" data-end="{iso(end)}">'
        f"{dates.span(start, end)}</time>"
    )


def clocks(dates: Dates, start: datetime, end: datetime) -> Markup:
    """Return a span whose day is known from where it stands: ``14:05–15:30 GMT``."""
    return Markup(  # noqa: S704
        f'<time class="s" datetime="{iso(start)}" data-end="{iso(end)}">'
        f"{dates.clocks(start, end)}</time>"
    )
