"""The site folder: written aside, then put in place in an order that is safe to be seen.

Every file is replaced whole. What nothing points at goes first and the front
page last, so that a reader who comes in between, or a crash, finds no link
that leads nowhere. Files that we did not make are never touched.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from statusgen import disk
from statusgen.artefacts import Artefact, Stage, Written
from statusgen.disk import Stamp
from statusgen.errors import StatusgenError

STAGING = "staging"
_MANY = 500  #: of so many owners and more, everything is looked up at once
_NAMED = 5  #: how many files an error names


class Made(msgspec.Struct, frozen=True, array_like=True):
    """An artefact that waits in the staging folder."""

    path: str
    owner: str  #: source path of the item it was made from; "" for lists
    written: Written
    stamp: Stamp
    same: bool = False  #: the bytes are there already: nothing waits


class Known(NamedTuple):
    """One artefact that an earlier build made, as the cache remembers it."""

    path: str
    owner: str  #: source path of the item it was made from; "" for lists
    key: bytes
    sha256: bytes
    stamp: Stamp


class _Rows(NamedTuple):
    """What is known to have been made, sorted out."""

    standing: dict[str, Known]  #: path → what is there as it was made
    broken: dict[str, str]  #: path → owner of what is not

    def add(self, found: Iterable[Known], there: Mapping[str, Stamp] | None) -> None:
        for row in found:
            if there is None or there.get(row.path) == row.stamp:
                self.standing[row.path] = row
            else:
                self.broken[row.path] = row.owner


class Outputs:
    """What earlier builds made, as far as this one needs to know.

    *look* returns what stands in the site now; None means that all of it is known to
    be as it was made. It is called when that is first asked for. Those of single items are
    looked up by :meth:`include`.
    """

    def __init__(
        self,
        look_up: Callable[[Iterable[str] | None], Iterable[Known]],
        look: Callable[[], Mapping[str, Stamp] | None],
    ) -> None:
        self._look_up = look_up
        self._look = look

    @cached_property
    def _there(self) -> Mapping[str, Stamp] | None:
        return self._look()

    @cached_property
    def _rows(self) -> _Rows:
        rows = _Rows({}, {})
        rows.add(self._look_up(("",) if self._there is None else None), self._there)
        return rows

    @property
    def intact(self) -> bool:
        """Return whether everything stands as it was made."""
        return self._there is None

    def include(self, owners: AbstractSet[str]) -> None:
        """Know what was made of the items *owners* as well."""
        rows = self._rows  # here, and not in each of the processes that ask for keys
        if self.intact and owners:
            rows.add(self._look_up(owners if len(owners) < _MANY else None), self._there)

    def key(self, path: str) -> bytes | None:
        """Return the key of what stands at *path*; None where it is missing or not ours."""
        known = self._rows.standing.get(path)
        return None if known is None else known.key

    def same(self, path: str, sha256: bytes) -> Stamp | None:
        """Return the stamp of what stands at *path* if it has that digest already."""
        known = self._rows.standing.get(path)
        return known.stamp if known is not None and known.sha256 == sha256 else None

    def stamp(self, path: str) -> Stamp | None:
        """Return the stamp of what stands at *path*."""
        known = self._rows.standing.get(path)
        return None if known is None else known.stamp

    @property
    def lists(self) -> set[str]:
        """Return the paths that belong to no single item."""
        return self.paths_of({""})

    def left_over(self, owners: AbstractSet[str], ours: AbstractSet[str]) -> set[str]:
        """Return what no build would make any more and none has removed.

        That is what was made of items that are not among *owners*, and what of *ours*, the
        files in the site that are statusgen's, was never remembered: a build that was killed,
        or found a mistake, did not come to it. What is intact has none: do not ask.
        """
        everything = self._rows.standing.keys() | self._rows.broken.keys()
        kept = self.paths_of({"", *owners})
        return (everything - kept) | (ours - everything)

    def owners_of_broken(self) -> set[str]:
        """Return the items of which a file was removed or changed by somebody else."""
        return set(self._rows.broken.values()) - {""}

    def paths_of(self, owners: AbstractSet[str]) -> set[str]:
        """Return every path made from one of *owners*, which must have been included."""
        rows = self._rows
        standing = {path for path, known in rows.standing.items() if known.owner in owners}
        return standing | {path for path, owner in rows.broken.items() if owner in owners}


class Staging:
    """A folder beside the site that rendered files wait in until all of them are ready."""

    def __init__(self, folder: Path, outputs: Outputs | None = None) -> None:
        self.folder = folder
        self.outputs = outputs or Outputs(lambda _: (), lambda: None)
        self._folders: set[str] = set()

    def write(self, artefact: Artefact, owner: str = "") -> Made:
        """Render *artefact* into the folder."""
        data = artefact.render()
        path = artefact.path
        written = Written(
            key=artefact.key,
            sha256=hashlib.sha256(data).digest(),
            size=len(data),
            media_type=artefact.media_type,
            cache=artefact.cache,
            stage=artefact.stage,
        )
        there = self.outputs.same(path, written.sha256)
        if there is not None:
            return Made(path, owner, written, there, same=True)
        return Made(path, owner, written, self._put(path, data))

    def _put(self, path: str, data: bytes) -> Stamp:
        parent = path.rpartition("/")[0]
        if parent not in self._folders:
            (self.folder / parent).mkdir(parents=True, exist_ok=True)
            self._folders.add(parent)
        place = f"{self.folder}/{path}"
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            try:
                left = memoryview(data)
                while left:
                    left = left[os.write(handle, left) :]
                found = os.fstat(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise disk.disk_error(error, place) from error
        return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


@contextmanager
def staging(root: Path, outputs: Outputs | None = None) -> Iterator[Staging]:
    """Give a fresh staging folder of *root*, and remove it afterwards.

    What *outputs* knows to be in place already is not written again.
    """
    folder = root / disk.WORK / f"{STAGING}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield Staging(folder, outputs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path) -> None:
    """Remove staging folders that a killed build left behind."""
    for folder in (root / disk.WORK).glob(f"{STAGING}-*"):
        pid = folder.name.rpartition("-")[2]
        if not (pid.isdigit() and _alive(int(pid))):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def put_in_place(staged: Staging, site: Path, made: Iterable[Made], stale: Iterable[str]) -> None:
    """Move what was *made* into *site*, in order, then remove what is *stale*.

    Raises :class:`StatusgenError` before anything is moved where a file that we
    did not make stands in the way.
    """
    try:
        site.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk.disk_error(error, site) from error
    made = sorted((m for m in made if not m.same), key=lambda m: (m.written.stage, m.path))
    ours = disk.read_manifest(site)
    _refuse_foreign(site, ours, made)
    paths = {m.path for m in made}
    if not paths <= ours:
        # Before the first file: what a crash leaves behind is known to be ours.
        disk.write_manifest(site, ours | paths, aside=staged.folder)
    try:
        _move(staged.folder, site, made)
    except OSError as error:
        raise disk.disk_error(error, site) from error
    gone = set(stale) - paths
    for path in sorted(gone & ours):
        (site / path).unlink(missing_ok=True)
    for folder in sorted({p.rpartition("/")[0] for p in gone}, reverse=True):
        _remove_empty(site, folder)
    if gone & ours:
        disk.write_manifest(site, (ours | paths) - gone, aside=staged.folder)


def _refuse_foreign(site: Path, ours: set[str], made: Iterable[Made]) -> None:
    foreign = sorted(
        m.path for m in made if m.path not in ours and os.path.lexists(f"{site}/{m.path}")
    )
    if foreign:
        names = ", ".join(foreign[:_NAMED]) + (" …" if len(foreign) > _NAMED else "")
        raise StatusgenError(
            f"{site.name}/ holds files of others where statusgen's own would go: {names}",
            hint="move or delete them: statusgen never overwrites a file that is not its own",
        )


def _move(staged: Path, site: Path, made: list[Made]) -> None:
    """Move file by file; a folder that is not there yet goes as a whole."""
    last = {folder: m.written.stage for m in made if (folder := m.path.rpartition("/")[0])}
    fresh = {
        folder.partition("/")[0]
        for folder in last
        if not (site / folder.partition("/")[0]).exists()
    }
    held = {top: max(s for f, s in last.items() if f.partition("/")[0] == top) for top in fresh}
    for stage in Stage:
        for top in sorted(t for t, when in held.items() if when is stage):
            (staged / top).replace(site / top)
        for one in made:
            if one.written.stage is stage and one.path.partition("/")[0] not in fresh:
                place = f"{site}/{one.path}"
                try:
                    os.replace(f"{staged}/{one.path}", place)  # noqa: PTH105 - ten thousand times
                except FileNotFoundError:
                    Path(place).parent.mkdir(parents=True, exist_ok=True)
                    os.replace(f"{staged}/{one.path}", place)  # noqa: PTH105


def _remove_empty(site: Path, folder: str) -> None:
    while folder:
        try:
            (site / folder).rmdir()
        except OSError:
            return
        folder = folder.rpartition("/")[0]
