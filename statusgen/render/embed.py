"""A banner for the main site, shown only while there is something to say.

``embed.js`` is the same on every site: it reads ``embed.json`` from beside itself and
decides by the reader's clock. ``embed.html`` says the same in an iframe, without scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import msgspec

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.derive.values import IncidentState, MaintenanceState
from statusgen.errors import StatusgenError
from statusgen.model import ComponentStatus
from statusgen.render import links
from statusgen.render.frame import page_artefact, render_page
from statusgen.render.inline import minified_script
from statusgen.render.language import Language
from statusgen.render.site import Site
from statusgen.render.viewer import tone_of
from statusgen.render.views import Sheet
from statusgen.render.words import Words, words_of
from statusgen.render.xml_text import clean

JSON, SCRIPT, PAGE = "embed.json", "embed.js", "embed.html"
SOURCE = "js/embed.js"  #: the script's place below a theme's ``static/``
#: So many maintenances to come are in ``embed.json``, for a page that nobody publishes
#: again in time turns nevertheless.
MOST_TO_COME = 3


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A banner in one language, plain text."""

    label: str  #: the status, e.g. "Identified"
    title: str
    lang: str  #: the title's language: the original's where nobody translated it
    link: str  #: the link's text
    url: str  #: absolute


class Banner(msgspec.Struct, frozen=True, kw_only=True):
    """What to say in [start, end); either may be None for always."""

    start: datetime | None = None
    end: datetime | None = None
    at: datetime | None = None  #: of the newest update; None: nobody wrote one
    tone: str  #: a component status's key
    said: dict[str, Said]  #: by language, the default first


class Banners(msgspec.Struct, frozen=True, kw_only=True):
    """``embed.json``. The first banner whose time it is, is shown; none, nothing."""

    name: str  #: the site's
    url: str  #: the status page
    banners: tuple[Banner, ...]


def embed_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield ``embed.json``, ``embed.js``, and ``embed.html`` in each language."""
    state = site.state
    running = [one.incident.digest for one in state.active]
    working = [(one.maintenance.digest, one.status, one.updated) for one in state.under_way]
    coming = [(one.maintenance.digest, one.updated) for one in state.upcoming[:MOST_TO_COME]]
    yield Artefact(
        path=JSON,
        key=key_of(site.env.fingerprint, JSON, running, working, coming),
        media_type="application/json; charset=utf-8",
        render=partial(_render_json, site),
        stage=Stage.FRONT,
    )
    yield Artefact(
        path=SCRIPT,
        key=key_of(site.env.fingerprint, SCRIPT),
        media_type="text/javascript; charset=utf-8",
        render=partial(_render_script, site),
        stage=Stage.FRONT,
    )
    for language in site.env.languages.values():
        yield page_artefact(
            site.env,
            language,
            PAGE,
            (running, working),
            partial(_render_page, site, language),
            stage=Stage.FRONT,
        )


def banners_of(site: Site, *, to_come: int = MOST_TO_COME) -> tuple[Banner, ...]:
    """Return what there is to say, the most important first.

    An incident comes before maintenance under way, and that before the next ones,
    of which there are at most *to_come*.
    """
    state = site.state
    found = [_of_incident(site, state.active)] if state.active else []
    found += [_of_maintenance(site, one, start=None) for one in state.under_way]
    found += [_of_maintenance(site, one, start=one.starts) for one in state.upcoming[:to_come]]
    return tuple(found)


def _of_incident(site: Site, active: tuple[IncidentState, ...]) -> Banner:
    """Return the banner of the first of *active*, which says how many more there are."""
    first, *others = active
    said = {}
    for language in site.env.languages.values():
        words = words_of(site.env, first.incident.path, language, site.archive)
        label = language.update_statuses[first.status]
        # Several: the front page has them all.
        path = links.FRONT if others else links.incident(first.id)
        said[language.code] = _say(site, words, label, path, more=len(others))
    return Banner(at=first.updated, tone=tone_of(first), said=said)


def _of_maintenance(site: Site, state: MaintenanceState, *, start: datetime | None) -> Banner:
    path, said = state.maintenance.path, {}
    for language in site.env.languages.values():
        words = words_of(site.env, path, language, site.archive)
        label = language.component_statuses[ComponentStatus.UNDER_MAINTENANCE]
        said[language.code] = _say(site, words, label, links.maintenance(state.id))
    newest = state.updates[0].update.at if state.updates else None
    tone = ComponentStatus.UNDER_MAINTENANCE.key
    return Banner(start=start, end=state.ends, at=newest, tone=tone, said=said)


def _say(site: Site, words: Words, label: str, path: str, *, more: int = 0) -> Said:
    language, title = words.language, words.title
    if more:
        both = "%(names)s and %(n)s more"
        title = language.ngettext(both, both, more, names=title)
    address = links.absolute(links.in_language(path, language.code, site.config), site.config)
    link = language.gettext("See how %(name)s is doing", name=site.config.name)
    written_in = (words.translation or words.original).language
    return Said(
        label=clean(label), title=clean(title), lang=written_in, link=clean(link), url=address
    )


def _render_json(site: Site) -> bytes:
    config = site.config
    return msgspec.json.encode(
        Banners(name=clean(config.name), url=config.url, banners=banners_of(site))
    )


def _render_script(site: Site) -> bytes:
    source = site.env.theme.static(SOURCE)
    if source is None:
        raise StatusgenError(f"the theme has no static file '{SOURCE}'")
    return minified_script(source.decode()).encode()


def _render_page(site: Site, language: Language, key: str) -> bytes:
    found = banners_of(site, to_come=0)
    sheet = Sheet(
        kind="embed",
        path=PAGE,
        title=language.gettext("Status of %(name)s", name=site.config.name),
        indexed=False,
        key=key,
    )
    banner = found[0] if found else None
    said = banner.said[language.code] if banner else None
    return render_page(site.env, language, sheet, "embed.html", banner=banner, said=said)
