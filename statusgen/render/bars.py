"""Ninety days of a component as one small drawing, and as words."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from markupsafe import Markup, escape

from statusgen.derive.values import ComponentState, DayBar
from statusgen.model import ComponentStatus
from statusgen.render.language import Language

#: What a day's bar is drawn with, from (its left edge, 8): what was worse is taller, and a
#: partial outage has a gap, so that it can be told without colour. The drawing is 24 high.
_SHAPES = {
    ComponentStatus.UNDER_MAINTENANCE: ("M{x}.16 8h.68v3h-.68zm0 5h.68v3h-.68z"),
    ComponentStatus.DEGRADED_PERFORMANCE: "M{x}.16 4h.68v16h-.68z",
    ComponentStatus.PARTIAL_OUTAGE: "M{x}.16 1h.68v9h-.68zm0 13h.68v9h-.68z",
    ComponentStatus.MAJOR_OUTAGE: "M{x}.16 0h.68v24h-.68z",
}
_DOT = "M{x}.3 11h.4v2h-.4z"


class DayRow(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which not all was well, for the table that says what the bars show."""

    day: str
    iso: str
    status: str
    key: str
    down: str  #: weighted downtime, e.g. "1 hour 25 minutes"; empty for none
    incidents: tuple[str, ...]  #: ids


class LegendRow(msgspec.Struct, frozen=True):
    """One kind of bar."""

    drawing: Markup
    label: str


def draw(bars: tuple[DayBar, ...], label: str) -> Markup:
    """Return the drawing of *bars*, oldest first, as an image that *label* describes."""
    runs: list[str] = []  # the days on which all was well, as strokes
    marks: dict[str, list[str]] = {}
    start: int | None = None
    for place, bar in enumerate(bars):
        well = bar.known and not bar.worst
        if well and start is None:
            start = place
        elif not well:
            if start is not None:
                runs.append(f"M{start}.16 12H{place}")
                start = None
            shape, key = (_SHAPES[bar.worst], bar.worst.key) if bar.known else (_DOT, "unknown")
            marks.setdefault(key, []).append(shape.format(x=place))
    if start is not None:
        runs.append(f"M{start}.16 12H{len(bars)}")
    paths = f'<path class="all" d="{"".join(runs)}"/>' if runs else ""
    paths += "".join(f'<path class="s-{key}" d="{"".join(d)}"/>' for key, d in marks.items())
    return Markup(  # noqa: S704 - numbers and our own words
        f'<svg class="bars" viewBox="0 0 {len(bars)} 24" preserveAspectRatio="none" '
        f'role="img" aria-label="{escape(label)}">{paths}</svg>'
    )


def legend(language: Language) -> tuple[LegendRow, ...]:
    """Return each kind of bar with what it means, the best first."""
    rows = []
    for status in ComponentStatus:
        if status in _SHAPES:
            path = f'<path class="s-{status.key}" d="{_SHAPES[status].format(x=0)}"/>'
        else:
            path = '<path class="all" d="M.16 12H1"/>'
        drawing = Markup(  # noqa: S704 - our own numbers
            '<svg class="bar" viewBox="0 0 1 24" preserveAspectRatio="none" aria-hidden="true">'
            f"{path}</svg>"
        )
        rows.append(LegendRow(drawing, language.component_statuses[status]))
    return tuple(rows)


def summary(state: ComponentState, language: Language) -> str:
    """Return the bars in a sentence or two, for those who do not see them."""
    known = sum(bar.known for bar in state.bars)
    if not known:
        return language.gettext("Not in service yet.")
    days = language.ngettext("The last day", "The last %(n)s days", known)
    bad = troubled(state.bars)
    if not bad:
        return language.gettext("%(days)s: no trouble.", days=days)
    return language.gettext(
        "%(days)s: %(trouble)s, most recently on %(day)s.",
        days=days,
        trouble=language.ngettext("trouble on %(n)s day", "trouble on %(n)s days", len(bad)),
        day=language.dates.whole_day(bad[-1].day),
    )


def troubled(bars: tuple[DayBar, ...]) -> list[DayBar]:
    """Return the days on which an incident touched the component, oldest first."""
    return [bar for bar in bars if bar.worst > ComponentStatus.UNDER_MAINTENANCE]


def rows(bars: tuple[DayBar, ...], language: Language) -> tuple[DayRow, ...]:
    """Return the days that are not all well, the newest first."""
    return tuple(
        DayRow(
            day=language.dates.weekday(bar.day),
            iso=bar.day.isoformat(),
            status=language.component_statuses[bar.worst],
            key=bar.worst.key,
            down=language.duration(bar.down) if bar.down >= timedelta(minutes=1) else "",
            incidents=bar.sources,
        )
        for bar in reversed(bars)
        if bar.known and bar.worst
    )


def axis(bars: tuple[DayBar, ...]) -> tuple[date, date] | None:
    """Return the first and the last day of *bars*."""
    return (bars[0].day, bars[-1].day) if bars else None
