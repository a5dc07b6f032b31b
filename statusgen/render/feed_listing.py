"""Which updates are in which feed: the order of everything that was ever said.

Ten thousand incidents have 45,000 updates, and every build asks where each belongs, so
this looks at ids, digests and times alone; words are loaded for what is rendered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

import msgspec

from statusgen.artefacts import key_of
from statusgen.derive.values import IncidentSummary, MaintenanceState, SiteState
from statusgen.render.feed_entries import dated_steps

PER_FEED = 50  #: entries of a feed, and of an archive

_at, _source = attrgetter("at"), attrgetter("source")


class Planned(msgspec.Struct, frozen=True, gc=False):
    """A maintenance that lines come from, with what an incident's summary has as well."""

    state: MaintenanceState
    id: str
    path: str
    digest: bytes  #: stands for everything that its entries say
    components: tuple[str, ...]


#: An incident or maintenance that lines come from.
Source = IncidentSummary | Planned


class Line(msgspec.Struct, frozen=True, gc=False):
    """One update of one item: an entry to be."""

    at: datetime
    source: Source
    index: int  #: its place among the item's steps, oldest first


def incident_lines(state: SiteState) -> list[Line]:
    """Return all updates of all incidents, by time, oldest first."""
    lines = [
        Line(at, summary, index)
        for summary in reversed(state.incidents)
        for index, at in enumerate(summary.times)
    ]
    lines.sort(key=_at)
    return lines


def maintenance_lines(state: SiteState) -> list[Line]:
    """Return all that was said of maintenance so far, by time, oldest first."""
    lines = []
    for item in reversed(state.maintenances):
        source = planned(item)
        steps = dated_steps(item, now=state.as_of)
        lines += [Line(step.at, source, index) for index, step in enumerate(steps)]
    lines.sort(key=_at)
    return lines


def planned(state: MaintenanceState) -> Planned:
    """Return where the lines of *state* come from; what they say depends on how far it is."""
    facts = state.maintenance
    digest = key_of(facts.digest, state.status, state.updated)
    components = tuple([affected.component for affected in state.affected])
    return Planned(state, facts.id, facts.path, digest, components)


def merged(one: Sequence[Line], other: Sequence[Line]) -> list[Line]:
    """Return the lines of both by time, oldest first."""
    return sorted([*one, *other], key=_at) if one and other else [*one, *other]


def newest(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a feed, newest first."""
    return lines[: -PER_FEED - 1 : -1]


def archives(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """Return the lines of each archive, oldest first: all that the newest fifty leave out.

    They are filled from the oldest line on, so that what is in one stays in it. None is
    partly filled: an archive begins only when the feed cannot hold all of it any more.
    """
    rest = max(len(lines) - PER_FEED, 0)
    return [lines[start : start + PER_FEED] for start in range(0, rest, PER_FEED)]


def by_component(lines: Sequence[Line], components: Collection[str]) -> dict[str, list[Line]]:
    """Return the newest fifty lines of each component, newest first."""
    found: dict[str, list[Line]] = {component: [] for component in components}
    wanted = set(found)
    for line in reversed(lines):
        for component in line.source.components:
            if component in wanted:
                found[component].append(line)
                if len(found[component]) == PER_FEED:
                    wanted.remove(component)
        if not wanted:
            break
    return found


def digest_of(lines: Sequence[Line]) -> bytes:
    """Return the digest of everything that the entries of *lines* say, which are in order.

    From where to where they reach says which updates of these items they are.
    """
    items = [(source.id, source.digest) for source, _ in groupby(lines, _source)]
    return key_of(items, [line.index for line in (*lines[:1], *lines[-1:])])
