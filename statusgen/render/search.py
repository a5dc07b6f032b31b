"""The search's index: a small file for each year, which the history's script fetches.

A year's file depends on the incidents of that year alone, so that those of years gone by
stand still.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.derive.values import IncidentSummary
from statusgen.render import links
from statusgen.render.language import Language
from statusgen.render.site import Site
from statusgen.render.viewer import Viewer
from statusgen.render.words import title_of

_JSON = "application/json"


def search_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield the index of each year in each language.

    It is a list with a row for each incident, the newest first: its id, title, day
    (``2026-11-23``) and the names of its components.
    """
    for year, summaries in site.years.items():
        inputs = b"".join([one.listed for one in summaries])
        for language in site.env.languages.values():
            path = links.in_language(links.search(year), language.code, site.config)
            yield Artefact(
                path=path,
                key=key_of(site.env.fingerprint, path, inputs),
                media_type=_JSON,
                render=partial(_render, site, language, summaries),
                stage=Stage.FRONT,
            )


def _render(site: Site, language: Language, summaries: list[IncidentSummary]) -> bytes:
    env = site.env
    viewer = Viewer(env, language, site.archive)
    rows = [
        (one.id, title_of(env, one, language)[0], f"{one.day}", viewer.named(one.components))
        for one in summaries
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
