"""What publishing needs of the world outside: clocks, chance, and who it is."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from typing import ParamSpec, TypeVar

import msgspec

from statusgen.publish.errors import DeadlineError, StoppedError, TargetError
from statusgen.publish.target import Cdn, Store

T = TypeVar("T")
A = TypeVar("A")
P = ParamSpec("P")

#: How long the first pause before another try may be, and the longest, in seconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
TRIES = 8


class Phase(enum.StrEnum):
    """Where a publish is."""

    READ = "reading the record"
    CLAIM = "claiming"
    UPLOAD = "uploading"
    REMOVE = "removing"
    COMMIT = "committing"
    PURGE = "purging the CDN"
    VERIFY = "verifying"
    RETRY = "trying again"
    NOTE = "note"


class Progress(msgspec.Struct, frozen=True):
    """One line of what is going on. Sent before the thing itself is done."""

    target: str
    phase: Phase
    text: str = ""
    done: int = 0
    total: int = 0


def _say_nothing(progress: Progress) -> None:
    del progress


@dataclass(frozen=True, kw_only=True, slots=True)
class Ports:
    """The edge. Tests pass their own; :mod:`statusgen.publish.opening` has the real ones."""

    now: Callable[[], datetime]  #: the time of day, in UTC
    clock: Callable[[], float]  #: seconds that only ever grow
    sleep: Callable[[float], object]
    jitter: Callable[[], float]  #: a random number in [0, 1)
    nonce: Callable[[], str]  #: a random word
    owner: str  #: this process, for :attr:`Intent.owner`
    #: Whether the process that calls itself so is running; None: it is on another machine.
    alive: Callable[[str], bool | None]
    tell: Callable[[Progress], None] = _say_nothing
    #: Set when the user wants no more of it: then nothing new is begun.
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One target for the length of one command."""

    name: str
    store: Store
    ports: Ports
    deadline: float  #: on ``ports.clock``
    cdn: Cdn | None = None
    address: str = ""  #: where readers find it, with a slash at its end; may be empty
    encoding: str = "none"
    workers: int = 16

    def tell(self, phase: Phase, text: str = "", done: int = 0, total: int = 0) -> None:
        """Say where the publish is."""
        self.ports.tell(Progress(self.name, phase, text, done, total))

    def attempt(self, action: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what *action* returns for the arguments, trying again while its faults may pass.

        The pauses grow and are random up to their bound, so that publishers which
        failed together do not come back together. Raises the last fault when there is
        no try or no time left.
        """
        for count in range(TRIES):
            if self.ports.stop.is_set():
                raise StoppedError("stopped; what readers see is whole, the next publish goes on")
            try:
                return action(*args, **kwargs)
            except TargetError as fault:
                if not fault.passing:
                    raise
                bound = min(LONGEST_PAUSE, FIRST_PAUSE * 2**count)
                pause = max(fault.wait, bound * self.ports.jitter())
                if count == TRIES - 1:
                    raise
                if self.ports.clock() + pause > self.deadline:
                    raise DeadlineError(
                        f"no time left to try again: {fault}", hint=fault.hint
                    ) from fault
                self.tell(Phase.RETRY, f"{fault} (again in {pause:.1f} s)")
                self.ports.sleep(pause)
        raise AssertionError("unreachable")  # pragma: no cover

    def each(self, action: Callable[[A], T], items: Iterable[A]) -> list[T]:
        """Return ``action(item)`` for each of *items*, several at a time, in their order.

        The first failure keeps those that have not begun from beginning and is raised
        once those under way have ended: nothing goes on behind the caller's back.
        """
        work: Sequence[A] = list(items)
        if self.workers == 1 or len(work) <= 1:
            return [action(item) for item in work]
        with ThreadPoolExecutor(min(self.workers, len(work))) as pool:
            futures = [pool.submit(action, item) for item in work]
            try:
                wait(futures, return_when=FIRST_EXCEPTION)
            finally:
                for future in futures:
                    future.cancel()
        failed = next((f for f in futures if not f.cancelled() and f.exception()), None)
        if failed is not None:
            failed.result()
        return [future.result() for future in futures]
