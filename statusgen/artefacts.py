"""What the build makes: files with a media type, a cache policy and a place in the order."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable

import msgspec


class CachePolicy(enum.StrEnum):
    """What ``Cache-Control`` an artefact is sent with. The value is the header."""

    IMMUTABLE = "public, max-age=31536000, immutable"
    SHORT = "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"
    NEVER = "no-store"


class Stage(enum.IntEnum):
    """When an artefact is put in place: nothing may point at what is not there yet."""

    ASSET = 0  #: nothing points at it yet: fingerprinted files, images
    PAGE = 1  #: pages and files that lists point at
    FRONT = 2  #: what points at everything else: front page, history, feeds, API


class Artefact(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be, and how to make it.

    ``key`` is the digest of everything that ``render`` looks at: the same key
    always renders to the same bytes, so a key that is known is not rendered again.
    """

    path: str  #: relative to the site, forward slashes, e.g. "incidents/x.html"
    key: bytes  #: 16 bytes
    media_type: str  #: with charset where it is text
    render: Callable[[], bytes]
    cache: CachePolicy = CachePolicy.SHORT
    stage: Stage = Stage.PAGE


class Written(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What is known of an artefact once it has been rendered."""

    key: bytes
    sha256: bytes  #: 32 bytes, of the file's bytes
    size: int  #: bytes
    media_type: str
    cache: CachePolicy
    stage: Stage


_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def key_of(*parts: object) -> bytes:
    """Return the 16-byte digest of *parts*: text, bytes, numbers, times, structs, lists."""
    return hashlib.blake2b(_encode(parts), digest_size=16).digest()
