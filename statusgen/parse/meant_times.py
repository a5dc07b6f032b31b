"""The time that somebody may have meant who wrote it in a form that is not read.

Dates of the form 03/04/2026 are never read: half of the world takes them for April. But who
types one at night should see what to type instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta

_MONTHS = (
    *(("jan", "ene", "gen"), ("feb", "fév", "fev", "fév"), ("mar", "mär", "mrz", "maa")),
    *(("apr", "avr", "abr"), ("may", "mai", "mei", "mag"), ("jun", "juin", "giu")),
    *(("jul", "juil", "lug"), ("aug", "août", "aou", "ago"), ("sep", "set")),
    *(("oct", "okt", "ott", "out"), ("nov",), ("dec", "dez", "déc", "dic")),
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_NAME = r"(?P<name>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<day>[0-9]{1,2})"
_NTH = r"(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>[0-9]{4})"
#: Forms of a date; where both first numbers may be the day, either is offered.
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_YEAR}\s?[-/.]\s?(?P<month>[0-9]{{1,2}})\s?[-/.]\s?{_DAY}\b",
        rf"\b{_DAY}\.\s?(?P<month>[0-9]{{1,2}})\.\s?(?P<year>[0-9]{{4}}|[0-9]{{2}})\b",
        rf"\b(?P<either>[0-9]{{1,2}})[-/](?P<other>[0-9]{{1,2}})[-/]{_YEAR}\b",
        rf"\b{_DAY}{_NTH}\s+(?:de\s+)?{_NAME}(?:\s+de)?,?\s+{_YEAR}\b",
        rf"\b{_NAME}\s+{_DAY}{_NTH},?\s+{_YEAR}\b",
    )
)
_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_CLOCKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<hour>[0-9]{{1,2}})\s?[:.h]\s?(?P<minute>[0-9]{{2}})(?::[0-9]{{2}})?(?:\s?{_HALF})?",
        rf"\b(?P<hour>[0-9]{{1,2}})\s?{_HALF}",
    )
)
#: Words around a time that say nothing.
_FILLERS = re.compile(
    r"[(),;]|\b(?:at|on|the|um|am|den|uhr|à|le|of|kl|o'clock|hrs?|h"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|tue|wed|thu|sat)\b\.?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"[A-Za-z]{1,5}(?:\s?[+-][0-9:]{1,5})?|[A-Za-z]+(?:/[A-Za-z_]+)+|[+-][0-9:]{2,6}"
)
_NOON, _DAY_HOURS, _CENTURY = 12, 24, 2000


def meant_times(text: str) -> list[str]:
    """Return *text* as it should have been written, e.g. ``2026-11-29 14:20 UTC``.

    Two times where it may mean two; none where it has no date or no time of day.
    """
    plain = _ascii(text)
    found = next((match for form in _DATES if (match := form.search(plain))), None)
    if found is None:
        return []
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    clock = next((match for form in _CLOCKS if (match := form.search(rest))), None)
    if clock is None:
        return []
    zone = " ".join(_FILLERS.sub(" ", rest[: clock.start()] + " " + rest[clock.end() :]).split())
    zone = "" if zone == "T" else zone.strip("-. ")
    tail = f" {zone}" if zone and _ZONE.fullmatch(zone) else ""
    times = (_moment(date, clock) for date in _dates(found))
    return [f"{moment:%Y-%m-%d %H:%M}{tail}" for moment in times if moment is not None]


def did_you_mean(text: str) -> str:
    """Return ``did you mean 2026-11-29 14:20 UTC?``, or nothing."""
    meant = meant_times(text)
    return f"did you mean {' or '.join(meant)}?" if meant else ""


def nearest_time(text: str) -> str:
    """Return :func:`did_you_mean`; a time of day alone is offered too, a date with some time."""
    meant = did_you_mean(text)
    if meant:
        return meant
    plain = _ascii(text)
    date = next((match for form in _DATES if (match := form.search(plain))), None)
    clock = next((match for form in _CLOCKS if (match := form.search(plain))), None)
    if date is not None:
        days = [day for date in _dates(date) if (day := _moment(date, None)) is not None]
        return f"write e.g. {days[0]:%Y-%m-%d} 14:20 UTC" if days else ""
    moment = _moment((_CENTURY, 1, 1), clock) if clock else None
    return f"did you mean {moment:%H:%M}?" if moment else ""


def _ascii(text: str) -> str:
    """Return *text* with plain dashes, spaces and digits."""
    plain = unicodedata.normalize("NFC", text).translate(_DASHES)
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else " " if c.isspace() else c
        for c in plain
    )


def _dates(match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    """Yield (year, month, day)."""
    parts = match.groupdict()
    year = int(parts["year"])
    year += _CENTURY if len(parts["year"]) == len("26") else 0
    if parts.get("either"):
        one, other = int(parts["either"]), int(parts["other"])
        yield from dict.fromkeys(((year, other, one), (year, one, other)))
        return
    if parts.get("name"):
        word = parts["name"].lower()
        months = [n for n, names in enumerate(_MONTHS, 1) if word.startswith(names)]
        yield from ((year, month, int(parts["day"])) for month in months[:1])
        return
    yield year, int(parts["month"]), int(parts["day"])


def _moment(date: tuple[int, int, int], clock: re.Match[str] | None) -> datetime | None:
    """Return the wall time, or None where the calendar or the clock has no such one."""
    parts = clock.groupdict() if clock else {}
    hour, minute = int(parts.get("hour") or 0), int(parts.get("minute") or 0)
    half = parts.get("half") or ""
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half.lower() == "p" else 0)
    days = 1 if (hour, minute) == (_DAY_HOURS, 0) else 0
    try:
        day = datetime(*date, hour % _DAY_HOURS if days else hour, minute)  # noqa: DTZ001 - a wall time
        return day + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
