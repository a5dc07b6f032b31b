"""Commands as they are typed, without the price of a new Python for each."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from statusgen.cli import main


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    status: int
    out: str
    err: str


def statusgen(*words: str, cwd: Path, given: bytes = b"", **env: str) -> Done:
    """Run a command in *cwd*; it reads *given*. A bug in it is raised here."""
    with contextlib.chdir(cwd):
        done = CliRunner().invoke(
            main, words, input=given, env=env, prog_name="statusgen", catch_exceptions=False
        )
    return Done(done.exit_code, done.stdout, done.stderr)
