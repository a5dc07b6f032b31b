"""Spans and times as a person in a hurry reads them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)
_HOUR, _DAY = 60, 24 * 60


def span(length: timedelta) -> str:
    """Return e.g. ``25 min``, ``1 h 05 min``, ``2 days``; its sign is left out."""
    minutes = abs(length) // _MINUTE
    if minutes < _HOUR:
        return f"{minutes} min"
    if minutes < 2 * _DAY:
        return f"{minutes // _HOUR} h {minutes % _HOUR:02} min"
    return f"{minutes // _DAY} days"


def left(length: timedelta) -> str:
    """Return ``in 25 min``, or ``5 min overdue``."""
    return f"{span(length)} overdue" if length < timedelta() else f"in {span(length)}"


def clock(at: datetime, zone: ZoneInfo, *, now: datetime) -> str:
    """Return e.g. ``14:50 GMT``, with the day where that is not today's."""
    there = at.astimezone(zone)
    same = there.date() == now.astimezone(zone).date()
    return f"{there:%H:%M %Z}" if same else f"{there:%Y-%m-%d %H:%M %Z}"
