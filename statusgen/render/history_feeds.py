"""Feeds with an entry per incident, rewritten in place, as Statuspage has them.

Unlike Statuspage's, an entry's ``published`` stays at its start while ``updated`` moves,
nothing is dated in the future, and times in the text carry their year: readers that sort
by ``published``, or drop what is dated ahead, would lose entries otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, partial
from heapq import nlargest
from operator import itemgetter

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.render import links
from statusgen.render.feed_entries import Entry, dated_steps, story_entry
from statusgen.render.feed_formats import ATOM, RSS, Feed, Format, atom, rss
from statusgen.render.feed_listing import PER_FEED, Source, planned
from statusgen.render.feeds import story_of
from statusgen.render.language import Language
from statusgen.render.site import Site

_FORMS: tuple[tuple[str, str, Format], ...] = (
    (links.HISTORY_ATOM, ATOM, atom),
    (links.HISTORY_RSS, RSS, rss),
)


def history_feeds(site: Site) -> Iterator[Artefact]:
    """Yield ``history.atom`` and ``history.rss`` in each language: the fifty newest items.

    Maintenance is in them from its announcement on.
    """
    sources = _newest(site)
    said = [(source.id, source.digest) for source in sources]
    for language in site.env.languages.values():
        entries = cache(partial(_entries, site, language, sources))
        for name, media_type, form in _FORMS:
            path = links.in_language(name, language.code, site.config)
            yield Artefact(
                path=path,
                key=key_of(site.env.fingerprint, path, said),
                media_type=media_type,
                render=partial(_render, site, language, entries, path, form),
                stage=Stage.FRONT,
            )


def _newest(site: Site) -> list[Source]:
    """Return the fifty items that began last, newest first: an incident begins with its news."""
    incidents = nlargest(PER_FEED, site.state.incidents, key=lambda summary: summary.times[0])
    begun: list[tuple[datetime, Source]] = [(one.times[0], one) for one in incidents]
    for item in site.state.maintenances:
        steps = dated_steps(item, now=site.state.as_of)
        if steps:
            begun.append((steps[0].at, planned(item)))
    begun.sort(key=itemgetter(0), reverse=True)
    return [source for _, source in begun[:PER_FEED]]


def _entries(site: Site, language: Language, sources: list[Source]) -> tuple[Entry, ...]:
    return tuple([story_entry(story_of(site, language, source)) for source in sources])


def _render(
    site: Site,
    language: Language,
    entries: Callable[[], tuple[Entry, ...]],
    path: str,
    form: Format,
) -> bytes:
    config = site.config
    feed = Feed(
        path=path,
        title=language.gettext("History – %(site)s", site=config.name),
        description=language.gettext(
            "Every incident and maintenance of %(site)s, kept up to date.", site=config.name
        ),
        language=language.code,
        page=links.in_language(links.HISTORY, language.code, config),
        entries=entries(),
    )
    return form(feed, config)
