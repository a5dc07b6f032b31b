"""The order of things: sources → facts → state → artefacts → ``site/``.

The only place that knows all stages. What need not be done again is not done:
nothing at all where no stamp has changed and the clock has not turned; else only
what changed is parsed, and only what has a new key is rendered.
"""

from __future__ import annotations

import gc
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import msgspec

from statusgen import __version__, disk
from statusgen.artefacts import Artefact, Written
from statusgen.cache import Cache, DamagedCacheError, Head
from statusgen.config import Config
from statusgen.derive.values import SiteState
from statusgen.disk import Listing
from statusgen.errors import Problem
from statusgen.items import Rendering
from statusgen.load import Loaded, LoadRequest, derive, load
from statusgen.output import Made, Outputs, Staging, put_in_place, staging, sweep
from statusgen.render.everything import site_artefacts
from statusgen.render.site import Site
from statusgen.settings import Settings, checksum, inputs_checksum, read_settings
from statusgen.workers import each, worker_count


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildRequest:
    """What a build is asked for. ``progress`` hears (what, done, total) as it goes."""

    root: Path
    now: datetime
    drafts: bool = False
    strict: bool = False
    workers: int = field(default_factory=worker_count)
    progress: Callable[[str, int, int], None] | None = None

    @property
    def site(self) -> Path:
        """Return the folder that the site is written to."""
        return self.root / disk.SITE

    def tell(self, what: str, done: int, total: int) -> None:
        """Say how far it has come, where somebody listens."""
        if self.progress is not None:
            self.progress(what, done, total)


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build did."""

    root: Path
    site_dir: Path
    changed: int  #: artefacts written or removed
    total: int
    seconds: float
    as_of: datetime
    holds_until: datetime | None
    advice: tuple[Problem, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)  #: stage → seconds
    weight: int = 0  #: bytes written

    @cached_property
    def written(self) -> dict[str, Written]:
        """Return path → what stands there, for the whole site."""
        with closing(open_cache(self.root)) as cache:
            return cache.outputs()

    @cached_property
    def config(self) -> Config:
        """Return the project's settings."""
        return read_settings(self.root).config

    def summary(self) -> str:
        """Return e.g. ``3 of 10,412 artefacts changed, 0.31 s``."""
        return f"{self.changed:,} of {self.total:,} artefacts changed, {self.seconds:.2f} s"


class Stopwatch:
    """Seconds per stage."""

    def __init__(self) -> None:
        self.start = self._last = time.perf_counter()
        self.stages: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Count the time since the last lap to *stage*."""
        now = time.perf_counter()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self._last
        self._last = now

    @property
    def total(self) -> float:
        """Return seconds since the start."""
        return time.perf_counter() - self.start


def open_cache(root: Path) -> Cache:
    """Open the project's cache; a damaged one is thrown away and begun anew."""
    folder = root / disk.WORK / "cache"
    try:
        return Cache(folder, version=__version__)
    except DamagedCacheError:
        shutil.rmtree(folder, ignore_errors=True)
        return Cache(folder, version=__version__)
    except OSError as error:
        raise disk.disk_error(error, folder) from error


def build_project(request: BuildRequest) -> Built:
    """Bring ``site/`` up to date.

    Raises :class:`ContentError` with every problem, and leaves ``site/`` as it
    was, where the content cannot be used; :class:`StatusgenError` where the
    disk cannot.
    """
    with _quick_memory():
        try:
            with closing(open_cache(request.root)) as cache:
                return _build(request, cache)
        except DamagedCacheError:
            shutil.rmtree(request.root / disk.WORK / "cache", ignore_errors=True)
            with closing(open_cache(request.root)) as cache:
                return _build(request, cache)


@contextmanager
def _quick_memory() -> Iterator[None]:
    """Look for garbage less often: a build makes a lot, and keeps nearly all of it."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build(request: BuildRequest, cache: Cache) -> Built:
    watch = Stopwatch()
    read_ns = time.time_ns()
    listing = disk.list_sources(request.root)
    inputs = inputs_checksum(request.root, listing)
    on_disk = dict(disk.list_files(request.site))
    watch.lap("list")
    head = cache.get("head", Head)
    if head is not None and _nothing_to_do(request, head, inputs, checksum(on_disk)):
        watch.lap("compare")
        return _built(request, head, watch)
    sweep(request.root)
    bytecode = cache.get("bytecode", dict[str, bytes]) or {}
    compiled = len(bytecode)
    settings = read_settings(request.root, bytecode=bytecode)
    outputs = Outputs(cache.output_keys(), on_disk)
    watch.lap("settings")
    with staging(request.root, outputs) as staged:
        loaded = load(
            _load_request(request, settings, listing, read_ns),
            cache,
            lambda: open_cache(request.root),
            Rendering(staged=staged, drafts=request.drafts),
        )
        watch.lap("parse and render items")
        state = derive(loaded, now=request.now, drafts=request.drafts)
        watch.lap("derive")
        made, planned = _render_lists(request, loaded, state, staged)
        watch.lap("render lists")
        made += loaded.made
        stale = (outputs.lists - planned) | loaded.stale
        put_in_place(staged, request.site, made, stale)
        watch.lap("put in place")
    for path in stale:
        on_disk.pop(path, None)
    on_disk.update((m.path, m.stamp) for m in made)
    head = Head(
        inputs=inputs,
        outputs=checksum(on_disk),
        drafts=request.drafts,
        as_of=state.as_of.timestamp(),
        holds_until=None if state.holds_until is None else state.holds_until.timestamp(),
        total=0,
    )
    head = _commit(cache, head, settings, made, stale)
    if len(bytecode) != compiled:
        cache.put("bytecode", bytecode)
    watch.lap("remember")
    return _built(
        request,
        head,
        watch,
        changed=sum(not m.same for m in made) + len(stale),
        advice=loaded.advice,
        weight=sum(m.written.size for m in made if not m.same),
    )


def _load_request(
    request: BuildRequest, settings: Settings, listing: Listing, read_ns: int
) -> LoadRequest:
    return LoadRequest(
        root=request.root,
        settings=settings,
        listing=listing,
        read_ns=read_ns,
        now=request.now,
        drafts=request.drafts,
        strict=request.strict,
        workers=request.workers,
        tell=request.tell,
    )


def _nothing_to_do(request: BuildRequest, head: Head, inputs: int, outputs: int) -> bool:
    now = request.now.timestamp()
    return (
        head.inputs == inputs
        and head.outputs == outputs
        and head.drafts == request.drafts
        and not request.strict
        and head.as_of <= now
        and (head.holds_until is None or now < head.holds_until)
    )


def _render_lists(
    request: BuildRequest,
    loaded: Loaded,
    state: SiteState,
    staged: Staging,
) -> tuple[list[Made], set[str]]:
    """Render what depends on more than one item and has a new key."""
    site = Site(env=loaded.settings.env, state=state, archive=loaded.archive)
    planned: set[str] = set()
    due: list[Artefact] = []
    for artefact in site_artefacts(site):
        planned.add(artefact.path)
        if staged.outputs.key(artefact.path) != artefact.key:
            due.append(artefact)
    made: list[Made] = []
    places = range(len(due))
    for one in each(lambda at: staged.write(due[at]), places, workers=request.workers):
        made.append(one)
        request.tell("rendering lists", len(made), len(due))
    return made, planned


def _commit(
    cache: Cache, head: Head, settings: Settings, made: list[Made], stale: set[str]
) -> Head:
    with cache.writing():
        cache.drop_outputs(stale)
        cache.put_outputs((m.path, m.owner, m.written, m.stamp) for m in made)
        head = msgspec.structs.replace(head, total=cache.output_count())
        cache.put("fingerprint", settings.env.fingerprint)
        cache.put("drafts", head.drafts)
        cache.drop("pending")
        cache.put("head", head)
    return head


def _built(
    request: BuildRequest,
    head: Head,
    watch: Stopwatch,
    *,
    changed: int = 0,
    advice: tuple[Problem, ...] = (),
    weight: int = 0,
) -> Built:
    until = head.holds_until
    return Built(
        root=request.root,
        site_dir=request.site,
        changed=changed,
        total=head.total,
        seconds=watch.total,
        as_of=datetime.fromtimestamp(head.as_of, UTC),
        holds_until=None if until is None else datetime.fromtimestamp(until, UTC),
        advice=advice,
        timings=watch.stages,
        weight=weight,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a check found, errors apart: those are raised."""

    state: SiteState
    config: Config
    advice: tuple[Problem, ...]
    items: int
    seconds: float

    def summary(self) -> str:
        """Return e.g. ``no errors in 42 files, 0.12 s``."""
        return f"no errors in {self.items:,} files, {self.seconds:.2f} s"


def check_project(root: Path, *, now: datetime, strict: bool = False) -> Checked:
    """Read and check everything, render nothing; the cache makes it quick.

    Raises :class:`ContentError` with every problem.
    """
    watch = Stopwatch()
    request = BuildRequest(root=root, now=now, strict=strict)
    with _quick_memory(), closing(open_cache(root)) as cache:
        settings = read_settings(root)
        listing = disk.list_sources(root)
        loaded = load(
            _load_request(request, settings, listing, time.time_ns()),
            cache,
            lambda: open_cache(root),
        )
        return Checked(
            state=derive(loaded, now=now, drafts=False),
            config=settings.config,
            advice=loaded.advice,
            items=len(listing.files),
            seconds=watch.total,
        )


def state_of(root: Path, *, now: datetime) -> SiteState:
    """Return the state of the site at *now*."""
    return check_project(root, now=now).state
