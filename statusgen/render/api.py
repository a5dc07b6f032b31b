"""``/api/v2``: Statuspage's public API as files, so that its clients work unchanged.

Paths, shapes and invariants are those of recorded responses (Atlassian Statuspage,
public API v2). The page's ``updated_at`` is when something of the kind that a response
lists last changed, and never older than what it lists.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

import msgspec

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.derive.values import Archive, IncidentState, IncidentSummary, MaintenanceState
from statusgen.render.api_events import (
    IncidentRow,
    MaintenanceRow,
    incident_row,
    last_change,
    maintenance_row,
    standing_rows,
)
from statusgen.render.api_rows import (
    EPOCH,
    ComponentRow,
    PageRow,
    changed,
    component_rows,
    created,
    current_row,
    page_row,
)
from statusgen.render.env import RenderEnv
from statusgen.render.site import Site
from statusgen.render.steps import incident_steps, maintenance_steps

#: What Statuspage sends. Clients that check the type refuse any but ``application/json``.
MEDIA_TYPE = "application/json; charset=utf-8"
LISTED = 50  #: incidents, and maintenances, of a list of the newest
ROOT = "api/v2/"


class StatusRow(msgspec.Struct, frozen=True):
    """The page's one-line answer."""

    indicator: str
    description: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """``status.json``."""

    page: PageRow
    status: StatusRow


class Components(msgspec.Struct, frozen=True, kw_only=True):
    """``components.json``."""

    page: PageRow
    components: tuple[ComponentRow, ...]


class Incidents(msgspec.Struct, frozen=True, kw_only=True):
    """``incidents.json`` and ``incidents/unresolved.json``."""

    page: PageRow
    incidents: tuple[IncidentRow, ...]


class Maintenances(msgspec.Struct, frozen=True, kw_only=True):
    """``scheduled-maintenances.json``, and its ``upcoming`` and ``active``."""

    page: PageRow
    scheduled_maintenances: tuple[MaintenanceRow, ...]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """``summary.json``."""

    page: PageRow
    components: tuple[ComponentRow, ...]
    incidents: tuple[IncidentRow, ...]
    scheduled_maintenances: tuple[MaintenanceRow, ...]
    status: StatusRow


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """``incidents/<id>.json``."""

    page: PageRow
    incident: IncidentRow


def api_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield all of ``/api/v2`` but the files of single incidents."""
    state = site.state
    view = _View(site)
    recent, planned = view.newest_incidents, state.maintenances[:LISTED]
    active = sorted(state.active, key=_announced, reverse=True)
    to_come = (*state.under_way, *state.upcoming)
    incidents, maintenances = view.incidents_changed, view.maintenances_changed
    everything = max(incidents, maintenances)
    yield _artefact(
        site,
        "summary.json",
        (everything, view.rows, _digests(active), _marks(to_come), state.overall),
        partial(view.summary, active, to_come),
    )
    yield _artefact(site, "status.json", (everything, view.rows, state.overall), view.status)
    yield _artefact(site, "components.json", view.rows, view.components)
    yield _artefact(
        site,
        "incidents.json",
        (incidents, view.rows, _digests(recent)),
        lambda: view.incidents([site.archive.incident(summary) for summary in recent]),
    )
    yield _artefact(
        site,
        "incidents/unresolved.json",
        (incidents, view.rows, _digests(active)),
        partial(view.incidents, active),
    )
    for name, listed in (
        ("", planned),
        ("/upcoming", state.upcoming),
        ("/active", state.under_way),
    ):
        yield _artefact(
            site,
            f"scheduled-maintenances{name}.json",
            (maintenances, view.rows, _marks(listed)),
            partial(view.maintenances, listed),
        )


def incident_api(env: RenderEnv, state: IncidentState, archive: Archive) -> Iterator[Artefact]:
    """Yield ``incidents/<id>.json``. It depends on that incident alone, so that it stands still."""
    path = f"{ROOT}incidents/{state.id}.json"
    yield Artefact(
        path=path,
        key=key_of(env.fingerprint, path, state.incident.digest),
        media_type=MEDIA_TYPE,
        render=partial(_render_incident, env, state, archive),
    )


def _render_incident(env: RenderEnv, state: IncidentState, archive: Archive) -> bytes:
    rows = standing_rows(env, state)
    text = archive.original(state.incident.path)
    since = [
        created(env.config.by_id[affected.component], env.config) for affected in state.affected
    ]
    updated = max([last_change(incident_steps(state)), *since])
    return msgspec.json.encode(
        Incident(
            page=page_row(env.config, updated=updated),
            incident=incident_row(env, state, text, rows),
        )
    )


def _artefact(site: Site, name: str, parts: object, make: Callable[[], msgspec.Struct]) -> Artefact:
    path = ROOT + name
    return Artefact(
        path=path,
        key=key_of(site.env.fingerprint, path, parts),
        media_type=MEDIA_TYPE,
        render=lambda: msgspec.json.encode(make()),
        stage=Stage.FRONT,
    )


def _announced(state: IncidentState) -> datetime:
    return state.incident.created or state.incident.updates[0].at


def _digests(listed: Iterable[IncidentSummary | IncidentState]) -> list[bytes]:
    return [
        item.digest if isinstance(item, IncidentSummary) else item.incident.digest
        for item in listed
    ]


def _marks(listed: Iterable[MaintenanceState]) -> list[tuple[object, ...]]:
    return [(item.maintenance.digest, item.status, item.updated) for item in listed]


@dataclass(frozen=True)
class _View:
    """The site's state, looked at for responses."""

    site: Site

    @cached_property
    def rows(self) -> list[tuple[object, ...]]:
        """Return what stands for all component rows in a key."""
        return [(state.id, state.status, state.since) for state in self.site.state.components]

    @cached_property
    def components_changed(self) -> datetime:
        """Return when a component last changed."""
        states = self.site.state.components
        return max(changed(state, self.site.config) for state in states)

    @cached_property
    def incidents_changed(self) -> datetime:
        """Return when an incident, or a component, last changed."""
        newest = max((summary.updated for summary in self.site.state.incidents), default=EPOCH)
        return max(newest, self.components_changed)

    @cached_property
    def maintenances_changed(self) -> datetime:
        """Return when a maintenance, or a component, last changed."""
        newest = max((state.updated for state in self.site.state.maintenances), default=EPOCH)
        return max(newest, self.components_changed)

    @cached_property
    def newest_incidents(self) -> list[IncidentSummary]:
        """Return the fifty incidents that were announced last, newest first."""
        return heapq.nlargest(
            LISTED, self.site.state.incidents, key=lambda summary: summary.times[0]
        )

    @cached_property
    def by_id(self) -> dict[str, ComponentRow]:
        """Return all components as they are now."""
        states = self.site.state.components
        return {state.id: current_row(state, self.site.config) for state in states}

    def page(self, *changes: datetime) -> PageRow:
        """Return the page, last changed at the newest of *changes*."""
        return page_row(self.site.config, updated=max(changes))

    def status_row(self) -> StatusRow:
        """Return the one-line answer."""
        overall = self.site.state.overall
        return StatusRow(overall.indicator.value, overall.description)

    def status(self) -> Status:
        """Return ``status.json``."""
        page = self.page(self.incidents_changed, self.maintenances_changed)
        return Status(page=page, status=self.status_row())

    def components(self) -> Components:
        """Return ``components.json``."""
        rows = component_rows(self.site.state, self.site.config)
        return Components(page=self.page(self.components_changed), components=rows)

    def incidents(self, listed: Sequence[IncidentState]) -> Incidents:
        """Return a list of incidents, those created last first."""
        changes = [last_change(incident_steps(state)) for state in listed]
        return Incidents(
            page=self.page(self.incidents_changed, *changes), incidents=self.incident_rows(listed)
        )

    def maintenances(self, listed: Sequence[MaintenanceState]) -> Maintenances:
        """Return a list of maintenances in the order given."""
        return Maintenances(
            page=self.page(self.maintenances_changed, *self.changes(listed)),
            scheduled_maintenances=self.maintenance_rows(listed),
        )

    def summary(
        self, active: Sequence[IncidentState], to_come: Sequence[MaintenanceState]
    ) -> Summary:
        """Return ``summary.json``."""
        changes = [last_change(incident_steps(state)) for state in active]
        return Summary(
            page=self.page(
                self.incidents_changed, self.maintenances_changed, *changes, *self.changes(to_come)
            ),
            components=component_rows(self.site.state, self.site.config),
            incidents=self.incident_rows(active),
            scheduled_maintenances=self.maintenance_rows(to_come),
            status=self.status_row(),
        )

    def changes(self, listed: Iterable[MaintenanceState]) -> list[datetime]:
        """Return when each of the maintenances *listed* last changed."""
        now = self.site.state.as_of
        return [last_change(maintenance_steps(state, now=now)) for state in listed]

    def incident_rows(self, listed: Iterable[IncidentState]) -> tuple[IncidentRow, ...]:
        """Return *listed* with their components as they are now."""
        site = self.site
        return tuple(
            [
                incident_row(
                    site.env,
                    state,
                    site.archive.original(state.incident.path),
                    [self.by_id[affected.component] for affected in state.affected],
                )
                for state in listed
            ]
        )

    def maintenance_rows(self, listed: Iterable[MaintenanceState]) -> tuple[MaintenanceRow, ...]:
        """Return *listed* with their components as they are now."""
        site = self.site
        return tuple(
            [
                maintenance_row(
                    site.env,
                    state,
                    site.archive.original(state.maintenance.path),
                    [self.by_id[affected.component] for affected in state.affected],
                    now=site.state.as_of,
                )
                for state in listed
            ]
        )
