"""Which field of a form a problem in the file belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from statusgen.desk.compose import Composed
from statusgen.desk.work import FIELDS, Work
from statusgen.errors import Problem

#: Where a new file has its title: known also where the file could not be made.
_TITLE_LINE = 2
_KEY = re.compile(r"([a-z]+):")
_ATTRIBUTES = {"Components:": "components", "Severity:": "severity", "Next update:": "next_update"}


def placed(
    problems: Iterable[Problem], work: Work, composed: Composed | None
) -> list[dict[str, Any]]:
    """Return *problems* for the browser: each with a field, and a line and column in it.

    Errors come first. A problem that is in no field of the form has "" for one.
    """
    places = _Places(work, composed)
    told = [_told(problem, places) for problem in sorted(set(problems))]
    return sorted(told, key=lambda one: one["level"] != "error")


def _told(problem: Problem, places: _Places) -> dict[str, Any]:
    field, line, column = places.find(problem)
    return {
        "field": field,
        "line": line,
        "column": column,
        "message": problem.message,
        "hint": problem.hint,
        "level": problem.level.name.lower(),
        "rule": problem.rule,
        "at": str(problem.at),
    }


class _Places:
    """Where the parts of a form stand in the file that it makes."""

    def __init__(self, work: Work, composed: Composed | None) -> None:
        self._raw, self._new = work.task == "raw", work.is_new
        self._path = composed.change.path if composed else ""
        self._lines = composed.text.splitlines() if composed else []
        self._heading = 0  # lines, from 1; 0: there is none
        if composed and composed.heading and composed.heading in self._lines:
            self._heading = self._lines.index(composed.heading) + 1
        words = work.message.strip("\n").rstrip()
        self._length = len(words.splitlines())
        self._message = self._first_word() if words else 0

    def _first_word(self) -> int:
        """Return the line that the message begins at: after its heading, or the front matter."""
        blank = next(
            (n for n, line in enumerate(self._lines, 1) if n > self._heading and not line.strip()),
            len(self._lines),
        )
        after = enumerate(self._lines[blank:], blank + 1)
        return next((n for n, line in after if line.strip()), 0)

    def find(self, problem: Problem) -> tuple[str, int, int]:
        """Return (field, line, column) of *problem*."""
        at = problem.at
        if at.path in FIELDS:
            return at.path, max(at.line, 1), max(at.column, 1)
        if at.path != self._path:
            title = at.line == _TITLE_LINE and not self._path and self._new
            return ("title", 1, 1) if title else ("", 0, 0)
        if self._raw:
            return "text", at.line, at.column
        if self._message and self._message <= at.line < self._message + self._length:
            return "message", at.line - self._message + 1, max(at.column, 1)
        if self._heading and at.line == self._heading:
            # Advice on an update without a word to quote stands at its heading.
            return ("message" if problem.rule != "content" else "at"), 1, 1
        return self._field_of(at.line), 1, 1

    def _field_of(self, line: int) -> str:
        text = self._lines[line - 1] if 0 < line <= len(self._lines) else ""
        if self._heading and line > self._heading:
            return next((f for start, f in _ATTRIBUTES.items() if text.startswith(start)), "")
        key = _KEY.match(text)
        return key[1] if key and key[1] in FIELDS else ""
