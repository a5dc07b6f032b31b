"""A folder as a target: a mounted disk, a web server's root, or a copy on a USB stick.

Each file is swapped in whole, so that a web server reads the old one or the new one. The
same protocol as for a bucket puts them there in order. Files have no headers of their
own here: the web server sends those (docs/publishing.md says which).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from statusgen.disk import disk_error, list_files
from statusgen.errors import StatusgenError
from statusgen.publish.errors import ConditionError, TargetError
from statusgen.publish.target import (
    PRIVATE,
    Expect,
    Found,
    Headers,
    Quirks,
    Special,
    Stored,
    Traffic,
)

try:
    import fcntl
except ImportError:  # pragma: no cover  not on Windows: one publisher at a time there
    fcntl = None  # type: ignore[assignment]

_PARTS = PRIVATE + "parts"  #: files on their way
_KEPT = PRIVATE + "kept"  #: earlier bytes
_LOCK = PRIVATE + "lock"


class DirectoryStore:
    """Objects as files below one folder. An ETag is the MD5 of a file's bytes."""

    versioned = True  #: overwritten bytes are kept, by hard link
    forgets = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self.traffic = Traffic()
        self.quirks = Quirks()
        #: Begins the names of its files on their way, which nobody else may use.
        self.writer = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._number = 0
        self._numbers = threading.Lock()

    def get(self, key: str) -> Stored | None:
        """Return the file at *key*, or None."""
        try:
            body = self._place(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            body = None
        except OSError as error:
            raise self._fault(error, key) from error
        self.traffic.count(requests=1, received=len(body or b""))
        return None if body is None else Stored(body, _etag(body))

    def head(self, key: str) -> Found | None:
        """Return the file's ETag and size; a folder keeps no headers."""
        stored = self.get(key)
        return None if stored is None else Found(stored.etag, len(stored.body))

    def put(self, key: str, body: bytes, headers: Headers, *, expect: Expect) -> str:  # noqa: ARG002
        """Swap the file at *key* for *body*."""
        place = self._place(key)
        self.traffic.count(requests=1, sent=len(body))
        try:
            part = self._write_part(body)
            try:
                with self._locked():
                    self._check(place, key, expect)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    part.replace(place)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise self._fault(error, key) from error
        return _etag(body)

    def delete(self, keys: Iterable[str]) -> dict[str, str]:
        """Remove files, and folders that are empty then."""
        failed = {}
        self.traffic.count(requests=1)
        for key in keys:
            place = self._place(key)
            try:
                with self._locked():
                    place.unlink(missing_ok=True)
                self._remove_empty(place.parent)
            except OSError as error:
                failed[key] = (error.strerror or str(error)).lower()
        return failed

    def list(self) -> Iterator[tuple[str, Found]]:
        """Yield every file, sorted by path."""
        self.traffic.count(requests=1)
        for path, stamp in sorted(list_files(self.root)):
            if not path.startswith(PRIVATE):
                yield path, Found(_etag((self.root / path).read_bytes()), stamp.size)

    def earlier(self, key: str, etag: str) -> bytes | None:
        """Return the bytes that were kept, or those that are there now, if they are they."""
        for place in (self._kept(key, etag), self._place(key)):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                body = place.read_bytes()
                if _etag(body) == etag:
                    return body
        return None

    def keep(self, key: str, etag: str) -> None:
        """Keep the present bytes of *key* by a second name."""
        try:
            self._link(self._place(key), key, etag)
        except FileNotFoundError:
            return  # gone: the write that follows will find that out
        except OSError as error:
            raise self._fault(error, key) from error

    def forget(self, kept: Mapping[str, Iterable[str]]) -> None:
        """Drop what was kept."""
        for key, etags in kept.items():
            for etag in etags:
                self._kept(key, etag).unlink(missing_ok=True)

    def clean(self) -> None:
        """Remove what writers that died left behind; younger than an hour may be in use."""
        with contextlib.suppress(OSError):
            for part in (self.root / _PARTS).iterdir():
                if part.stat().st_mtime < time.time() - 3600:
                    part.unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        if key.startswith("/") or ".." in key.split("/"):
            raise TargetError(f"'{key}' is no path inside a site")
        return self.root / key

    def _kept(self, key: str, etag: str) -> Path:
        return self.root / _KEPT / f"{_etag(key.encode())[:12]}-{etag}"

    def _link(self, place: Path, key: str, etag: str) -> None:
        kept = self._kept(key, etag)
        if kept.exists():
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(place, kept)
        except FileExistsError:
            return
        except FileNotFoundError:
            raise
        except OSError:  # a disk without hard links
            shutil.copyfile(place, kept)

    def _write_part(self, body: bytes) -> Path:
        with self._numbers:
            self._number += 1
            number = self._number
        part = self.root / _PARTS / f"{self.writer}-{number}"
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            part.unlink(missing_ok=True)
            raise
        return part

    def _check(self, place: Path, key: str, expect: Expect) -> None:
        if expect is Special.ANYTHING:
            return
        try:
            there = _etag(place.read_bytes())
        except FileNotFoundError:
            there = ""
        if there != ("" if expect is Special.ABSENT else expect):
            raise ConditionError(f"{key} is not what was expected there")

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self.root / _LOCK
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("ab") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)  # let go when the file is closed
            yield

    def _remove_empty(self, folder: Path) -> None:
        with contextlib.suppress(OSError):
            while folder != self.root:
                folder.rmdir()
                folder = folder.parent

    def _fault(self, error: OSError, key: str) -> StatusgenError:
        if error.errno == errno.ENOTDIR:
            return TargetError(
                f"cannot write {self.root / key}: a part of that path is a file",
                hint="move that file away: it is not part of this site",
            )
        told = disk_error(error, self.root / key)
        return TargetError(str(told), hint=told.hint)


def _etag(body: bytes) -> str:
    return hashlib.md5(body, usedforsecurity=False).hexdigest()
