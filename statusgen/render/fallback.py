"""The page that a server shows when the shop itself is down: one file, everything inside.

It speaks every language of the site, because whoever serves it cannot choose; a
script shows the reader's, and without one they stand below each other. It never
says how the status page is: it is kept where nobody can change it at that hour.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from statusgen.artefacts import Artefact, CachePolicy, key_of
from statusgen.render import links
from statusgen.render.env import RenderEnv
from statusgen.render.frame import HTML, render_page, speech_of
from statusgen.render.site import Site
from statusgen.render.views import Sheet


class Voice(msgspec.Struct, frozen=True):
    """The page in one language: its functions and words."""

    code: str
    direction: str
    name: str
    speech: dict[str, object]
    status_url: str


def fallback_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield the fallback page."""
    yield fallback_artefact(site.env)


def fallback_artefact(env: RenderEnv) -> Artefact:
    """Return the fallback page. It depends on the settings and the theme alone."""
    return Artefact(
        path=links.FALLBACK,
        key=key_of(env.fingerprint, links.FALLBACK),
        media_type=HTML,
        render=lambda: _render(env),
        cache=CachePolicy.NEVER,
    )


def _render(env: RenderEnv) -> bytes:
    voices = tuple(
        Voice(
            language.code,
            language.direction,
            language.name,
            speech_of(env, language),
            links.absolute(links.in_language(links.FRONT, language.code, env.config), env.config),
        )
        for language in env.languages.values()
    )
    sheet = Sheet(
        kind="fallback",
        path=links.FALLBACK,
        title=env.default.gettext("We will be back soon"),
        indexed=False,
        anywhere=True,
    )
    return render_page(env, env.default, sheet, "fallback.html", voices=voices)
