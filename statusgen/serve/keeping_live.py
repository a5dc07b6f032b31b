"""The loop's hands in the real world: files, signals, builds and targets."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from statusgen.build import BuildRequest, Built, build_project
from statusgen.desk.publishing import Event, publish_project
from statusgen.errors import ContentError, StatusgenError
from statusgen.serve.keeping import Outcome, Result, Woken, counts

#: In so many seconds at most a signal is heard. One that comes just before a wait begins is
#: heard after it: so it waits in turns.
HEEDS_SIGNALS = 0.5


class Bell:
    """Wakes the loop: at a change, or to end. May be rung from any thread, or a signal."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self._rung: queue.SimpleQueue[Woken] = queue.SimpleQueue()

    def changed(self, paths: list[str]) -> None:
        """Ring for *paths*, unless they are an editor's own files."""
        if counts(paths):
            self._rung.put(Woken.CHANGE)

    def stop(self) -> None:
        """Ring for the end, also to a publish that is under way."""
        self.stopped.set()
        self._rung.put(Woken.STOP)

    def wait(self, seconds: float) -> Woken:
        """Wait for the bell, for at most so long."""
        until = time.monotonic() + seconds
        while True:
            left = max(until - time.monotonic(), 0.0)
            try:
                return self._rung.get(timeout=min(left, HEEDS_SIGNALS))
            except queue.Empty:
                if left <= HEEDS_SIGNALS:
                    return Woken.TIME


def build_once(root: Path) -> Outcome:
    """Build the project in *root*."""
    return _guarded(lambda: _done(_build(root)))


def publish_once(root: Path, tell: Callable[[Event], None], *, stop: threading.Event) -> Outcome:
    """Build and publish the project in *root* until *stop*; *tell* hears of each step."""
    return _guarded(lambda: _publish(root, tell, stop))


def _publish(root: Path, tell: Callable[[Event], None], stop: threading.Event) -> Outcome:
    told = publish_project(root, tell, stop=stop)
    said = [line for target in told["targets"] for line in _lines(target)]
    return Outcome(
        result=Result.DONE if told["ok"] else Result.FAILED,
        said=tuple(said),
        holds_until=_build(root).holds_until,
    )


def _guarded(go: Callable[[], Outcome]) -> Outcome:
    """Return what *go* does; what a user can cause is an outcome too."""
    try:
        return go()
    except ContentError as error:
        return Outcome(result=Result.REFUSED, said=tuple(map(str, error.problems)))
    except StatusgenError as error:
        hint = (f"  hint: {error.hint}",) if error.hint else ()
        return Outcome(result=Result.FAILED, said=(f"error: {error}", *hint))


def _build(root: Path) -> Built:
    # One process: a fork would copy the locks that the watching threads hold.
    return build_project(BuildRequest(root=root, now=datetime.now(UTC), workers=1))


def _done(built: Built) -> Outcome:
    return Outcome(result=Result.DONE, said=(built.summary(),), holds_until=built.holds_until)


def _lines(target: Event) -> list[str]:
    """Return what to say of one target, of the last event's ``targets``."""
    name = target["target"]
    if "error" in target:
        hint = [f"  hint: {target['hint']}"] if target["hint"] else []
        return [f"{name}: {target['error']}", *hint]
    live = f"{name}: release {target['release']}, {target['outcome']}"
    if target.get("live_after") is not None:
        live += f", live after {target['live_after']:.1f} s"
    return [live, *(f"{name}: {line}" for line in target["lines"])]
