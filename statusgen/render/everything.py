"""Every artefact that is not one incident's own, from the state of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from statusgen.artefacts import Artefact
from statusgen.render.api import api_artefacts
from statusgen.render.archive import maintenance_artefacts
from statusgen.render.assets import asset_artefacts
from statusgen.render.badge import badge_artefacts
from statusgen.render.calendar import calendar_artefacts
from statusgen.render.component_pages import component_artefacts
from statusgen.render.embed import embed_artefacts
from statusgen.render.extra_pages import extra_artefacts
from statusgen.render.fallback import fallback_artefacts
from statusgen.render.feeds import update_feeds
from statusgen.render.frontpage import front_artefacts
from statusgen.render.history_feeds import history_feeds
from statusgen.render.history_pages import history_artefacts
from statusgen.render.robots import robots_artefacts
from statusgen.render.search import search_artefacts
from statusgen.render.site import Site
from statusgen.render.status_json import status_artefacts


def site_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield every artefact that depends on more than one incident; nothing is rendered yet.

    Those of one incident are in :mod:`statusgen.render.archive`.
    """
    for renderer in RENDERERS:
        yield from renderer(site)


def every_maintenance(site: Site) -> Iterator[Artefact]:
    """Yield the files of every maintenance: it turns by the clock, so that each build looks."""
    for maintenance in site.state.maintenances:
        yield from maintenance_artefacts(site.env, maintenance, site.archive)


def static_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield the logo and the theme's own files."""
    return asset_artefacts(site.env)


#: Each yields artefacts of its kind. The order has no meaning: an artefact says its own stage.
RENDERERS: tuple[Callable[[Site], Iterator[Artefact]], ...] = (
    front_artefacts,
    component_artefacts,
    history_artefacts,
    search_artefacts,
    extra_artefacts,
    fallback_artefacts,
    every_maintenance,
    static_artefacts,
    update_feeds,
    history_feeds,
    api_artefacts,
    status_artefacts,
    calendar_artefacts,
    badge_artefacts,
    embed_artefacts,
    robots_artefacts,
)
