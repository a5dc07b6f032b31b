"""One incident, decided: statuses over time, outages, impact and what is due.

Needs no clock: an incident says the same at any time, so that its page stands still.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from statusgen.artefacts import key_of
from statusgen.config import Config
from statusgen.derive.clock import incident_clock
from statusgen.derive.statuses import (
    OPERATIONAL,
    Statuses,
    affected_by,
    outages_of,
    update_states,
)
from statusgen.derive.values import IncidentState, IncidentSummary
from statusgen.model import ComponentStatuses, Impact, Incident, Severity, Text, UpdateStatus

#: After one of these the incident is over, until an update with another status.
CLOSING = frozenset({UpdateStatus.RESOLVED, UpdateStatus.POSTMORTEM})

IMPACTS = {
    None: Impact.NONE,
    Severity.P1: Impact.CRITICAL,
    Severity.P2: Impact.MAJOR,
    Severity.P3: Impact.MINOR,
}


def derive_incident(incident: Incident, config: Config) -> IncidentState:
    """Return *incident* with everything that follows from it and the configuration.

    A component has the front matter's status from ``started``, then what each update
    says from that update's time. Resolved makes every component operational. An update
    of an open status after that reopens the incident: with the components it names,
    else with those that it had at first. Nothing counts before ``started``.
    """
    places = config.place_by_id
    course = _course(incident)
    severities = _severities(incident)
    closed = course.closed
    ended = None if closed is None else course.instants[closed]
    initial: Statuses = dict(incident.components)
    return IncidentState(
        incident=incident,
        status=incident.updates[-1].status,
        severity=severities[-1],
        impact=_impact(incident, severities),
        updates=update_states(incident.updates, course.after, severities, places),
        started=incident.started,
        ended=ended,
        affected=affected_by((initial, *course.after), course.after[-1], places),
        outages=outages_of(
            ((incident.started, initial), *zip(course.instants, course.after, strict=True)),
            source=incident.id,
            places=places,
        ),
        clock=incident_clock(
            incident, config.clock, severity=severities[-1], ended=ended, closed=closed
        ),
    )


def summarise(state: IncidentState, config: Config, texts: Sequence[Text]) -> IncidentSummary:
    """Return what lists and uptime need of *state*, whose words are *texts*, the original first."""
    incident = state.incident
    titles = tuple([(text.language, text.title) for text in texts])
    listed = key_of(
        (incident.id, titles, state.status, state.impact),
        (state.started, state.ended, state.affected, state.outages),
    )
    return IncidentSummary(
        id=incident.id,
        path=incident.path,
        digest=incident.digest,
        listed=listed,
        titles=titles,
        status=state.status,
        severity=state.severity,
        impact=state.impact,
        pinned=incident.pinned,
        hidden=incident.draft or incident.drill,
        started=state.started,
        ended=state.ended,
        updated=incident.updates[-1].at,
        day=state.started.astimezone(config.zone).date(),
        times=tuple([update.at for update in incident.updates]),
        components=tuple([affected.component for affected in state.affected]),
        outages=state.outages,
        aliases=incident.aliases,
    )


class _Course(NamedTuple):
    """An incident's way from its first to its newest update."""

    instants: list[datetime]  #: when what each update says is in force; never goes back
    after: list[Statuses]  #: the statuses after each update
    closed: int | None  #: the place of the update that ended it; None while it goes on


def _course(incident: Incident) -> _Course:
    now: Statuses = dict(incident.components)
    instants: list[datetime] = []
    after: list[Statuses] = []
    opened, closed = 0, None
    for index, update in enumerate(incident.updates):
        at = max(update.at, incident.started)
        if update.status in CLOSING:
            if closed is None:
                at = _real_end(incident, instants, opened=opened, said=at)
                closed = index
                now = dict.fromkeys((*now, *dict(update.components)), OPERATIONAL)
        elif closed is not None:
            opened, closed = index, None
            now = dict.fromkeys(now, OPERATIONAL) | dict(update.components or _first(incident))
        elif update.components:
            now = {**now, **dict(update.components)}
        instants.append(at)
        after.append(now)
    return _Course(instants, after, closed)


def _real_end(
    incident: Incident, instants: list[datetime], *, opened: int, said: datetime
) -> datetime:
    """Return when it ended for customers: ``resolved``, where that is earlier than was *said*.

    It must lie after the (re)opening, else it is about an earlier round. Updates written
    between the two took effect no later than the end, so their *instants* are pulled back.
    """
    real = incident.resolved
    begun = instants[opened] if opened else incident.started
    if real is None or not begun <= real < said:
        return said
    instants[opened:] = [min(at, real) for at in instants[opened:]]
    return real


def _first(incident: Incident) -> ComponentStatuses:
    """Return the first components that were said: the front matter's, else an update's."""
    if incident.components:
        return incident.components
    return next((update.components for update in incident.updates if update.components), ())


def _severities(incident: Incident) -> list[Severity | None]:
    severity = incident.severity
    severities = []
    for update in incident.updates:
        severity = update.severity or severity
        severities.append(severity)
    return severities


def _impact(incident: Incident, severities: Sequence[Severity | None]) -> Impact:
    """Return the file's impact, else that of the worst severity it ever had."""
    if incident.impact is not None:
        return incident.impact
    return max(IMPACTS[severity] for severity in (incident.severity, *severities))
