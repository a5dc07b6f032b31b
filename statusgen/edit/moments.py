"""Times as they are said while it happens: ``14:20``, ``10 minutes ago``, ``in 30 minutes``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statusgen.edit.writing import write_time
from statusgen.errors import Location, Problem
from statusgen.parse.content import AHEAD
from statusgen.parse.times import parse_next_update, parse_span, parse_timestamp

_AGO = re.compile(r"\s+ago\s*$", re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"\s*[0-9]{1,2}:[0-9]{2}(?!\s*-[0-9]{2}-)")
_DAY = timedelta(days=1)


def parse_past(text: str, *, now: datetime, zone: ZoneInfo, at: Location) -> datetime | Problem:
    """Return the time that *text* means where it has happened, in UTC, or what is wrong.

    A time of day is the last such time; a few minutes ahead of *now* still count, because
    clocks differ. *zone* holds where *text* names none.
    """
    if has_been(text):
        span = parse_span(_AGO.sub("", text), at=at) if _AGO.search(text) else timedelta()
        return span if isinstance(span, Problem) else now - span
    if _TIME_OF_DAY.match(text):
        return parse_next_update(text, after=now - _DAY + AHEAD, zone=zone, at=at)
    return parse_timestamp(text, zone=zone, at=at)


def parse_coming(text: str, *, after: datetime, zone: ZoneInfo, at: Location) -> datetime | Problem:
    """Return the time that *text* means where it comes *after* another, or what is wrong.

    It may be a span (``30 minutes``), a time of day (the first such) or a timestamp.
    """
    found = parse_timestamp(text, zone=zone, at=at)
    if isinstance(found, datetime):
        hint = "are the day and the time zone right?"
        return found if found > after else Problem(at, _too_early(found, after), hint)
    return parse_next_update(text, after=after, zone=zone, at=at)


def has_been(text: str) -> bool:
    """Return whether *text* says by itself that the time is not to come: ``10 minutes ago``."""
    return text.strip().lower() == "now" or bool(_AGO.search(text))


def _too_early(found: datetime, after: datetime) -> str:
    return f"{write_time(found)} is not after {write_time(after)}"
