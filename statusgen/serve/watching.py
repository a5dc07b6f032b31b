"""Hearing of saved files: watchdog's events, gathered for a moment and sent once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

#: Seconds to wait for the rest of a save: editors write, rename and touch at once.
SETTLE = 0.015
#: Seconds to wait once a file has been closed or put in place: hardly anything follows then.
CLOSED = 0.003

#: A path, and whether what was heard of it is how a save ends.
_Heard = tuple[str, bool]


class _Put(Protocol):
    def __call__(self, path: str, *, ends: bool) -> None: ...


class Watcher:
    """Calls *changed* with the paths, relative to *root*, of files that were saved or removed."""

    def __init__(
        self, root: Path, folders: Iterable[str], changed: Callable[[list[str]], None]
    ) -> None:
        self._root = root.resolve()
        self._changed = changed
        self._queue: queue.Queue[_Heard | None] = queue.Queue()
        self._observer = Observer()
        handler = _Handler(self._put)
        for folder in folders:
            if (self._root / folder).is_dir():
                self._observer.schedule(handler, str(self._root / folder), recursive=True)
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._observer.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching."""
        self._observer.stop()
        self._queue.put(None)
        self._observer.join()
        self._thread.join()

    def _put(self, path: str, *, ends: bool) -> None:
        place = Path(path)
        if place.is_relative_to(self._root):
            self._queue.put((place.relative_to(self._root).as_posix(), ends))

    def _run(self) -> None:
        while (heard := self._queue.get()) is not None:
            open_still: dict[str, bool] = {}
            while True:
                path, ends = heard
                open_still[path] = not ends
                try:
                    more = self._queue.get(timeout=SETTLE if any(open_still.values()) else CLOSED)
                except queue.Empty:
                    break
                if more is None:
                    return
                heard = more
            self._changed(sorted(open_still))


class _Handler(FileSystemEventHandler):
    def __init__(self, put: _Put) -> None:
        self._put = put

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass on what changes a file; opening and reading one does not."""
        if event.is_directory or event.event_type in ("opened", "closed_no_write"):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._put(str(path), ends=event.event_type in ("closed", "moved", "deleted"))
