"""The words and states of items, read from the cache when somebody asks."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable

from statusgen.cache import Cache, DamagedCacheError, Record
from statusgen.derive.values import IncidentState, IncidentSummary
from statusgen.model import Text


class CachedArchive:
    """An :class:`Archive` over the cache, with what was just parsed on top.

    Safe to use after a fork and from threads: each opens the cache for itself.
    """

    _KEEP = 4096

    def __init__(self, open_cache: Callable[[], Cache]) -> None:
        self._open = open_cache
        self._local = threading.local()
        self._records: dict[str, Record] = {}

    def record(self, path: str) -> Record:
        """Return the words and state of the item at *path*."""
        found = self._records.get(path)
        if found is None:
            if len(self._records) > self._KEEP:
                self._records.clear()
            found = self._records[path] = self._cache().record(path)
        return found

    def _cache(self) -> Cache:
        if getattr(self._local, "pid", None) != os.getpid():
            self._local.cache, self._local.pid = self._open(), os.getpid()
        cache: Cache = self._local.cache
        return cache

    def learn(self, path: str, record: Record) -> None:
        """Know the item at *path* before the cache does."""
        self._records[path] = record

    def forget(self, paths: Iterable[str]) -> None:
        """Read the items at *paths* anew when they are next asked for."""
        for path in paths:
            self._records.pop(path, None)

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
