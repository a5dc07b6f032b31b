"""Text that is not saved yet, kept where a closed tab and a crash do not reach it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import msgspec

from statusgen import disk
from statusgen.desk.work import Work

#: So many are kept; the oldest goes first.
MOST = 200


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One form that somebody has begun. ``key`` tells it from others, e.g. ``update:x``."""

    key: str
    work: Work
    saved: datetime


def key_of_work(work: Work) -> str:
    """Return what tells *work* from other forms: one new incident, one update of each item."""
    language = f"/{work.language}" if work.language else ""
    return f"{work.task}:{'' if work.is_new else f'{work.folder}/{work.id}{language}'}"


class Drafts:
    """The drafts of a project, each a file below ``.statusgen/desk/drafts``."""

    def __init__(self, root: Path) -> None:
        self._folder = root / disk.WORK / "desk" / "drafts"

    def keep(self, draft: Draft) -> None:
        """Keep *draft* in place of an earlier one of the same key."""
        disk.write_file(self._place(draft.key), msgspec.json.encode(draft))
        for old in sorted(self.all(), key=lambda one: one.saved, reverse=True)[MOST:]:
            self.forget(old.key)

    def forget(self, key: str) -> None:
        """Remove the draft of *key*, if there is one."""
        self._place(key).unlink(missing_ok=True)

    def all(self) -> list[Draft]:
        """Return every draft that can be read, the newest first."""
        found = []
        for place in sorted(self._folder.glob("*.json")):
            try:
                found.append(msgspec.json.decode(place.read_bytes(), type=Draft))
            except (OSError, msgspec.DecodeError):
                continue  # half written by a crash, or of another version
        return sorted(found, key=lambda one: (one.saved, one.key), reverse=True)

    def _place(self, key: str) -> Path:
        """Return the draft's file; its name is a digest, so that no key can lead elsewhere."""
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"
