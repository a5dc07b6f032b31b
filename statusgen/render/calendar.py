"""``maintenance.ics``: planned maintenance to subscribe to (RFC 5545, RFC 7986).

Times are in UTC, so that no VTIMEZONE is needed and each calendar shows its reader's zone.
A change of the plan keeps the event's UID, and its update raises the SEQUENCE; what is
cancelled stays, as CANCELLED, since calendars keep what just disappears.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.derive.values import MaintenanceState
from statusgen.model import UpdateStatus
from statusgen.render import links
from statusgen.render.language import Language
from statusgen.render.plain import plain
from statusgen.render.site import Site
from statusgen.render.words import Words, words_of
from statusgen.render.xml_text import clean

LISTED = 100  #: events; those that start last
REFRESH = timedelta(hours=1)
#: Control characters that XML can hold and a calendar cannot: DEL, and those above it, in
#: which some programs see the end of a line.
_CONTROL = dict.fromkeys(range(0x7F, 0xA0))

_Event = Any  # icalendar has no types


def calendar_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield ``maintenance.ics`` in each language."""
    listed = site.state.maintenances[:LISTED]
    said = [(one.id, one.maintenance.digest, one.status, one.updated) for one in listed]
    for language in site.env.languages.values():
        path = links.in_language(links.CALENDAR, language.code, site.config)
        yield Artefact(
            path=path,
            key=key_of(site.env.fingerprint, path, said),
            media_type="text/calendar; charset=utf-8",
            render=partial(_render, site, language, listed),
            stage=Stage.FRONT,
        )


def _render(site: Site, language: Language, listed: tuple[MaintenanceState, ...]) -> bytes:
    from icalendar import Calendar  # 110 ms

    name = _text(language.gettext("Maintenance – %(site)s", site=site.config.name))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//statusgen//maintenance//{language.code.upper()}")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add(
        "url",
        links.absolute(links.in_language(links.FRONT, language.code, site.config), site.config),
    )
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for state in sorted(listed, key=lambda one: (one.starts, one.id)):
        calendar.add_component(_event(site, language, state))
    text: bytes = calendar.to_ical()
    return text


def _event(site: Site, language: Language, state: MaintenanceState) -> _Event:
    from icalendar import Event

    words = words_of(site.env, state.maintenance.path, language, site.archive)
    path = links.in_language(links.maintenance(state.id), language.code, site.config)
    event = Event()
    event.add("uid", f"maintenance-{state.id}@{site.config.host}")
    event.add("sequence", len(state.updates))
    event.add("dtstamp", state.updated)
    event.add("last-modified", state.updated)
    event.add("dtstart", state.starts)
    if state.ends > state.starts:  # an event without an end takes no time; DTEND must be later
        event.add("dtend", state.ends)
    event.add("summary", _text(words.title) or state.id)
    event.add("description", _description(site, language, state, words))
    event.add("url", links.absolute(path, site.config))
    event.add("status", "CANCELLED" if state.status is UpdateStatus.CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _description(site: Site, language: Language, state: MaintenanceState, words: Words) -> str:
    names = [language.component(site.config.by_id[one.component]) for one in state.affected]
    lines = [language.update_statuses[state.status]]
    if words.effect:
        lines.append(words.effect)
    if names:
        lines.append(
            language.gettext("Affected components: %(names)s", names=language.listed(names))
        )
    if state.updates:
        body, _ = words.update(state.updates[0].index)
        if body is not None:
            lines.append(plain(body.html))
    return _text("\n\n".join(lines))


def _text(text: str) -> str:
    """Return *text* without what a calendar's TEXT cannot hold (RFC 5545, section 3.3.11)."""
    return clean(text).replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
