"""The responses of Statuspage's public API v2, and the state of the site as these."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter

import msgspec

from statusgen.derive.values import Affected, IncidentState, IncidentSummary, MaintenanceState
from statusgen.render.api_events import (
    IncidentRow,
    MaintenanceRow,
    incident_row,
    last_change,
    maintenance_row,
)
from statusgen.render.api_rows import (
    EPOCH,
    ComponentRow,
    PageRow,
    changed,
    component_rows,
    current_row,
    page_row,
)
from statusgen.render.site import Site
from statusgen.render.steps import Step, incident_steps, maintenance_steps

Steps = tuple[Step, ...]

LISTED = 50  #: incidents, and maintenances, of a list of the newest


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


@dataclass(frozen=True)
class View:
    """The state of the site as responses; what several of them need is made once."""

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
        newest = max(map(attrgetter("updated"), self.site.state.incidents), default=EPOCH)
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
        told = [(state, incident_steps(state)) for state in listed]
        return Incidents(
            page=self.page(self.incidents_changed, *_changes(told)),
            incidents=self.incident_rows(told),
        )

    def maintenances(self, listed: Sequence[MaintenanceState]) -> Maintenances:
        """Return a list of maintenances in the order given."""
        told = self._told(listed)
        return Maintenances(
            page=self.page(self.maintenances_changed, *_changes(told)),
            scheduled_maintenances=self.maintenance_rows(told),
        )

    def summary(
        self, active: Sequence[IncidentState], to_come: Sequence[MaintenanceState]
    ) -> Summary:
        """Return ``summary.json``."""
        incidents = [(state, incident_steps(state)) for state in active]
        maintenances = self._told(to_come)
        changes = (*_changes(incidents), *_changes(maintenances))
        return Summary(
            page=self.page(self.incidents_changed, self.maintenances_changed, *changes),
            components=component_rows(self.site.state, self.site.config),
            incidents=self.incident_rows(incidents),
            scheduled_maintenances=self.maintenance_rows(maintenances),
            status=self.status_row(),
        )

    def _told(self, listed: Sequence[MaintenanceState]) -> list[tuple[MaintenanceState, Steps]]:
        now = self.site.state.as_of
        return [(state, maintenance_steps(state, now=now)) for state in listed]

    def incident_rows(self, told: Iterable[tuple[IncidentState, Steps]]) -> tuple[IncidentRow, ...]:
        """Return incidents with their components as they are now."""
        env, archive = self.site.env, self.site.archive
        rows = []
        for state, steps in told:
            text = archive.original(state.incident.path)
            rows.append(incident_row(env, state, steps, text, self._current(state.affected)))
        return tuple(rows)

    def maintenance_rows(
        self, told: Iterable[tuple[MaintenanceState, Steps]]
    ) -> tuple[MaintenanceRow, ...]:
        """Return maintenances with their components as they are now."""
        env, archive = self.site.env, self.site.archive
        rows = []
        for state, steps in told:
            text = archive.original(state.maintenance.path)
            rows.append(maintenance_row(env, state, steps, text, self._current(state.affected)))
        return tuple(rows)

    def _current(self, affected: Iterable[Affected]) -> list[ComponentRow]:
        return [self.by_id[one.component] for one in affected]


def _changes(told: Iterable[tuple[object, Steps]]) -> list[datetime]:
    return [last_change(steps) for _, steps in told]
