"""Earlier bytes on this machine, for a bucket that has no versions.

Going back to an earlier release takes the bytes that it replaced. A bucket with
versioning has them. For one without, this machine keeps what it uploads, below
``.statusgen/``: that costs no request, and going back works from here alone. A target
that says ``keep: copies`` has them in the bucket instead, for a request more a file.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from statusgen.disk import write_file
from statusgen.errors import StatusgenError
from statusgen.publish.s3 import S3Store
from statusgen.publish.target import (
    PRIVATE,
    Expect,
    Found,
    Headers,
    Quirks,
    Stored,
    Traffic,
)


class ShelvedStore:
    """A store, and a folder that keeps what was put there if the store itself does not."""

    def __init__(self, store: S3Store, folder: Path) -> None:
        self._store = store
        self._folder = folder

    @property
    def traffic(self) -> Traffic:
        """Return the store's counts."""
        return self._store.traffic

    @property
    def quirks(self) -> Quirks:
        """Return the store's quirks."""
        return self._store.quirks

    @quirks.setter
    def quirks(self, quirks: Quirks) -> None:
        self._store.quirks = quirks

    @property
    def versioned(self) -> bool | None:
        """Return whether the store keeps earlier bytes by itself."""
        return self._store.versioned

    @property
    def forgets(self) -> bool:
        """Return whether bytes are kept here, or copies there."""
        return self._store.forgets or self._store.versioned is False

    def get(self, key: str) -> Stored | None:
        """Return the object at *key*."""
        return self._store.get(key)

    def head(self, key: str) -> Found | None:
        """Return what is known of the object at *key*."""
        return self._store.head(key)

    def put(self, key: str, body: bytes, headers: Headers, *, expect: Expect) -> str:
        """Write the object, and keep its bytes here if the store will not."""
        etag = self._store.put(key, body, headers, expect=expect)
        if self._store.versioned is False and not key.startswith(PRIVATE):
            # A disk that is full here must not stop a publish.
            with contextlib.suppress(StatusgenError, OSError):
                write_file(self._place(key, etag), body)
        return etag

    def delete(self, keys: Iterable[str]) -> dict[str, str]:
        """Remove objects."""
        return self._store.delete(keys)

    def list(self) -> Iterator[tuple[str, Found]]:
        """Yield every object."""
        return self._store.list()

    def earlier(self, key: str, etag: str) -> bytes | None:
        """Return earlier bytes, from here if they are here."""
        with contextlib.suppress(OSError):
            body = self._place(key, etag).read_bytes()
            if hashlib.md5(body, usedforsecurity=False).hexdigest() == etag:
                return body
        return self._store.earlier(key, etag)

    def keep(self, key: str, etag: str) -> None:
        """Let the store keep the present object, if it does."""
        self._store.keep(key, etag)

    def forget(self, kept: Mapping[str, Iterable[str]]) -> None:
        """Drop what is kept, here and there."""
        for key, etags in kept.items():
            for etag in etags:
                with contextlib.suppress(OSError):
                    self._place(key, etag).unlink(missing_ok=True)
        self._store.forget(kept)

    def _place(self, key: str, etag: str) -> Path:
        named = hashlib.sha256(f"{key}\0{etag}".encode()).hexdigest()[:32]
        return self._folder / named[:2] / named[2:]
