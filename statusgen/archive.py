"""The words and states of items, read from the cache when somebody asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from statusgen.cache import Cache, DamagedCacheError, Record
from statusgen.derive.values import IncidentState, IncidentSummary
from statusgen.model import Text


class CachedArchive:
    """An :class:`Archive` over the cache, with what was just parsed on top.

    Safe to use after a fork: each process opens the cache for itself. Threads have to
    take turns.
    """

    #: How many records of the cache are held in memory.
    KEEP = 256

    def __init__(self, open_cache: Callable[[], Cache]) -> None:
        self._open = open_cache
        self._opened: tuple[int, Cache] | None = None  #: by which process, and what
        self._records: dict[str, Record] = {}
        self._learned: dict[str, Record] = {}  #: what the cache does not have

    def record(self, path: str) -> Record:
        """Return the words and state of the item at *path*."""
        found = self._learned.get(path) or self._records.get(path)
        if found is None:
            if len(self._records) > self.KEEP:
                self._records.clear()
            found = self._records[path] = self._cache().record(path)
        return found

    def _cache(self) -> Cache:
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = (os.getpid(), self._open())
        return self._opened[1]

    def close(self) -> None:
        """Let go of the cache; it is opened again when it is needed."""
        if self._opened is not None and self._opened[0] == os.getpid():
            self._opened[1].close()
        self._opened = None

    def learn(self, path: str, record: Record) -> None:
        """Know the item at *path* before the cache does."""
        self._learned[path] = record

    def forget(self, paths: Iterable[str]) -> None:
        """Read the items at *paths* anew when they are next asked for."""
        for path in paths:
            self._records.pop(path, None)
            self._learned.pop(path, None)

    def incident(self, summary: IncidentSummary) -> IncidentState:
        """Return the whole incident of *summary*."""
        state = self.record(summary.path).incident
        if state is None:
            raise DamagedCacheError(f"the build cache has lost {summary.path}")
        return state

    def original(self, path: str) -> Text:
        """Return the words of the item at *path* as first written."""
        return self.record(path).texts[0]

    def translation(self, path: str, language: str) -> Text | None:
        """Return the item's words in *language*, or None."""
        return next((t for t in self.record(path).texts if t.language == language), None)
