"""Uptime and the bars of days: exact arithmetic in whole microseconds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import lcm
from operator import attrgetter
from typing import NamedTuple

from statusgen.config import Uptime
from statusgen.derive.days import Days
from statusgen.derive.spans import FOREVER, WORST, Segment, bit, overlay
from statusgen.derive.values import DayBar, Outage
from statusgen.model import ComponentStatus

WINDOW = timedelta(days=90)
MICROSECOND = timedelta(microseconds=1)
NOTHING = timedelta(0)
MAINTENANCE = bit(ComponentStatus.UNDER_MAINTENANCE)

_DECIMALS = 10**4
_PERCENT = 100 * _DECIMALS


class Weights(NamedTuple):
    """The share of time that counts as down, as whole numbers, so that sums are exact."""

    unit: int  #: what a share of 1 is here
    shares: tuple[int, ...]  #: for each set of statuses (bits), that of the heaviest

    @classmethod
    def of(cls, uptime: Uptime) -> Weights:
        """Return the weights of *uptime* as they are written: 0.3 is three tenths."""
        written = [Fraction(str(uptime.weight(status))) for status in ComponentStatus]
        unit = lcm(*(share.denominator for share in written))
        return cls(
            unit,
            tuple(
                int(unit * max((w for s, w in enumerate(written) if bits >> s & 1), default=0))
                for bits in range(len(WORST))
            ),
        )


def uptime_of(
    outages: Iterable[Outage], *, start: datetime, end: datetime, uptime: Uptime
) -> float | None:
    """Return one component's uptime in [start, end), in percent with four decimals.

    Every instant counts once, however many of *outages* cover it: with the heaviest
    weight among them. An instant of maintenance and nothing else does not count at all.
    None where nothing counts.
    """
    return window_uptime(overlay(outages), start=start, end=end, weights=Weights.of(uptime))


def window_uptime(
    segments: Sequence[Segment], *, start: datetime, end: datetime, weights: Weights
) -> float | None:
    """Return the uptime in [start, end) of what *segments* say, as :func:`uptime_of` does."""
    spent: dict[int, timedelta] = {}
    for segment in reversed(segments):
        if segment.end <= start:
            break
        length = min(segment.end, end) - max(segment.start, start)
        if length > NOTHING:
            spent[segment.statuses] = spent.get(segment.statuses, NOTHING) + length
    return percent(end - start, spent, weights)


def percent(length: timedelta, spent: Mapping[int, timedelta], weights: Weights) -> float | None:
    """Return the uptime of a window of *length*, with the time *spent* in each set of statuses.

    Rounded half to even to four decimals; the result is the float nearest to that.
    """
    counted = (length - spent.get(MAINTENANCE, NOTHING)) // MICROSECOND
    if counted <= 0:
        return None
    down = sum(time // MICROSECOND * weights.shares[statuses] for statuses, time in spent.items())
    whole = counted * weights.unit
    return _rounded((whole - down) * _PERCENT, whole) / _DECIMALS


def _rounded(dividend: int, divisor: int) -> int:
    """Return the quotient as a whole number, half to even; much faster than a Fraction."""
    quotient, rest = divmod(dividend, divisor)
    return quotient + (2 * rest > divisor or (2 * rest == divisor and quotient % 2 == 1))


class Ruler(NamedTuple):
    """What the bars of days are drawn with, the same for every component."""

    days: Days
    weights: Weights
    at: datetime  #: nothing after it has happened
    blank: tuple[DayBar, ...]  #: days on which nothing happened

    @classmethod
    def of(cls, days: Days, weights: Weights, at: datetime) -> Ruler:
        """Return the ruler for *days* up to the instant *at*."""
        blank = [_bar(day, ComponentStatus.OPERATIONAL) for day in days.days]
        return cls(days, weights, at, tuple(blank))


def day_bars(
    outages: Iterable[Outage],
    segments: Iterable[Segment],
    ruler: Ruler,
    *,
    since: date | None = None,
) -> tuple[DayBar, ...]:
    """Return one component's days, oldest first.

    *outages* are those of incidents, whose ids the days name, oldest first; *segments*
    hold maintenance as well. What began at this very instant shows on its day, though
    it has no length yet. Days before *since* are not known and say nothing.
    """
    bars = list(ruler.blank)
    statuses, down = [0] * len(bars), [0] * len(bars)
    sources: dict[int, dict[str, None]] = {}
    for segment in segments:
        for index, length in _lengths(segment.start, segment.end, ruler):
            statuses[index] |= segment.statuses
            down[index] += length * ruler.weights.shares[segment.statuses]
    for outage in sorted(outages, key=attrgetter("start", "source")):
        for index, _ in _lengths(outage.start, outage.end or FOREVER, ruler):
            sources.setdefault(index, {})[outage.source] = None
    for index, day in enumerate(ruler.days.days):
        if since is not None and day < since:
            bars[index] = _bar(day, ComponentStatus.OPERATIONAL, known=False)
        elif statuses[index]:
            lost = _rounded(down[index], ruler.weights.unit) * MICROSECOND
            named = tuple(sources.get(index, ()))
            bars[index] = _bar(day, WORST[statuses[index]], down=lost, sources=named)
    return tuple(bars)


def _bar(
    day: date,
    worst: ComponentStatus,
    *,
    down: timedelta = NOTHING,
    known: bool = True,
    sources: tuple[str, ...] = (),
) -> DayBar:
    return DayBar(day=day, worst=worst, down=down, known=known, sources=sources)


def _lengths(start: datetime, end: datetime, ruler: Ruler) -> Iterator[tuple[int, int]]:
    """Yield (day, microseconds that have passed) for each day that [start, end) touches.

    What goes on at this very instant touches its day, though it may not yet have any
    length there: at midnight an outage is on the new day at once.
    """
    edges, at = ruler.days.edges, ruler.at
    if start > at or end <= max(start, edges[0]):
        return
    index = bisect_right(edges, max(start, edges[0])) - 1
    while index < len(edges) - 1 and edges[index] < end and edges[index] <= at:
        length = min(end, edges[index + 1], at) - max(start, edges[index])
        yield index, max(length, NOTHING) // MICROSECOND
        index += 1
