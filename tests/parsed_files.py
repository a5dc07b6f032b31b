"""A project's files, read by the real parsers without a disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from statusgen.config import Config
from statusgen.config_reader import read_config
from statusgen.derive.incidents import derive_incident, summarise
from statusgen.derive.site import derive_site
from statusgen.derive.values import IncidentState, IncidentSummary, SiteFacts, SiteState
from statusgen.errors import Problem
from statusgen.items import PARSERS
from statusgen.model import Incident, Item, Maintenance, Notice, Page, Text
from statusgen.parse.content import Lookup, SourceName, check_content, classify
from statusgen.parse.context import ParseContext, Parsed
from statusgen.parse.places import Places
from statusgen.sources import SourceFile

SITE = "content/site.yaml"


class ParsedFiles:
    """What a project's *files*, path → text, say. It is an archive of their items."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._sources = {path: SourceFile(path, text.encode()) for path, text in files.items()}
        config, problems = read_config(self._sources[SITE])
        assert config is not None, problems
        self.config: Config = config
        named = {path: classify(path, config) for path in sorted(files)}
        self._names = {p: name for p, name in named.items() if isinstance(name, SourceName)}
        self.parsed = {p: self._parse(p) for p, name in self._names.items() if not name.language}
        self.translations = [p for p, name in self._names.items() if name.language]
        self._problems = [
            *problems,
            *(name for name in named.values() if isinstance(name, Problem)),
            *(problem for parsed in self.parsed.values() for problem in parsed.problems),
        ]

    def problems(self, *, now: datetime) -> list[Problem]:
        """Return everything that is wrong at the instant *now*."""
        lookup = Lookup(self, Places(self._sources.get))
        across = check_content(self.facts, now=now, config=self.config, lookup=lookup)
        return sorted({*self._problems, *across})

    def state(self, *, now: datetime, drafts: bool = False) -> SiteState:
        return derive_site(self.facts, self, self.config, now=now, drafts=drafts)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(parsed.item for parsed in self.parsed.values() if parsed.item is not None)

    @cached_property
    def incidents(self) -> dict[str, IncidentState]:
        """Return the incidents by id."""
        found = (item for item in self.items if isinstance(item, Incident))
        return {item.id: derive_incident(item, self.config) for item in found}

    @cached_property
    def facts(self) -> SiteFacts:
        return SiteFacts(
            incidents=tuple(
                summarise(one, self.config, self.parsed[one.incident.path].texts)
                for one in self.incidents.values()
            ),
            maintenances=tuple(item for item in self.items if isinstance(item, Maintenance)),
            notices=tuple(item for item in self.items if isinstance(item, Notice)),
            pages=tuple(item for item in self.items if isinstance(item, Page)),
        )

    def incident(self, summary: IncidentSummary) -> IncidentState:
        return self.incidents[summary.id]

    def original(self, path: str) -> Text:
        return self.parsed[path].texts[0]

    def translation(self, path: str, language: str) -> Text | None:
        texts = self.parsed[path].texts[1:]
        return next((text for text in texts if text.language == language), None)

    def _parse(self, path: str) -> Parsed[Item]:
        translations = {
            name.language: self._sources[other]
            for other, name in self._names.items()
            if name.item == path and name.language
        }
        parse = PARSERS[self._names[path].kind]
        return parse(self._sources[path], translations, ParseContext(self.config))
