"""Putting an edit on the disk, unless somebody else has edited the file meanwhile."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from threading import get_ident

from statusgen import disk
from statusgen.errors import StatusgenError
from statusgen.sources import SourceFile

_LOCK = "edit.lock"


class ConflictError(StatusgenError):
    """The file is not as it was when the edit was made. Nothing was overwritten."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after an edit."""

    after: SourceFile
    before: SourceFile | None = None  #: None: a new file

    @property
    def path(self) -> str:
        """Return the file's path, relative to the project."""
        return self.after.path

    def diff(self) -> str:
        """Return the change as a unified diff."""
        old = _lines(self.before.data) if self.before else []
        names = (f"a/{self.path}" if self.before else "/dev/null", f"b/{self.path}")
        lines = unified_diff(old, _lines(self.after.data), *names, lineterm="")
        return "\n".join(lines)


def digest(source: SourceFile | None) -> str:
    """Return what tells one state of a file from another; ``""`` where there is no file."""
    return hashlib.sha256(source.data).hexdigest() if source else ""


def save(root: Path, change: Change) -> None:
    """Write *change*, whole, if the file is still as it was *before*.

    Raises :class:`ConflictError` where it is not, or a new file's name is taken, and
    :class:`StatusgenError` where the disk cannot. Those who save through this function
    wait for each other; between the last look at the file and its replacement by another
    is less than a millisecond.
    """
    place = _inside(root, change.path)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}-{get_ident()}.new")
    try:
        _write(beside, change.after.data)
        with _locked(root):
            if change.before is None:
                _create(beside, place, change.path)
            else:
                _replace(beside, place, change)
    except OSError as error:
        raise disk.disk_error(error, place) from error
    finally:
        beside.unlink(missing_ok=True)


def _write(place: Path, data: bytes) -> None:
    with place.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _create(beside: Path, place: Path, path: str) -> None:
    try:
        try:
            place.hardlink_to(beside)  # fails where the name is taken, and is never half a file
        except (NotImplementedError, PermissionError):  # a disk without hard links
            with place.open("xb") as file:
                file.write(beside.read_bytes())
    except FileExistsError as error:
        raise ConflictError(
            f"there is a file {path} already",
            hint="to say more about it, update it; for another one, give another id",
        ) from error


def _replace(beside: Path, place: Path, change: Change) -> None:
    try:
        mode = place.stat().st_mode
        same = place.read_bytes() == (change.before.data if change.before else b"")
    except FileNotFoundError as error:
        raise ConflictError(
            f"{change.path} has been removed meanwhile", hint="nothing was written"
        ) from error
    if not same:
        raise ConflictError(
            f"{change.path} has been changed meanwhile by somebody else",
            hint="nothing was overwritten: look at the file, then do this again",
        )
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise StatusgenError(
            f"{change.path} is protected against changes",
            hint="somebody has made it read-only: ask why, or let it be written again",
        )
    beside.chmod(mode & 0o7777)
    beside.replace(place)


def _inside(root: Path, path: str) -> Path:
    """Return where *path* is, links followed; it must be in ``content/``."""
    content = (root / disk.CONTENT).resolve()
    place = (root / path).resolve()
    if not place.is_relative_to(content):
        raise StatusgenError(f"{path} is outside {disk.CONTENT}/", hint="nothing was written")
    return place


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Let one after the other save, on this machine."""
    folder = root / disk.WORK
    folder.mkdir(exist_ok=True)
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)  # which lets go of the lock


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

else:

    def _lock(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", errors="replace").splitlines()
