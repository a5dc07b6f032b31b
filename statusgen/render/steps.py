"""What an incident or maintenance went through, one step after the other.

An incident's steps are its updates. Maintenance turns by its clock as well: readers of
feeds and of the API are told that it has begun, even if nobody wrote so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from statusgen.derive.course import UNDER_WAY, Phase, follow
from statusgen.derive.maintenance import UNKNOWN
from statusgen.derive.values import Change, IncidentState, MaintenanceState
from statusgen.model import ComponentStatus, Maintenance, Update, UpdateStatus

#: An id that was made from the update's time, and its year.
_FROM_TIME = re.compile(r"(\d{4})\d{4}T\d{4}Z(?:-\d+)?")
_OPERATIONAL = ComponentStatus.OPERATIONAL

_ANNOUNCED = "scheduled"

Statuses = tuple[tuple[str, ComponentStatus], ...]
#: The names of the clock's turns, each at its time.
Turns = Mapping[tuple[datetime, UpdateStatus], str]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that readers are told, once."""

    id: str  #: unique in its item: the update's, or the name of the clock's turn
    turn: str = ""  #: of an update: the clock's turn that it is the word for
    status: UpdateStatus
    at: datetime
    updated: datetime  #: when its words were last edited, as far as the file says; else ``at``
    posted: datetime  #: when it was published; ``at`` unless the file says otherwise
    index: int | None  #: its words' place in ``Text.updates``; None: the clock's own
    changes: tuple[Change, ...] = ()
    affected: Statuses = ()  #: after it, of all components named so far
    next_update: datetime | None = None

    @property
    def name(self) -> str:
        """Return what tells it from the item's others for good.

        The clock's turn may have been told of before somebody wrote an update for that very
        instant: it is the same news, in better words. An id that was written stays.
        """
        return self.turn if self.turn and _FROM_TIME.fullmatch(self.id) else self.id

    @property
    def year(self) -> int:
        """Return a year that never changes for this step: its name's, else that of its time."""
        match = _FROM_TIME.fullmatch(self.name)
        if match:
            return int(match[1])
        return self.posted.year if self.name == self.id else self.at.year

    @property
    def has_common_id(self) -> bool:
        """Return whether other items may have a step of the same id."""
        return self.index is None or _FROM_TIME.fullmatch(self.id) is not None

    @property
    def dated(self) -> bool:
        """Return whether it is known when this happened."""
        return self.at > UNKNOWN


def incident_steps(state: IncidentState) -> tuple[Step, ...]:
    """Return an incident's updates, oldest first."""
    return tuple(
        [
            _written(update.update, update.index, update.changes, update.affected)
            for update in reversed(state.updates)
        ]
    )


def maintenance_steps(state: MaintenanceState, *, now: datetime) -> tuple[Step, ...]:
    """Return a maintenance's updates and the turns of its clock up to *now*, oldest first.

    There is always one at least, and the last one's status is the maintenance's. The
    clock's turns are called ``scheduled`` (where no update announces it: at the file's
    ``created``, or else not :attr:`Step.dated`), ``in-progress`` and ``completed``.
    """
    maintenance = state.maintenance
    phases = follow(maintenance, now=now).phases
    written = [
        _written(_as_it_was(update.update, phases), update.index, (), update.affected)
        for update in reversed(state.updates)
    ]
    turns = _turn_names(maintenance, phases)
    written = _named(written, turns)
    steps = [*_announced(maintenance, written), *_turns(phases, turns, written), *written]
    said = {update.id: update.components for update in maintenance.updates}
    return tuple(_with_changes(maintenance, sorted(steps, key=_at), said))


def _written(update: Update, index: int, changes: tuple[Change, ...], affected: Statuses) -> Step:
    edited = update.edited
    return Step(
        id=update.id,
        status=update.status,
        at=update.at,
        updated=edited if edited is not None and edited > update.at else update.at,
        posted=update.posted or update.at,
        index=index,
        changes=changes,
        affected=affected,
        next_update=update.next_update,
    )


def _at(step: Step) -> datetime:
    return step.at


def _as_it_was(update: Update, phases: Sequence[Phase]) -> Update:
    """Return *update* with the status that held after it, which the clock may have decided."""
    if any(phase.at == update.at and phase.status is update.status for phase in phases):
        return update
    held = [phase.status for phase in phases if phase.at <= update.at]
    status = held[-1] if held else UpdateStatus.SCHEDULED
    return msgspec.structs.replace(update, status=status)


def _announced(maintenance: Maintenance, written: Sequence[Step]) -> Iterator[Step]:
    """Yield the announcement, where no update makes it."""
    announced = any(step.status is UpdateStatus.SCHEDULED for step in written)
    if not announced and (maintenance.created is not None or not written):
        yield _turn(_ANNOUNCED, UpdateStatus.SCHEDULED, maintenance.created or UNKNOWN)


def _turn_names(maintenance: Maintenance, phases: Sequence[Phase]) -> Turns:
    """Return the name of each turn that the clock makes, or would make if nobody had said so."""
    names: dict[tuple[datetime, UpdateStatus], str] = {}
    if maintenance.created is not None:
        names[maintenance.created, UpdateStatus.SCHEDULED] = _ANNOUNCED
    counts: Counter[UpdateStatus] = Counter()
    window = (maintenance.starts, maintenance.ends)
    for phase in phases:
        key = (phase.at, phase.status)
        by_clock = phase.by_clock or phase.at in window
        if key in names or not by_clock or phase.status is UpdateStatus.SCHEDULED:
            continue
        counts[phase.status] += 1
        name, count = phase.status.value.replace("_", "-"), counts[phase.status]
        names[key] = name if count == 1 else f"{name}-{count}"
    return names


def _named(written: Sequence[Step], turns: Turns) -> list[Step]:
    """Return *written* with the turns of the clock that they are the words for."""
    left = dict(turns)
    return [
        msgspec.structs.replace(step, turn=left.pop((step.at, step.status), "")) for step in written
    ]


def _turns(phases: Sequence[Phase], turns: Turns, written: Sequence[Step]) -> Iterator[Step]:
    """Yield the clock's turns that no update made in the same instant."""
    said = {(step.at, step.status) for step in written}
    for phase in phases:
        key = (phase.at, phase.status)
        if phase.by_clock and phase.status is not UpdateStatus.SCHEDULED and key not in said:
            yield _turn(turns[key], phase.status, phase.at)


def _turn(name: str, status: UpdateStatus, at: datetime) -> Step:
    return Step(id=name, status=status, at=at, updated=at, posted=at, index=None)


def _with_changes(
    maintenance: Maintenance, steps: Sequence[Step], said: Mapping[str, Statuses]
) -> Iterator[Step]:
    """Yield *steps* with what each changed: components are down while it is under way."""
    going = dict(maintenance.components)
    before: dict[str, ComponentStatus] = {}
    for step in steps:
        going |= dict(said.get(step.id, ()))
        under_way = step.status in UNDER_WAY
        after = going if under_way else dict.fromkeys(going, _OPERATIONAL)
        changes = tuple(
            Change(component=component, old=old, new=new)
            for component, new in after.items()
            if (old := before.get(component, _OPERATIONAL)) is not new
        )
        before = dict(after)
        yield msgspec.structs.replace(step, changes=changes, affected=tuple(after.items()))
