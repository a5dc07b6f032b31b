"""Values to derive from, made with as few words as a test needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from statusgen.config import Component, Config, Group, Uptime
from statusgen.derive.incidents import derive_incident, summarise
from statusgen.derive.values import IncidentState, IncidentSummary, Outage, SiteFacts, SiteState
from statusgen.model import (
    ComponentStatus,
    Incident,
    Item,
    Maintenance,
    Notice,
    Page,
    Severity,
    Text,
    Update,
    UpdateStatus,
)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

OPERATIONAL = ComponentStatus.OPERATIONAL
MAINTENANCE = ComponentStatus.UNDER_MAINTENANCE
DEGRADED = ComponentStatus.DEGRADED_PERFORMANCE
PARTIAL = ComponentStatus.PARTIAL_OUTAGE
MAJOR = ComponentStatus.MAJOR_OUTAGE


def at(text: str) -> datetime:
    """Return e.g. ``14:20`` on 23 November 2026, or ``11-24 09:00`` that year, in UTC."""
    day, _, time = text.rpartition(" ")
    return datetime.fromisoformat(f"2026-{day or '11-23'}T{time}+00:00")


def make_config(
    *ids: str,
    timezone: str = "UTC",
    groups: Mapping[str, tuple[str, ...]] | None = None,
    since: Mapping[str, date] | None = None,
    uptime: Uptime | None = None,
) -> Config:
    """Return a configuration with components of those *ids*, some of them in *groups*."""
    group_of = {member: name for name, members in (groups or {}).items() for member in members}
    return Config(
        name="Northwind",
        url="https://status.example/",
        timezone=timezone,
        components=tuple(
            Component(
                id=id_, name=id_.title(), group=group_of.get(id_), since=(since or {}).get(id_)
            )
            for id_ in (ids or ("checkout", "search", "orders"))
        ),
        groups=tuple(
            Group(id=name, name=name.title(), components=members)
            for name, members in (groups or {}).items()
        ),
        uptime=uptime or Uptime(),
    )


def make_update(
    status: str,
    when: datetime | str,
    *,
    next_update: datetime | None = None,
    severity: Severity | None = None,
    says_update: bool = False,
    **components: ComponentStatus,
) -> Update:
    """Return an update; a component is a keyword, e.g. ``checkout=MAJOR``."""
    time = at(when) if isinstance(when, str) else when
    return Update(
        id=f"{time:%Y%m%dT%H%MZ}",
        status=UpdateStatus(status),
        at=time,
        says_update=says_update,
        severity=severity,
        next_update=next_update,
        components=tuple(components.items()),
    )


def make_incident(
    *updates: Update,
    components: Mapping[str, ComponentStatus] | None = None,
    started: datetime | None = None,
    **fields: Any,
) -> Incident:
    """Return a P2 that started with its first update, but for what the *fields* say."""
    begun = started or updates[0].at
    name = fields.setdefault("id", "outage")
    given: dict[str, Any] = {
        "path": f"content/incidents/{name}.md",
        "severity": Severity.P2,
        "detected": begun,
        "digest": name.encode().ljust(16)[:16],
    }
    return Incident(
        started=begun,
        updates=updates,
        components=tuple((components or {}).items()),
        **(given | fields),
    )


def make_maintenance(
    *updates: Update, components: Mapping[str, ComponentStatus] | None = None, **fields: Any
) -> Maintenance:
    """Return a maintenance from 02:00 to 04:00, but for what the *fields* say."""
    name = fields.setdefault("id", "upgrade")
    given: dict[str, Any] = {
        "path": f"content/maintenance/{name}.md",
        "starts": at("02:00"),
        "ends": at("04:00"),
        "digest": name.encode().ljust(16)[:16],
    }
    return Maintenance(
        updates=updates, components=tuple((components or {}).items()), **(given | fields)
    )


def make_notice(name: str, **fields: Any) -> Notice:
    """Return a notice with that id."""
    return Notice(id=name, path=f"content/notices/{name}.md", digest=b"n" * 16, **fields)


def make_page(name: str, **fields: Any) -> Page:
    """Return a page with that id, whose path is its title in :class:`Shelf`."""
    return Page(id=name, path=f"content/pages/{name}.md", digest=b"p" * 16, **fields)


def outage(
    status: ComponentStatus,
    start: datetime,
    end: datetime | None,
    *,
    component: str = "checkout",
    source: str = "outage",
) -> Outage:
    """Return a span of *status*."""
    return Outage(component=component, status=status, start=start, end=end, source=source)


class Shelf:
    """An archive in memory, in which an item's title is its path."""

    def __init__(self, states: Iterable[IncidentState] = ()) -> None:
        self._states = {state.id: state for state in states}

    def incident(self, summary: IncidentSummary) -> IncidentState:
        return self._states[summary.id]

    def original(self, path: str) -> Text:
        return Text(language="en", title=path)

    def translation(self, path: str, language: str) -> Text | None:
        raise AssertionError(f"nobody should ask for {path} in {language}")


def make_facts(*items: Item, config: Config) -> tuple[SiteFacts, Shelf]:
    """Return the facts of *items*, in that order, and the archive that goes with them."""
    states = [derive_incident(item, config) for item in items if isinstance(item, Incident)]
    shelf = Shelf(states)
    facts = SiteFacts(
        incidents=tuple(
            summarise(state, config, (shelf.original(state.incident.path),)) for state in states
        ),
        maintenances=tuple(item for item in items if isinstance(item, Maintenance)),
        notices=tuple(item for item in items if isinstance(item, Notice)),
        pages=tuple(item for item in items if isinstance(item, Page)),
    )
    return facts, shelf


def spans(outages: Iterable[Outage]) -> list[tuple[str, ComponentStatus, str, str]]:
    """Return *outages* as (component, status, from, to) with times of day; ``""`` is no end."""
    return [
        (
            outage.component,
            outage.status,
            f"{outage.start:%H:%M}",
            f"{outage.end:%H:%M}" if outage.end else "",
        )
        for outage in outages
    ]


def all_outages(state: SiteState) -> list[Outage]:
    """Return every span that anything in *state* tells of."""
    of_incidents = [outage for one in state.incidents for outage in one.outages]
    return of_incidents + [outage for one in state.maintenances for outage in one.outages]
