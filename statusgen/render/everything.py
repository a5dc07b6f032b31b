"""Every artefact that is not one incident's own, from the state of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from statusgen.artefacts import Artefact
from statusgen.render.site import Site


def site_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield every artefact that depends on more than one incident; nothing is rendered yet.

    Those of one incident are in :mod:`statusgen.render.archive`.
    """
    for renderer in RENDERERS:
        yield from renderer(site)


#: Each yields artefacts of its kind. The order has no meaning: an artefact says its own stage.
RENDERERS: tuple[Callable[[Site], Iterator[Artefact]], ...] = ()
