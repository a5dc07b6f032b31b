"""What the response plan asks for next, and until when."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from statusgen.derive.values import Archive, IncidentState, IncidentSummary
from statusgen.model import Severity

#: A review that is overdue for so long is not spoken of any more.
FORGOTTEN = timedelta(days=14)
#: Incidents that ended before that are not looked at.
_LONG_OVER = timedelta(days=60)


class What(enum.StrEnum):
    """What is due."""

    FIRST_UPDATE = "first-update"
    NEXT_UPDATE = "next-update"
    REVIEW = "review"


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody has to do for an incident."""

    incident: str  #: its id
    path: str
    title: str
    severity: Severity | None
    what: What
    at: datetime  #: until when
    promised: bool = False  #: customers have been told this time
    drill: bool = False

    def left(self, *, now: datetime) -> timedelta:
        """Return the time that is left; it is negative once it is overdue."""
        return self.at - now

    def overdue(self, *, now: datetime) -> bool:
        """Return whether its time has passed."""
        return self.at < now


def dues_of(state: IncidentState, title: str) -> Iterator[Due]:
    """Yield what is due for one incident.

    A draft that goes on has its first update due, because nobody has read one yet; of what
    is published, the next update is. Afterwards it is the review.
    """
    clock, incident = state.clock, state.incident
    if state.active and incident.draft:
        what, at, promised = What.FIRST_UPDATE, clock.first_update_due, False
    elif state.active and clock.next_update_due is not None:
        what, at, promised = What.NEXT_UPDATE, clock.next_update_due, clock.promised
    elif clock.review_due is not None and not incident.draft:
        what, at, promised = What.REVIEW, clock.review_due, False
    else:
        return
    yield Due(
        incident=incident.id,
        path=incident.path,
        title=title,
        severity=state.severity,
        what=what,
        at=at,
        promised=promised,
        drill=incident.drill,
    )


def list_dues(
    incidents: Iterable[IncidentSummary], archive: Archive, *, now: datetime
) -> tuple[Due, ...]:
    """Return what is due for *incidents* at *now*, the most urgent first."""
    found = [
        due
        for summary in incidents
        if summary.ended is None or summary.ended > now - _LONG_OVER
        for due in dues_of(archive.incident(summary), archive.original(summary.path).title)
        if due.what is not What.REVIEW or due.at > now - FORGOTTEN
    ]
    return tuple(sorted(found, key=lambda due: (due.at, due.incident)))
