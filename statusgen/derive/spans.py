"""Interval arithmetic: outages that overlap, laid over each other and counted once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import NamedTuple

from statusgen.derive.values import Outage
from statusgen.model import ComponentStatus

#: Where a span without an end ends.
FOREVER = datetime.max.replace(tzinfo=UTC)

#: A set of statuses as bits → the worst of them. Bit *n* stands for status *n*.
WORST = tuple(
    ComponentStatus(max(0, bits.bit_length() - 1)) for bits in range(1 << len(ComponentStatus))
)


def bit(status: ComponentStatus) -> int:
    """Return the bit that stands for *status* in a set of statuses."""
    return 1 << status


class Segment(NamedTuple):
    """A span, half-open, in which the same statuses are said of a component throughout.

    All of them are kept and not the worst alone, since the one that weighs most in
    uptime need not be the worst: the weights are configurable.
    """

    start: datetime
    end: datetime  #: FOREVER while it goes on
    statuses: int  #: bits; never empty

    @property
    def worst(self) -> ComponentStatus:
        """Return the status that the component has in this span: the worst wins."""
        return WORST[self.statuses]


def overlay(outages: Iterable[Outage]) -> list[Segment]:
    """Return the union of *outages*: segments in time order that do not overlap.

    There are as few as possible: two that touch differ in their statuses. The order of
    *outages* does not matter.
    """
    segments: list[Segment] = []
    cluster: list[Outage] = []
    reach: datetime | None = None  # where the last outage of the cluster ends
    for outage in sorted(outages, key=attrgetter("start")):
        start, end = outage.start, outage.end or FOREVER
        if end <= start:
            continue
        if reach is None or start >= reach:
            _append_cluster(segments, cluster)
            cluster = [outage]
            reach = end
        else:
            cluster.append(outage)
            reach = max(reach, end)
    _append_cluster(segments, cluster)
    return segments


def _append_cluster(segments: list[Segment], cluster: list[Outage]) -> None:
    """Add the segments of outages that hang together, which begin where the others ended."""
    if len(cluster) == 1:
        only = cluster[0]
        _append(segments, only.start, only.end or FOREVER, 1 << only.status)
        return
    turns = [(outage.start, 1, outage.status) for outage in cluster]
    turns += [(outage.end or FOREVER, -1, outage.status) for outage in cluster]
    turns.sort()
    counts = [0] * len(ComponentStatus)
    statuses, since = 0, FOREVER
    for at, step, status in turns:
        if at > since:
            _append(segments, since, at, statuses)
        since = at
        counts[status] += step
        statuses = statuses | bit(status) if counts[status] else statuses & ~bit(status)


def _append(segments: list[Segment], start: datetime, end: datetime, statuses: int) -> None:
    if segments:
        last = segments[-1]
        if last.end == start and last.statuses == statuses:
            segments[-1] = Segment(last.start, end, statuses)
            return
    segments.append(Segment(start, end, statuses))


def status_at(segments: Sequence[Segment], at: datetime) -> ComponentStatus:
    """Return the status at the instant *at*: the worst wins, and without any, operational.

    Maintenance is better than any outage, so it never masks one.
    """
    for segment in reversed(segments):
        if segment.start <= at:
            return segment.worst if at < segment.end else ComponentStatus.OPERATIONAL
    return ComponentStatus.OPERATIONAL


def status_since(segments: Sequence[Segment], at: datetime) -> datetime | None:
    """Return when the status at the instant *at* was taken; None: it was never another.

    Segments that touch and have the same worst status are one stretch of it.
    """
    since: datetime | None = None
    worst: ComponentStatus | None = None
    for segment in reversed(segments):
        if segment.start > at:
            continue
        if since is None:
            if segment.end <= at:
                return segment.end
            since, worst = segment.start, segment.worst
        elif segment.end == since and segment.worst is worst:
            since = segment.start
        else:
            break
    return since
