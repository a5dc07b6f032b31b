"""A project held in memory: a saved file is parsed alone, a page rendered when asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from statusgen import disk
from statusgen.archive import CachedArchive
from statusgen.artefacts import Artefact
from statusgen.cache import Cache, Facts, open_cache, with_cache
from statusgen.changes import ItemSource, item_sources
from statusgen.derive.site import derive_site
from statusgen.derive.values import SiteFacts
from statusgen.errors import ContentError, Location, Problem, StatusgenError
from statusgen.items import any_error, parse_item
from statusgen.load import LoadRequest, load, places_in, site_facts
from statusgen.parse.content import Lookup, check_content
from statusgen.render.archive import incident_artefacts
from statusgen.render.everything import site_artefacts
from statusgen.render.samples import sample_pages
from statusgen.render.site import Site
from statusgen.settings import Settings, read_settings

CONTENT_PREFIX = f"{disk.CONTENT}/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What a workspace holds at one moment; later changes do not touch it."""

    settings: Settings
    facts: Mapping[str, Facts]  #: by source path, sorted
    archive: CachedArchive


class Workspace:
    """The state of one project's content, and every page of it on demand.

    Safe to be used from several threads: one thing happens at a time. A mistake in the
    content, in site.yaml or in the theme leaves the last good site in place and is in
    ``problems``.
    """

    def __init__(
        self,
        root: Path,
        *,
        clock: Callable[[], datetime],
        drafts: bool = True,
    ) -> None:
        self.root = root
        self.problems: tuple[Problem, ...] = ()
        self._clock = clock
        self._drafts = drafts
        self._lock = threading.RLock()
        self._site: Site | None = None
        self._settings: Settings | None = None
        self._facts: dict[str, Facts] = {}
        self._problems: dict[str, tuple[Problem, ...]] = {}  #: by file
        self._archive: CachedArchive | None = None
        self._pages: dict[str, tuple[bytes, bytes]] = {}
        self.reload()

    # --- taking in changes

    def reload(self) -> None:
        """Read everything: at the start, and when site.yaml or the theme has changed."""
        with self._lock:
            try:
                self._load_all()
            except ContentError as error:
                self._problems.update(_by_file(error.problems))
                self.problems = tuple(sorted({*self.problems, *error.problems}))

    def _load_all(self) -> None:
        kept = with_cache(self.root, lambda cache: cache.get("bytecode", dict[str, bytes])) or {}
        compiled = dict(kept)
        self._settings = settings = read_settings(self.root, bytecode=compiled)
        request = LoadRequest(
            root=self.root,
            settings=settings,
            listing=disk.list_sources(self.root),
            read_ns=time.time_ns(),
            now=self._clock(),
            drafts=self._drafts,
            lenient=True,
            workers=1,  # a fork would copy the locks that the watching threads hold
        )
        loaded = with_cache(self.root, lambda cache: load(request, cache, self._thread_cache))
        self._facts, self._archive = loaded.facts, loaded.archive
        between = self._between(site_facts(loaded.facts))
        self._problems = _by_file({*loaded.advice} - {*between})
        self._derive()
        if compiled.keys() != kept.keys():  # the next start, or build, is quicker by that
            with_cache(self.root, lambda cache: cache.put("bytecode", compiled))

    def take_in(self, paths: Iterable[str]) -> bool:
        """Parse the sources at *paths*, which were saved or removed; return whether any counts.

        Paths are relative to the project. A change to site.yaml, the theme or
        anything else beside the sources reads everything anew.
        """
        with self._lock:
            sources = [path for path in paths if self._counts(path)]
            if not sources:
                return False
            if self._archive is None or any(not self._is_source(path) for path in sources):
                self._reload_or_say()
                return True
            self._parse(sources)
            self._derive()
            return True

    def _reload_or_say(self) -> None:
        """Read everything; what the disk refuses is told like a mistake, and may be gone later."""
        try:
            self.reload()
        except StatusgenError as error:
            self.problems = (Problem(Location(disk.WORK), str(error), error.hint),)

    def _counts(self, path: str) -> bool:
        name = path.rpartition("/")[2]
        return (
            f"{path}/".startswith((CONTENT_PREFIX, f"{disk.THEMES}/"))
            and not name.startswith((".", "~"))
            and not name.endswith(("~", ".tmp", ".swp"))
        )

    def _is_source(self, path: str) -> bool:
        return path.endswith(".md") and path.split("/")[1] in disk.SOURCE_FOLDERS

    def _parse(self, paths: list[str]) -> None:
        assert self._settings is not None  # noqa: S101 - there is an archive, so there are settings
        assert self._archive is not None  # noqa: S101
        jobs, problems = item_sources(self.root, paths, self._settings.config)
        known = {source.path for source in jobs}
        for path in paths:
            if path not in known:
                self._facts.pop(path, None)
            self._problems.pop(_file_of(path), None)
        self._problems.update(_by_file(problems))
        for source in jobs:
            self._parse_one(source)

    def _parse_one(self, source: ItemSource) -> None:
        assert self._settings is not None  # noqa: S101
        assert self._archive is not None  # noqa: S101
        item = parse_item(self.root, source, self._settings)
        self._problems[source.path] = item.problems
        if any_error(item.problems):
            return  # the last good one stays
        if item.facts and item.record:
            new = source.path not in self._facts
            self._facts[source.path] = item.facts
            self._archive.learn(source.path, item.record)
            if new:
                self._facts = dict(sorted(self._facts.items()))
        else:
            self._facts.pop(source.path, None)

    def _derive(self) -> None:
        assert self._settings is not None  # noqa: S101
        assert self._archive is not None  # noqa: S101
        now = self._clock()
        facts = site_facts(self._facts)
        problems = [p for found in self._problems.values() for p in found]
        problems += self._between(facts)
        self.problems = tuple(sorted(set(problems)))
        if any_error(problems):
            return
        state = derive_site(
            facts, self._archive, self._settings.config, now=now, drafts=self._drafts
        )
        site = Site(env=self._settings.env, state=state, archive=self._archive)
        if self._site is None or self._site.env is not site.env:
            try:
                pages = {a.path: (a.key, a.render()) for a in sample_pages(site, self._pages)}
            except ContentError as error:
                self._note(error)
                return
            self._pages = pages
        self._site = site

    def _note(self, error: ContentError) -> None:
        """Tell what came up only when a page was made, until the next change."""
        self.problems = tuple(sorted({*self.problems, *error.problems}))

    def _between(self, facts: SiteFacts) -> tuple[Problem, ...]:
        """Return what is wrong between files, and with their times now."""
        assert self._settings is not None  # noqa: S101
        assert self._archive is not None  # noqa: S101
        return check_content(
            facts,
            now=self._clock(),
            config=self._settings.config,
            lookup=Lookup(self._archive, places_in(self.root)),
        )

    def _thread_cache(self) -> Cache:
        return open_cache(self.root)

    # --- giving out what is held, and pages

    @property
    def held(self) -> Held | None:
        """Return what it holds now; None where site.yaml cannot be read."""
        with self._lock:
            if self._settings is None or self._archive is None:
                return None
            return Held(settings=self._settings, facts=dict(self._facts), archive=self._archive)

    def page(self, path: str) -> Artefact | None:
        """Return the artefact at *path* of the newest good site, or None."""
        with self._lock:
            site = self._current()
            if site is None:
                return None
            return next((a for a in self._candidates(site, path) if a.path == path), None)

    def render(self, path: str) -> tuple[bytes, str] | None:
        """Return (bytes, media type) of the page at *path*, or None.

        Where a template's mistake comes up, the page as it was; raises
        :class:`ContentError` where there was none. ``problems`` has it in either case.
        """
        with self._lock:
            artefact = self.page(path)
            if artefact is None:
                return None
            known = self._pages.get(path)
            if known is None or known[0] != artefact.key:
                try:
                    known = self._pages[path] = (artefact.key, artefact.render())
                except ContentError as error:
                    self._note(error)
                    if known is None:
                        raise
            return known[1], artefact.media_type

    def _current(self) -> Site | None:
        site = self._site
        if site is None:
            return None
        until = site.state.holds_until
        if until is not None and until <= self._clock():
            self._derive()
        return self._site

    def _candidates(self, site: Site, path: str) -> Iterator[Artefact]:
        """Yield artefacts that may be at *path*, the likely ones first."""
        item = path.rpartition("/")[2].partition(".")[0]
        summary = site.incidents.get(item)
        if summary is not None and "incidents/" in path:
            yield from incident_artefacts(site.env, site.archive.incident(summary), site.archive)
        yield from site_artefacts(site)
        for one in site.state.incidents if "incidents/" in path else ():
            if one.aliases:
                yield from incident_artefacts(site.env, site.archive.incident(one), site.archive)


def _by_file(problems: Iterable[Problem]) -> dict[str, tuple[Problem, ...]]:
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        path = _file_of(problem.at.path)
        found[path] = (*found.get(path, ()), problem)
    return found


def _file_of(path: str) -> str:
    """Return the original's path where *path* is a translation's: both are read together."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/{name.partition('.')[0]}.md" if path.endswith(".md") else path
