"""From sources to facts and words: what changed is parsed, the rest is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from statusgen import disk
from statusgen.archive import CachedArchive
from statusgen.cache import Cache, Facts, Record, Remembered, unpack
from statusgen.changes import Changes, ItemSource, find_changes
from statusgen.derive.site import SiteFacts, derive_site
from statusgen.derive.values import SiteState
from statusgen.disk import Listing
from statusgen.errors import ContentError, Level, Problem
from statusgen.items import ItemResult, Job, Rendering, any_error, do_job
from statusgen.output import Made
from statusgen.parse.content import Lookup, check_content
from statusgen.parse.places import Places
from statusgen.parse.text import decode
from statusgen.settings import Settings
from statusgen.sources import SourceFile
from statusgen.workers import each


class LoadRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to load, and how."""

    root: Path
    settings: Settings
    listing: Listing
    read_ns: int  #: the wall clock when the sources were listed
    now: datetime
    drafts: bool = False
    strict: bool = False
    advise: bool = False  #: whether writers want advice; ``strict`` wants it too
    lenient: bool = False  #: whether to go on with what can be read where there are errors
    workers: int = 1
    tell: Callable[[str, int, int], None] = lambda _what, _done, _total: None


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
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

    Raises :class:`ContentError` with all problems together, unless the request is
    lenient; what could be parsed stays in the cache, so that the next try is quick.
    """
    settings = request.settings
    same_parser = cache.get("parser", bytes) == settings.parser
    read_ns = cache.get("read_ns", int) if same_parser else None
    known = cache.items() if read_ns is not None else {}
    changes = find_changes(request.listing, known, settings.config, read_ns=read_ns)
    archive = CachedArchive(open_cache)
    jobs = _jobs(request, cache, changes, known, rendering)
    problems = [*settings.problems, *changes.problems]
    if rendering is not None:
        rendering.staged.outputs.include({*changes.gone, *(job.source.path for job in jobs)})
    with cache.writing():
        _make_room(cache, settings, changes, jobs)
        cache.put("read_ns", request.read_ns)
        results = _run(request, jobs, archive, cache, rendering)
        facts = _remember(request.listing, cache, changes, known, results)
    problems += [problem for result in results for problem in result.problems]
    problems += check_content(
        site_facts(facts),
        now=request.now,
        config=settings.config,
        lookup=Lookup(archive, places_in(request.root)),
    )
    if (request.advise or request.strict) and not any_error(problems):
        problems += _advice(request, facts, archive)
    advice = _stop_on(problems, request)
    return Loaded(
        settings=settings,
        facts=facts,
        archive=archive,
        advice=advice,
        made=[made for result in results for made in result.made],
        stale=_stale(changes, results, rendering),
    )


def _jobs(
    request: LoadRequest,
    cache: Cache,
    changes: Changes,
    known: Mapping[str, Remembered],
    rendering: Rendering | None,
) -> list[Job]:
    jobs = [Job(source, parse=True) for source in changes.dirty]
    if rendering is None:
        return jobs
    parsed = {source.path for source in changes.dirty}
    everything = (
        cache.get("fingerprint", bytes) != request.settings.env.fingerprint
        or cache.get("pending", bool) is True
        or cache.get("drafts", bool) != request.drafts
    )
    again = (
        (path for path, item in known.items() if item.facts.incident is not None)
        if everything
        else rendering.staged.outputs.owners_of_broken()
    )
    gone = set(changes.gone)
    jobs += [
        Job(ItemSource(path, "incidents"), parse=False)
        for path in sorted(again)
        if path not in parsed and path not in gone and path in known
    ]
    return jobs


def _run(
    request: LoadRequest,
    jobs: list[Job],
    archive: CachedArchive,
    cache: Cache,
    rendering: Rendering | None,
) -> list[ItemResult]:
    """Do *jobs*; what is parsed goes to the cache at once and not into memory."""

    def work(job: Job) -> ItemResult:
        return do_job(request.root, job, request.settings, archive, rendering)

    results: list[ItemResult] = []
    for result in each(work, jobs, workers=request.workers):
        if result.facts and result.failed:
            archive.learn(result.path, unpack(result.record, Record))  # for the checks to come
        elif result.facts:
            cache.put_record(result.path, result.record)
        results.append(msgspec.structs.replace(result, record=b""))
        request.tell("reading and rendering", len(results), len(jobs))
    results.sort(key=lambda result: result.path)
    return results


def _remember(
    listing: Listing,
    cache: Cache,
    changes: Changes,
    known: Mapping[str, Remembered],
    results: Iterable[ItemResult],
) -> dict[str, Facts]:
    """Keep what the items say that were parsed and have no error; return what all of them say."""
    facts = {path: item.facts for path, item in known.items()}
    facts |= {result.path: unpack(result.facts, Facts) for result in results if result.facts}
    for path in changes.gone:
        del facts[path]
    # What has a problem is read again next time: the cache keeps no problems.
    good = {r.path: not r.problems for r in results if r.facts and not r.failed}
    new = {
        item.path: Remembered(
            facts[item.path],
            tuple([(path, listing.files[path]) for path in item.files]) if good[item.path] else (),
        )
        for item in changes.dirty
        if item.path in good
    }
    items = {**known, **new}
    for path in changes.gone:
        del items[path]
    cache.put_items({*new, *changes.gone}, items)
    return dict(sorted(facts.items()))


def _make_room(cache: Cache, settings: Settings, changes: Changes, jobs: list[Job]) -> None:
    """Forget what no longer holds; a mark says that the site is not up to date."""
    if jobs or changes.gone or changes.any_file_gone:
        cache.put("pending", value=True)
        cache.drop("head")
    if cache.get("parser", bytes) != settings.parser:
        cache.forget_items()
        cache.put("parser", settings.parser)
    cache.drop_records(changes.gone)


def _stale(changes: Changes, results: list[ItemResult], rendering: Rendering | None) -> set[str]:
    if rendering is None:
        return set()
    planned = {path for result in results for path in result.planned}
    owners = {*changes.gone, *(r.path for r in results)}
    return rendering.staged.outputs.paths_of(owners) - planned


def _advice(
    request: LoadRequest, facts: Mapping[str, Facts], archive: CachedArchive
) -> tuple[Problem, ...]:
    from statusgen.advice.giving import give_advice

    def read(path: str) -> str:
        source = disk.read_source(request.root, path)
        text = decode(source) if isinstance(source, SourceFile) else ""
        return text if isinstance(text, str) else ""

    config = request.settings.config
    return give_advice(site_facts(facts), archive, config, now=request.now, read=read)


def _stop_on(problems: Iterable[Problem], request: LoadRequest) -> tuple[Problem, ...]:
    off = request.settings.config.checks.off
    found = tuple(sorted({p for p in problems if p.level is Level.ERROR or p.rule not in off}))
    if not request.lenient and (any_error(found) or (request.strict and found)):
        raise ContentError(found)
    return found


def places_in(root: Path) -> Places:
    """Return where things stand in the files of the project in *root*."""
    return Places(lambda path: disk.read_source(root, path))


def site_facts(facts: Mapping[str, Facts]) -> SiteFacts:
    """Return *facts* by kind, each in path order."""
    said = facts.values()
    return SiteFacts(
        incidents=tuple([f.incident for f in said if f.incident is not None]),
        maintenances=tuple([f.maintenance for f in said if f.maintenance is not None]),
        notices=tuple([f.notice for f in said if f.notice is not None]),
        pages=tuple([f.page for f in said if f.page is not None]),
    )


def derive(loaded: Loaded, *, now: datetime, drafts: bool) -> SiteState:
    """Return the state of the site at *now*."""
    return derive_site(
        site_facts(loaded.facts), loaded.archive, loaded.settings.config, now=now, drafts=drafts
    )
