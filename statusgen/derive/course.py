"""A maintenance's way through its phases: the clock and the updates, replayed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from statusgen.derive.statuses import Statuses
from statusgen.model import Maintenance, Update, UpdateStatus

UNDER_WAY = frozenset({UpdateStatus.IN_PROGRESS, UpdateStatus.VERIFYING})


class Phase(NamedTuple):
    """What a maintenance is from an instant on."""

    at: datetime
    status: UpdateStatus
    by_clock: bool  #: nobody said so; the window did


class Course(NamedTuple):
    """What has become of a maintenance up to an instant."""

    updates: tuple[Update, ...]  #: those that have happened
    phases: tuple[Phase, ...]  #: oldest first; before them it is scheduled
    told: tuple[tuple[bool, Statuses], ...]  #: after each update: is it under way, what it does
    turned: datetime | None  #: when its clock last turned it

    @property
    def status(self) -> UpdateStatus:
        """Return the newest phase's status."""
        return self.phases[-1].status if self.phases else UpdateStatus.SCHEDULED

    @property
    def newest(self) -> datetime | None:
        """Return when it last changed, by an update or by its clock."""
        passed = [update.at for update in self.updates[-1:]]
        return max([*passed, *([self.turned] if self.turned else [])], default=None)

    def stretches(self) -> list[tuple[datetime, datetime | None]]:
        """Return the spans in which it was under way, oldest first; the last may have no end."""
        stretches: list[tuple[datetime, datetime | None]] = []
        start: datetime | None = None
        for phase in self.phases:
            if phase.status in UNDER_WAY:
                start = start or phase.at
            elif start is not None:
                stretches.append((start, phase.at))
                start = None
        return stretches if start is None else [*stretches, (start, None)]


def follow(maintenance: Maintenance, *, now: datetime) -> Course:
    """Return the course of *maintenance* up to *now*.

    By the clock it is scheduled, in progress from ``starts``, completed from ``ends``.
    What an update says holds from its time:

    - In progress and Verifying begin it, also early. After ``ends`` they say that it
      overran: it had never stopped, and ends with Completed alone.
    - Completed ends it, also early or before it began. After its end it changes nothing.
    - Cancelled ends it. Where only the clock had begun it, it never was under way.
    - Scheduled hands it back to the clock, also after Cancelled, for a new date.
    - Update changes no status.
    """
    updates = tuple([update for update in maintenance.updates if update.at <= now])
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
    return Course(updates, tuple(phases), tuple(told), turned)


def _events(
    maintenance: Maintenance, updates: tuple[Update, ...], now: datetime
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
        told = [p for p in phases if not p.by_clock and p.status is not UpdateStatus.CANCELLED]
        return [*phases, said] if told else [said]
    if said.status is UpdateStatus.COMPLETED:
        if status is not UpdateStatus.COMPLETED:
            return [*phases, said]
        return [*phases[:-1], phases[-1]._replace(by_clock=False)]
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


def next_turn(maintenance: Maintenance, *, now: datetime) -> datetime | None:
    """Return the first instant after *now* at which *maintenance* changes by itself."""
    course = follow(maintenance, now=now)
    turns = [update.at for update in maintenance.updates[len(course.updates) :]]
    if course.status is UpdateStatus.SCHEDULED:
        turns.append(maintenance.starts)
    elif course.status in UNDER_WAY:
        turns.append(maintenance.ends)
    return min((turn for turn in turns if turn > now), default=None)
