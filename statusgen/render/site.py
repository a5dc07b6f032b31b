"""All that depends on more than one item: the state of the site to its artefacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from statusgen.artefacts import Artefact
from statusgen.config import Config
from statusgen.derive.values import Archive, IncidentSummary, SiteState
from statusgen.render.env import RenderEnv


@dataclass(frozen=True, kw_only=True)
class Site:
    """What every renderer of lists is given: the state, the words, and how to show them."""

    env: RenderEnv
    state: SiteState
    archive: Archive

    @property
    def config(self) -> Config:
        """Return the site's configuration."""
        return self.env.config

    @cached_property
    def incidents(self) -> dict[str, IncidentSummary]:
        """Return every incident that is shown by id."""
        return {summary.id: summary for summary in self.state.incidents}


def site_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield every artefact that is not one item's own; nothing is rendered yet.

    Each renderer is a function of the site that yields artefacts. Those of one
    incident or maintenance are in :mod:`statusgen.render.archive`.
    """
    for renderer in RENDERERS:
        yield from renderer(site)


#: (Site) -> Iterator[Artefact]: pages, then feeds.update_feeds, history_feeds.history_feeds,
#: api.api_artefacts, status_json.status_json_artefacts, calendar.calendar_artefacts,
#: badge.badge_artefacts, robots.robots_artefacts.
RENDERERS: tuple[Callable[[Site], Iterator[Artefact]], ...] = ()
