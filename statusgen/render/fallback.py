"""The pages that a server shows when the shop itself cannot answer: one file, everything inside.

Each speaks every language of the site, because whoever serves it cannot choose; a
script shows the reader's, and without one they stand below each other. It never
says how things are: it is kept where nobody can change it at that hour. Its script
asks the status page, if that can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import urlsplit

import msgspec

from statusgen.artefacts import Artefact, CachePolicy, key_of
from statusgen.render import links
from statusgen.render.assets import logo_address
from statusgen.render.env import RenderEnv
from statusgen.render.frame import HTML, render_page, speech_of
from statusgen.render.inline import make_inline, policy
from statusgen.render.language import Language
from statusgen.render.scenarios import Scenario
from statusgen.render.site import Site
from statusgen.render.views import Sheet

#: What such a page has to fit into: HAProxy takes no more than 15,360 bytes with the headers.
MOST_BYTES = 14_000


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """The page in one language: its functions and words."""

    code: str
    direction: str
    name: str  #: the language's, for its speakers
    title: str
    text: str
    speech: dict[str, object]
    status_url: str


def fallback_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield a page for each scenario."""
    for scenario in Scenario:
        yield fallback_artefact(site.env, scenario)


def fallback_artefact(env: RenderEnv, scenario: Scenario) -> Artefact:
    """Return the page of *scenario*. It depends on the settings and the theme alone."""
    return Artefact(
        path=scenario.path,
        key=key_of(env.fingerprint, scenario.path),
        media_type=HTML,
        render=partial(render_fallback, env, scenario),
        cache=CachePolicy.NEVER,
    )


def render_fallback(
    env: RenderEnv, scenario: Scenario, languages: Sequence[str] | None = None
) -> bytes:
    """Return the page of *scenario*, in *languages* or in all of the site, the first leading.

    Of what would make it larger than :data:`MOST_BYTES`, the logo is left out first,
    where the name stands instead; then the other ways to order stand once, in the first
    language, and not in each. With very many languages it may still be larger.
    """
    spoken = [env.languages[code] for code in languages or env.languages]
    logo = logo_address(env)
    inside = logo if logo.startswith("data:") else ""
    page = b""
    for picture, roomy in ((inside, True), ("", True), ("", False)):
        page = _render(env, scenario, spoken, logo=picture, roomy=roomy)
        if len(page) <= MOST_BYTES:
            break
    return page


def _render(
    env: RenderEnv, scenario: Scenario, spoken: list[Language], *, logo: str, roomy: bool
) -> bytes:
    voices = [_voice(env, scenario, language) for language in spoken]
    sheet = Sheet(
        kind="fallback", path=scenario.path, title=voices[0].title, indexed=False, anywhere=True
    )
    inline = make_inline("fallback", theme=env.theme, brand=env.config.brand)
    parts = urlsplit(env.config.url)
    return render_page(
        env,
        spoken[0],
        sheet,
        "fallback.html",
        voices=voices,
        logo=logo,
        roomy=roomy,
        policy=policy(inline.css, inline.script, connect=f"'self' {parts.scheme}://{parts.netloc}"),
    )


def _voice(env: RenderEnv, scenario: Scenario, language: Language) -> Voice:
    front = links.in_language(links.FRONT, language.code, env.config)
    title, text = _words(scenario, language, env.config.name)
    return Voice(
        code=language.code,
        direction=language.direction,
        name=language.name,
        title=title,
        text=text,
        speech=speech_of(env, language),
        status_url=links.absolute(front, env.config),
    )


def _words(scenario: Scenario, language: Language, name: str) -> tuple[str, str]:
    """Return title and text: the response plan's words, and as little beyond as there can be."""
    _ = language.gettext
    if scenario is Scenario.PLANNED:
        return _("Maintenance under way"), _(
            "We are currently carrying out planned maintenance. "
            "We will be back as soon as it is complete. Thank you for your patience."
        )
    if scenario is Scenario.PARTIAL:
        return _("%(name)s is open, but not this part of it", name=name), _(
            "We are currently experiencing technical issues with this part and are working to "
            "resolve them. Everything else is open. Thank you for your patience."
        )
    return _("We will be back soon"), _(
        "We are currently experiencing technical issues and are working to resolve them. "
        "Thank you for your patience."
    )
