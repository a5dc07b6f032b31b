"""Git, where the content is in a checkout: a commit per save, and who changed what before."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

#: Seconds: a hook or a signing key that waits for somebody must not hold the desk.
PATIENCE = 20
PUSH_PATIENCE = 60
#: How many changes of a file are told.
HISTORY = 30
_FIELD, _RECORD = "\x1f", "\x1e"
_FORMAT = _RECORD + _FIELD.join(("%h", "%an", "%aI", "%s")) + _FIELD


@dataclass(frozen=True, kw_only=True, slots=True)
class Committed:
    """What came of a commit. With an ``error`` the file is saved all the same."""

    id: str = ""
    pushed: bool = False
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """One earlier change of a file."""

    id: str
    who: str
    when: str  #: ISO 8601, with the author's offset
    subject: str
    patch: str  #: the change as a unified diff, without its head


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkout:
    """The git checkout that a project is in."""

    root: Path  #: the project's folder
    push: bool = False

    def branch(self) -> str:
        """Return the branch's name; "" where there is none."""
        return _git(self.root, "symbolic-ref", "--quiet", "--short", "HEAD").out.strip()

    def commit(self, path: str, message: str) -> Committed:
        """Commit the file at *path*, and nothing else that has changed; push if that is wanted."""
        added = _git(self.root, "--literal-pathspecs", "add", "--", path)
        if added.error:
            return Committed(error=added.error)
        done = _git(
            self.root,
            "--literal-pathspecs",
            *("commit", "--quiet", "--only", "--cleanup=verbatim", f"--message={message}"),
            *("--", path),
        )
        if done.error:
            return Committed(error=done.error)
        name = _git(self.root, "rev-parse", "--short", "HEAD").out.strip()
        if not self.push:
            return Committed(id=name)
        pushed = _git(self.root, "push", "--quiet", patience=PUSH_PATIENCE)
        error = f"it is committed here, but not pushed: {pushed.error}" if pushed.error else ""
        return Committed(id=name, pushed=not pushed.error, error=error)

    def history(self, path: str) -> list[Past]:
        """Return who changed the file at *path*, the newest change first."""
        told = _git(
            self.root,
            *("--literal-pathspecs", "log", f"--max-count={HISTORY}", "--no-color", "--patch"),
            *("--no-ext-diff", "--no-textconv", f"--format={_FORMAT}", "--", path),
        )
        return [_past(record) for record in told.out.split(_RECORD) if record.strip()]


def find_checkout(root: Path, *, push: bool = False) -> Checkout | None:
    """Return the checkout that *root* is in; None where git or the checkout is missing.

    A project that its checkout ignores is in none.
    """
    inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if inside.out.strip() != "true":
        return None
    ignored = _git(root, "check-ignore", "--quiet", "--", "content")
    return None if ignored.status == 0 else Checkout(root=root, push=push)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    out: str = ""
    error: str = ""
    status: int = 1


def _git(root: Path, *arguments: str, patience: float = PATIENCE) -> _Answer:
    """Run git in *root* with these arguments: no shell, nobody asked for a password."""
    try:
        done = subprocess.run(  # noqa: S603  an argument list, no shell
            ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments],  # noqa: S607
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=patience,
            check=False,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        return _Answer(error=f"git did not answer in {patience:.0f} seconds")
    except OSError as fault:
        return _Answer(error=f"git cannot be run: {(fault.strerror or str(fault)).lower()}")
    out, said = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
    error = "" if done.returncode == 0 else (said.strip() or out.strip() or "git failed")
    return _Answer(out=out, error=error, status=done.returncode)


def _environment() -> dict[str, str]:
    return {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C"}


def _past(record: str) -> Past:
    name, who, when, subject, patch = record.split(_FIELD, 4)
    begin = patch.find("\n@@")
    return Past(
        id=name,
        who=who,
        when=when,
        subject=subject,
        patch=patch[begin + 1 :].rstrip() if begin >= 0 else "",
    )
