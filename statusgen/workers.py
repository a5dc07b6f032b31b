"""Both cores: the same work over many things, in forked children where that pays."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

from statusgen.errors import StatusgenError

T = TypeVar("T")
R = TypeVar("R")

#: Fewer things than this are done here: starting children would take longer.
WORTH_IT = 200
_CHUNK = 40


class _Flag(Protocol):
    """A number in memory that parent and children share."""

    value: int


_work: Callable[[Any], Any] | None = None
_over: _Flag | None = None  #: not 0: the results are wanted no more


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
    *things* and results travel. An exception in a child is raised here. A child that is
    killed raises :class:`StatusgenError`: it is mostly the system, short of memory.
    """
    if workers <= 1 or len(things) < WORTH_IT:
        yield from map(work, things)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    chunks = [things[at : at + _CHUNK] for at in range(0, len(things), _CHUNK)]
    context = multiprocessing.get_context("fork")
    # Not multiprocessing's pool, which waits for ever when a child dies or takes no SIGTERM:
    # here children end by themselves when there is no more to do.
    over = context.RawValue("b", 0)
    pool = ProcessPoolExecutor(workers, context, _prepare, (work, over))
    try:
        for done in as_completed([pool.submit(_run, chunk) for chunk in chunks]):
            yield from done.result()
    except BrokenProcessPool as error:
        raise StatusgenError(
            "a process of the build was killed",
            hint="is the machine out of memory? On one core it takes less: taskset -c 0 …",
        ) from error
    finally:
        over.value = 1  # after an error, Ctrl+C, or where nobody wants the rest
        pool.shutdown(cancel_futures=True)


def _prepare(work: Callable[[Any], Any], over: _Flag) -> None:
    import gc
    import signal

    global _work, _over  # a child has one job, given to it once
    _work, _over = work, over
    gc.disable()
    # Ctrl+C reaches the whole group: the parent says what there is to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whoever handles it in the parent could keep a child from ending.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _run(chunk: Iterable[Any]) -> list[Any]:
    assert _work is not None  # noqa: S101 - the initializer has run
    assert _over is not None  # noqa: S101
    return [_work(thing) for thing in chunk if not _over.value]
