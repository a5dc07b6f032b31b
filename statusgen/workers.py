"""Both cores: the same work over many things, in forked children where that pays."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Fewer things than this are done here: starting children would take longer.
WORTH_IT = 200
_CHUNK = 40

_work: Callable[[Any], Any] | None = None


def worker_count() -> int:
    """Return how many processes may run at once: one where there is no fork."""
    if sys.platform in ("win32", "darwin") or not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0))


def aside(work: Callable[[], int], *, workers: int) -> Callable[[], int]:
    """Begin *work* in a forked child, and return what waits for its number.

    It is done here, when it is waited for, where only one of *workers* is wanted; and where
    other threads run: the child would have the locks that they hold, and nobody to let go.
    """
    if workers <= 1 or threading.active_count() > 1:
        return cache(work)
    end, begin = os.pipe()
    child = os.fork()
    if child == 0:
        # The child says its number and is gone: nothing of the parent's is flushed or closed.
        try:
            os.write(begin, str(work()).encode())
        finally:
            os._exit(0)
    os.close(begin)

    @cache
    def wait() -> int:
        with open(end, "rb") as pipe:  # noqa: PTH123 - a pipe has no path
            said = pipe.read()
        os.waitpid(child, 0)
        return int(said) if said else work()

    return wait


def each(work: Callable[[T], R], things: Sequence[T], *, workers: int) -> Iterator[R]:
    """Yield ``work(thing)`` for each of *things*, in any order.

    *work* is inherited by the children, so it may close over anything; only
    *things* and results travel. An exception in a child is raised here.
    """
    if workers <= 1 or len(things) < WORTH_IT:
        yield from map(work, things)
        return
    import multiprocessing

    chunks = [things[at : at + _CHUNK] for at in range(0, len(things), _CHUNK)]
    context = multiprocessing.get_context("fork")
    with context.Pool(workers, initializer=_prepare, initargs=(work,)) as pool:
        for results in pool.imap_unordered(_run, chunks):
            yield from results


def _prepare(work: Callable[[Any], Any]) -> None:
    import gc

    global _work  # noqa: PLW0603 - a child has one job, given to it once
    _work = work
    gc.disable()


def _run(chunk: Iterable[Any]) -> list[Any]:
    assert _work is not None  # noqa: S101 - the initializer has run
    return [_work(thing) for thing in chunk]
