"""Days and months of the site's zone, as spans of time in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which *day* begins in *zone*.

    Where a clock change skips midnight it is the first instant after; where one repeats
    it, the first of the two (PEP 495, fold=0).
    """
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """Return the day that the instant *at* falls on in *zone*."""
    return at.astimezone(zone).date()


def last_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the newest midnight in *zone* at or before *at*."""
    day = day_of(at, zone)
    # From tomorrow on: where clocks go back over midnight, its day has begun already.
    return next(m for back in range(-1, 3) if (m := midnight(day - back * DAY, zone)) <= at)


def next_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the first midnight in *zone* after *at*."""
    day = day_of(at, zone)
    return next(m for ahead in range(4) if (m := midnight(day + ahead * DAY, zone)) > at)


class Days(NamedTuple):
    """Days in a row. ``edges[i]`` and ``edges[i + 1]`` are where ``days[i]`` begins and ends.

    A day has 23 or 25 hours where the clocks change, and none at all where a zone moved
    across the date line and skipped it.
    """

    days: tuple[date, ...]  #: oldest first
    edges: tuple[datetime, ...]  #: UTC, one more than days

    @classmethod
    def ending(cls, today: date, count: int, zone: ZoneInfo) -> Days:
        """Return the *count* days of which *today* is the last."""
        days = tuple(today - back * DAY for back in reversed(range(count)))
        return cls(days, tuple(midnight(day, zone) for day in (*days, today + DAY)))


def months_between(first: date, last: date) -> list[date]:
    """Return the first day of every month from *first*'s to *last*'s, oldest first."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.year * 12 + first.month - 1
    return [date(m // 12, m % 12 + 1, 1) for m in range(start, start + count)]
