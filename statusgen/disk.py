"""The project folder: reading its sources, writing its site. The only module that does both."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from statusgen.errors import Location, Problem, StatusgenError
from statusgen.parse.strays import beside_content, settings_hint, stray_file, stray_folder
from statusgen.sources import MAX_SOURCE_SIZE, SourceFile, too_large

CONTENT = "content"
SITE_FILE = "content/site.yaml"
#: The folders of ``content/`` that are built, in reading order.
SOURCE_FOLDERS = ("incidents", "maintenance", "notices", "pages", "support")
MESSAGES = "messages"  #: in ``content/``: wording templates, of which no page is made
THEMES = "themes"
SITE = "site"
WORK = ".statusgen"
MANIFEST = ".statusgen-files"
#: A file changed this recently may change again without a new time stamp.
RACY_NS = 2_000_000_000


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """What tells, without reading it, that a file is the one we know."""

    mtime_ns: int
    size: int
    inode: int


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """The sources that there are, sorted by path, and what is wrong with some of them."""

    files: dict[str, Stamp]
    problems: tuple[Problem, ...] = ()


def find_root(start: Path) -> Path:
    """Return *start*, which must hold ``content/site.yaml``.

    Raises :class:`StatusgenError` with a hint where it does not.
    """
    if (start / SITE_FILE).is_file():
        return start
    above = next((p for p in start.resolve().parents if (p / SITE_FILE).is_file()), None)
    names = _names_in(start / CONTENT)
    hint = settings_hint(names) or (
        f"the project is in {above}: go there"
        if above
        else "start one with 'statusgen init', or name the folder that holds content/site.yaml"
    )
    raise StatusgenError(f"there is no {SITE_FILE} in {start}", hint=hint)


def list_sources(root: Path) -> Listing:
    """Return every source file below ``content/`` with its stamp; reads no file.

    A link that leads out of the project is a problem, as is a file that is no file, and what
    looks like content and is not read.
    """
    files: dict[str, Stamp] = {}
    problems: list[Problem] = []
    base = root.resolve()
    for folder in SOURCE_FOLDERS:
        _list_folder(base, f"{CONTENT}/{folder}", files, problems)
    problems += _strays(base)
    return Listing(files=dict(sorted(files.items())), problems=tuple(sorted(problems)))


def _list_folder(base: Path, folder: str, files: dict[str, Stamp], problems: list[Problem]) -> None:
    place = base / folder
    if place.is_symlink() and not _inside(base, place):
        problems.append(_leads_out(folder))
        return
    try:
        entries = os.scandir(place)
    except (FileNotFoundError, NotADirectoryError):
        return
    with entries:
        for entry in entries:
            name = entry.name
            if _is_editors(name):
                continue
            path = f"{folder}/{name}"
            if name.endswith(".md") and entry.is_file(follow_symlinks=False):
                _add_file(entry, path, files)  # first, and quickly: ten thousand are like this
            elif entry.is_symlink() and not _inside(base, Path(entry.path)):
                problems.append(_leads_out(path))
            elif entry.is_dir(follow_symlinks=False):
                _list_folder(base, path, files, problems)
            elif name.endswith(".md"):
                _add_other(entry, path, files, problems)
            elif (stray := _folder_link(path) if entry.is_dir() else stray_file(path)) is not None:
                problems.append(stray)


def _add_file(entry: os.DirEntry[str], path: str, files: dict[str, Stamp]) -> None:
    """Add a regular file, or a link to one, unless it has gone since its folder was listed."""
    try:
        found = entry.stat()
    except FileNotFoundError:
        return
    files[path] = Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


def _add_other(
    entry: os.DirEntry[str], path: str, files: dict[str, Stamp], problems: list[Problem]
) -> None:
    """Add a link to a file, and complain of what is no file, such as a pipe."""
    if entry.is_file():
        _add_file(entry, path, files)
    elif os.path.lexists(entry.path):
        problems.append(Problem(Location(path), "this is not a regular file"))


def _folder_link(path: str) -> Problem:
    hint = "put the folder itself here: a link to one is not followed"
    return Problem(Location(path), "this is a link to a folder", hint)


def _strays(base: Path) -> Iterator[Problem]:
    """Yield what is wrong with names beside the folders that are listed."""
    for name in _names_in(base / CONTENT):
        path = f"{CONTENT}/{name}"
        if name in SOURCE_FOLDERS or path == SITE_FILE or _is_editors(name):
            continue
        inside = _names_in(base / path)
        folder = (base / path).is_dir()
        problem = stray_folder(path, inside) if folder else stray_file(path)
        if name == MESSAGES and folder:
            found = (stray_file(f"{path}/{one}") for one in inside if not one.endswith(".md"))
            yield from (one for one in found if one)
        elif problem is not None:
            yield problem
    for folder_name in SOURCE_FOLDERS[:3]:
        if any(name.endswith(".md") for name in _names_in(base / folder_name)):
            yield beside_content(folder_name)


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names alone
    except OSError:
        return []


def _is_editors(name: str) -> bool:
    return name.startswith((".", "~")) or name.endswith("~")


def _leads_out(path: str) -> Problem:
    return Problem(
        Location(path),
        "this is a link to a place outside the project",
        "put the file itself here: only what is in the project is published",
    )


def _inside(base: Path, link: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(base)
    except (OSError, RuntimeError):
        return False


def read_source(root: Path, path: str) -> SourceFile | Problem | None:
    """Return the file at *path*, a problem that says why not, or None if it has gone away."""
    try:
        with (root / path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(MAX_SOURCE_SIZE + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        return Problem(Location(path), f"cannot read this file: {reason.lower()}")
    if len(data) > MAX_SOURCE_SIZE:
        return too_large(path, max(size, len(data)))
    return SourceFile(path=path, data=data)


def read_asset(root: Path, path: str, *, limit: int = 256_000) -> bytes | Problem:
    """Return a small file beside site.yaml, such as the logo, or a problem."""
    at = Location(SITE_FILE)
    place = (root / CONTENT / path).resolve()
    if not place.is_relative_to((root / CONTENT).resolve()):
        return Problem(at, f"'{path}' is outside content/", "put the file beside site.yaml")
    try:
        data = place.read_bytes()
    except OSError:
        from statusgen.parse.context import suggest

        names = [name for name in _names_in(root / CONTENT) if not name.endswith((".md", ".yaml"))]
        hint = suggest(path, names) or "put it into content/, or take the line out"
        return Problem(at, f"there is no file '{path}' beside site.yaml", hint)
    if len(data) > limit:
        return Problem(at, f"'{path}' has {len(data):,} bytes; at most {limit:,} are allowed")
    return data


def list_beside(root: Path) -> Iterator[tuple[str, Stamp]]:
    """Yield (path, stamp) of the files right in ``content/``: site.yaml, the logo."""
    try:
        entries = os.scandir(root / CONTENT)
    except (FileNotFoundError, NotADirectoryError):
        return
    with entries:
        for entry in entries:
            if entry.is_file():
                found = entry.stat()
                stamp = Stamp(found.st_mtime_ns, found.st_size, found.st_ino)
                yield f"{CONTENT}/{entry.name}", stamp


def list_files(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """Yield (path relative to *folder*, stamp) of every regular file below it, in no order."""
    prefix = len(str(folder)) + 1
    pending = [str(folder)]
    while pending:
        try:
            entries = os.scandir(pending.pop())
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                elif entry.is_file(follow_symlinks=False) and entry.name != MANIFEST:
                    found = entry.stat(follow_symlinks=False)
                    yield (
                        entry.path[prefix:].replace(os.sep, "/"),
                        Stamp(found.st_mtime_ns, found.st_size, found.st_ino),
                    )


def write_file(path: Path, data: bytes) -> None:
    """Put *data* at *path* whole: a reader sees the old bytes or the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise disk_error(error, path) from error


def disk_error(error: OSError, path: Path | str) -> StatusgenError:
    """Return *error* in words that say what to do."""
    hints = {
        errno.ENOSPC: "the disk is full: make room and try again; nothing was half-written",
        errno.EACCES: "you may not write there: check who owns the folder",
        errno.EROFS: "the disk is read-only",
        errno.EXDEV: "it is on another disk than the project, so files cannot be put in place "
        "whole: keep site/ a plain folder here, and publish to a target of type directory there",
        errno.EDQUOT: "your quota on this disk is used up",
    }
    reason = (error.strerror or str(error)).lower()
    return StatusgenError(f"cannot write {path}: {reason}", hint=hints.get(error.errno or 0, ""))


def read_manifest(site: Path) -> set[str]:
    """Return the paths in *site* that we made; everything else there is not ours."""
    try:
        return set((site / MANIFEST).read_text("utf-8").splitlines())
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return set()


def write_manifest(site: Path, paths: Iterable[str], *, aside: Path) -> None:
    """Remember which paths in *site* are ours, outside any cache that may be deleted.

    It is written in the folder *aside* first: what a killed build leaves there is swept away.
    """
    waiting = aside / MANIFEST
    try:
        aside.mkdir(parents=True, exist_ok=True)
        waiting.write_bytes(("\n".join(sorted(paths)) + "\n").encode())
        waiting.replace(site / MANIFEST)
    except OSError as error:
        raise disk_error(error, site / MANIFEST) from error
