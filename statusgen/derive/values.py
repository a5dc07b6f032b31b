"""The state of the site as values: the contract that themes, feeds and the API read.

Everything is decided here once. A template shows; it does not compare.
All datetimes are aware and in UTC; every date is a day in the site's zone.
"""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta
from typing import Protocol

import msgspec

from statusgen.config import Component, Group
from statusgen.model import (
    ComponentStatus,
    Impact,
    Incident,
    Maintenance,
    Notice,
    Page,
    Severity,
    Text,
    Update,
    UpdateStatus,
)


class Outage(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One span in which a component was not fully up.

    The span is half-open, [start, end): an outage ending at 10:00 and one
    starting at 10:00 do not overlap.
    """

    component: str  #: component id
    status: ComponentStatus
    start: datetime
    end: datetime | None = None  #: None while it is still going on
    source: str = ""  #: id of the incident or maintenance

    def covers(self, at: datetime) -> bool:
        """Return whether *at* falls inside the span."""
        return self.start <= at and (self.end is None or at < self.end)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A component going from one status to another at an update."""

    component: str
    old: ComponentStatus
    new: ComponentStatus


class UpdateState(msgspec.Struct, frozen=True, kw_only=True):
    """An update with what it changed."""

    update: Update
    index: int  #: its place in ``Incident.updates`` and ``Text.updates``
    changes: tuple[Change, ...] = ()  #: in the site's component order
    affected: tuple[tuple[str, ComponentStatus], ...] = ()  #: after it, of all named so far
    severity: Severity | None = None  #: in force after it


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """A component that an incident or maintenance touched."""

    component: str
    worst: ComponentStatus
    current: ComponentStatus  #: after the newest update, as far as this incident goes


class IncidentClock(msgspec.Struct, frozen=True, kw_only=True):
    """What is due for an incident, and when."""

    detected: datetime
    first_update_due: datetime
    first_update_at: datetime
    next_update_due: datetime | None = None  #: None once it is over
    promised: bool = False  #: whether an update gave the time itself, or the severity's pace did
    review_due: datetime | None = None  #: None while it goes on, and once the review is held
    review_at: str = ""  #: where the review is, if the file says


class IncidentState(msgspec.Struct, frozen=True, kw_only=True):
    """An incident, decided. Depends on that incident and the configuration alone."""

    incident: Incident
    status: UpdateStatus  #: the newest update's
    severity: Severity | None  #: in force now
    impact: Impact  #: the file's, else from the worst severity it had
    updates: tuple[UpdateState, ...]  #: newest first
    started: datetime
    ended: datetime | None  #: None while it goes on
    affected: tuple[Affected, ...]  #: in the site's component order
    outages: tuple[Outage, ...]
    clock: IncidentClock

    @property
    def id(self) -> str:
        """Return the incident's id."""
        return self.incident.id

    @property
    def active(self) -> bool:
        """Return whether it still goes on."""
        return self.ended is None

    @property
    def duration(self) -> timedelta | None:
        """Return how long it lasted, or None while it goes on."""
        return None if self.ended is None else self.ended - self.started

    @property
    def updated(self) -> datetime:
        """Return the time of the newest update."""
        return self.updates[0].update.at


class IncidentSummary(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What lists, calendars of days and uptime need of an incident.

    A site has ten thousand of these in memory and only a few whole
    :class:`IncidentState`; an :class:`Archive` has the rest.
    """

    id: str
    path: str
    digest: bytes  #: the incident's
    listed: bytes  #: digest of all that a list says of it; its words may change without it
    titles: tuple[tuple[str, str], ...]  #: (language, title), the original's first
    status: UpdateStatus
    severity: Severity | None
    impact: Impact
    pinned: bool
    hidden: bool  #: a draft or a drill: only in previews
    started: datetime
    ended: datetime | None
    updated: datetime  #: of the newest update
    day: date  #: of ``started`` in the site's zone
    times: tuple[datetime, ...]  #: of its updates, oldest first
    components: tuple[str, ...]  #: affected ones, in the site's order
    outages: tuple[Outage, ...]
    aliases: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Return whether it still goes on."""
        return self.ended is None


class MaintenanceState(msgspec.Struct, frozen=True, kw_only=True):
    """A maintenance at an instant: by its clock, unless an update overrides it."""

    maintenance: Maintenance
    status: UpdateStatus  #: scheduled, in_progress, verifying, completed or cancelled
    updates: tuple[UpdateState, ...]  #: newest first
    starts: datetime  #: when it did or will start, updates counted in
    ends: datetime  #: when it did or will end, updates counted in
    affected: tuple[Affected, ...]
    outages: tuple[Outage, ...]
    updated: datetime  #: newest update or turn of its clock that has passed; else created

    @property
    def id(self) -> str:
        """Return the maintenance's id."""
        return self.maintenance.id

    @property
    def upcoming(self) -> bool:
        """Return whether it is still to come."""
        return self.status is UpdateStatus.SCHEDULED

    @property
    def active(self) -> bool:
        """Return whether it is under way."""
        return self.status in (UpdateStatus.IN_PROGRESS, UpdateStatus.VERIFYING)


class DayBar(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One component's day."""

    day: date
    worst: ComponentStatus  #: maintenance only where nothing worse happened
    down: timedelta  #: weighted downtime
    known: bool = True  #: False before the component went into service
    sources: tuple[str, ...] = ()  #: ids of incidents that touched it that day


class ComponentState(msgspec.Struct, frozen=True, kw_only=True):
    """A component at an instant."""

    component: Component
    status: ComponentStatus
    since: datetime | None  #: when it took this status; None: it has never had another
    uptime: float | None  #: percent of the last 90 days, four decimals; None: not in service
    bars: tuple[DayBar, ...]  #: 90 days, oldest first, today last

    @property
    def id(self) -> str:
        """Return the component's id."""
        return self.component.id


class GroupState(msgspec.Struct, frozen=True, kw_only=True):
    """A group of components; ``group`` is None for a component that stands alone."""

    group: Group | None
    status: ComponentStatus  #: the worst of its components
    since: datetime | None  #: when the group took this status
    components: tuple[ComponentState, ...]


class Indicator(enum.StrEnum):
    """Statuspage's overall indicator."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    MAINTENANCE = "maintenance"


class Overall(msgspec.Struct, frozen=True, kw_only=True):
    """The page's one-line answer."""

    indicator: Indicator
    description: str  #: Statuspage's English words, e.g. "Partial System Outage"
    worst: ComponentStatus  #: of all components
    since: datetime | None = (
        None  #: when it took this state; all clear: when the last trouble ended
    )


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One day of the history, in the site's zone."""

    day: date
    incidents: tuple[str, ...] = ()  #: ids of incidents that started that day, newest first
    maintenances: tuple[str, ...] = ()  #: ids of those that started that day


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """One month of the history: an archive page's facts."""

    year: int
    month: int
    days: tuple[Day, ...]  #: days with something, newest first

    @property
    def key(self) -> str:
        """Return e.g. ``2026-11``."""
        return f"{self.year:04d}-{self.month:02d}"


class SiteFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the state of a site is derived from, in any order."""

    incidents: tuple[IncidentSummary, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()
    notices: tuple[Notice, ...] = ()
    pages: tuple[Page, ...] = ()


class SiteState(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything a page, feed or API may say, at one instant."""

    as_of: datetime  #: the last transition at or before now
    holds_until: datetime | None  #: the next transition by the clock alone; None: never
    today: date  #: of ``as_of`` in the site's zone
    overall: Overall
    groups: tuple[GroupState, ...]  #: in page order; a lone component is a group of its own
    incidents: tuple[IncidentSummary, ...]  #: all that are shown, newest start first
    active: tuple[IncidentState, ...]  #: those going on: pinned first, then worst, then newest
    maintenances: tuple[MaintenanceState, ...]  #: all that are shown, newest start first
    under_way: tuple[MaintenanceState, ...]  #: soonest end first
    upcoming: tuple[MaintenanceState, ...]  #: soonest start first
    notices: tuple[Notice, ...]  #: shown now
    pages: tuple[Page, ...]  #: in menu order
    recent: tuple[Day, ...]  #: the past 14 days, newest first, empty ones too
    months: tuple[Month, ...]  #: with something in them, newest first
    last_trouble_ended: datetime | None  #: end of the newest closed incident

    @property
    def components(self) -> tuple[ComponentState, ...]:
        """Return every component's state in page order."""
        return tuple(c for group in self.groups for c in group.components)


class Archive(Protocol):
    """Where the whole of an item comes from: memory in previews, the cache in builds."""

    def incident(self, summary: IncidentSummary) -> IncidentState:
        """Return the whole incident of *summary*."""

    def original(self, path: str) -> Text:
        """Return the words of the item at source *path* as first written."""

    def translation(self, path: str, language: str) -> Text | None:
        """Return the item's words in *language*, or None where nobody wrote them."""
