"""The site that is to be published, as values."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import msgspec

from statusgen.artefacts import Stage, Written
from statusgen.publish.headers import headers_for
from statusgen.publish.record import SourceRevision
from statusgen.publish.table import spread, term
from statusgen.publish.target import Headers

#: Returns the plain bytes of a path of the site.
Read = Callable[[str], bytes]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A whole rendered site: what is in each file, and where its bytes are."""

    files: Mapping[str, Written]
    read: Read
    revision: SourceRevision
    id: str  #: see :func:`release_id`


def release_id(files: Mapping[str, Written]) -> str:
    """Return the name of the release that *files* make: ten hex digits.

    It follows from their content alone, so that the same site has the same name on
    every machine and at every target, whoever publishes it.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        written = files[path]
        digest.update(f"{path}\0{written.media_type}\0{written.cache}\0".encode())
        digest.update(written.sha256)
    return digest.hexdigest()[:10]


class Want(msgspec.Struct, frozen=True, array_like=True):
    """What a target shall hold at one path."""

    sha256: bytes
    headers: Headers
    stage: Stage
    size: int  #: bytes, plain
    term: int  #: what it adds to its shard's sum
    spread: int  #: says which shard that is


def wants_of(files: Mapping[str, Written], *, encoding: str) -> dict[str, Want]:
    """Return what a target that stores text as *encoding* shall hold, by sorted path."""
    wants = {}
    for path in sorted(files):
        written = files[path]
        headers = headers_for(written, encoding=encoding)
        sha256 = written.sha256
        wants[path] = Want(
            sha256,
            headers,
            written.stage,
            written.size,
            term(path, sha256, headers),
            spread(path),
        )
    return wants
