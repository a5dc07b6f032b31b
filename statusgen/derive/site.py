"""The state of the whole site at an instant: the one place that says how things are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import NamedTuple

from statusgen.config import Component, Config
from statusgen.derive.days import Days, day_of, midnight
from statusgen.derive.history import history_of
from statusgen.derive.ledger import Ledger
from statusgen.derive.maintenance import derive_maintenance
from statusgen.derive.rollup import ALL_CLEAR, answer_since, roll_up
from statusgen.derive.spans import status_at
from statusgen.derive.transitions import Transitions, visible
from statusgen.derive.uptime import WINDOW, Ruler, Weights, day_bars, window_uptime
from statusgen.derive.values import (
    Archive,
    ComponentState,
    GroupState,
    IncidentState,
    IncidentSummary,
    MaintenanceState,
    Overall,
    SiteFacts,
    SiteState,
)
from statusgen.model import Maintenance, Notice, Page

__all__ = ["SiteFacts", "derive_site"]

BARS = 90  #: days in a component's row, today included

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def derive_site(
    facts: SiteFacts, archive: Archive, config: Config, *, now: datetime, drafts: bool = False
) -> SiteState:
    """Return how everything is at *now*, which is the same until the state's ``holds_until``.

    All is derived at the last transition and not at *now* itself, so that nothing differs
    between two transitions. The order of *facts* does not matter. *archive* is asked for
    the incidents that go on and for the titles of pages.
    """
    shown = visible(facts, drafts=drafts)
    transitions = Transitions.around(now, shown)
    at = transitions.last(config)
    today = day_of(at, config.zone)
    incidents = _newest_first(shown.incidents)
    maintenances = _derive_maintenances(shown.maintenances, config, at)
    scene = _Scene.at_instant(at, today, incidents, maintenances, config)
    last_trouble_ended = max([s.ended for s in incidents if s.ended is not None], default=None)
    history = history_of(incidents, maintenances, today=today, zone=config.zone)
    states = {component.id: _component(component, scene) for component in config.components}
    return SiteState(
        as_of=at,
        holds_until=transitions.next(config),
        today=today,
        overall=_overall(tuple(states.values()), scene, last_trouble_ended),
        groups=_groups(states, scene, config),
        incidents=incidents,
        active=_active(incidents, archive),
        maintenances=maintenances,
        under_way=tuple(
            sorted((m for m in maintenances if m.active), key=lambda m: (m.ends, m.id))
        ),
        upcoming=tuple(
            sorted((m for m in maintenances if m.upcoming), key=lambda m: (m.starts, m.id))
        ),
        notices=_notices(shown.notices, at),
        pages=_pages(shown.pages, archive),
        recent=history.recent,
        months=history.months,
        last_trouble_ended=last_trouble_ended,
    )


class _Scene(NamedTuple):
    """What every component is looked at with."""

    at: datetime
    ledger: Ledger
    ruler: Ruler
    config: Config

    @classmethod
    def at_instant(
        cls,
        at: datetime,
        today: date,
        incidents: Sequence[IncidentSummary],
        maintenances: Sequence[MaintenanceState],
        config: Config,
    ) -> _Scene:
        days = Days.ending(today, BARS, config.zone)
        ledger = Ledger(
            incidents=incidents,
            maintenances=maintenances,
            horizon=min(days.edges[0], at - WINDOW),
            at=at,
        )
        return cls(at, ledger, Ruler.of(days, Weights.of(config.uptime), at), config)


def _component(component: Component, scene: _Scene) -> ComponentState:
    segments = scene.ledger.segments.get(component.id, ())
    start = scene.at - WINDOW
    if component.since is not None:
        start = max(start, midnight(component.since, scene.config.zone))
    return ComponentState(
        component=component,
        status=status_at(segments, scene.at),
        since=scene.ledger.since([component.id]),
        uptime=window_uptime(segments, start=start, end=scene.at, weights=scene.ruler.weights),
        bars=day_bars(
            scene.ledger.of_incidents.get(component.id, ()),
            segments,
            scene.ruler,
            since=component.since,
        ),
    )


def _groups(
    states: dict[str, ComponentState], scene: _Scene, config: Config
) -> tuple[GroupState, ...]:
    """Return the groups in page order, each where its first component is."""
    groups: dict[str, GroupState] = {}
    for component in config.components:
        group = config.group_by_id.get(component.group or "")
        key = component.id if group is None else f"{group.id}/"
        if key in groups:
            continue
        members = [component.id] if group is None else list(group.components)
        groups[key] = GroupState(
            group=group,
            status=max(states[member].status for member in members),
            since=scene.ledger.since(members),
            components=tuple(states[member] for member in members),
        )
    return tuple(groups.values())


def _overall(
    states: Sequence[ComponentState], scene: _Scene, last_trouble_ended: datetime | None
) -> Overall:
    answer = roll_up(state.status for state in states)
    ledger, at = scene.ledger, scene.at
    since: datetime | None
    if answer == ALL_CLEAR:
        ended = [s for state in states if (s := state.since)]
        since = max([*ended, *([last_trouble_ended] if last_trouble_ended else [])], default=None)
    else:
        since = answer_since(ledger.segments.values(), components=len(states), at=at)
        if since is None or since <= ledger.horizon:
            since = answer_since(ledger.all_segments.values(), components=len(states), at=at)
    indicator, description = answer
    return Overall(
        indicator=indicator,
        description=description,
        worst=max(state.status for state in states),
        since=since,
    )


def _newest_first(incidents: Sequence[IncidentSummary]) -> tuple[IncidentSummary, ...]:
    by_id = sorted(incidents, key=attrgetter("id"))
    return tuple(sorted(by_id, key=attrgetter("started"), reverse=True))


def _active(incidents: Sequence[IncidentSummary], archive: Archive) -> tuple[IncidentState, ...]:
    """Return the incidents going on, of which *incidents* are newest first: what matters on top."""
    going_on = [summary for summary in incidents if summary.ended is None]
    going_on.sort(key=lambda s: (not s.pinned, -s.impact))
    return tuple(archive.incident(summary) for summary in going_on)


def _derive_maintenances(
    maintenances: Sequence[Maintenance], config: Config, at: datetime
) -> tuple[MaintenanceState, ...]:
    by_id = sorted(maintenances, key=lambda m: m.id)
    states = [derive_maintenance(maintenance, config, now=at) for maintenance in by_id]
    return tuple(sorted(states, key=lambda m: m.starts, reverse=True))


def _notices(notices: Sequence[Notice], at: datetime) -> tuple[Notice, ...]:
    """Return the notices shown at *at*, newest start first, those without one last."""
    shown = [
        notice
        for notice in sorted(notices, key=lambda n: n.id)
        if (notice.starts is None or notice.starts <= at)
        and (notice.ends is None or at < notice.ends)
    ]
    return tuple(sorted(shown, key=lambda n: n.starts or _LONG_AGO, reverse=True))


def _pages(pages: Sequence[Page], archive: Archive) -> tuple[Page, ...]:
    """Return *pages* in menu order: by their number, then by title."""
    return tuple(sorted(pages, key=lambda p: (p.order, archive.original(p.path).title, p.id)))
