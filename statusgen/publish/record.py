"""The release record: what is live at a target, and what is under way there.

The head is one small object that is always read and written whole, by conditional
write: swapping it commits a release. It holds the entries of files that changed lately;
the others are in shards (see :mod:`statusgen.publish.table`), immutable objects that the
head names by digest. A site of a few hundred files has no shards at all.

Written as a line that says what it is, a digest, and msgpack under zlib. It is checked
whole when read: a record that is not exactly what was written is damaged, and a damaged
record is rebuilt from a listing, never guessed.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from datetime import datetime
from typing import TypeVar

import msgspec

from statusgen.publish.errors import DamagedRecordError, NewerRecordError
from statusgen.publish.table import SUM, Columns, add_sums
from statusgen.publish.target import PRIVATE, Quirks

HEAD_KEY = PRIVATE + "record"
SHARD_PREFIX = PRIVATE + "shards/"
UNDO_PREFIX = PRIVATE + "undo/"
STAMP_KEY = "release.json"  #: says to readers which release is live since when

KEPT = 10  #: how many releases before the live one can be gone back to
FORMAT = 1
_MAGIC = b"statusgen record"
_LINE = re.compile(_MAGIC + rb" ([1-9][0-9]{0,3}) ([0-9a-f]{64})")


class SourceRevision(msgspec.Struct, frozen=True, array_like=True, order=True):
    """What content a release was made from: orders releases by the age of their content."""

    time: datetime  #: aware; of the newest commit or edit
    label: str = ""  #: for people, e.g. a commit's short name


class Release(msgspec.Struct, frozen=True, array_like=True):
    """One release at one target."""

    id: str  #: from its content alone: the same at every target
    sequence: int  #: counts the releases at this target
    time: datetime  #: when its publish began
    revision: SourceRevision
    content: bytes  #: the sum of its table at this target
    files: int
    restored: bool = False  #: whether it was made by going back


class Intent(msgspec.Struct, frozen=True, array_like=True):
    """A publish under way: nobody else may write until it has expired."""

    release: str
    sequence: int
    owner: str
    since: datetime
    expires: datetime
    paths: tuple[str, ...]  #: those it may write or leave without a use, sorted


class Purge(msgspec.Struct, frozen=True, array_like=True):
    """What a CDN has still to be told. Part of the record until it is done."""

    reference: str
    paths: tuple[str, ...]
    everything: bool = False


class Stale(msgspec.Struct, frozen=True, array_like=True):
    """Objects that nothing points at any more, to be removed when no cache remembers them."""

    since: datetime
    paths: tuple[str, ...]


class Undo(msgspec.Struct, frozen=True, array_like=True):
    """What must be put back to go from a release to the one before it."""

    before: Columns = Columns()  #: entries as they were, without digests
    absent: tuple[str, ...] = ()  #: paths that were not there
    elsewhere: str = ""  #: the key of the object that holds all this, if it is large

    def __len__(self) -> int:
        """Return how many paths it names here."""
        return len(self.before.paths) + len(self.absent)


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A release that can be gone back to, and the way from the one after it."""

    release: Release
    undo: Undo


class ShardRef(msgspec.Struct, frozen=True, array_like=True):
    """One part of the table: where it is written, and what it adds up to."""

    name: str = ""  #: empty: nothing written; all its entries are in the head
    sum: bytes = bytes(SUM)  #: of its entries as they are now, the head's included


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The whole record but for the shards."""

    format: int = FORMAT
    live: Release | None = None  #: None until the first release is complete
    nonce: str = ""  #: so that no two records have one ETag
    loose: Columns = Columns()  #: entries that differ from their shard
    gone: tuple[str, ...] = ()  #: paths in a shard that are not there any more
    shards: tuple[ShardRef, ...] = (ShardRef(),)  #: a power of two of them
    stamp: str = ""  #: the ETag of release.json
    intent: Intent | None = None
    purge: Purge | None = None
    stale: tuple[Stale, ...] = ()  #: oldest first
    kept: tuple[Kept, ...] = ()  #: newest first; the first undo leads from the live release
    #: After going back: content as old as this is refused, so that a scheduled rebuild
    #: does not bring back at once what was taken down.
    barred: datetime | None = None
    quirks: Quirks = Quirks()

    @property
    def content(self) -> bytes:
        """Return the sum of the whole table."""
        return add_sums(*(shard.sum for shard in self.shards))


T = TypeVar("T")

_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def encode(value: msgspec.Struct, *, version: int = FORMAT) -> bytes:
    """Return *value*, a head, a table's columns or an undo, as the bytes to keep."""
    payload = zlib.compress(_encode(value), 9)
    return b"%s %d %s\n%s" % (_MAGIC, version, _check(version, payload), payload)


def _check(version: int, payload: bytes) -> bytes:
    return hashlib.sha256(b"%d\n%s" % (version, payload)).hexdigest().encode()


def decode(data: bytes, kind: type[T]) -> T:
    """Return the value that :func:`encode` made *data* from.

    Raises DamagedRecordError where *data* is anything else, and NewerRecordError where it was
    written in a format that this version does not know.
    """
    line, _, payload = data.partition(b"\n")
    found = _LINE.fullmatch(line)
    if found is None:
        raise DamagedRecordError("the release record is not one")
    version = int(found[1])
    if _check(version, payload) != found[2]:
        raise DamagedRecordError("the release record is damaged")
    if version > FORMAT:
        raise NewerRecordError(
            "the release record was written by a newer statusgen",
            hint="upgrade statusgen here to the version that published last",
        )
    try:
        return msgspec.msgpack.decode(zlib.decompress(payload), type=kind)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise DamagedRecordError("the release record is not of a known form") from error


def object_name(data: bytes) -> str:
    """Return a name for an immutable object that holds *data*, unique within one release."""
    return hashlib.sha256(data).hexdigest()[:12]
