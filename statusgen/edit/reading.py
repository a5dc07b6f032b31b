"""A file as the real parser reads it, before and after an edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from statusgen.advice.giving import give_advice
from statusgen.derive.incidents import derive_incident, summarise
from statusgen.derive.maintenance import derive_maintenance
from statusgen.derive.values import IncidentState, IncidentSummary, SiteFacts
from statusgen.errors import ContentError, Level, Problem
from statusgen.model import Incident, Item, Maintenance, Text, Update
from statusgen.parse.content import Lookup, check_content
from statusgen.parse.context import ParseContext, Parsed
from statusgen.parse.incidents import parse_incident
from statusgen.parse.maintenance import parse_maintenance
from statusgen.parse.notices import parse_notice
from statusgen.parse.places import Places
from statusgen.sources import SourceFile

#: Folder of ``content/`` → what reads its files; those that can be edited.
PARSERS: Mapping[str, Callable[..., Parsed[Any]]] = {
    "incidents": parse_incident,
    "maintenance": parse_maintenance,
    "notices": parse_notice,
}


@dataclass(frozen=True, slots=True)
class Read:
    """What one file says, without a mistake in it."""

    path: str
    item: Item
    text: Text

    @property
    def updates(self) -> tuple[Update, ...]:
        """Return its updates, oldest first; a notice has none."""
        return self.item.updates if isinstance(self.item, Incident | Maintenance) else ()

    @property
    def words(self) -> list[tuple[datetime, str]]:
        """Return the time and the Markdown of each update."""
        bodies = (body.text if body else "" for body in self.text.updates)
        return [(update.at, body) for update, body in zip(self.updates, bodies, strict=True)]

    @property
    def summary(self) -> str:
        """Return the Markdown before the first update."""
        return self.text.summary.text if self.text.summary else ""


def read_file(source: SourceFile, context: ParseContext) -> Read:
    """Return what *source* says. Raises :class:`ContentError` if it has a mistake."""
    folder = source.path.split("/")[1]
    parsed = PARSERS[folder](source, {}, context)
    errors = [problem for problem in parsed.problems if problem.level is Level.ERROR]
    if errors or parsed.item is None:
        raise ContentError(errors)
    return Read(source.path, parsed.item, parsed.texts[0])


def incident_of(read: Read) -> Incident:
    """Return the incident that *read* is."""
    if not isinstance(read.item, Incident):
        raise TypeError(f"{read.path} is no incident")
    return read.item


def maintenance_of(read: Read) -> Maintenance:
    """Return the maintenance that *read* is."""
    if not isinstance(read.item, Maintenance):
        raise TypeError(f"{read.path} is no maintenance")
    return read.item


def ahead_of_time(
    source: SourceFile, context: ParseContext, *, now: datetime
) -> tuple[Problem, ...]:
    """Return what is wrong with the times in *source* at the instant *now*.

    Raises :class:`ContentError` if it has another mistake.
    """
    read, config = read_file(source, context), context.config
    if not isinstance(read.item, Incident):
        return ()
    one = _One(derive_incident(read.item, config), read.text)
    facts = SiteFacts(incidents=(summarise(one.state, config, (read.text,)),))
    lookup = Lookup(one, Places(lambda _path: source))
    return check_content(facts, now=now, config=config, lookup=lookup)


def advice_on(source: SourceFile, context: ParseContext, *, now: datetime) -> tuple[Problem, ...]:
    """Return what a colleague would say of the incident in *source*, sorted by place."""
    read = read_file(source, context)
    config = context.config
    one = _One(derive_incident(incident_of(read), config), read.text)
    facts = SiteFacts(incidents=(summarise(one.state, config, (read.text,)),))
    text = source.data.decode(errors="replace")
    return give_advice(facts, one, config, now=now, read=lambda _path: text)


def goes_on(source: SourceFile, context: ParseContext, *, now: datetime) -> bool:
    """Return whether what is in *source* is not over; what cannot be read may go on."""
    try:
        item = read_file(source, context).item
    except ContentError:
        return True
    if isinstance(item, Incident):
        return derive_incident(item, context.config).active
    if isinstance(item, Maintenance):
        state = derive_maintenance(item, context.config, now=now)
        return state.active or state.upcoming
    return True


@dataclass(frozen=True, slots=True)
class _One:
    """An archive of one incident."""

    state: IncidentState
    text: Text

    def incident(self, _summary: IncidentSummary) -> IncidentState:
        return self.state

    def original(self, _path: str) -> Text:
        return self.text

    def translation(self, _path: str, _language: str) -> Text | None:
        return None
