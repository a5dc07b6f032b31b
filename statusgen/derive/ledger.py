"""Every outage that counts, by component, with the recent ones at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

import msgspec

from statusgen.derive.spans import Segment, overlay, status_since
from statusgen.derive.values import IncidentSummary, MaintenanceState, Outage


class Ledger(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The outages of *incidents* and *maintenances*, looked up by component.

    Nearly every question is about what reaches past *horizon*: a few hundred outages
    of tens of thousands. Only where the answer lies further back is the rest laid out.
    """

    incidents: Sequence[IncidentSummary]
    maintenances: Sequence[MaintenanceState]
    horizon: datetime  #: outages of incidents that ended by then are not recent
    at: datetime

    @cached_property
    def of_incidents(self) -> Mapping[str, Sequence[Outage]]:
        """Return the recent outages of incidents by component."""
        horizon = self.horizon
        return _by_component(
            outage
            for incident in self.incidents
            if incident.ended is None or incident.ended > horizon
            for outage in incident.outages
        )

    @cached_property
    def _planned(self) -> Mapping[str, Sequence[Outage]]:
        return _by_component(outage for one in self.maintenances for outage in one.outages)

    @cached_property
    def segments(self) -> Mapping[str, Sequence[Segment]]:
        """Return the recent outages of all kinds by component, laid over each other."""
        return _overlaid(self.of_incidents, self._planned)

    @cached_property
    def all_segments(self) -> Mapping[str, Sequence[Segment]]:
        """Return the outages of all times and kinds by component, laid over each other."""
        everything = (outage for one in self.incidents for outage in one.outages)
        return _overlaid(_by_component(everything), self._planned)

    @cached_property
    def _last_ends(self) -> Mapping[str, datetime]:
        """Return when the newest outage of an incident ended, by component."""
        ends: dict[str, datetime] = {}
        for incident in self.incidents:
            ended = incident.ended
            for component in incident.components:
                known = ends.get(component)
                if known is not None and ended is not None and ended <= known:
                    continue  # no outage outlasts its incident
                passed = [
                    outage.end
                    for outage in incident.outages
                    if outage.component == component and outage.end and outage.end <= self.at
                ]
                if passed:
                    ends[component] = max([*passed, *([known] if known else [])])
        return ends

    def since(self, components: Sequence[str]) -> datetime | None:
        """Return when the worst status of *components* was taken; None: it was never another."""
        recent = _joined(self.segments, components)
        since = status_since(recent, self.at)
        if since is not None and since > self.horizon:
            return since
        if not any(segment.start <= self.at < segment.end for segment in recent):
            ends = [self._last_ends[c] for c in components if c in self._last_ends]
            return max([*ends, *([since] if since else [])], default=None)
        return status_since(_joined(self.all_segments, components), self.at)


def _joined(
    segments: Mapping[str, Sequence[Segment]], components: Sequence[str]
) -> Sequence[Segment]:
    """Return the segments of *components* as if they were one."""
    if len(components) == 1:
        return segments.get(components[0], ())
    return overlay(
        Outage(component="", status=segment.worst, start=segment.start, end=segment.end)
        for component in components
        for segment in segments.get(component, ())
    )


def _by_component(outages: Iterable[Outage]) -> dict[str, list[Outage]]:
    found: dict[str, list[Outage]] = {}
    for outage in outages:
        found.setdefault(outage.component, []).append(outage)
    return found


def _overlaid(*kinds: Mapping[str, Sequence[Outage]]) -> dict[str, list[Segment]]:
    components = sorted({component for kind in kinds for component in kind})
    return {
        component: overlay(outage for kind in kinds for outage in kind.get(component, ()))
        for component in components
    }
