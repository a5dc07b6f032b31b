"""The build cache: what was parsed and rendered, so that it need not be again.

A SQLite file in ``.statusgen/cache/``. It may be deleted at any time with no
effect but time. Every value carries a checksum: a damaged cache raises
:class:`DamagedCacheError` and is built anew by the caller.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from statusgen import __version__
from statusgen.artefacts import Written
from statusgen.derive.values import IncidentState, IncidentSummary
from statusgen.disk import WORK, Stamp, disk_error
from statusgen.errors import StatusgenError
from statusgen.model import Maintenance, Notice, Page, Text

T = TypeVar("T")

#: Changes whenever what is stored changes its form.
FORMAT = 2
#: So many items are kept in one value: each build reads all of them, which one by one takes
#: twice as long, and an edit writes the one value that its item is in.
_TOGETHER = 200

_SCHEMA = """
create table if not exists meta (name text primary key, value blob) without rowid;
create table if not exists items (first text primary key, remembered blob) without rowid;
create table if not exists records (path text primary key, record blob);
create table if not exists outputs
  (path text primary key, owner text, key blob, sha blob, stamp blob, written blob)
  without rowid;
create index if not exists owners on outputs (owner);
"""


class DamagedCacheError(StatusgenError):
    """The cache does not say what it was told. Throw it away."""


class Facts(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What every build needs of an item: one kind is set, the others are None."""

    incident: IncidentSummary | None = None
    maintenance: Maintenance | None = None
    notice: Notice | None = None
    page: Page | None = None
    digest: bytes


class Remembered(msgspec.Struct, frozen=True, array_like=True):
    """What an item says, and the files that say it with their stamps when they were read.

    Without files it has something to complain of, and is read again next time.
    """

    facts: Facts
    sources: tuple[tuple[str, Stamp], ...] = ()


class Record(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What is only needed to render an item: its words, and an incident's whole state."""

    texts: tuple[Text, ...]
    incident: IncidentState | None = None


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What tells that there is nothing to do: compared whole, before anything is read."""

    inputs: int  #: checksum over the stamps of sources, theme and settings
    outputs: int  #: checksum over the stamps of the files made
    drafts: bool
    as_of: float
    holds_until: float | None
    total: int  #: number of artefacts


def _seal(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big") + data


@lru_cache(maxsize=16)
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


_encode = msgspec.msgpack.Encoder().encode


def pack(value: object) -> bytes:
    """Return *value* with its checksum."""
    return _seal(_encode(value))


def unpack(data: bytes, kind: type[T]) -> T:
    """Return the value that :func:`pack` made; raises :class:`DamagedCacheError`."""
    body = data[4:]
    if zlib.crc32(body).to_bytes(4, "big") != data[:4]:
        raise DamagedCacheError("the build cache is damaged")
    try:
        value: T = _decoder(cast("Any", kind)).decode(body)
    except msgspec.MsgspecError as error:
        raise DamagedCacheError("the build cache is damaged") from error
    return value


def _values(
    firsts: Sequence[str], paths: Sequence[str], changed: Iterable[str]
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each value that holds one of *changed*: its first path so far, and what it is to hold.

    *firsts* are the first paths of all values, *paths* all that there are; both are sorted.
    """
    starts = [0, *(bisect_left(paths, first) for first in firsts[1:]), len(paths)]
    for place in sorted({max(bisect_right(firsts, path) - 1, 0) for path in changed}):
        yield firsts[place] if firsts else "", paths[starts[place] : starts[place + 1]]


@contextlib.contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise StatusgenError(
                "cannot write the build cache: the disk is full", hint="make room and try again"
            ) from error
        if "locked" in str(error):
            raise StatusgenError(
                "another build is at work in this folder", hint="wait for it, then try again"
            ) from error
        raise DamagedCacheError(f"the build cache cannot be used: {error}") from error
    except sqlite3.DatabaseError as error:
        raise DamagedCacheError(f"the build cache is damaged: {error}") from error


class Cache:
    """The cache of one project. Processes open their own; threads take turns.

    *patience* is for how many seconds to wait while another process writes.
    """

    def __init__(self, folder: Path, *, version: str, patience: float = 60) -> None:
        self.path = folder / "cache.sqlite"
        self._version = f"{FORMAT} {version}"
        folder.mkdir(parents=True, exist_ok=True)
        with _damage():
            self._db = sqlite3.connect(
                self.path, timeout=patience, isolation_level=None, check_same_thread=False
            )
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = off")
            self._db.execute("pragma mmap_size = 268435456")
            self._db.executescript(_SCHEMA)
            if self._get("version") != self._version.encode():
                self.clear()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def clear(self) -> None:
        """Forget everything, and the form that another version gave it."""
        with _damage():
            tables = "select name from sqlite_master where type = 'table'"
            for (table,) in self._db.execute(tables).fetchall():
                self._db.execute(f"drop table {table}")
            self._db.executescript(_SCHEMA)
            self._put("version", self._version.encode())

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Make all changes inside at once, or none."""
        with _damage():
            self._db.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    # --- single values

    def _get(self, name: str) -> bytes | None:
        with _damage():
            row = self._db.execute("select value from meta where name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def _put(self, name: str, value: bytes) -> None:
        with _damage():
            self._db.execute("insert or replace into meta values (?, ?)", (name, value))

    def get(self, name: str, kind: type[T]) -> T | None:
        """Return the single value *name*, or None."""
        data = self._get(name)
        return None if data is None else unpack(data, kind)

    def put(self, name: str, value: object) -> None:
        """Keep a single value."""
        self._put(name, pack(value))

    def drop(self, name: str) -> None:
        """Forget a single value."""
        with _damage():
            self._db.execute("delete from meta where name = ?", (name,))

    # --- what sources say

    def items(self) -> dict[str, Remembered]:
        """Return path of the original → what it says, sorted."""
        with _damage():
            rows = self._db.execute("select remembered from items order by first").fetchall()
        items: dict[str, Remembered] = {}
        for (together,) in rows:
            items |= unpack(together, dict[str, Remembered])
        return items

    def put_items(self, changed: Iterable[str], items: Mapping[str, Remembered]) -> None:
        """Keep what *items*, which are all, say of those *changed*; what is not there is gone."""
        with _damage():
            firsts = [row[0] for row in self._db.execute("select first from items order by first")]
            for first, paths in _values(firsts, sorted(items), changed):
                self._db.execute("delete from items where first = ?", (first,))
                for start in range(0, len(paths), _TOGETHER):
                    together = {path: items[path] for path in paths[start : start + _TOGETHER]}
                    row = (paths[start], pack(together))
                    self._db.execute("insert into items values (?, ?)", row)

    def record(self, path: str) -> Record:
        """Return the words of the item at *path*, which must be known."""
        with _damage():
            row = self._db.execute("select record from records where path = ?", (path,)).fetchone()
        if row is None:
            raise DamagedCacheError(f"the build cache has lost {path}")
        return unpack(row[0], Record)

    def forget_items(self) -> None:
        """Forget all that was parsed."""
        with _damage():
            for table in ("items", "records"):
                self._db.execute(f"delete from {table}")  # noqa: S608 - fixed names

    def put_record(self, path: str, record: bytes) -> None:
        """Keep an item's packed record."""
        with _damage():
            self._db.execute("insert or replace into records values (?, ?)", (path, record))

    def drop_records(self, paths: Iterable[str]) -> None:
        """Forget the words of items that are gone."""
        with _damage():
            self._db.executemany("delete from records where path = ?", ((p,) for p in paths))

    # --- what was made

    def outputs(self) -> dict[str, Written]:
        """Return path → what was written there."""
        with _damage():
            rows = self._db.execute("select path, written from outputs order by path").fetchall()
        return {path: unpack(written, Written) for path, written in rows}

    def known(self, owners: Iterable[str] | None) -> Iterator[tuple[str, str, bytes, bytes, Stamp]]:
        """Yield (path, owner, key, SHA-256, stamp) of what was made of *owners*, or of all."""
        select = "select path, owner, key, sha, stamp from outputs"
        decode = _decoder(Stamp).decode
        with _damage():
            if owners is None:
                found = self._db.execute(select).fetchall()
            else:
                by_owner = f"{select} where owner = ?"
                found = [row for o in owners for row in self._db.execute(by_owner, (o,))]
        for path, owner, key, sha, stamp in found:
            yield path, owner, key, sha, decode(stamp)

    def output_count(self) -> int:
        """Return how many artefacts are known."""
        with _damage():
            return int(self._db.execute("select count(*) from outputs").fetchone()[0])

    def put_outputs(self, rows: Iterable[tuple[str, str, Written, Stamp]]) -> None:
        """Keep (path, owner, what was written, its stamp)."""
        with _damage():
            self._db.executemany(
                "insert or replace into outputs values (?, ?, ?, ?, ?, ?)",
                (
                    (path, owner, written.key, written.sha256, _encode(stamp), pack(written))
                    for path, owner, written, stamp in rows
                ),
            )

    def drop_outputs(self, paths: Iterable[str]) -> None:
        """Forget files that were removed."""
        with _damage():
            self._db.executemany("delete from outputs where path = ?", ((p,) for p in paths))


def throw_away(root: Path) -> None:
    """Remove the project's cache, which costs nothing but time."""
    shutil.rmtree(root / WORK / "cache", ignore_errors=True)


def open_cache(root: Path) -> Cache:
    """Open the project's cache; a damaged one is thrown away and begun anew."""
    folder = root / WORK / "cache"
    try:
        return Cache(folder, version=__version__)
    except DamagedCacheError:
        throw_away(root)
        return Cache(folder, version=__version__)
    except OSError as error:
        raise disk_error(error, folder) from error


def with_cache(root: Path, work: Callable[[Cache], T]) -> T:
    """Return what *work* makes of the project's cache.

    Where that turns out to be damaged it is thrown away, and *work* done with a new one.
    """
    try:
        with contextlib.closing(open_cache(root)) as cache:
            return work(cache)
    except DamagedCacheError:
        throw_away(root)
        with contextlib.closing(open_cache(root)) as cache:
            return work(cache)
