"""The page's one-line answer from the statuses of its components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from statusgen.derive.spans import Segment
from statusgen.derive.values import Indicator
from statusgen.model import ComponentStatus

#: An indicator with Statuspage's English words for it.
Answer = tuple[Indicator, str]

ALL_CLEAR: Answer = (Indicator.NONE, "All Systems Operational")

#: Worst status → (answer where all components have it, answer where some do), as
#: Statuspage's pages roll up (status.json of its public API v2, as recorded).
_ANSWERS: Mapping[ComponentStatus, tuple[Answer, Answer]] = {
    ComponentStatus.OPERATIONAL: (ALL_CLEAR, ALL_CLEAR),
    ComponentStatus.UNDER_MAINTENANCE: (
        (Indicator.MAINTENANCE, "Service Under Maintenance"),
        (Indicator.MAINTENANCE, "Service Under Maintenance"),
    ),
    ComponentStatus.DEGRADED_PERFORMANCE: (
        (Indicator.MINOR, "Degraded System Service"),
        (Indicator.MINOR, "Partially Degraded Service"),
    ),
    ComponentStatus.PARTIAL_OUTAGE: (
        (Indicator.MAJOR, "Partial System Outage"),
        (Indicator.MINOR, "Minor Service Outage"),
    ),
    ComponentStatus.MAJOR_OUTAGE: (
        (Indicator.CRITICAL, "Major System Outage"),
        (Indicator.MAJOR, "Partial System Outage"),
    ),
}


def roll_up(statuses: Iterable[ComponentStatus]) -> Answer:
    """Return what *statuses*, one for each component, come to. None at all is all clear."""
    counts = Counter(statuses)
    return _answer(counts, counts.total())


def _answer(counts: Mapping[ComponentStatus, int], components: int) -> Answer:
    worst = max((status for status, count in counts.items() if count), default=None)
    if worst is None:
        return ALL_CLEAR
    everywhere, somewhere = _ANSWERS[worst]
    return everywhere if counts[worst] == components else somewhere


def answer_since(
    segments: Iterable[Sequence[Segment]], *, components: int, at: datetime
) -> datetime | None:
    """Return when the answer at the instant *at* was taken; None: it was never another.

    *segments* has one component's in each element, and may leave out components
    without any; *components* is how many there are.
    """
    turns: list[tuple[datetime, ComponentStatus, int]] = []
    for one in segments:
        for segment in one:
            if segment.start <= at:
                turns.append((segment.start, segment.worst, 1))
            if segment.end <= at:
                turns.append((segment.end, segment.worst, -1))
    turns.sort()
    counts: Counter[ComponentStatus] = Counter({ComponentStatus.OPERATIONAL: components})
    answer, since = ALL_CLEAR, None
    for index, (instant, status, step) in enumerate(turns):
        counts[status] += step
        counts[ComponentStatus.OPERATIONAL] -= step
        if index + 1 < len(turns) and turns[index + 1][0] == instant:
            continue  # what happens in one instant happens at once
        now = _answer(counts, components)
        if now != answer:
            answer, since = now, instant
    return since
