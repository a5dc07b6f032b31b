"""A command that somebody sits before: its input and output are a terminal."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes import GRACE, ended


class Terminal:
    """A running command; ``seen`` is what it has shown so far."""

    def __init__(self, root: Path, *words: str, kind: str = "dumb", **env: str) -> None:
        self._near, far = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "statusgen", *words],
            cwd=root,
            stdin=far,
            stdout=far,
            stderr=far,
            env={**os.environ, "TERM": kind, "COLUMNS": "100", **env},
        )
        os.close(far)
        self.seen = ""

    def answer(self, question: str, reply: str) -> None:
        """Wait for *question*, then type *reply*."""
        self.wait_for(question)
        self.type(f"{reply}\r")

    def wait_for(self, words: str) -> None:
        """Wait until *words* are shown, again if they were before."""
        before = len(self.seen)
        self._read(lambda: words in self.seen[before:])

    def interrupt(self) -> None:
        """Press Ctrl+C."""
        self._process.send_signal(signal.SIGINT)

    def type(self, keys: str) -> None:
        """Press *keys*."""
        os.write(self._near, keys.encode())

    def end(self) -> int:
        """Wait for the end; return the exit status."""
        with ended(self._process):
            self._read(lambda: False)
            os.close(self._near)
            return self._process.wait(GRACE)

    def _read(self, enough: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not enough():
            if time.monotonic() > deadline:
                self._process.kill()
                pytest.fail(f"it shows nothing more: {self.seen}")
            if not select.select([self._near], [], [], 1)[0]:
                continue
            try:
                data = os.read(self._near, 65536)
            except OSError:  # the other side is closed
                data = b""
            if not data:
                return
            self.seen += data.decode(errors="replace")
