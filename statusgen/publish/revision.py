"""How old the content here is: what tells a fresh clone from a stale one.

Where the project is in git, it is the time of the last commit that touched the content,
or of the newest edit that is not committed yet. Elsewhere it is the newest edit. A file's
own time says nothing in a clone, where every file is as old as the clone.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from statusgen.publish.record import SourceRevision

#: What a site is made from, beside this program.
SOURCES = ("content", "themes")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: Runs git in a folder with these arguments; returns what it prints, None if it fails.
Git = Callable[[Path, tuple[str, ...]], str | None]


def run_git(root: Path, arguments: tuple[str, ...]) -> str | None:
    """Run git in *root*; it is optional, so any failure is an answer."""
    try:
        done = subprocess.run(  # noqa: S603  fixed arguments, no shell
            ["git", "-C", str(root), *arguments],  # noqa: S607  the user's own git
            capture_output=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")


def source_revision(root: Path, git: Git = run_git) -> SourceRevision:
    """Return how old the content of the project in *root* is."""
    committed = git(root, ("log", "-1", "--format=%ct %h", "--", *SOURCES))
    seconds, _, name = (committed or "").strip().partition(" ")
    if not seconds.isdigit():
        return SourceRevision(_newest(_all_files(root)))
    time = datetime.fromtimestamp(int(seconds), UTC)
    changed = git(root, ("status", "--porcelain", "-z", "--no-renames", "--", *SOURCES)) or ""
    top = Path((git(root, ("rev-parse", "--show-toplevel")) or str(root)).rstrip("\n"))
    edited = [top / entry[3:] for entry in changed.split("\0") if entry]
    if not edited:
        return SourceRevision(time, name)
    return SourceRevision(max(time, _newest(edited)), f"{name}, edited")


def _all_files(root: Path) -> Iterable[Path]:
    return (path for source in SOURCES for path in sorted((root / source).rglob("*")))


def _newest(paths: Iterable[Path]) -> datetime:
    """Return when the newest file among *paths*, and below folders among them, was edited."""
    newest = _EPOCH
    for path in paths:
        files = [path, *path.rglob("*")] if path.is_dir() else [path]
        for file in files:
            try:
                stat = file.stat()
            except OSError:
                continue  # removed: that it is gone shows in what is built
            if file.is_file():
                newest = max(newest, datetime.fromtimestamp(int(stat.st_mtime), UTC))
    return newest
