"""Entries of feeds: what a reader of any kind is told of an update or an incident.

An entry's id is a ``tag:`` URI (RFC 4151) of the page's host, a year, the item's id and
the update's. The year is the one in the update's own id, or else of the time at which it
was posted, so nothing but a new host name ever changes it. Times are the content's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel import Locale
from markupsafe import Markup

from statusgen.config import Config
from statusgen.derive.values import IncidentState, MaintenanceState
from statusgen.model import ComponentStatus, UpdateStatus
from statusgen.parse.body import rebase
from statusgen.render import links
from statusgen.render.dates import Dates
from statusgen.render.language import Language
from statusgen.render.steps import Step, incident_steps, maintenance_steps
from statusgen.render.words import Words, turn_words
from statusgen.render.xml_text import clean

_NAMED = 3  #: components that a title names before it counts the rest

#: What a tag URI's ``specific`` may hold as it is (RFC 4151, section 2.1: ``pchar``).
_SPECIFIC = "-_.~!$&'()*+,;=:@/"
_NOT_HOST = re.compile(r"[^a-z0-9.-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry, ready for any format. All text can be written as XML."""

    id: str
    title: str  #: plain text
    url: str
    html: str  #: addresses in it are absolute
    published: datetime
    updated: datetime
    tags: tuple[tuple[str, str], ...] = ()  #: (term, label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An incident or maintenance as feeds tell it, in one language."""

    kind: str  #: "incident" or "maintenance"
    id: str
    path: str  #: its page
    words: Words
    steps: tuple[Step, ...]  #: oldest first
    components: tuple[str, ...]  #: every one it touched
    window: tuple[datetime, datetime] | None = None  #: when a maintenance is planned


def incident_story(state: IncidentState, words: Words, config: Config) -> Story:
    """Return an incident as feeds tell it."""
    return Story(
        kind="incident",
        id=state.id,
        path=links.in_language(links.incident(state.id), words.language.code, config),
        words=words,
        steps=incident_steps(state),
        components=tuple([affected.component for affected in state.affected]),
    )


def maintenance_story(
    state: MaintenanceState, words: Words, config: Config, *, now: datetime
) -> Story:
    """Return a maintenance as feeds tell it at *now*."""
    return Story(
        kind="maintenance",
        id=state.id,
        path=links.in_language(links.maintenance(state.id), words.language.code, config),
        words=words,
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


def update_entry(story: Story, step: Step, config: Config) -> Entry:
    """Return the entry of one update; its address is the update's place on the page."""
    language = story.words.language
    names = _names(_involved(story, step), config, language)
    status = language.update_statuses[step.status]
    title = language.gettext("%(status)s: %(title)s", status=status, title=story.words.title)
    return Entry(
        id=_tag(config, step.year, f"{story.kind}/{story.id}/{step.id}"),
        title=clean(_with_components(title, names, language)),
        url=f"{links.absolute(story.path, config)}#{quote(step.id)}",
        html=clean(_step_html(story, step, config)),
        published=step.at,
        updated=step.updated,
        tags=((step.status.value, clean(status)), *_component_tags(names)),
    )


def story_entry(story: Story, config: Config) -> Entry:
    """Return the one entry of a whole story: published at its start, updated by each update."""
    first = story.steps[0]
    language = story.words.language
    told = [_step_html(story, step, config) for step in reversed(story.steps)]
    return Entry(
        id=_tag(config, first.year, f"{story.kind}/{story.id}"),
        title=clean(story.words.title) or story.id,
        url=links.absolute(story.path, config),
        html=clean(Markup("\n<hr>\n").join(told)),
        published=first.at,
        updated=max(step.updated for step in story.steps),
        tags=_component_tags(_names(story.components, config, language)),
    )


def _involved(story: Story, step: Step) -> Sequence[str]:
    """Return what an update is about: what is affected after it or changed by it, else all."""
    named = [
        component
        for component, status in step.affected
        if status is not ComponentStatus.OPERATIONAL
        or any(change.component == component for change in step.changes)
    ]
    return named or story.components


def _names(components: Iterable[str], config: Config, language: Language) -> list[str]:
    return [language.component(config.by_id[component]) for component in components]


def _component_tags(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple([(name, name) for name in map(clean, names)])


def _with_components(title: str, names: Sequence[str], language: Language) -> str:
    """Return *title* with the components that it does not name already."""
    folded = title.casefold()
    unsaid = [name for name in names if name.casefold() not in folded]
    if not unsaid:
        return title
    more = len(unsaid) - _NAMED
    listed = ", ".join(unsaid[:_NAMED])
    if more > 0:
        listed = language.ngettext(
            "%(names)s and %(n)s more", "%(names)s and %(n)s more", more, names=listed
        )
    return f"{title} ({listed})"


def _step_html(story: Story, step: Step, config: Config) -> Markup:
    """Return an update as HTML that says everything without any style."""
    language = story.words.language
    dates = _utc_dates(language.locale)
    _ = language.markup
    parts = [
        Markup("<p><strong>%s</strong> · %s</p>")
        % (language.update_statuses[step.status], dates.moment(step.at))
    ]
    if story.window is not None:
        window = dates.span(*story.window)
        parts.append(Markup("<p>%s</p>") % _("Planned for %(when)s.", when=window))
    parts += _body_html(story, step, config)
    if step.changes:
        parts.append(_changes_html(step, config, language))
    if step.next_update is not None:
        due = _("Next update by %(when)s.", when=dates.moment(step.next_update))
        parts.append(Markup("<p>%s</p>") % due)
    return Markup("\n").join(parts)


def _body_html(story: Story, step: Step, config: Config) -> list[Markup]:
    """Return an update's own words; where maintenance is announced, its effect as well."""
    language = story.words.language
    parts = []
    if story.words.effect and step.status is UpdateStatus.SCHEDULED:
        parts.append(Markup("<p>%s</p>") % story.words.effect)
    if step.index is None:
        return [*parts, Markup("<p>%s</p>") % turn_words(step.status, language)]
    body, code = story.words.update(step.index)
    if body is None:
        return parts
    html = Markup(rebase(body.html, config.url))  # noqa: S704 - sanitised when it was parsed
    if code != language.code:
        note = language.markup("This update has not been translated yet.")
        parts.append(Markup("<p><em>%s</em></p>") % note)
        html = Markup('<div lang="%s">%s</div>') % (code, html)
    return [*parts, html]


def _changes_html(step: Step, config: Config, language: Language) -> Markup:
    statuses = language.component_statuses
    items = Markup().join(
        [
            Markup("<li>%s</li>")
            % language.markup(
                "%(component)s: %(new)s (was: %(old)s)",
                component=language.component(config.by_id[change.component]),
                new=statuses[change.new],
                old=statuses[change.old],
            )
            for change in step.changes
        ]
    )
    return Markup("<p>%s</p>\n<ul>%s</ul>") % (language.markup("Affected components:"), items)


@lru_cache(maxsize=64)
def _utc_dates(locale: Locale) -> Dates:
    """Return how *locale* writes times in UTC, the zone of feeds: readers are anywhere."""
    return Dates(locale, ZoneInfo("UTC"))


def _tag(config: Config, year: int, specific: str) -> str:
    return f"tag:{_authority(config.host)},{year:04d}:{quote(specific, safe=_SPECIFIC)}"


@lru_cache(maxsize=8)
def _authority(host: str) -> str:
    """Return *host* as a tag's authority: letters, digits, dots and hyphens."""
    ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    return _NOT_HOST.sub("-", ascii_host.lower()) or "localhost"
