"""One maintenance at an instant: by its clock, unless an update overrides it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from statusgen.config import Config
from statusgen.derive.statuses import (
    OPERATIONAL,
    Statuses,
    Step,
    affected_by,
    outages_of,
    update_states,
)
from statusgen.derive.values import MaintenanceState
from statusgen.model import Maintenance, Update, UpdateStatus

UNDER_WAY = frozenset({UpdateStatus.IN_PROGRESS, UpdateStatus.VERIFYING})
OVER = frozenset({UpdateStatus.COMPLETED, UpdateStatus.CANCELLED})

#: When a maintenance was first told of, where its file does not say.
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


class Phase(NamedTuple):
    """What a maintenance is from an instant on."""

    at: datetime
    status: UpdateStatus
    by_clock: bool  #: nobody said so; the window did


class Course(NamedTuple):
    """What has become of a maintenance up to an instant."""

    phases: tuple[Phase, ...]  #: oldest first; before them it is scheduled
    told: tuple[tuple[bool, Statuses], ...]  #: after each update: is it under way, what it does
    turned: datetime | None  #: when its clock last turned it

    @property
    def status(self) -> UpdateStatus:
        """Return the newest phase's status."""
        return self.phases[-1].status if self.phases else UpdateStatus.SCHEDULED


def derive_maintenance(
    maintenance: Maintenance, config: Config, *, now: datetime
) -> MaintenanceState:
    """Return *maintenance* as it is at *now*. Updates after *now* have not happened yet.

    By the clock it is scheduled, in progress from ``starts``, completed from ``ends``.
    What an update says holds from its time:

    - In progress and Verifying begin it, also early. After ``ends`` they say that it
      overran: it had never stopped, and ends with Completed alone.
    - Completed ends it, also early or before it began. After its end it changes nothing.
    - Cancelled ends it. Where no update had said that it was under way, it never was,
      whatever the clock made of it.
    - Scheduled hands it back to the clock, also after Cancelled, for a new date.
    - Update changes no status.

    While it is under way, its components have the front matter's statuses, changed by
    updates; at other times they are operational as far as it goes.
    """
    updates = [update for update in maintenance.updates if update.at <= now]
    course = follow(maintenance, updates, now=now)
    places = config.place_by_id
    after = [
        statuses if under_way else dict.fromkeys(statuses, OPERATIONAL)
        for under_way, statuses in course.told
    ]
    steps = list(_steps(maintenance, updates, course))
    current: Statuses = steps[-1][1] if steps else {}
    starts, ends = _window(maintenance, course)
    passed = [update.at for update in updates[-1:]] + ([course.turned] if course.turned else [])
    return MaintenanceState(
        maintenance=maintenance,
        status=course.status,
        updates=update_states(updates, after, [None] * len(updates), places),
        starts=starts,
        ends=ends,
        affected=affected_by(
            (dict(maintenance.components), *(statuses for _, statuses in course.told)),
            current,
            places,
        ),
        outages=outages_of(steps, source=maintenance.id, places=places),
        updated=max(passed, default=maintenance.created or UNKNOWN),
    )


def follow(maintenance: Maintenance, updates: Sequence[Update], *, now: datetime) -> Course:
    """Replay the clock and *updates*, all at or before *now*, in time order up to *now*."""
    phases: list[Phase] = []
    told: list[tuple[bool, Statuses]] = []
    statuses: Statuses = dict(maintenance.components)
    turned: datetime | None = None
    for at, update in _events(maintenance, updates, now):
        status = phases[-1].status if phases else UpdateStatus.SCHEDULED
        if update is None:
            turn = _turn(status, starting=at < maintenance.ends)
            if turn is not None:
                phases.append(Phase(at, turn, by_clock=True))
                turned = at
            continue
        if not update.says_update:
            phases = _obey(update, phases, maintenance)
        if update.components:
            statuses = {**statuses, **dict(update.components)}
        told.append((bool(phases) and phases[-1].status in UNDER_WAY, statuses))
    return Course(tuple(phases), tuple(told), turned)


def _events(
    maintenance: Maintenance, updates: Sequence[Update], now: datetime
) -> list[tuple[datetime, Update | None]]:
    """Return the clock's turns (None) and *updates* in time order, at one time the clock first."""
    turns = (maintenance.starts, maintenance.ends)
    events: list[tuple[datetime, Update | None]] = [(at, None) for at in turns if at <= now]
    events += [(update.at, update) for update in updates]
    return sorted(events, key=lambda event: event[0])


def _turn(status: UpdateStatus, *, starting: bool) -> UpdateStatus | None:
    """Return what the clock makes of *status* where the window starts or ends."""
    if starting and status is UpdateStatus.SCHEDULED:
        return UpdateStatus.IN_PROGRESS
    if not starting and status in UNDER_WAY:
        return UpdateStatus.COMPLETED
    return None


def _obey(update: Update, phases: list[Phase], maintenance: Maintenance) -> list[Phase]:
    """Return *phases* with what *update* says, which may also change what the clock made."""
    status = phases[-1].status if phases else UpdateStatus.SCHEDULED
    said = Phase(update.at, update.status, by_clock=False)
    if said.status in UNDER_WAY:
        if status is UpdateStatus.COMPLETED and phases[-1].by_clock:
            return [*phases[:-1], said]
        return [*phases, said]
    if said.status is UpdateStatus.CANCELLED:
        if any(phase.status in UNDER_WAY and not phase.by_clock for phase in phases):
            return [*phases, said]
        return [said]
    if said.status is UpdateStatus.COMPLETED:
        return phases if status is UpdateStatus.COMPLETED else [*phases, said]
    return _hand_back(said.at, status, phases, maintenance)


def _hand_back(
    at: datetime, status: UpdateStatus, phases: list[Phase], maintenance: Maintenance
) -> list[Phase]:
    if at < maintenance.starts:
        due = UpdateStatus.SCHEDULED
    elif at < maintenance.ends:
        due = UpdateStatus.IN_PROGRESS
    else:
        due = UpdateStatus.COMPLETED
    if status is due or (status in UNDER_WAY and due in UNDER_WAY):
        return phases
    return [*phases, Phase(at, due, by_clock=True)]


def _stretches(course: Course) -> list[tuple[datetime, datetime | None]]:
    """Return the spans in which it was under way, oldest first; the last may have no end."""
    stretches: list[tuple[datetime, datetime | None]] = []
    start: datetime | None = None
    for phase in course.phases:
        if phase.status in UNDER_WAY:
            start = start or phase.at
        elif start is not None:
            stretches.append((start, phase.at))
            start = None
    return stretches if start is None else [*stretches, (start, None)]


def _window(maintenance: Maintenance, course: Course) -> tuple[datetime, datetime]:
    """Return when it did or will start and end.

    While it is under way the end is the planned one, which has passed where it overruns.
    """
    stretches = _stretches(course)
    if not stretches or course.status is UpdateStatus.SCHEDULED:
        return maintenance.starts, maintenance.ends
    start, end = stretches[-1]
    return start, maintenance.ends if end is None else end


def _steps(maintenance: Maintenance, updates: Sequence[Update], course: Course) -> Iterator[Step]:
    """Yield the statuses that it gives its components, from each instant where they may turn."""
    statuses: Statuses = dict(maintenance.components)
    under_way = False
    turns: list[tuple[datetime, bool | Statuses]] = [
        (phase.at, phase.status in UNDER_WAY) for phase in course.phases
    ]
    turns += [(update.at, told) for update, (_, told) in zip(updates, course.told, strict=True)]
    for at, turn in sorted(turns, key=lambda pair: pair[0]):
        if isinstance(turn, bool):
            under_way = turn
        else:
            statuses = turn
        yield at, statuses if under_way else dict.fromkeys(statuses, OPERATIONAL)


def next_turn(maintenance: Maintenance, *, now: datetime) -> datetime | None:
    """Return the first instant after *now* at which *maintenance* changes by itself."""
    updates = [update for update in maintenance.updates if update.at <= now]
    status = follow(maintenance, updates, now=now).status
    turns = [update.at for update in maintenance.updates[len(updates) :]]
    if status is UpdateStatus.SCHEDULED:
        turns.append(maintenance.starts)
    elif status in UNDER_WAY:
        turns.append(maintenance.ends)
    return min((turn for turn in turns if turn > now), default=None)


def last_turn(maintenance: Maintenance, *, now: datetime) -> datetime | None:
    """Return the last instant up to *now* at which *maintenance* changed."""
    updates = [update for update in maintenance.updates if update.at <= now]
    turned = follow(maintenance, updates, now=now).turned
    passed = [update.at for update in updates[-1:]] + ([turned] if turned else [])
    return max(passed, default=None)
