"""Which objects a target holds, as a table that is cheap to compare and to keep.

The record of a release says for each path which bytes are there. At ten thousand
incidents that is megabytes, so it is split by path into shards, each an immutable
object, and only its sums are at hand at once. A sum is over the entries' digests,
modulo 2**128: adding and taking away entries needs no look at the others, so that two
tables are compared shard by shard without reading either. It guards against
difference, not against someone who could choose every page's content.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from statusgen.publish.target import Headers

DIGEST = 32  #: bytes of a SHA-256
SUM = 16  #: bytes of a sum
_MODULUS = 1 << (8 * SUM)
#: The digest of an object whose bytes we do not know; no file of a site has it.
UNKNOWN = bytes(DIGEST)

_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2,4})?/")
_MD5_SIZE = 16
_MD5 = re.compile(r"[0-9a-f]{32}")


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What is at one path of a target."""

    sha256: bytes  #: of the plain bytes; UNKNOWN where nobody saw them
    etag: str  #: the service's name for the stored bytes
    headers: Headers

    @property
    def known(self) -> bool:
        """Return whether we know which bytes are there."""
        return self.sha256 != UNKNOWN


Table = Mapping[str, Entry]


def term(path: str, sha256: bytes, headers: Headers) -> int:
    """Return what one entry adds to a sum. The ETag has no part in it."""
    return int.from_bytes(
        hashlib.blake2b(
            sha256 + path.encode(), digest_size=SUM, key=headers_digest(headers)
        ).digest()
    )


@lru_cache(maxsize=1024)  # a site has a handful of them for thousands of files
def headers_digest(headers: Headers) -> bytes:
    """Return 16 bytes that stand for *headers*."""
    told = "\0".join(msgspec.structs.astuple(headers)).encode()
    return hashlib.blake2b(told, digest_size=SUM).digest()


def sum_of(terms: Iterable[int]) -> bytes:
    """Return the sum of *terms* as bytes."""
    return (sum(terms) % _MODULUS).to_bytes(SUM)


def table_sum(table: Table) -> int:
    """Return the sum of every entry in *table*, as a number."""
    return sum(term(path, e.sha256, e.headers) for path, e in table.items()) % _MODULUS


def add_sums(*sums: bytes) -> bytes:
    """Return the sum of tables that have no path in common."""
    return sum_of(int.from_bytes(one) for one in sums)


def shard_of(path: str, shards: int) -> int:
    """Return which of *shards*, a power of two, holds *path*."""
    return spread(path) & (shards - 1)


def spread(path: str) -> int:
    """Return the number that says which shard holds *path*.

    Files that change together share a shard, whatever their language: an item's page,
    feed and JSON by their common name, the files at the top and the API's lists by
    their folder. So that one edit touches few shards.
    """
    language = _LANGUAGE.match(path)
    if language:
        path = path[language.end() :]
    folder, _, name = path.rpartition("/")
    group = name.partition(".")[0] if folder and folder != "api/v2" else ""
    return zlib.crc32(group.encode())


class Columns(msgspec.Struct, frozen=True, array_like=True):
    """A table as it is written: column by column, which compresses best."""

    paths: tuple[str, ...] = ()  #: sorted
    digests: bytes = b""  #: 32 bytes a path; empty where the table has none
    etags: bytes = b""  #: 16 bytes a path where the ETag is an MD5 in hex, as most are
    odd_etags: tuple[tuple[int, str], ...] = ()  #: the others, by row
    kinds: tuple[Headers, ...] = ()  #: each set of headers once
    kind_of: tuple[int, ...] = ()  #: index into ``kinds`` for each path


def to_columns(table: Table, *, digests: bool = True) -> Columns:
    """Return *table* by columns, without the digests if they are not wanted."""
    paths = tuple(sorted(table))
    kinds = tuple(sorted({entry.headers for entry in table.values()}))
    index = {headers: number for number, headers in enumerate(kinds)}
    etags = [table[path].etag for path in paths]
    odd = {row: etag for row, etag in enumerate(etags) if not _MD5.fullmatch(etag)}
    return Columns(
        paths=paths,
        digests=b"".join(table[path].sha256 for path in paths) if digests else b"",
        etags=b"".join(
            bytes(_MD5_SIZE) if row in odd else bytes.fromhex(etag)
            for row, etag in enumerate(etags)
        ),
        odd_etags=tuple(sorted(odd.items())),
        kinds=kinds,
        kind_of=tuple(index[table[path].headers] for path in paths),
    )


def from_columns(columns: Columns) -> dict[str, Entry]:
    """Return the table of *columns*; entries are unknown where it holds no digests.

    Raises ValueError where the columns do not fit each other.
    """
    count = len(columns.paths)
    digests = columns.digests or UNKNOWN * count
    sizes = (len(columns.kind_of), len(columns.etags), len(digests))
    if sizes != (count, _MD5_SIZE * count, DIGEST * count):
        raise ValueError("the columns differ in length")
    odd = dict(columns.odd_etags)
    try:
        return {
            path: Entry(
                digests[DIGEST * row : DIGEST * (row + 1)],
                odd.get(row) or columns.etags[_MD5_SIZE * row : _MD5_SIZE * (row + 1)].hex(),
                columns.kinds[columns.kind_of[row]],
            )
            for row, path in enumerate(columns.paths)
        }
    except IndexError as error:
        raise ValueError("an entry's headers are missing") from error
