"""Hearing of saved files: watchdog's events, gathered for a moment and sent once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

#: Seconds to wait for the rest of a save: editors write, rename and touch at once.
SETTLE = 0.015


class Watcher:
    """Calls *changed* with the paths, relative to *root*, of files that were saved or removed."""

    def __init__(
        self, root: Path, folders: Iterable[str], changed: Callable[[list[str]], None]
    ) -> None:
        self._root = root.resolve()
        self._changed = changed
        self._queue: queue.Queue[str | None] = queue.Queue()
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

    def _put(self, path: str) -> None:
        place = Path(path)
        if place.is_relative_to(self._root):
            self._queue.put(place.relative_to(self._root).as_posix())

    def _run(self) -> None:
        while (path := self._queue.get()) is not None:
            paths = {path}
            while True:
                try:
                    more = self._queue.get(timeout=SETTLE)
                except queue.Empty:
                    break
                if more is None:
                    return
                paths.add(more)
            self._changed(sorted(paths))


class _Handler(FileSystemEventHandler):
    def __init__(self, put: Callable[[str], None]) -> None:
        self._put = put

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass on what changes a file; opening and reading one does not."""
        if event.is_directory or event.event_type in ("opened", "closed_no_write"):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._put(str(path))
