"""Times and spans as people type them, read into UTC.

A local time is only accepted where the clock shows it exactly once: an hour that a
clock change repeats or skips is a mistake with two readings, and both are offered.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from statusgen.errors import Location, Problem
from statusgen.parse.meant_times import did_you_mean, nearest_time
from statusgen.parse.zones import parse_zone

EXAMPLE = "2026-11-23 14:20 UTC"
LONGEST_SPAN = timedelta(days=3660)
_FIRST_YEAR, _LAST_YEAR = "1970", "2199"  # outside, a year is a slip of the finger

_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
_ZONE = r"(?:\s*(?P<zone>[^\s0-9].*))?\s*"
_TIMESTAMP = re.compile(
    r"\s*(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:\s+|[Tt])" + _CLOCK + _ZONE
)
_TIME_OF_DAY = re.compile(r"\s*" + _CLOCK + _ZONE)
_STARTS_AS_DATE = re.compile(r"\s*[0-9]{4}-")
_DATE_ALONE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR_ALONE = re.compile(r"\s*[0-9]{1,2}\s*[ap]m\s*", re.IGNORECASE)  # 3 PM is no span
_HALF_DAY = re.compile(r"[ap]\.?m\b", re.IGNORECASE)
_RANGES = (
    "months go up to 12, their days to 28, 29, 30 or 31, hours to 23, minutes and seconds to 59"
)
_UTC = "%Y-%m-%d %H:%M UTC"
_SHORT = 60  # characters of a mistake that a message repeats

_UNITS = {
    "seconds": ("s", "sec", "secs", "second", "seconds"),
    "minutes": ("m", "min", "mins", "minute", "minutes"),
    "hours": ("h", "hr", "hrs", "hour", "hours"),
    "days": ("d", "day", "days"),
    "weeks": ("w", "week", "weeks"),
}
_UNIT_OF = {word: timedelta(**{unit: 1}) for unit, words in _UNITS.items() for word in words}
_PART = r"[0-9]{1,6}(?:\.[0-9]{1,3})?\s*[a-z]+"
_SPAN = re.compile(rf"\s*{_PART}(?:(?:\s*,\s*|\s+and\s+|\s*){_PART})*\s*")
_SPAN_PART = re.compile(r"([0-9.]+)\s*([a-z]+)")
_IN = re.compile(r"in\s+(?=[0-9])", re.IGNORECASE)


def parse_timestamp(text: str, *, zone: ZoneInfo, at: Location) -> datetime | Problem:
    """Return the instant that *text* means, in UTC, or what is wrong with it.

    *text* is ``2026-11-23 14:20 UTC``, with seconds or ``T`` if you like; in place of UTC
    may stand ``Z``, an offset (``+01:00``), a place (``Europe/London``) or nothing, which
    means *zone*. *at* is where *text* begins. Fractions of a second are dropped.
    Formats: RFC 3339, section 5.6, and what people make of it.
    """
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return unreadable_time(text.strip(), at)
    year, month, day, hour, minute, second, name = match.groups()
    where = zone if not name else _zone(match, at, text)
    if isinstance(where, Problem):
        return where
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return Problem(at, f"is the year {year} meant?", f"write e.g. {EXAMPLE}")
    try:
        wall = datetime(  # noqa: DTZ001 - what the clock on the wall shows; its zone comes next
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0)
        )
    except ValueError:
        hint = did_you_mean(text) or _RANGES
        return Problem(at, f"there is no time '{text.strip()}'", hint)
    return wall.replace(tzinfo=UTC) if where is UTC else _instant(wall, where, at)


def parse_span(text: str, *, at: Location) -> timedelta | Problem:
    """Return the span that *text* means: ``30m``, ``48h``, ``90 minutes``, ``1h 30m``."""
    plain = text.strip().lower()
    parts = _SPAN_PART.findall(plain) if _SPAN.fullmatch(plain) else []
    if not parts or any(unit not in _UNIT_OF for _, unit in parts):
        return Problem(at, f"'{_short(text)}' is no span", "write e.g. 30 minutes, 1h or 2 days")
    total = sum((float(number) * _UNIT_OF[unit] for number, unit in parts), timedelta())
    if not total:
        return Problem(at, "this span is no time at all", "write e.g. 30 minutes")
    if total > LONGEST_SPAN:
        return Problem(at, f"'{_short(text)}' is more than ten years", "is the unit right?")
    return total


def parse_next_update(
    text: str, *, after: datetime, zone: ZoneInfo, at: Location
) -> datetime | Problem:
    """Return when the next update is promised, in UTC, or what is wrong with *text*.

    It is a timestamp, a span from *after* (``in 30 minutes``), or a time of day, which
    means the first such time after *after*, in *zone* unless it names its own. *after*
    is the time of the update that makes the promise.
    """
    if not text.strip():
        return Problem(at, "the time is missing", "write e.g. 14:50 UTC, or 'in 30 minutes'")
    clock = _TIME_OF_DAY.fullmatch(text)
    if clock:
        return _next_time_of_day(clock, after, zone, at)
    span = _IN.sub("", text, count=1)
    if _SPAN.fullmatch(span.lower()) and not _HOUR_ALONE.fullmatch(span):
        length = parse_span(span, at=at)
        return length if isinstance(length, Problem) else after + length
    if not _STARTS_AS_DATE.match(text):
        return Problem(
            at,
            f"'{_short(text)}' is no time",
            nearest_time(text)
            or f"write a time of day (14:50 UTC), a time with its date ({EXAMPLE}) "
            "or 'in 30 minutes'",
        )
    found = parse_timestamp(text, zone=zone, at=at)
    if isinstance(found, datetime) and found <= after:
        return Problem(
            at,
            f"the next update is promised for {found:{_UTC}}, but this one is of {after:{_UTC}}",
            "are the day and the time zone right?",
        )
    return found


def _next_time_of_day(
    match: re.Match[str], after: datetime, zone: ZoneInfo, at: Location
) -> datetime | Problem:
    where = _zone(match, at, match[0]) if match["zone"] else zone
    if isinstance(where, Problem):
        return where
    try:
        clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return Problem(at, f"there is no time '{match[0].strip()}'", _RANGES)
    day = after.astimezone(where).date()
    found = _instant(datetime.combine(day, clock), where, at)
    if isinstance(found, datetime) and found <= after:
        found = _instant(datetime.combine(day + timedelta(days=1), clock), where, at)
    return found


def _instant(wall: datetime, zone: tzinfo, at: Location) -> datetime | Problem:
    """Return the instant at which clocks in *zone* show *wall*, if they do so exactly once."""
    first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    offset, other = first.utcoffset(), second.utcoffset()
    if offset == other:
        return first.astimezone(UTC)
    # PEP 495: fold=0 reads the wall with the offset before the change, fold=1 with the one
    # after it. Both are right where the hour is repeated, neither where it is skipped.
    skipped = offset is not None and other is not None and offset < other
    return Problem(
        at,
        f"{wall:%Y-%m-%d %H:%M} {'does not exist' if skipped else 'comes twice'} in {zone}: "
        f"the clocks go {'forward' if skipped else 'back'} then",
        f"write {_with_offset(first)} ({first.astimezone(UTC):%H:%M} UTC) "
        f"or {_with_offset(second)} ({second.astimezone(UTC):%H:%M} UTC)",
    )


def _with_offset(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")


def _zone(match: re.Match[str], at: Location, text: str) -> tzinfo | Problem:
    """Return the zone that *match* names in the time *text*."""
    where = Location(at.path, at.line, at.column + match.start("zone"))
    if _HALF_DAY.match(match["zone"]):
        hint = nearest_time(text) or "write e.g. 14:20 for 2:20 PM"
        return Problem(where, "hours count to 24 here", hint)
    found = parse_zone(match["zone"], at=where)
    bare = match["zone"].strip("()[] .,;")
    if isinstance(found, Problem) and bare != match["zone"].strip() and bare:
        known = parse_zone(bare, at=where)
        hint = known.hint if isinstance(known, Problem) else f"did you mean '{bare}'?"
        return Problem(where, found.message, hint)
    return found


def unreadable_time(text: str, at: Location) -> Problem:
    """Return the problem of *text*, which is no timestamp, with the nearest one."""
    if not text:
        return Problem(at, "the time is missing", f"write e.g. {EXAMPLE}")
    if _TIME_OF_DAY.fullmatch(text):
        return Problem(at, f"'{_short(text)}' has no date", f"write e.g. {EXAMPLE}")
    day = _DATE_ALONE.match(text)
    rest = text[day.end() :].strip() if day else ""
    if day and not rest:
        return Problem(at, f"'{text}' has no time of day", f"write e.g. {day[0]} 14:20 UTC")
    hint = nearest_time(text) or f"write e.g. {EXAMPLE}"
    return Problem(at, f"'{_short(text)}' is no time", hint)


def _short(text: str) -> str:
    plain = text.strip()
    return plain if len(plain) <= _SHORT else plain[:_SHORT] + "…"
