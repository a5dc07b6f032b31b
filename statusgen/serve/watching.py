"""Hearing of saved files: watchdog's events, gathered for a moment and sent once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

#: Seconds to wait for the rest of a save: editors write, rename and touch at once.
SETTLE = 0.015
#: Seconds to wait once a file has been closed or put in place: hardly anything follows then.
CLOSED = 0.003

#: A path, and whether what was heard of it is how a save ends.
_Heard = tuple[str, bool]


class _Put(Protocol):
    def __call__(self, path: str, *, ends: bool) -> None: ...


class Watcher:
    """Hears of files in *folders* that were saved or removed; paths are relative to *root*.

    The folders may come and go while it watches. It listens from when it is entered, and
    tells from :meth:`deliver` on: so nothing is lost that is saved while a project is read.
    """

    def __init__(self, root: Path, folders: Iterable[str]) -> None:
        self._root = root.resolve()
        self._thread: threading.Thread | None = None
        self._queue: queue.Queue[_Heard | None] = queue.Queue()
        self._observer = Observer()
        self._handler = _Handler(self._put)
        self._folders = tuple(folders)
        self._watches: dict[str, ObservedWatch] = {}
        self._observer.schedule(_Top(self._put, self._folders), str(self._root), recursive=False)
        for folder in self._folders:
            self._follow(folder)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._observer.start()
        return self

    def deliver(self, changed: Callable[[list[str]], None]) -> None:
        """Call *changed* with what was saved since it began to watch, and from now on."""
        self._thread = threading.Thread(
            target=self._run, args=(changed,), name="watcher", daemon=True
        )
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        """Stop watching."""
        self._observer.stop()
        self._observer.join()
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()

    def _follow(self, folder: str) -> list[str]:
        """Watch *folder* as it is now, if it is there, and return its files."""
        place = self._root / folder
        before = self._watches.pop(folder, None)
        if before is not None:
            self._observer.unschedule(before)
        if not place.is_dir():
            return []
        self._watches[folder] = self._observer.schedule(self._handler, str(place), recursive=True)
        return [file.relative_to(self._root).as_posix() for file in place.rglob("*.*")]

    def _put(self, path: str, *, ends: bool) -> None:
        place = Path(path)
        if place.is_relative_to(self._root):
            self._queue.put((place.relative_to(self._root).as_posix(), ends))

    def _run(self, changed: Callable[[list[str]], None]) -> None:
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
            paths = set(open_still)
            for folder in paths.intersection(self._folders):
                paths.update(self._follow(folder))
            changed(sorted(paths))


class _Handler(FileSystemEventHandler):
    def __init__(self, put: _Put) -> None:
        self._put = put

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass on what changes a file or moves a folder; opening and reading one does not."""
        kind = event.event_type
        moves = kind in ("created", "deleted", "moved")
        if kind in ("opened", "closed_no_write") or (event.is_directory and not moves):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._put(str(path), ends=event.event_type in ("closed", "moved", "deleted"))


class _Top(FileSystemEventHandler):
    """Hears of the folders themselves: made, renamed, removed."""

    def __init__(self, put: _Put, names: Iterable[str]) -> None:
        self._put, self._names = put, frozenset(names)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass on what happens to one of the folders, and not what happens in it."""
        if event.event_type not in ("created", "deleted", "moved"):
            return
        for path in (event.src_path, event.dest_path):
            if path and Path(str(path)).name in self._names:
                self._put(str(path), ends=True)
