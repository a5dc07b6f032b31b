"""What the response plan asks for, and when it is due."""

from __future__ import annotations

from datetime import datetime

from statusgen.config import Clock
from statusgen.derive.values import IncidentClock
from statusgen.model import Incident, Severity, UpdateStatus


def incident_clock(
    incident: Incident,
    clock: Clock,
    *,
    severity: Severity | None,
    ended: datetime | None,
    closed: int | None,
) -> IncidentClock:
    """Return what is due for *incident*.

    *severity* is the one in force; *ended* is when it ended and *closed* the place of
    the update that said so, both None while it goes on. While it does, the next update
    is due when the newest one promised it, else at the severity's pace from that one.
    Afterwards the review is due, until it is held: until there is a Postmortem since
    the end, or the file says where the review is.
    """
    newest = incident.updates[-1]
    next_due = review_due = None
    if ended is None or closed is None:
        next_due = newest.next_update or newest.at + clock.pace(severity)
    elif not incident.review_at and not any(
        update.status is UpdateStatus.POSTMORTEM for update in incident.updates[closed:]
    ):
        review_due = incident.review_due or ended + clock.review
    return IncidentClock(
        detected=incident.detected,
        first_update_due=incident.detected + clock.first_update,
        first_update_at=incident.updates[0].at,
        next_update_due=next_due,
        promised=next_due is not None and newest.next_update is not None,
        review_due=review_due,
        review_at=incident.review_at,
    )
