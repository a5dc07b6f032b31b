"""Dates, times and spans in a reader's language and the site's zone, quickly.

Babel takes some 30 µs for one date, and a site shows a hundred thousand: what
Babel says of a day, a minute of the day and a number of units is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import DateTimePattern, parse_pattern
from babel.localedata import LocaleDataDict, exists, load

MINUTE = timedelta(minutes=1)
_SHORT_WEEKDAY = re.compile("(?<![Ec])([Ec])\\1{0,2}(?!\\1)")
_SHORT_MONTH = re.compile("(?<!M)MMM(?!M)")
#: The noughts of the numbering systems that are some language's usual one (CLDR,
#: numberingSystems.xml). The other nine digits follow them.
_NOUGHTS = {
    "adlm": 0x1E950,
    "arab": 0x0660,
    "arabext": 0x06F0,
    "beng": 0x09E6,
    "cakm": 0x11136,
    "deva": 0x0966,
    "hmnp": 0x1E140,
    "mymr": 0x1040,
    "nkoo": 0x07C0,
    "olck": 0x1C50,
    "rohg": 0x10D30,
    "tibt": 0x0F20,
}


def locale_of(language: str, zone: str) -> Locale:
    """Return the conventions of *language* where *zone* is.

    The territory is the language's own (``pt-BR``), else the zone's where people
    speak that language there (``en`` in Europe/London: a 24-hour clock, the day
    first; in America/New_York: am and pm). Plain English without a territory is
    written as in most of the world, not as in the United States.
    """
    code = language.replace("-", "_")
    if "_" in code:
        return _locale(code)
    territory = get_global("zone_territories").get(zone)
    if territory and exists(f"{code}_{territory}"):
        return _locale(f"{code}_{territory}")
    return _locale("en_GB" if code == "en" else code)


class _Locale(Locale):
    """A locale with names of days and months that are its own.

    Where a language has none for a context, CLDR points to those of another, and Babel
    (2.18) writes what it found there into data that all locales share: Arabic months
    would have the names of whatever language was asked first.
    """

    @cached_property
    def _data(self) -> LocaleDataDict:
        own: dict[str | int | None, object] = {
            part: deepcopy(names) if part in {"months", "days", "day_periods"} else names
            for part, names in load(str(self)).items()
        }
        return LocaleDataDict(own)


def _locale(code: str) -> Locale:
    known = Locale.parse(code)
    return _Locale(known.language, known.territory, known.script, known.variant)


def digits_of(locale: Locale) -> Mapping[int, int]:
    """Return what to translate 0–9 to where *locale* usually has digits of its own.

    Arabic, say, has 0–9 in the Emirates and ٠–٩ in Egypt: CLDR knows. For :meth:`str.translate`;
    Babel itself always writes 0–9.
    """
    nought = _NOUGHTS.get(str(locale.default_numbering_system))
    return {} if nought is None else {ord("0") + digit: nought + digit for digit in range(10)}


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
        self._digits = digits_of(locale)
        self._zones: dict[tuple[str | None, timedelta | None], str] = {}
        # Each is called with a date or a time of day, of which there are few.
        self.day: Callable[[date], str] = self._kept(_skeleton(locale, "yMMMd", "medium"))
        self.long_day: Callable[[date], str] = self._kept(locale.date_formats["long"])
        self.short_day: Callable[[date], str] = self._kept(_skeleton(locale, "MMMd", "medium"))
        self.whole_day: Callable[[date], str] = self._kept(_skeleton(locale, "MMMMd", "long"))
        self.weekday: Callable[[date], str] = self._kept(_weekday(locale))
        self._clock: Callable[[time], str] = self._kept(locale.time_formats["short"])
        self._month: Callable[[date], str] = self._kept(_skeleton(locale, "yMMMM", "long"))
        self._year: Callable[[date], str] = self._kept(_skeleton(locale, "y", "short"))
        self._month_alone: Callable[[date], str] = self._kept(parse_pattern("LLLL"))

    def _kept(self, pattern: DateTimePattern | str) -> Callable[..., str]:
        parsed = parse_pattern(pattern)
        if not self._digits:
            return lru_cache(maxsize=20_000)(lambda value: parsed.apply(value, self.locale))
        return lru_cache(maxsize=20_000)(
            lambda value: parsed.apply(value, self.locale).translate(self._digits)
        )

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

    def year(self, year: int) -> str:
        """Return e.g. ``2026``, or ``2026年``."""
        return self._year(date(year, 1, 1))

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
    known = locale.datetime_skeletons
    whole = known.get("MMMMEEEEd")
    if whole is not None:
        return str(whole)
    short = str(known.get("MMMMEd") or known.get("MMMEd") or locale.date_formats["full"])
    return _SHORT_MONTH.sub("MMMM", _SHORT_WEEKDAY.sub(lambda found: found[0][0] * 4, short, 1), 1)


def _offset_name(offset: timedelta) -> str:
    minutes = round(offset / MINUTE)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which *day* begins in *zone*, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
