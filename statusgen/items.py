"""One item at a time: its files to facts and words, and an incident's to its own pages.

This is what runs on every core; nothing here depends on any other item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from statusgen import disk
from statusgen.archive import CachedArchive
from statusgen.cache import Facts, Record, pack
from statusgen.changes import ItemSource
from statusgen.config import Config
from statusgen.derive.incidents import derive_incident, summarise
from statusgen.errors import Level, Problem
from statusgen.model import Incident, Maintenance, Notice
from statusgen.output import Made, Staging
from statusgen.parse.context import Parsed
from statusgen.parse.incidents import parse_incident
from statusgen.parse.maintenance import parse_maintenance
from statusgen.parse.notices import parse_notice
from statusgen.parse.pages import parse_page
from statusgen.render.archive import incident_artefacts
from statusgen.settings import Settings
from statusgen.sources import SourceFile

PARSERS: Mapping[str, Callable[..., Parsed[Any]]] = {
    "incidents": parse_incident,
    "maintenance": parse_maintenance,
    "notices": parse_notice,
    "pages": parse_page,
    "support": parse_page,
}


class Job(msgspec.Struct, frozen=True):
    """What to do for one item: to parse it, or only to render what is known of it."""

    source: ItemSource
    parse: bool


class Rendering(msgspec.Struct, frozen=True, kw_only=True):
    """Where the files of single items go, and those that are there already."""

    staged: Staging
    drafts: bool


class ParsedItem(msgspec.Struct, frozen=True, kw_only=True):
    """What the files of one item say. ``facts`` may be there although there are errors."""

    path: str
    facts: Facts | None = None
    record: Record | None = None
    problems: tuple[Problem, ...] = ()


class ItemResult(msgspec.Struct, frozen=True, array_like=True):
    """What a job comes to, packed for the way back and for the cache."""

    path: str
    facts: bytes = b""  #: a packed :class:`Facts`; empty where nothing was parsed
    record: bytes = b""  #: a packed :class:`Record`
    problems: tuple[Problem, ...] = ()
    made: tuple[Made, ...] = ()
    planned: tuple[str, ...] = ()  #: every path the item has, made now or before

    @property
    def failed(self) -> bool:
        """Return whether it has an error."""
        return any_error(self.problems)


def any_error(problems: Iterable[Problem]) -> bool:
    """Return whether one of *problems* stops a build."""
    return any(problem.level is Level.ERROR for problem in problems)


def parse_item(
    root: Path, source: ItemSource, settings: Settings, *, unsaved: SourceFile | None = None
) -> ParsedItem:
    """Read and parse the files of one item, which may have gone away meanwhile.

    *unsaved* stands for the file of its path, whatever the disk has.
    """

    def read(path: str) -> SourceFile | Problem | None:
        is_it = unsaved is not None and unsaved.path == path
        return unsaved if is_it else disk.read_source(root, path)

    original = read(source.path)
    problems: list[Problem] = []
    translations: dict[str, SourceFile] = {}
    for language, path in source.translations:
        translation = read(path)
        if isinstance(translation, SourceFile):
            translations[language] = translation
        elif translation is not None:
            problems.append(translation)
    if not isinstance(original, SourceFile):
        problems += [original] if original else []
        return ParsedItem(path=source.path, problems=tuple(problems))
    parsed = PARSERS[source.kind](original, translations, settings.context)
    problems += parsed.problems
    if parsed.item is None:
        return ParsedItem(path=source.path, problems=tuple(problems))
    facts, record = _facts(parsed, settings.config)
    return ParsedItem(path=source.path, facts=facts, record=record, problems=tuple(problems))


def _facts(parsed: Parsed[Any], config: Config) -> tuple[Facts, Record]:
    item: Any = parsed.item
    record = Record(texts=parsed.texts)
    if isinstance(item, Incident):
        state = derive_incident(item, config)
        record = Record(texts=parsed.texts, incident=state)
        return Facts(incident=summarise(state, config, parsed.texts), digest=item.digest), record
    if isinstance(item, Maintenance):
        return Facts(maintenance=item, digest=item.digest), record
    if isinstance(item, Notice):
        return Facts(notice=item, digest=item.digest), record
    return Facts(page=item, digest=item.digest), record


def do_job(
    root: Path, job: Job, settings: Settings, archive: CachedArchive, rendering: Rendering | None
) -> ItemResult:
    """Do one job, from its files to its pages in the staging folder."""
    path = job.source.path
    item = parse_item(root, job.source, settings) if job.parse else ParsedItem(path=path)
    result = ItemResult(
        path,
        pack(item.facts) if item.facts else b"",
        pack(item.record) if item.record else b"",
        item.problems,
    )
    if rendering is None or job.source.kind != "incidents" or result.failed:
        return result
    if item.record:
        archive.learn(path, item.record)
    made, planned = _render(path, settings, archive, rendering)
    archive.forget((path,))
    return msgspec.structs.replace(result, made=tuple(made), planned=tuple(planned))


def _render(
    path: str, settings: Settings, archive: CachedArchive, rendering: Rendering
) -> tuple[list[Made], list[str]]:
    """Render one incident's own files: those whose key is new."""
    state = archive.record(path).incident
    if state is None or ((state.incident.draft or state.incident.drill) and not rendering.drafts):
        return [], []
    made: list[Made] = []
    planned: list[str] = []
    for artefact in incident_artefacts(settings.env, state, archive):
        planned.append(artefact.path)
        if rendering.staged.outputs.key(artefact.path) != artefact.key:
            made.append(rendering.staged.write(artefact, owner=path))
    return made, planned
