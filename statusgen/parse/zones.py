"""Time zones as people name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from statusgen.errors import Location, Problem
from statusgen.parse.context import suggest

_UTC_NAMES = frozenset({"utc", "gmt", "z"})
_OFFSET = re.compile(
    r"(?:UTC|GMT)?\s*(?P<sign>[-+−])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?",
    re.IGNORECASE,
)
#: A place has its area before it. Names without one are links kept for old programs, or, as
#: "localtime", differ from machine to machine.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)+")
_NOT_PLACES = ("posix/", "right/")  # copies of the database for other ways of counting seconds
_LONGEST_NAME = 64
_HOUR = 60
_WESTMOST, _EASTMOST = timedelta(hours=-12), timedelta(hours=14)

#: Abbreviations are no time zones: many stand for several, and half of them hold for only a
#: part of the year. What the usual ones are most likely to mean: a place, and an offset.
_ABBREVIATIONS: Mapping[str, tuple[str, str]] = {
    "bst": ("Europe/London", "+01:00"),
    "wet": ("Europe/Lisbon", "+00:00"),
    "west": ("Europe/Lisbon", "+01:00"),
    "cet": ("Europe/Berlin", "+01:00"),
    "cest": ("Europe/Berlin", "+02:00"),
    "mez": ("Europe/Berlin", "+01:00"),
    "mesz": ("Europe/Berlin", "+02:00"),
    "eet": ("Europe/Helsinki", "+02:00"),
    "eest": ("Europe/Helsinki", "+03:00"),
    "msk": ("Europe/Moscow", "+03:00"),
    "ist": ("Asia/Kolkata", "+05:30"),
    "sgt": ("Asia/Singapore", "+08:00"),
    "hkt": ("Asia/Hong_Kong", "+08:00"),
    "jst": ("Asia/Tokyo", "+09:00"),
    "kst": ("Asia/Seoul", "+09:00"),
    "aest": ("Australia/Sydney", "+10:00"),
    "aedt": ("Australia/Sydney", "+11:00"),
    "nzst": ("Pacific/Auckland", "+12:00"),
    "nzdt": ("Pacific/Auckland", "+13:00"),
    "brt": ("America/Sao_Paulo", "-03:00"),
    "est": ("America/New_York", "-05:00"),
    "edt": ("America/New_York", "-04:00"),
    "et": ("America/New_York", "-05:00"),
    "cst": ("America/Chicago", "-06:00"),
    "cdt": ("America/Chicago", "-05:00"),
    "ct": ("America/Chicago", "-06:00"),
    "mst": ("America/Denver", "-07:00"),
    "mdt": ("America/Denver", "-06:00"),
    "mt": ("America/Denver", "-07:00"),
    "pst": ("America/Los_Angeles", "-08:00"),
    "pdt": ("America/Los_Angeles", "-07:00"),
    "pt": ("America/Los_Angeles", "-08:00"),
    "hst": ("Pacific/Honolulu", "-10:00"),
}


def parse_zone(text: str, *, at: Location) -> tzinfo | Problem:
    """Return the time zone that *text* names, or what is wrong with it.

    It is UTC, GMT or Z, an offset (``+01:00``, ``-0500``, ``UTC+1``) or a name of the IANA
    database (``Europe/London``) in any case. An abbreviation such as CET is a problem.
    """
    word = text.strip()
    if word.lower() in _UTC_NAMES:
        return UTC
    offset = _OFFSET.fullmatch(word)
    if offset:
        return _offset(offset, at)
    if word.lower() in _ABBREVIATIONS:
        place, likely = _ABBREVIATIONS[word.lower()]
        return Problem(
            at, f"'{word}' is no time zone by itself", f"write {place} or an offset: {likely}"
        )
    return _named(word) or Problem(
        at,
        f"unknown time zone '{word}'",
        suggest(word[:_LONGEST_NAME], _names().values())
        or "write UTC, an offset (+01:00) or a place (Europe/London)",
    )


def _offset(match: re.Match[str], at: Location) -> tzinfo | Problem:
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    span = timedelta(hours=hours, minutes=minutes) * (1 if match["sign"] == "+" else -1)
    if minutes >= _HOUR or not _WESTMOST <= span <= _EASTMOST:
        return Problem(
            at, f"no place is at {match[0].strip()} from UTC", "offsets are -12:00 to +14:00"
        )
    return timezone(span)


@lru_cache(maxsize=256)
def _named(name: str) -> ZoneInfo | None:
    if not _NAME.fullmatch(name) or name.lower().startswith(_NOT_PLACES):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of the database is an OSError
        known = _names().get(name.lower())
        return ZoneInfo(known) if known else None


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Return the database's places by their lower-case spelling."""
    return {name.lower(): name for name in sorted(available_timezones()) if "/" in name}
