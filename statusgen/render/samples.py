"""Pages to try a theme on before it is shown: one of each kind, and those that somebody reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from statusgen.artefacts import Artefact
from statusgen.render.archive import incident_artefacts
from statusgen.render.everything import site_artefacts
from statusgen.render.site import Site

_PAGE = "text/html"


def sample_pages(site: Site, read: Collection[str]) -> Iterator[Artefact]:
    """Yield a page of each kind of *site*, and the pages at the paths in *read*.

    A mistake in a template shows where a page is made from it, and making all pages takes too
    long for a look.
    """
    kinds: set[tuple[str, bool]] = set()
    for artefact in site_artefacts(site):
        folder, _, name = artefact.path.rpartition("/")
        kind = folder or artefact.path, name == "index.html"
        if artefact.media_type.startswith(_PAGE) and (kind not in kinds or artefact.path in read):
            kinds.add(kind)
            yield artefact
    for summary in site.state.incidents:
        paths = {path for path in read if path.rpartition("/")[2] == f"{summary.id}.html"}
        if paths or summary is site.state.incidents[0]:
            incident = site.archive.incident(summary)
            for artefact in incident_artefacts(site.env, incident, site.archive):
                if artefact.media_type.startswith(_PAGE) and (not paths or artefact.path in paths):
                    yield artefact
