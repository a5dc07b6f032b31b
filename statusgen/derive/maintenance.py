"""One maintenance at an instant: by its clock, unless an update overrides it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from statusgen.config import Config
from statusgen.derive.course import UNDER_WAY, Course, follow
from statusgen.derive.statuses import (
    OPERATIONAL,
    Statuses,
    Step,
    affected_by,
    outages_of,
    update_states,
)
from statusgen.derive.values import MaintenanceState
from statusgen.model import Maintenance, UpdateStatus

#: When a maintenance was first told of, where its file does not say.
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


def derive_maintenance(
    maintenance: Maintenance, config: Config, *, now: datetime
) -> MaintenanceState:
    """Return *maintenance* as it is at *now*. Updates after *now* have not happened yet.

    :func:`statusgen.derive.course.follow` has the rules of its course.
    While it is under way, its components have the front matter's statuses, changed by
    updates; at other times they are operational as far as it goes.
    """
    course = follow(maintenance, now=now)
    places = config.place_by_id
    after = [
        statuses if under_way else dict.fromkeys(statuses, OPERATIONAL)
        for under_way, statuses in course.told
    ]
    steps = list(_steps(maintenance, course))
    current: Statuses = steps[-1][1] if steps else {}
    starts, ends = _window(maintenance, course)
    return MaintenanceState(
        maintenance=maintenance,
        status=course.status,
        updates=update_states(course.updates, after, [None] * len(after), places),
        starts=starts,
        ends=ends,
        affected=affected_by(
            (dict(maintenance.components), *(statuses for _, statuses in course.told)),
            current,
            places,
        ),
        outages=outages_of(steps, source=maintenance.id, places=places),
        updated=course.newest or maintenance.created or UNKNOWN,
    )


def _window(maintenance: Maintenance, course: Course) -> tuple[datetime, datetime]:
    """Return when it did or will start and end.

    While it is under way the end is the planned one, which has passed where it overruns,
    but never before the start.
    """
    stretches = course.stretches()
    if not stretches or course.status is UpdateStatus.SCHEDULED:
        return maintenance.starts, maintenance.ends
    start, end = stretches[-1]
    return start, max(start, maintenance.ends) if end is None else end


def _steps(maintenance: Maintenance, course: Course) -> Iterator[Step]:
    """Yield the statuses that it gives its components, from each instant where they may turn."""
    statuses: Statuses = dict(maintenance.components)
    under_way = False
    turns: list[tuple[datetime, bool | Statuses]] = [
        (phase.at, phase.status in UNDER_WAY) for phase in course.phases
    ]
    turns += [
        (update.at, told) for update, (_, told) in zip(course.updates, course.told, strict=True)
    ]
    for at, turn in sorted(turns, key=lambda pair: pair[0]):
        if isinstance(turn, bool):
            under_way = turn
        else:
            statuses = turn
        yield at, statuses if under_way else dict.fromkeys(statuses, OPERATIONAL)
