"""What may follow what: the order of an incident's or a maintenance's updates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from statusgen.errors import Level, Location, Problem
from statusgen.model import UpdateStatus
from statusgen.parse.statuses import Kind, word_of


class Step(NamedTuple):
    """One update's heading: what it says, and where."""

    status: UpdateStatus | None  #: None: it says just "Update"
    at: Location


_FIRST: Mapping[Kind, UpdateStatus] = {
    "incident": UpdateStatus.INVESTIGATING,
    "maintenance": UpdateStatus.SCHEDULED,
}
#: After these it is over. What may still come; an "Update" always may.
_AFTER_END: Mapping[UpdateStatus, tuple[UpdateStatus, ...]] = {
    UpdateStatus.RESOLVED: (
        UpdateStatus.RESOLVED,
        UpdateStatus.POSTMORTEM,
        UpdateStatus.INVESTIGATING,
    ),
    UpdateStatus.POSTMORTEM: (
        UpdateStatus.RESOLVED,
        UpdateStatus.POSTMORTEM,
        UpdateStatus.INVESTIGATING,
    ),
    UpdateStatus.COMPLETED: (UpdateStatus.COMPLETED,),
    UpdateStatus.CANCELLED: (UpdateStatus.CANCELLED,),
}
_WAY_OUT: Mapping[Kind, str] = {
    "incident": "to add words write 'Update'; if it is not over, 'Investigating' reopens it",
    "maintenance": "to add words write 'Update'; if there is more to do, write a new maintenance",
}


def effective_statuses(steps: Sequence[Step], *, kind: Kind) -> list[UpdateStatus]:
    """Return the status after each of *steps*, which are in order of time.

    An "Update" keeps the status before it. As the first one it is Scheduled, which is what the
    clock says of maintenance; of an incident it is a mistake, and Investigating to go on with.
    """
    status = _FIRST[kind]
    found = []
    for step in steps:
        status = step.status or status
        found.append(status)
    return found


def order_problems(steps: Sequence[Step], *, kind: Kind) -> list[Problem]:
    """Return what is wrong with the order of *steps*, which are in order of time.

    Once an incident is resolved or a maintenance is over, only more words may come, and for
    an incident a postmortem, or Investigating, which reopens it. A postmortem needs the end
    before it, and an incident's "Update" a status. What else comes in which order is up to the
    writer.
    """
    problems = []
    if kind == "incident" and steps and steps[0].status is None:
        message = "the first update is an 'Update', and there is no status before it to keep"
        hint = "write 'Investigating', or what it is by now; are the times of all updates right?"
        problems.append(Problem(steps[0].at, message, hint, Level.ADVICE))
    before: UpdateStatus | None = None
    ended_at: Location | None = None
    for status, at in steps:
        if status is None:
            continue
        allowed = _AFTER_END.get(before) if before else None
        if allowed is not None and status not in allowed:
            where = f" (line {ended_at.line})" if ended_at else ""
            problems.append(
                Problem(
                    at,
                    f"'{word_of(status)}' comes after '{word_of(before)}'{where}",
                    _WAY_OUT[kind],
                )
            )
            continue  # judge what follows by the end, not by the mistake
        if status is UpdateStatus.POSTMORTEM and allowed is None:
            problems.append(
                Problem(
                    at,
                    "a postmortem comes before the incident is resolved",
                    "add a '## Resolved — …' update with the time when it was over",
                )
            )
        before, ended_at = status, at
    return problems
