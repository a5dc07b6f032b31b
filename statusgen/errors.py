"""What can go wrong, and where.

A mistake in content is a :class:`Problem`, a value that is collected, sorted and
shown with all others. An exception is only raised where nothing useful can go on.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field


class Level(enum.IntEnum):
    """How much a problem matters: an error stops the build, advice does not."""

    ERROR = 0
    ADVICE = 1


@dataclass(frozen=True, order=True, slots=True)
class Location:
    """A place in a source file.

    ``path`` is relative to the project with forward slashes, ``line`` and
    ``column`` count from 1, columns in characters. A line of 0 means the file
    as a whole (there is no line to point at).
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``path:line:column``, leaving out what is not known."""
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column or 1}"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing that is wrong with the content, with what to do about it."""

    at: Location
    message: str
    hint: str = ""
    level: Level = Level.ERROR
    rule: str = field(default="content", compare=False)  #: the check's name, e.g. "late-update"

    def __str__(self) -> str:
        """Return ``path:line:column: what`` and the hint on a line of its own."""
        text = f"{self.at}: {self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class StatusgenError(Exception):
    """Something a user can cause. The command line shows it without a traceback."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ContentError(StatusgenError):
    """The content has problems. Carries every one of them, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        """Say how it comes out of another process: made of its problems, not of its text."""
        return type(self), (self.problems,)
