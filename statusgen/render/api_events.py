"""Incidents and maintenances as rows of Statuspage's public API v2: its keys, nothing more.

All words are the original's. An update's ``body`` is the Markdown as written, as it is on
Statuspage: clients show it as plain text, and Markdown is made to be read as that.
Statuspage has no cancelled maintenance: ours is ``completed``, and its last update's text
says that it was cancelled, so that whoever was told of it hears that too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

import msgspec

from statusgen.derive.values import IncidentState, MaintenanceState
from statusgen.model import ComponentStatus, Impact, Text, UpdateStatus
from statusgen.render import links
from statusgen.render.api_rows import ComponentRow, component_name, page_id, stamp, standing_row
from statusgen.render.env import RenderEnv
from statusgen.render.steps import Step
from statusgen.render.words import turn_words
from statusgen.render.xml_text import clean

_NOT_ID = re.compile(r"[^A-Za-z0-9_-]+")

#: What an update says when it is over; a postmortem comes after that.
_ENDING = frozenset({UpdateStatus.RESOLVED, UpdateStatus.COMPLETED, UpdateStatus.CANCELLED})
_OVER = _ENDING | {UpdateStatus.POSTMORTEM}


class AffectedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What an update did to a component."""

    code: str
    name: str
    old_status: str
    new_status: str


class UpdateRow(msgspec.Struct, frozen=True, kw_only=True):
    """One update."""

    id: str
    status: str
    body: str
    incident_id: str
    created_at: str
    updated_at: str
    display_at: str
    affected_components: tuple[AffectedRow, ...] | None
    deliver_notifications: bool = True
    custom_tweet: None = None
    tweet_id: None = None


class _EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """What incidents and maintenances have in common."""

    id: str
    name: str
    status: str
    created_at: str
    updated_at: str
    monitoring_at: str | None
    resolved_at: str | None
    impact: str
    shortlink: str
    started_at: str
    page_id: str
    incident_updates: tuple[UpdateRow, ...]
    components: tuple[ComponentRow, ...]


class IncidentRow(_EventRow, frozen=True, kw_only=True):
    """One incident."""

    reminder_intervals: None = None


class MaintenanceRow(_EventRow, frozen=True, kw_only=True):
    """One maintenance."""

    scheduled_for: str
    scheduled_until: str


def incident_row(
    env: RenderEnv,
    state: IncidentState,
    steps: Sequence[Step],
    text: Text,
    components: Sequence[ComponentRow],
) -> IncidentRow:
    """Return an incident of *steps* with its *components*' rows, in its original words *text*."""
    config = env.config
    return IncidentRow(
        id=state.id,
        name=clean(text.title) or state.id,
        status=_status(steps[-1].status),
        created_at=stamp(state.incident.created or steps[0].posted, config),
        updated_at=stamp(last_change(steps), config),
        monitoring_at=_newest(steps, {UpdateStatus.MONITORING}, env),
        resolved_at=_resolved_at(steps, env),
        impact=state.impact.key,
        shortlink=links.absolute(links.incident(state.id), config),
        started_at=stamp(state.started, config),
        page_id=page_id(config.host),
        incident_updates=tuple(_update_rows(env, state.id, steps, text)),
        components=tuple(components),
    )


def maintenance_row(
    env: RenderEnv,
    state: MaintenanceState,
    steps: Sequence[Step],
    text: Text,
    components: Sequence[ComponentRow],
) -> MaintenanceRow:
    """Return a maintenance of *steps*, with the turns of its clock as updates."""
    config = env.config
    return MaintenanceRow(
        id=state.id,
        name=clean(text.title) or state.id,
        status=_status(steps[-1].status),
        created_at=stamp(state.maintenance.created or steps[0].posted, config),
        updated_at=stamp(last_change(steps), config),
        monitoring_at=None,
        resolved_at=_resolved_at(steps, env),
        impact=Impact.MAINTENANCE.key,
        shortlink=links.absolute(links.maintenance(state.id), config),
        started_at=stamp(state.starts, config),
        page_id=page_id(config.host),
        incident_updates=tuple(_update_rows(env, state.id, steps, text)),
        components=tuple(components),
        scheduled_for=stamp(state.maintenance.starts, config),
        scheduled_until=stamp(state.maintenance.ends, config),
    )


def standing_rows(env: RenderEnv, state: IncidentState) -> tuple[ComponentRow, ...]:
    """Return an incident's components as it has them itself: they stand still when it is over."""
    changed: dict[str, datetime] = {}
    for update in reversed(state.updates):
        for change in update.changes:
            changed[change.component] = update.update.at
    return tuple(
        [
            standing_row(
                env.config.by_id[affected.component],
                affected.current,
                changed.get(affected.component),
                env.config,
            )
            for affected in state.affected
        ]
    )


def last_change(steps: Sequence[Step]) -> datetime:
    """Return when the newest of *steps* was posted or edited."""
    return max(max(step.updated, step.posted) for step in steps)


def _status(status: UpdateStatus) -> str:
    return (UpdateStatus.COMPLETED if status is UpdateStatus.CANCELLED else status).value


def _newest(
    steps: Sequence[Step], statuses: AbstractSet[UpdateStatus], env: RenderEnv
) -> str | None:
    at = next((step.at for step in reversed(steps) if step.status in statuses), None)
    return None if at is None else stamp(at, env.config)


def _resolved_at(steps: Sequence[Step], env: RenderEnv) -> str | None:
    """Return when the update that ended it says it did; a postmortem moves nothing."""
    if steps[-1].status not in _OVER:
        return None
    return _newest(steps, _ENDING, env) or stamp(steps[-1].at, env.config)


def _update_rows(
    env: RenderEnv, item_id: str, steps: Sequence[Step], text: Text
) -> Iterator[UpdateRow]:
    """Yield the updates, newest first, by their time and by ``created_at`` at once.

    What was posted late is given as created no later than the update that follows it:
    clients take the one that was created last for the newest.
    """
    created = steps[-1].posted
    for step in reversed(steps):
        created = min(created, step.posted)
        yield UpdateRow(
            id=_update_id(item_id, step),
            status=_status(step.status),
            body=_body(env, step, text),
            incident_id=item_id,
            created_at=stamp(created, env.config),
            updated_at=stamp(max(step.updated, step.posted), env.config),
            display_at=stamp(step.at, env.config),
            affected_components=_affected_rows(env, step),
        )


def _update_id(item_id: str, step: Step) -> str:
    """Return an id that is unique in the page, as clients expect: an imported one as it is."""
    whole = f"{item_id}-{step.name}" if step.has_common_id else step.id
    return _NOT_ID.sub("-", whole)


def _body(env: RenderEnv, step: Step, text: Text) -> str:
    language = env.default
    if step.index is None:
        effect = clean(text.effect) if step.status is UpdateStatus.SCHEDULED else ""
        return f"{turn_words(step.status, language)} {effect}".strip()
    body = text.updates[step.index]
    words = clean(body.text) if body is not None else ""
    if step.status is not UpdateStatus.CANCELLED:
        return words
    cancelled = language.update_statuses[step.status]
    return language.gettext("%(status)s: %(title)s", status=cancelled, title=words)


def _affected_rows(env: RenderEnv, step: Step) -> tuple[AffectedRow, ...] | None:
    old: dict[str, ComponentStatus] = {change.component: change.old for change in step.changes}
    rows = [
        AffectedRow(
            code=component,
            name=component_name(env.config.by_id[component], env.config),
            old_status=old.get(component, status).key,
            new_status=status.key,
        )
        for component, status in step.affected
    ]
    return tuple(rows) or None
