"""Times as they are said while it happens: ``14:20``, ``10 minutes ago``, ``in 30 minutes``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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
    if text.strip().lower() == "now":
        return now
    if _AGO.search(text):
        span = parse_span(_AGO.sub("", text), at=at)
        return span if isinstance(span, Problem) else now - span
    if _TIME_OF_DAY.match(text):
        return parse_next_update(text, after=now - _DAY + AHEAD, zone=zone, at=at)
    return parse_timestamp(text, zone=zone, at=at)


def parse_coming(text: str, *, after: datetime, zone: ZoneInfo, at: Location) -> datetime | Problem:
    """Return the time that *text* means where it comes *after* another, or what is wrong.

    It may be a span (``30 minutes``), a time of day (the first such) or a timestamp.
    """
    return parse_next_update(text, after=after, zone=zone, at=at)
