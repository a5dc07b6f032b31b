"""What publishing needs of a place: a few operations on whole objects.

A key is a path relative to the target's own place (its prefix or folder), with
forward slashes. An ETag is opaque: it names the bytes of an object, nothing else.
"""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

import msgspec

#: Everything of ours that is no part of the site lies below this.
PRIVATE = "_statusgen/"


class Headers(msgspec.Struct, frozen=True, order=True, array_like=True):
    """What an object is sent with."""

    media_type: str
    cache_control: str
    encoding: str = ""  #: "br", "gzip", or "" for the bytes as they are


class Stored(msgspec.Struct, frozen=True):
    """An object's bytes, as stored, and its ETag."""

    body: bytes
    etag: str


class Found(msgspec.Struct, frozen=True):
    """What is known of an object without its bytes."""

    etag: str
    size: int
    headers: Headers | None = None  #: None where nobody was asked for them


class Special(enum.Enum):
    """What a write may expect to find beside a certain ETag."""

    ABSENT = "absent"  #: no object: the write makes a new one
    ANYTHING = "anything"  #: whatever is there is overwritten, unconditionally


#: What must be there for a write to happen: an object with this ETag, or a special case.
Expect = str | Special


class Quirks(msgspec.Struct, frozen=True, array_like=True):
    """What a service does in its own way. Learned once and kept in the release record."""

    conditional: bool = True  #: whether it honours If-Match and If-None-Match
    bare_etags: bool = False  #: whether If-Match must be sent without the quotes (Ceph RGW)


class Traffic:
    """What has gone over the wire: requests, and bytes of bodies each way."""

    def __init__(self) -> None:
        self.requests = 0
        self.sent = 0
        self.received = 0
        self._lock = threading.Lock()

    def count(self, *, requests: int = 0, sent: int = 0, received: int = 0) -> None:
        """Add to the counts; may be called from any thread."""
        with self._lock:
            self.requests += requests
            self.sent += sent
            self.received += received


class Store(Protocol):
    """A place that holds objects: a bucket, a folder.

    Every method may be called from several threads. Every method raises
    :class:`~statusgen.publish.errors.TargetError` when it cannot do its work, with
    ``passing`` set when trying again may help. None of them tries again by itself.
    """

    quirks: Quirks

    @property
    def traffic(self) -> Traffic:
        """Return what went over the wire so far."""

    @property
    def versioned(self) -> bool | None:
        """Return whether anybody gets earlier bytes from it; None: not known before a write."""

    @property
    def forgets(self) -> bool:
        """Return whether :meth:`forget` frees anything."""

    def get(self, key: str) -> Stored | None:
        """Return the object at *key*, or None where there is none."""

    def head(self, key: str) -> Found | None:
        """Return what is known of the object at *key*, its headers too."""

    def put(self, key: str, body: bytes, headers: Headers, *, expect: Expect) -> str:
        """Write a whole object and return its ETag: readers see the old one or the new one.

        Raises :class:`~statusgen.publish.errors.ConditionError`, having changed
        nothing, where the object there is not the expected one. Without
        ``quirks.conditional`` the expectation is not looked at.
        """

    def delete(self, keys: Iterable[str]) -> dict[str, str]:
        """Remove objects; return key → reason for each one that could not be removed.

        A key where there is no object counts as removed.
        """

    def list(self) -> Iterator[tuple[str, Found]]:
        """Yield every object below the target's place, without headers."""

    def earlier(self, key: str, etag: str) -> bytes | None:
        """Return the bytes that *key* had when its ETag was *etag*, or None: not kept."""

    def keep(self, key: str, etag: str) -> None:
        """See to it that :meth:`earlier` finds the present object after it is overwritten."""

    def forget(self, kept: Mapping[str, Iterable[str]]) -> None:
        """Say that :meth:`earlier` will not be asked for these any more: key → ETags."""


class Cdn(Protocol):
    """Something in front of a target that keeps copies."""

    def purge(self, urls: tuple[str, ...], *, everything: str, reference: str) -> None:
        """Have the copies of *urls* dropped, or of all below the address *everything*.

        *everything* is empty unless the whole site is meant. The same *reference*
        is the same call: repeating it costs nothing. Raises
        :class:`~statusgen.publish.errors.PurgeError` or a passing
        :class:`~statusgen.publish.errors.TargetError`.
        """


#: Told what is going on, for a person to read.
Tell = Callable[[str], None]
