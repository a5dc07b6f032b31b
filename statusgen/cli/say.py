"""How commands speak: plain lines, colour only on a terminal, problems as a compiler shows them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from statusgen.errors import ContentError, Level, Problem, StatusgenError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: Seconds after which a terminal is shown how far things have come.
PATIENCE = 1.0
#: How many problems are shown; whoever has more begins with these.
MOST = 200


def colour() -> bool | None:
    """Return False where ``NO_COLOR`` asks for none, else None: as the terminal can."""
    return False if os.environ.get("NO_COLOR") else None


def say(text: str = "") -> None:
    """Print a line of result."""
    click.echo(text, color=colour())


def note(text: str) -> None:
    """Print a line that is not the result, to standard error."""
    click.echo(text, err=True, color=colour())


def say_error(error: StatusgenError) -> None:
    """Print what went wrong and what to do about it."""
    if isinstance(error, ContentError):
        say_problems(error.problems)
        note(_count(error.problems) + "; nothing was changed")
        return
    note(f"{click.style('error:', fg='red', bold=True)} {error}")
    if error.hint:
        note(f"  hint: {error.hint}")


def say_problems(problems: Iterable[Problem]) -> None:
    """Print *problems*, each with its place and hint."""
    shown = list(problems)
    for problem in shown[:MOST]:
        where = click.style(f"{problem.at}:", bold=True)
        kind = click.style("advice: ", fg="yellow") if problem.level is Level.ADVICE else ""
        note(f"{where} {kind}{problem.message}")
        if problem.hint:
            note(f"  hint: {problem.hint}")
    if len(shown) > MOST:
        note(f"… and {len(shown) - MOST:,} more like these")


def _count(problems: Iterable[Problem]) -> str:
    levels = [problem.level for problem in problems]
    errors, advice = levels.count(Level.ERROR), levels.count(Level.ADVICE)
    words = []
    if errors:
        words.append(f"{errors} error{'s' if errors != 1 else ''}")
    if advice:
        words.append(f"{advice} piece{'s' if advice != 1 else ''} of advice")
    return " and ".join(words)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Give a function to report progress to, or None where nobody watches.

    Nothing is shown in the first second.
    """
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    """A progress bar that appears when it has been a while."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._progress is None:
            if time.monotonic() - self._start < PATIENCE:
                return
            self._progress = _open_progress()
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()


def _open_progress() -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    progress = Progress(console=Console(stderr=True), transient=True)
    progress.start()
    return progress
