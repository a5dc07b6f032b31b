"""Each component's whole past: its uptime month by month, and its incidents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain

import msgspec

from statusgen.config import Component, Config
from statusgen.derive.days import day_of, midnight, months_between
from statusgen.derive.spans import Segment, overlay
from statusgen.derive.uptime import NOTHING, Weights, percent
from statusgen.derive.values import IncidentSummary, Outage, SiteState


class MonthUptime(msgspec.Struct, frozen=True, array_like=True):
    """A component's uptime in a calendar month of the site's zone."""

    year: int
    month: int
    uptime: float | None  #: percent, four decimals; None: nothing in it counts


class ComponentHistory(msgspec.Struct, frozen=True, kw_only=True):
    """What has become of a component since it went into service."""

    component: str  #: component id
    months: tuple[MonthUptime, ...]  #: newest first
    incidents: tuple[str, ...]  #: ids of those that name it, newest start first


class ComponentHistories(msgspec.Struct, frozen=True, dict=True):
    """The histories of all components: sorted out once, each worked out when asked for.

    Months go from the one in which the component went into service (where that is not
    known: from the first of which the site knows anything) to that of ``as_of``, which
    counts up to that instant. They are counted as the 90 days are.
    """

    state: SiteState
    config: Config

    @cached_property
    def incidents(self) -> Mapping[str, Sequence[IncidentSummary]]:
        """Return the incidents that name each component, newest start first."""
        found: dict[str, list[IncidentSummary]] = {c.id: [] for c in self.config.components}
        for incident in self.state.incidents:
            for component in incident.components:
                if component in found:
                    found[component].append(incident)
        return found

    def of(self, component: Component) -> ComponentHistory:
        """Return the history of *component*; what it depends on is in the state alone."""
        incidents = self.incidents[component.id]
        return ComponentHistory(
            component=component.id,
            months=self._months(component, overlay(self._outages(component, incidents))),
            incidents=tuple([incident.id for incident in incidents]),
        )

    def _outages(
        self, component: Component, incidents: Sequence[IncidentSummary]
    ) -> Iterator[Outage]:
        spans = chain(
            (outage for incident in incidents for outage in incident.outages),
            (outage for one in self.state.maintenances for outage in one.outages),
        )
        return (outage for outage in spans if outage.component == component.id)

    def _months(self, component: Component, segments: Sequence[Segment]) -> tuple[MonthUptime, ...]:
        months, edges = self._calendar[0], list(self._calendar[1])
        first = 0
        if component.since is not None:
            begun = min(midnight(component.since, self.config.zone), edges[-1])
            first = max(0, bisect_right(edges, begun) - 1)
            edges[first] = begun
        spent: list[dict[int, timedelta]] = [{} for _ in months]
        for segment in segments:
            start, end = max(segment.start, edges[first]), min(segment.end, edges[-1])
            index = bisect_right(edges, start) - 1
            while start < end:
                stop = min(end, edges[index + 1])
                known = spent[index].get(segment.statuses, NOTHING)
                spent[index][segment.statuses] = known + (stop - start)
                start, index = stop, index + 1
        return tuple(
            MonthUptime(
                *months[index],
                percent(edges[index + 1] - edges[index], spent[index], self._weights),
            )
            for index in reversed(range(first, len(months)))
        )

    @cached_property
    def _weights(self) -> Weights:
        return Weights.of(self.config.uptime)

    @cached_property
    def _calendar(self) -> tuple[list[tuple[int, int]], list[datetime]]:
        """Return the (year, month)s that the site knows of, and where they begin and end."""
        state, zone = self.state, self.config.zone
        begun = [component.since for component in self.config.components if component.since]
        begun += [incident.day for incident in state.incidents[-1:]]
        begun += [day_of(one.starts, zone) for one in state.maintenances[-1:]]
        months = months_between(min([*begun, state.today]), state.today)
        return (
            [(month.year, month.month) for month in months],
            [*(midnight(month, zone) for month in months), state.as_of],
        )


def component_histories(state: SiteState, config: Config) -> dict[str, ComponentHistory]:
    """Return the history of every component by id, in page order."""
    histories = ComponentHistories(state, config)
    return {component.id: histories.of(component) for component in config.components}
