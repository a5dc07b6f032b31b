"""From sources to facts and words: what changed is parsed, the rest is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from statusgen import disk
from statusgen.archive import CachedArchive
from statusgen.cache import Cache, Facts, Record, pack, unpack
from statusgen.changes import Changes, ItemSource, find_changes
from statusgen.config import Config
from statusgen.derive.incidents import derive_incident, summarise
from statusgen.derive.site import SiteFacts, derive_site
from statusgen.derive.values import IncidentState, SiteState
from statusgen.disk import Listing
from statusgen.errors import ContentError, Level, Problem
from statusgen.model import Incident, Maintenance, Notice
from statusgen.output import Made, Outputs, Staging
from statusgen.parse.content import check_content
from statusgen.parse.context import Parsed
from statusgen.parse.incidents import parse_incident
from statusgen.parse.maintenance import parse_maintenance
from statusgen.parse.notices import parse_notice
from statusgen.parse.pages import parse_page
from statusgen.render.archive import incident_artefacts
from statusgen.settings import Settings
from statusgen.sources import SourceFile
from statusgen.workers import each

PARSERS: Mapping[str, Callable[..., Parsed[Any]]] = {
    "incidents": parse_incident,
    "maintenance": parse_maintenance,
    "notices": parse_notice,
    "pages": parse_page,
    "support": parse_page,
}


class ItemResult(msgspec.Struct, frozen=True, array_like=True):
    """What a worker made of one item, packed for the cache."""

    path: str
    facts: bytes = b""  #: a packed :class:`Facts`; empty where there is nothing to show
    record: bytes = b""  #: a packed :class:`Record`
    problems: tuple[Problem, ...] = ()
    made: tuple[Made, ...] = ()
    planned: tuple[str, ...] = ()  #: every path the item has, made now or before


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadRequest:
    """What to load, and how."""

    root: Path
    settings: Settings
    listing: Listing
    read_ns: int  #: the wall clock when the sources were listed
    now: datetime
    drafts: bool = False
    strict: bool = False
    workers: int = 1
    tell: Callable[[str, int, int], None] = lambda _what, _done, _total: None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendering:
    """Where the files of single items go, and those that are there already."""

    staged: Staging
    outputs: Outputs


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A project's facts, with what was made of single items on the way."""

    settings: Settings
    facts: dict[str, Facts]  #: by source path, sorted
    archive: CachedArchive
    advice: tuple[Problem, ...]
    made: list[Made]
    stale: set[str]  #: paths that items no longer have


def load(
    request: LoadRequest,
    cache: Cache,
    open_cache: Callable[[], Cache],
    rendering: Rendering | None = None,
) -> Loaded:
    """Bring the cache's facts up to date, rendering items as they are parsed.

    Raises :class:`ContentError` with all problems together; what could be
    parsed stays in the cache, so that the next try is quick.
    """
    settings = request.settings
    same_parser = cache.get("parser", bytes) == settings.parser
    read_ns = cache.get("read_ns", int) if same_parser else None
    changes = find_changes(request.listing, cache, settings.config, read_ns=read_ns)
    facts = cache.items() if same_parser else {}
    archive = CachedArchive(open_cache)
    jobs = _jobs(request, cache, changes, facts, rendering)
    problems = [*settings.advice, *changes.problems]
    with cache.writing():
        _make_room(cache, settings, changes, jobs)
        cache.put("read_ns", request.read_ns)
        results = _run(request, jobs, archive, cache, rendering)
        failed = {result.path for result in results if any_error(result.problems)}
        cache.put_sources(
            (path, request.listing.files[path], item)
            for path, item in changes.sources.items()
            if item in changes.dirty_items - failed
        )
    for result in results:
        problems += result.problems
        if result.facts:
            facts[result.path] = unpack(result.facts, Facts)
    for path in changes.gone:
        facts.pop(path, None)
    facts = dict(sorted(facts.items()))
    problems += check_content(
        site_facts(facts), now=request.now, config=settings.config, archive=archive
    )
    advice = _stop_on(problems, strict=request.strict)
    return Loaded(
        settings=settings,
        facts=facts,
        archive=archive,
        advice=advice,
        made=[made for result in results for made in result.made],
        stale=_stale(changes, results, rendering),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    source: ItemSource
    parse: bool


def _jobs(
    request: LoadRequest,
    cache: Cache,
    changes: Changes,
    facts: Mapping[str, Facts],
    rendering: Rendering | None,
) -> list[_Job]:
    jobs = [_Job(source, parse=True) for source in changes.dirty]
    if rendering is None:
        return jobs
    parsed = {source.path for source in changes.dirty}
    everything = (
        cache.get("fingerprint", bytes) != request.settings.env.fingerprint
        or cache.get("pending", bool) is True
        or cache.get("drafts", bool) != request.drafts
    )
    again = (
        (path for path, fact in facts.items() if fact.incident is not None)
        if everything
        else rendering.outputs.owners_of_broken()
    )
    gone = set(changes.gone)
    jobs += [
        _Job(ItemSource(path, "incidents"), parse=False)
        for path in sorted(again)
        if path not in parsed and path not in gone and path in facts
    ]
    return jobs


def _run(
    request: LoadRequest,
    jobs: list[_Job],
    archive: CachedArchive,
    cache: Cache,
    rendering: Rendering | None,
) -> list[ItemResult]:
    """Do *jobs*; what is parsed goes to the cache at once and not into memory."""

    def work(job: _Job) -> ItemResult:
        result = (
            parse_item(request.root, job.source, request.settings)
            if job.parse
            else ItemResult(job.source.path)
        )
        if rendering is None or job.source.kind != "incidents" or any_error(result.problems):
            return result
        state = unpack(result.record, Record) if result.record else None
        return _render(request, result, state, archive, rendering)

    results: list[ItemResult] = []
    for result in each(work, jobs, workers=request.workers):
        if result.facts and not any_error(result.problems):
            cache.put_item(result.path, result.facts, result.record)
        results.append(msgspec.structs.replace(result, record=b""))
        request.tell("reading and rendering", len(results), len(jobs))
    results.sort(key=lambda result: result.path)
    return results


def parse_item(root: Path, source: ItemSource, settings: Settings) -> ItemResult:
    """Read and parse the files of one item, which may have gone away meanwhile."""
    original = disk.read_source(root, source.path)
    problems: list[Problem] = []
    translations: dict[str, SourceFile] = {}
    for language, path in source.translations:
        translation = disk.read_source(root, path)
        if isinstance(translation, SourceFile):
            translations[language] = translation
        elif translation is not None:
            problems.append(translation)
    if not isinstance(original, SourceFile):
        return ItemResult(source.path, problems=(*problems, *((original,) if original else ())))
    parsed = PARSERS[source.kind](original, translations, settings.context)
    problems += parsed.problems
    if parsed.item is None:
        return ItemResult(source.path, problems=tuple(problems))
    facts, record = _pack_item(parsed, settings.config)
    return ItemResult(source.path, facts, record, tuple(problems))


def _pack_item(parsed: Parsed[Any], config: Config) -> tuple[bytes, bytes]:
    item = parsed.item
    state: IncidentState | None = None
    if isinstance(item, Incident):
        state = derive_incident(item, config)
        facts = Facts(incident=summarise(state, config), digest=item.digest)
    elif isinstance(item, Maintenance):
        facts = Facts(maintenance=item, digest=item.digest)
    elif isinstance(item, Notice):
        facts = Facts(notice=item, digest=item.digest)
    else:
        assert item is not None  # noqa: S101 - the caller has looked
        facts = Facts(page=item, digest=item.digest)
    return pack(facts), pack(Record(texts=parsed.texts, incident=state))


def _render(
    request: LoadRequest,
    result: ItemResult,
    record: Record | None,
    archive: CachedArchive,
    rendering: Rendering,
) -> ItemResult:
    """Render one incident's own files: those whose key is new."""
    if record is None:
        record = archive.record(result.path)
    else:
        archive.learn(result.path, record)
    state = record.incident
    if state is None or ((state.incident.draft or state.incident.drill) and not request.drafts):
        return result
    made: list[Made] = []
    planned: list[str] = []
    for artefact in incident_artefacts(request.settings.env, state, archive):
        planned.append(artefact.path)
        if rendering.outputs.key(artefact.path) != artefact.key:
            made.append(rendering.staged.write(artefact, owner=result.path))
    archive.forget((result.path,))
    return msgspec.structs.replace(result, made=tuple(made), planned=tuple(planned))


def _make_room(cache: Cache, settings: Settings, changes: Changes, jobs: list[_Job]) -> None:
    """Forget what no longer holds; a mark says that the site is not up to date."""
    if jobs or changes.gone or changes.gone_files:
        cache.put("pending", value=True)
        cache.drop("head")
    if cache.get("parser", bytes) != settings.parser:
        cache.forget_items()
        cache.put("parser", settings.parser)
    cache.drop_sources(changes.gone_files)
    cache.drop_items(changes.gone)


def _stale(changes: Changes, results: list[ItemResult], rendering: Rendering | None) -> set[str]:
    if rendering is None:
        return set()
    planned = {path for result in results for path in result.planned}
    owners = {*changes.gone, *(r.path for r in results)}
    return rendering.outputs.paths_of(owners) - planned


def any_error(problems: Iterable[Problem]) -> bool:
    """Return whether one of *problems* stops a build."""
    return any(problem.level is Level.ERROR for problem in problems)


def _stop_on(problems: Iterable[Problem], *, strict: bool) -> tuple[Problem, ...]:
    found = tuple(sorted(set(problems)))
    if any_error(found) or (strict and found):
        raise ContentError(found)
    return found


def site_facts(facts: Mapping[str, Facts]) -> SiteFacts:
    """Return *facts* by kind, each in path order."""
    return SiteFacts(
        incidents=tuple(f.incident for f in facts.values() if f.incident is not None),
        maintenances=tuple(f.maintenance for f in facts.values() if f.maintenance is not None),
        notices=tuple(f.notice for f in facts.values() if f.notice is not None),
        pages=tuple(f.page for f in facts.values() if f.page is not None),
    )


def derive(loaded: Loaded, *, now: datetime, drafts: bool) -> SiteState:
    """Return the state of the site at *now*."""
    return derive_site(
        site_facts(loaded.facts), loaded.archive, loaded.settings.config, now=now, drafts=drafts
    )
