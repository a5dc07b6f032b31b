"""Somebody follows a guide to the letter: every file is written, every command typed, in order.

``tests/test_docs_examples.py`` looks at each example by itself; here they are one story, in a
real project, with a real shell, and answers where a command asks.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.fenced_blocks import ROOT, Block, blocks_of
from tests.parsed_files import SITE
from tests.processes import PATIENCE

BIN = Path(sys.executable).parent
#: The last day in the guides on which something has happened; it is yesterday for who reads them.
_LAST = date(2026, 11, 30)
_DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b")
#: What is typed elsewhere, and where.
ELSEWHERE: Mapping[str, str] = {
    "make site": "CI",
    "make test": "CI",
    "python3 -m venv venv && . venv/bin/activate": "tests/test_wheel.py",
    "pip install path/to/statusgen": "tests/test_wheel.py",
}


def moved(text: str) -> str:
    """Return *text* with its dates as somebody has them who reads it today."""
    by = datetime.now(UTC).date() - timedelta(days=1) - _LAST
    return _DATE.sub(lambda match: (date.fromisoformat(match[0]) + by).isoformat(), text)


class Reader:
    """Somebody with a shell; ``opened`` is what was shown to them in a browser."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bin = folder.parent / "bin"
        self._bin.mkdir()
        opener = self._bin / "xdg-open"
        opener.write_text('#!/bin/sh\necho "$1" >>"$OPENED"\n')
        opener.chmod(0o755)
        self._opened = folder.parent / "opened"
        self._where = folder.parent / "where"
        self._env = {
            "PATH": f"{self._bin}:{BIN}:{os.environ['PATH']}",
            "OPENED": str(self._opened),
            "WHERE": str(self._where),
        }
        self.typed: list[str] = []

    @property
    def opened(self) -> str:
        return self._opened.read_text() if self._opened.exists() else ""

    def write(self, path: str, text: str) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def type(self, line: str) -> None:
        """Type *line*, and answer what it asks. Raises if it fails."""
        self.typed.append(line)
        if line in ELSEWHERE:
            return
        sit_before = WATCHED.get(line)
        if sit_before is not None:
            words = line.split()[1:]
            extra = ["--port", "0"] if words[0] in ("serve", "desk") else []
            sit_before(self, Terminal(self.folder, *words, *extra, kind="xterm", **self._env))
            return
        done = self.run(f'{line} && pwd >"$WHERE"')
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        self.folder = Path(self._where.read_text().strip())

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env={**os.environ, **self._env},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )


def _look(reader: Reader, terminal: Terminal) -> None:
    """See the page in the browser that the command opens, and end it."""
    terminal.wait_for("Ctrl+C")
    until = time.monotonic() + PATIENCE
    while "http://127.0.0.1:" not in reader.opened:
        assert time.monotonic() < until, "no browser is opened"
        time.sleep(0.05)
    terminal.interrupt()
    assert terminal.end() == 0


def _watch(_reader: Reader, terminal: Terminal) -> None:
    terminal.wait_for("incident")
    terminal.interrupt()
    assert terminal.end() in (0, 4)


def _report(reader: Reader, terminal: Terminal) -> None:
    terminal.answer("What do customers notice", "Search finds nothing")
    terminal.answer("Severity", "P3")
    terminal.answer("What is affected", "search")
    terminal.answer("Next update in", "")
    terminal.answer("Which words", "0")
    terminal.answer("Your words", "Search finds nothing. You can order as usual by category.")
    terminal.answer("Save this?", "y")
    assert terminal.end() == 0, terminal.seen
    assert "search-finds-nothing.html" in terminal.seen
    assert list(reader.folder.rglob("incidents/*-search-finds-nothing.html"))


#: What somebody sits before: it asks, or it does not end by itself.
WATCHED: Mapping[str, Callable[[Reader, Terminal], None]] = {
    "statusgen incident new --publish": _report,
    "statusgen serve --open": _look,
    "statusgen desk --open": _look,
    "statusgen clock --watch": _watch,
}


def follow(reader: Reader, guide: str) -> None:
    """Do what *guide* shows, from its first block to its last."""
    blocks = iter(blocks_of(ROOT / guide))
    for block in blocks:
        if block.wrong:
            _err(reader, block, next(blocks))
        elif block.file:
            reader.write(moved(block.file), moved(block.text))
        elif block.language == "console":
            lines = block.text.splitlines()
            assert all(line.startswith("$ ") for line in lines), "an answer that is not compared"
            for line in lines:
                reader.type(moved(line.removeprefix("$ ")))


def _err(reader: Reader, wrong: Block, answer: Block) -> None:
    """Make the mistake in *wrong* in a project of its own, at its time; compare the *answer*."""
    project = reader.folder.parent / f"mistake-{wrong.line}"
    reader.write(f"{project}/{SITE}", (reader.folder / SITE).read_text("utf-8"))
    reader.write(f"{project}/content/logo.svg", "<svg/>")
    reader.write(f"{project}/{wrong.file}", wrong.text)
    command, _, told = answer.text.partition("\n")
    done = reader.run(f"cd {project} && {command[2:]} --now {wrong.now.isoformat()}")
    assert (done.returncode, done.stdout + done.stderr) == (1, told)
    reader.typed.append(command[2:])


def begin(tmp_path: Path, guide: str) -> Reader:
    """Return a reader who has what *guide* takes for granted."""
    folder = tmp_path / "work"
    folder.mkdir()
    reader = Reader(folder)
    if guide != "README.md":
        reader.type("statusgen init .")
        for place in (folder / "content").glob("[im][na]*/*.md"):
            place.unlink()
    if guide == "docs/writing-incidents.md":  # it speaks of the example's shop
        reader.write("content/logo.svg", (ROOT / "content/logo.svg").read_text("utf-8"))
        reader.write(SITE, (ROOT / SITE).read_text("utf-8"))
        for place in (folder / "content/messages").iterdir():
            place.unlink()
    return reader


@pytest.mark.parametrize(
    "guide", ["README.md", "docs/writing-incidents.md", "docs/desk.md", "docs/checks.md"]
)
def test_a_guide_can_be_followed_to_the_letter(tmp_path: Path, guide: str) -> None:
    reader = begin(tmp_path, guide)
    follow(reader, guide)
    shown = {
        moved(line[2:])
        for b in blocks_of(ROOT / guide)
        for line in b.text.splitlines()
        if b.language == "console" and line.startswith("$ ")
    }
    assert shown <= set(reader.typed)
    reader.type("statusgen check")
