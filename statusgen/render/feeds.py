"""Feeds with an entry per update: of the site, its maintenance, its components, its incidents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial

import msgspec
from msgspec.structs import replace

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.config import Component
from statusgen.derive.values import Archive, IncidentState, IncidentSummary
from statusgen.render import links
from statusgen.render.env import RenderEnv
from statusgen.render.feed_entries import (
    Entry,
    Story,
    incident_story,
    maintenance_story,
    update_entry,
)
from statusgen.render.feed_formats import ATOM, RSS, Feed, Format, atom, rss
from statusgen.render.feed_listing import (
    Line,
    Source,
    archives,
    by_component,
    digest_of,
    incident_lines,
    maintenance_lines,
    merged,
    newest,
)
from statusgen.render.json_feed import MEDIA_TYPE as JSON_FEED
from statusgen.render.json_feed import json_feed
from statusgen.render.language import Language
from statusgen.render.site import Site
from statusgen.render.words import words_of


class Held:
    """The lines of a feed, newest first, and the digest of what they say."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.digest = digest_of(lines)


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A feed before its entries are made, which are made once for all of its formats."""

    path: str  #: as in the default language
    title: str
    description: str
    page: str  #: as in the default language
    held: Held
    entries: Callable[[], tuple[Entry, ...]]
    subscribe: str = ""
    earlier: str = ""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines are in which feed; the same in every language."""

    newest: Held
    archives: tuple[Held, ...]  #: oldest first
    maintenance: Held
    components: Mapping[str, Held]  #: by id


def update_feeds(site: Site) -> Iterator[Artefact]:
    """Yield every feed that has an entry per update and more than one item, in each language.

    That is ``feed.*`` with its archives, ``maintenance.atom`` and two for each component.
    Nothing is loaded before one of them is rendered.
    """
    listing = _listing(site)
    for language in site.env.languages.values():
        yield from _site_feeds(site, language, listing)
        yield from _maintenance_feed(site, language, listing)
        yield from _component_feeds(site, language, listing)


def _listing(site: Site) -> Listing:
    planned = maintenance_lines(site.state)
    lines = merged(incident_lines(site.state), planned)
    components = by_component(lines, site.config.by_id)
    return Listing(
        newest=Held(newest(lines)),
        archives=tuple([Held(past[::-1]) for past in archives(lines)]),
        maintenance=Held(newest(planned)),
        components={component: Held(its) for component, its in components.items()},
    )


def incident_feed(env: RenderEnv, state: IncidentState, archive: Archive) -> Iterator[Artefact]:
    """Yield an incident's own feed in each language. It depends on that incident alone."""
    incident = state.incident
    for language in env.languages.values():
        path = links.in_language(links.incident(state.id, ".atom"), language.code, env.config)
        yield Artefact(
            path=path,
            key=key_of(env.fingerprint, path, incident.digest),
            media_type=ATOM,
            render=partial(_render_incident, env, state, archive, language),
        )


def _render_incident(
    env: RenderEnv, state: IncidentState, archive: Archive, language: Language
) -> bytes:
    config = env.config
    words = words_of(env, state.incident.path, language, archive)
    story = incident_story(state, words, config)
    feed = Feed(
        path=links.in_language(links.incident(state.id, ".atom"), language.code, config),
        title=language.gettext("%(title)s – %(site)s", title=words.title, site=config.name),
        description=language.gettext("Every update on this incident, the newest first."),
        language=language.code,
        page=story.page,
        entries=tuple([update_entry(story, step) for step in reversed(story.steps)]),
    )
    return atom(feed, config)


def _site_feeds(site: Site, language: Language, listing: Listing) -> Iterator[Artefact]:
    channel = Channel(
        path=links.FEED_ATOM,
        title=site.config.name,
        description=_description(site, language),
        page=links.FRONT,
        held=listing.newest,
        entries=cache(partial(_entries, site, language, listing.newest.lines)),
        earlier=_archive_path(len(listing.archives)),
    )
    yield _artefact(site, language, channel, atom, ATOM)
    yield _artefact(site, language, replace(channel, path=links.FEED_RSS), rss, RSS)
    yield _artefact(site, language, replace(channel, path=links.FEED_JSON), json_feed, JSON_FEED)
    for number, held in enumerate(listing.archives, start=1):
        past = replace(
            channel,
            path=_archive_path(number),
            held=held,
            entries=partial(_entries, site, language, held.lines),
            subscribe=links.FEED_ATOM,
            earlier=_archive_path(number - 1),
        )
        yield _artefact(site, language, past, atom, ATOM)


def _archive_path(number: int) -> str:
    return f"feed/{number}.atom" if number else ""


def _maintenance_feed(site: Site, language: Language, listing: Listing) -> Iterator[Artefact]:
    channel = Channel(
        path=links.MAINTENANCE_ATOM,
        title=language.gettext("Maintenance – %(site)s", site=site.config.name),
        description=language.gettext("Planned maintenance of %(site)s.", site=site.config.name),
        page=links.FRONT,
        held=listing.maintenance,
        entries=partial(_entries, site, language, listing.maintenance.lines),
    )
    yield _artefact(site, language, channel, atom, ATOM)


def _component_feeds(site: Site, language: Language, listing: Listing) -> Iterator[Artefact]:
    for component in site.config.components:
        channel = _component_channel(site, language, component, listing.components[component.id])
        yield _artefact(site, language, channel, atom, ATOM)
        path = links.component(component.id, ".rss")
        yield _artefact(site, language, replace(channel, path=path), rss, RSS)


def _component_channel(site: Site, language: Language, component: Component, held: Held) -> Channel:
    name = language.component(component)
    return Channel(
        path=links.component(component.id, ".atom"),
        title=language.gettext("%(title)s – %(site)s", title=name, site=site.config.name),
        description=language.gettext(
            "Updates on incidents and maintenance that concern %(component)s.", component=name
        ),
        page=links.component(component.id),
        held=held,
        entries=cache(partial(_entries, site, language, held.lines)),
    )


def _description(site: Site, language: Language) -> str:
    return language.gettext(
        "Updates on incidents and maintenance of %(site)s.", site=site.config.name
    )


def _artefact(
    site: Site, language: Language, channel: Channel, form: Format, media_type: str
) -> Artefact:
    path = links.in_language(channel.path, language.code, site.config)
    return Artefact(
        path=path,
        key=key_of(site.env.fingerprint, path, channel.earlier, channel.held.digest),
        media_type=media_type,
        render=partial(_render, site, language, channel, form),
        stage=Stage.PAGE if channel.subscribe else Stage.FRONT,
    )


def _render(site: Site, language: Language, channel: Channel, form: Format) -> bytes:
    def here(path: str) -> str:
        return path and links.in_language(path, language.code, site.config)

    feed = Feed(
        path=here(channel.path),
        title=channel.title,
        description=channel.description,
        language=language.code,
        page=here(channel.page),
        entries=channel.entries(),
        subscribe=here(channel.subscribe),
        earlier=here(channel.earlier),
    )
    return form(feed, site.config)


def _entries(site: Site, language: Language, lines: Sequence[Line]) -> tuple[Entry, ...]:
    """Return the entries of *lines*; each item is loaded once."""
    stories: dict[str, Story] = {}
    entries = []
    for line in lines:
        source = line.source
        story = stories.get(source.path)
        if story is None:
            story = stories[source.path] = story_of(site, language, source)
        entries.append(update_entry(story, story.steps[line.index]))
    return tuple(entries)


def story_of(site: Site, language: Language, source: Source) -> Story:
    """Return the story of *source* in *language*."""
    words = words_of(site.env, source.path, language, site.archive)
    if isinstance(source, IncidentSummary):
        return incident_story(site.archive.incident(source), words, site.config)
    return maintenance_story(source.state, words, site.config, now=site.state.as_of)
