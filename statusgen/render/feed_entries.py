"""Entries of feeds: what a reader of any kind is told of an update or an incident.

An entry's id is a ``tag:`` URI (RFC 4151) of the page's host, a year, the item's id and
the update's. The year is the one in the update's own id, or else of the time at which it
was posted, so nothing but a new host name ever changes it. Times are the content's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec
from markupsafe import escape

from statusgen.config import Config
from statusgen.derive.values import IncidentState, MaintenanceState
from statusgen.model import Body, ComponentStatus, UpdateStatus
from statusgen.parse.links import absolute
from statusgen.render import links
from statusgen.render.feed_phrases import Phrases, phrases_of
from statusgen.render.steps import Step, incident_steps, maintenance_steps
from statusgen.render.words import Words, turn_words
from statusgen.render.xml_text import clean

_NAMED = 3  #: components that a title names before it counts the rest
_NOT_HOST = re.compile(r"[^a-z0-9.-]")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry, ready for any format. All text can be written as XML."""

    id: str
    title: str  #: plain text
    url: str
    html: str  #: addresses in it are absolute
    published: datetime
    updated: datetime
    status: tuple[str, str] | None = None  #: e.g. ("in_progress", "In progress")
    components: tuple[str, ...] = ()  #: names


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """An incident or maintenance as feeds tell it, in one language."""

    id: str  #: what its entries' ids say of it, e.g. "incident/2026-11-23-checkout"
    title: str  #: plain text that can be written as XML
    page: str  #: the path of its page
    url: str  #: its page's address
    words: Words
    phrases: Phrases
    config: Config
    steps: tuple[Step, ...]  #: oldest first
    components: tuple[str, ...]  #: ids of every one it touched
    window: tuple[datetime, datetime] | None = None  #: when a maintenance is planned


def incident_story(state: IncidentState, words: Words, config: Config) -> Story:
    """Return an incident as feeds tell it."""
    page = links.in_language(links.incident(state.id), words.language.code, config)
    return Story(
        id=f"incident/{state.id}",
        title=clean(words.title) or state.id,
        page=page,
        url=links.absolute(page, config),
        words=words,
        phrases=phrases_of(words.language),
        config=config,
        steps=incident_steps(state),
        components=tuple([affected.component for affected in state.affected]),
    )


def maintenance_story(
    state: MaintenanceState, words: Words, config: Config, *, now: datetime
) -> Story:
    """Return a maintenance as feeds tell it at *now*."""
    page = links.in_language(links.maintenance(state.id), words.language.code, config)
    return Story(
        id=f"maintenance/{state.id}",
        title=clean(words.title) or state.id,
        page=page,
        url=links.absolute(page, config),
        words=words,
        phrases=phrases_of(words.language),
        config=config,
        steps=dated_steps(state, now=now),
        components=tuple([affected.component for affected in state.affected]),
        window=(state.maintenance.starts, state.maintenance.ends),
    )


def dated_steps(state: MaintenanceState, *, now: datetime) -> tuple[Step, ...]:
    """Return the steps of a maintenance that a feed can tell: those with a date, up to *now*.

    There may be none. Readers show what is dated ahead first for days, or not at all, and
    what is dated long ago never.
    """
    steps = maintenance_steps(state, now=now)
    return tuple([step for step in steps if step.dated and step.at <= now])


def update_entry(story: Story, step: Step) -> Entry:
    """Return the entry of one update; its address is the update's place on the page."""
    label = story.phrases.labels[step.status]
    names = _names(_involved(story, step), story)
    title = story.words.language.gettext("%(status)s: %(title)s", status=label, title=story.title)
    return Entry(
        id=_tag(story, step.year, f"{story.id}/{step.name}"),
        title=_with_components(title, names, story),
        url=f"{story.url}#{step.id}",
        html=_whole(_step_html(story, step), story),
        published=step.at,
        updated=step.updated,
        status=(step.status.value, label),
        components=names,
    )


def story_entry(story: Story) -> Entry:
    """Return the one entry of a whole story: published at its start, updated by each update."""
    first = story.steps[0]
    summary = _prose(story, *story.words.summary)
    told = [_step_html(story, step) for step in reversed(story.steps)]
    return Entry(
        id=_tag(story, first.year, story.id),
        title=story.title,
        url=story.url,
        html=_whole("\n<hr>\n".join([summary, *told] if summary else told), story),
        published=first.at,
        updated=max(step.updated for step in story.steps),
        components=_names(story.components, story),
    )


def _involved(story: Story, step: Step) -> Sequence[str]:
    """Return what an update is about: what is affected after it or changed by it, else all."""
    changed = {change.component for change in step.changes}
    involved = [
        component
        for component, status in step.affected
        if status is not ComponentStatus.OPERATIONAL or component in changed
    ]
    return involved or story.components


def _names(components: Sequence[str], story: Story) -> tuple[str, ...]:
    known, name = story.config.by_id, story.phrases.name
    return tuple([name(known[component]) for component in components])


def _with_components(title: str, names: Sequence[str], story: Story) -> str:
    """Return *title* with the components that it does not name already."""
    folded = title.casefold()
    unsaid = [name for name in names if name.casefold() not in folded]
    if not unsaid:
        return title
    listed = ", ".join(unsaid[:_NAMED])
    more = len(unsaid) - _NAMED
    if more > 0:
        listed = story.words.language.ngettext(
            "%(names)s and %(n)s more", "%(names)s and %(n)s more", more, names=listed
        )
    return f"{title} ({listed})"


def _whole(html: str, story: Story) -> str:
    """Return what XML can write of *html*; readers know the language, and no direction."""
    language = story.words.language
    if language.direction == "rtl":
        html = f'<div lang="{language.code}" dir="rtl">{html}</div>'
    return clean(html)


def _step_html(story: Story, step: Step) -> str:
    """Return an update as HTML that says everything without any style."""
    phrases = story.phrases
    parts = [phrases.heading(step.status, step.at)]
    if story.window is not None:
        parts.append(phrases.window(*story.window))
        if story.words.effect and step.status is UpdateStatus.SCHEDULED:
            parts.append(f"<p>{escape(story.words.effect)}</p>")
    parts.append(_body_html(story, step))
    if step.changes:
        parts.append(phrases.changes(step.changes, story.config))
    if step.next_update is not None:
        parts.append(phrases.next_update(step.next_update))
    return "\n".join(parts)


def _body_html(story: Story, step: Step) -> str:
    """Return an update's own words; for a turn of the clock, what there is to say of it."""
    if step.index is None:
        return f"<p>{escape(turn_words(step.status, story.words.language))}</p>"
    return _prose(story, *story.words.update(step.index))


def _prose(story: Story, body: Body | None, code: str) -> str:
    """Return *body*, marked where its language *code* is not the feed's."""
    if body is None:
        return ""
    html = absolute(body.html, root=story.config.url, page=story.url)
    if code == story.words.language.code:
        return html
    return f'{story.phrases.untranslated()}\n<div lang="{escape(code)}" dir="auto">{html}</div>'


def _tag(story: Story, year: int, specific: str) -> str:
    # Ids are letters, digits and ._:- and so need no quoting (RFC 4151, section 2.1).
    return f"tag:{_authority(story.config.url)},{year:04d}:{specific}"


@lru_cache(maxsize=8)
def _authority(url: str) -> str:
    """Return the host of *url* as a tag's authority: letters, digits, dots and hyphens."""
    host = urlsplit(url).hostname or "localhost"
    ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    return _NOT_HOST.sub("-", ascii_host).strip("-.")
