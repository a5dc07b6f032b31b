"""Building and checking a project: what commands, publishing and tests call.

Where no stamp has changed and the clock has not turned, nothing is done, and
nothing heavy is imported to find that out.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from statusgen import disk
from statusgen.cache import Cache, Head, with_cache
from statusgen.config import Config
from statusgen.derive.values import Archive, SiteFacts, SiteState
from statusgen.errors import Problem
from statusgen.request import BuildRequest, Built, Stopwatch, report
from statusgen.stamps import checksum, inputs_checksum
from statusgen.workers import aside

__all__ = ["BuildRequest", "Built", "Checked", "build_project", "check_project", "state_of"]


def build_project(request: BuildRequest) -> Built:
    """Bring ``site/`` up to date.

    Raises :class:`ContentError` with every problem, and leaves ``site/`` as it
    was, where the content cannot be used; :class:`StatusgenError` where the
    disk cannot.
    """
    with quick_memory():
        return with_cache(request.root, lambda cache: _build(request, cache))


@contextmanager
def quick_memory() -> Iterator[None]:
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
    site_sum = aside(lambda: checksum(disk.list_files(request.site)), workers=request.workers)
    listing = disk.list_sources(request.root)
    inputs = inputs_checksum(request.root, listing)
    head = cache.get("head", Head)
    watch.lap("list")
    if head is not None and _nothing_to_do(request, head, inputs) and head.outputs == site_sum():
        watch.lap("compare")
        return report(request, head, watch)
    from statusgen.making import Scene, make_site

    watch.lap("import")
    scene = Scene(
        listing=listing,
        inputs=inputs,
        outputs=site_sum,
        left=None if head is None else head.outputs,
        read_ns=read_ns,
    )
    return make_site(request, cache, scene, watch)


def _nothing_to_do(request: BuildRequest, head: Head, inputs: int) -> bool:
    now = request.now.timestamp()
    return (
        head.inputs == inputs
        and head.drafts == request.drafts
        and not request.strict
        and head.as_of <= now
        and (head.holds_until is None or now < head.holds_until)
    )


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found. Errors are raised, unless it was lenient."""

    state: SiteState
    config: Config
    facts: SiteFacts  #: drafts and drills too
    archive: Archive
    advice: tuple[Problem, ...]
    items: int
    seconds: float

    def summary(self) -> str:
        """Return e.g. ``no errors in 42 files, 0.12 s``."""
        return f"no errors in {self.items:,} files, {self.seconds:.2f} s"


def check_project(
    root: Path,
    *,
    now: datetime,
    strict: bool = False,
    advise: bool = False,
    lenient: bool = False,
) -> Checked:
    """Read and check everything, render nothing; the cache makes it quick.

    Raises :class:`ContentError` with every problem; strict, with every piece of advice as
    well. Lenient, it goes on with what can be read, and the problems are in ``advice``.
    """
    from statusgen.load import derive, site_facts
    from statusgen.making import load_facts

    watch = Stopwatch()
    request = BuildRequest(root=root, now=now, strict=strict, advise=advise, lenient=lenient)
    with quick_memory():
        listing, read_ns = disk.list_sources(root), time.time_ns()
        loaded = with_cache(root, lambda cache: load_facts(request, cache, listing, read_ns))
        return Checked(
            state=derive(loaded, now=now, drafts=False),
            config=loaded.settings.config,
            facts=site_facts(loaded.facts),
            archive=loaded.archive,
            advice=loaded.advice,
            items=len(listing.files),
            seconds=watch.total,
        )


def state_of(root: Path, *, now: datetime) -> SiteState:
    """Return the state of the site at *now*."""
    return check_project(root, now=now).state
