"""What stands still: the files of one incident or one maintenance.

They depend on that item, the settings and the theme, never on today's state of
the site, so that a change elsewhere leaves them as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from statusgen.artefacts import Artefact, key_of
from statusgen.derive.values import Archive, IncidentState, MaintenanceState
from statusgen.render import links, structured
from statusgen.render.api import incident_api
from statusgen.render.cards import card_address, card_artefacts
from statusgen.render.env import RenderEnv
from statusgen.render.feeds import incident_feed
from statusgen.render.frame import ATOM, HTML, page_artefact, render_page
from statusgen.render.language import Language
from statusgen.render.viewer import Viewer
from statusgen.render.views import FeedLink, Sheet


def incident_artefacts(
    env: RenderEnv, incident: IncidentState, archive: Archive
) -> Iterator[Artefact]:
    """Yield an incident's page and card in each language, its feed, JSON and old addresses."""
    path = links.incident(incident.id)
    for language in env.languages.values():
        render = partial(_incident_page, env, language, incident, archive)
        yield page_artefact(env, language, path, incident.incident.digest, render)
        for alias in incident.incident.aliases:
            yield _moved(env, language, links.incident(alias), path)
    yield from card_artefacts(env, incident, archive)
    yield from incident_feed(env, incident, archive)
    yield from incident_api(env, incident, archive)


def maintenance_artefacts(
    env: RenderEnv, maintenance: MaintenanceState, archive: Archive
) -> Iterator[Artefact]:
    """Yield a maintenance's page in each language, and its old addresses."""
    path = links.maintenance(maintenance.id)
    for language in env.languages.values():
        render = partial(_maintenance_page, env, language, maintenance, archive)
        yield page_artefact(env, language, path, maintenance, render)
        for alias in maintenance.maintenance.aliases:
            yield _moved(env, language, links.maintenance(alias), path)


def _incident_page(
    env: RenderEnv, language: Language, state: IncidentState, archive: Archive, key: str
) -> bytes:
    path = links.incident(state.id)
    where = links.in_language(path, language.code, env.config)
    view = Viewer(env, language, archive, links.to_root(where)).incident(state)
    title = language.gettext("%(status)s: %(title)s", status=view.label, title=view.title)
    feed = links.incident(state.id, ".atom")
    dates = language.dates
    when = (
        language.gettext("Since %(time)s.", time=dates.moment(state.started))
        if state.ended is None
        else language.sentence(dates.span(state.started, state.ended))
    )
    sheet = Sheet(
        kind="active" if state.active else "article",  # the one renews itself in place
        path=path,
        title=title,
        description=" ".join(
            [f"{view.label}.", when, *(f"{one.name}: {one.status.label}." for one in view.affected)]
        ),
        tone=view.tone,
        feeds=(FeedLink(feed, ATOM, view.title),),
        image=card_address(env, language, state),
        image_alt=title,
        json_ld=structured.incident(state, title, where, env.config),
        og_type="article",
        key=key,
        indexed=not view.preview,
    )
    return render_page(env, language, sheet, "incident.html", incident=view, feed=feed)


def _maintenance_page(
    env: RenderEnv, language: Language, state: MaintenanceState, archive: Archive, key: str
) -> bytes:
    path = links.maintenance(state.id)
    where = links.in_language(path, language.code, env.config)
    view = Viewer(env, language, archive, links.to_root(where)).maintenance(state)
    title = language.gettext("%(status)s: %(title)s", status=view.label, title=view.title)
    when = language.sentence(language.dates.span(state.starts, state.ends))
    followed = language.gettext("Maintenance – %(site)s", site=env.config.name)
    sheet = Sheet(
        kind="article",
        path=path,
        title=title,
        description=f"{when} {view.effect}".strip(),
        tone=view.tone,
        feeds=(FeedLink(links.MAINTENANCE_ATOM, ATOM, followed),),
        json_ld=structured.maintenance(state, view.title, where, env.config),
        og_type="article",
        key=key,
        indexed=not view.preview,
    )
    return render_page(env, language, sheet, "maintenance.html", maintenance=view)


def _moved(env: RenderEnv, language: Language, old: str, new: str) -> Artefact:
    """Return a page at an item's old address that leads to its new one."""
    where = links.in_language(old, language.code, env.config)

    def render() -> bytes:
        sheet = Sheet(
            kind="plain", path=old, title=language.gettext("This page has moved"), indexed=False
        )
        target = new.rpartition("/")[2]
        url = links.absolute(links.in_language(new, language.code, env.config), env.config)
        return render_page(env, language, sheet, "moved.html", target=target, target_url=url)

    key = key_of(env.fingerprint, where, new)
    return Artefact(path=where, key=key, media_type=HTML, render=render)
