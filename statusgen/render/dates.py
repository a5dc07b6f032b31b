"""Dates, times and spans in a reader's language and the site's zone, quickly.

Babel takes some 30 µs for one date, and a site shows a hundred thousand: what
Babel says of a day, a minute of the day and a number of units is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import DateTimePattern, parse_pattern
from babel.localedata import exists

MINUTE = timedelta(minutes=1)
_SHORT_WEEKDAY = re.compile("(?<![Ec])([Ec])\\1{0,2}(?!\\1)")
_SHORT_MONTH = re.compile("(?<!M)MMM(?!M)")


def locale_of(language: str, zone: str) -> Locale:
    """Return the conventions of *language* where *zone* is.

    The territory is the language's own (``pt-BR``), else the zone's where people
    speak that language there (``en`` in Europe/London: a 24-hour clock, the day
    first; in America/New_York: am and pm). Plain English without a territory is
    written as in most of the world, not as in the United States.
    """
    code = language.replace("-", "_")
    if "_" in code:
        return Locale.parse(code)
    territory = get_global("zone_territories").get(zone)
    if territory and exists(f"{code}_{territory}"):
        return Locale.parse(f"{code}_{territory}")
    return Locale.parse("en_GB" if code == "en" else code)


def iso(at: datetime) -> str:
    """Return *at* (UTC) as the shortest form that HTML's ``datetime`` takes: 2026-11-23T14:20Z."""
    text = at.isoformat()
    return text[:16] + "Z" if text[16:19] == ":00" else text[:19] + "Z"


class Dates:
    """Dates and times as people in one locale write them, in one zone."""

    def __init__(self, locale: Locale, zone: ZoneInfo) -> None:
        self.locale = locale
        self.zone = zone
        self._glue = str(locale.datetime_formats["medium"])
        self._zones: dict[tuple[str | None, timedelta | None], str] = {}
        # Each is called with a date or a time of day, of which there are few.
        self.day: Callable[[date], str] = self._kept(_skeleton(locale, "yMMMd", "medium"))
        self.long_day: Callable[[date], str] = self._kept(locale.date_formats["long"])
        self.short_day: Callable[[date], str] = self._kept(_skeleton(locale, "MMMd", "medium"))
        self.weekday: Callable[[date], str] = self._kept(_weekday(locale))
        self._clock: Callable[[time], str] = self._kept(locale.time_formats["short"])
        self._month: Callable[[date], str] = self._kept(_skeleton(locale, "yMMMM", "long"))
        self._month_alone: Callable[[date], str] = self._kept(parse_pattern("LLLL"))

    def _kept(self, pattern: DateTimePattern | str) -> Callable[..., str]:
        parsed = parse_pattern(pattern)
        return lru_cache(maxsize=20_000)(lambda value: parsed.apply(value, self.locale))

    def local(self, at: datetime) -> datetime:
        """Return *at* in the site's zone."""
        return at.astimezone(self.zone)

    def local_day(self, at: datetime) -> date:
        """Return the day of *at* in the site's zone."""
        return at.astimezone(self.zone).date()

    def clock(self, at: datetime) -> str:
        """Return the time of day with its zone, e.g. ``14:20 GMT``."""
        there = at.astimezone(self.zone)
        return f"{self._clock(time(there.hour, there.minute))} {self.zone_name(there)}"

    def moment(self, at: datetime) -> str:
        """Return day and time, e.g. ``23 Nov 2026, 14:20 GMT``."""
        there = at.astimezone(self.zone)
        clock = f"{self._clock(time(there.hour, there.minute))} {self.zone_name(there)}"
        return self._joined(self.day(there.date()), clock)

    def span(self, start: datetime, end: datetime) -> str:
        """Return e.g. ``1 Dec 2026, 02:00–04:00 GMT``, with both days where they differ."""
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        if first.date() != last.date():
            return f"{self.moment(start)} – {self.moment(end)}"
        return self._joined(self.day(first.date()), self.clocks(start, end))

    def clocks(self, start: datetime, end: datetime) -> str:
        """Return e.g. ``02:00–04:00 GMT``; where it ends on a later day, that day too."""
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        begin = self._clock(time(first.hour, first.minute))
        if first.utcoffset() != last.utcoffset():
            begin = f"{begin} {self.zone_name(first)}"
        if first.date() != last.date():
            return f"{begin} – {self.moment(end)}"
        return f"{begin}–{self._clock(time(last.hour, last.minute))} {self.zone_name(last)}"

    def month(self, year: int, month: int) -> str:
        """Return e.g. ``November 2026``."""
        return self._month(date(year, month, 1))

    def month_name(self, month: int) -> str:
        """Return e.g. ``November``."""
        return self._month_alone(date(2000, month, 1))

    def zone_name(self, there: datetime) -> str:
        """Return the short name of a local time's zone: GMT, CET, UTC−3."""
        offset = there.utcoffset()
        name = there.tzname()
        known = self._zones.get((name, offset))
        if known is None:
            known = name if name and name.isalpha() else _offset_name(offset or timedelta())
            self._zones[name, offset] = known
        return known

    def _joined(self, day: str, clock: str) -> str:
        return self._glue.replace("{1}", day).replace("{0}", clock)


def _skeleton(locale: Locale, name: str, otherwise: str) -> DateTimePattern | str:
    found: DateTimePattern | None = locale.datetime_skeletons.get(name)
    return locale.date_formats[otherwise] if found is None else found


def _weekday(locale: Locale) -> str:
    """Return the pattern of a day with its weekday and without its year."""
    whole = locale.datetime_skeletons.get("MMMMEEEEd")
    if whole is not None:
        return str(whole)
    short = str(locale.datetime_skeletons.get("MMMEd") or locale.date_formats["full"])
    return _SHORT_MONTH.sub("MMMM", _SHORT_WEEKDAY.sub(lambda found: found[0][0] * 4, short, 1), 1)


def _offset_name(offset: timedelta) -> str:
    minutes = round(offset / MINUTE)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which *day* begins in *zone*, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
