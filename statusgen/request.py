"""What a build is asked for, and what it did."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import msgspec

from statusgen import disk
from statusgen.artefacts import Written
from statusgen.cache import Head, open_cache
from statusgen.config import Config
from statusgen.errors import Problem
from statusgen.workers import worker_count


class BuildRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a build is asked for. ``progress`` hears (what, done, total) as it goes.

    Strict, advice counts as an error. With ``advise`` it is looked for; lenient, a check
    goes on with what can be read.
    """

    root: Path
    now: datetime
    drafts: bool = False
    strict: bool = False
    advise: bool = False
    lenient: bool = False
    workers: int = msgspec.field(default_factory=worker_count)
    progress: Callable[[str, int, int], None] | None = None

    @property
    def site(self) -> Path:
        """Return the folder that the site is written to."""
        return self.root / disk.SITE

    def tell(self, what: str, done: int, total: int) -> None:
        """Say how far it has come, where somebody listens."""
        if self.progress is not None:
            self.progress(what, done, total)


class Built(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What a build did."""

    root: Path
    site_dir: Path
    changed: int  #: artefacts written or removed
    total: int
    seconds: float
    as_of: datetime
    holds_until: datetime | None
    advice: tuple[Problem, ...] = ()
    timings: dict[str, float] = msgspec.field(default_factory=dict)  #: stage → seconds
    weight: int = 0  #: bytes written
    built_with: Config | None = None  #: None where there was nothing to do

    @cached_property
    def written(self) -> dict[str, Written]:
        """Return path → what stands there, for the whole site."""
        with closing(open_cache(self.root)) as cache:
            return cache.outputs()

    @cached_property
    def config(self) -> Config:
        """Return the project's settings."""
        if self.built_with is not None:
            return self.built_with
        from statusgen.settings import read_settings

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


def report(
    request: BuildRequest,
    head: Head,
    watch: Stopwatch,
    *,
    changed: int = 0,
    advice: tuple[Problem, ...] = (),
    weight: int = 0,
) -> Built:
    """Return what a build did, with the time that it took until now."""
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
