"""What advice looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from statusgen.config import Config
from statusgen.derive.values import IncidentState
from statusgen.errors import Level, Location, Problem
from statusgen.model import Body, Text, Update


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that could be better. ``quote`` is what is meant, as it stands in the file."""

    rule: str
    path: str
    line: int  #: where to look for the quote; 0: the file as a whole
    message: str
    hint: str = ""
    quote: str = ""

    def located(self, text: str) -> Problem:
        """Return it as a problem at its quote in *text*, the file's, or at its line."""
        line, column = self.line, 1 if self.line else 0
        if self.quote:
            start = _offset(text, self.line)
            place = text.find(self.quote, start)
            if place >= 0:
                line = text.count("\n", 0, place) + 1
                column = place - (text.rfind("\n", 0, place) + 1) + 1
        at = Location(self.path, line, column)
        return Problem(at, self.message, self.hint, Level.ADVICE, self.rule)


def _offset(text: str, line: int) -> int:
    """Return where line number *line*, from 1, of *text* begins."""
    offset = 0
    for _ in range(line - 1):
        offset = text.find("\n", offset) + 1
    return offset


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of prose that customers read at once."""

    path: str
    line: int  #: of the heading above it
    body: Body
    language: str
    update: Update | None = None  #: None: a summary, or a notice

    def finding(self, rule: str, message: str, hint: str = "", quote: str = "") -> Finding:
        """Return something found in it."""
        return Finding(
            rule=rule,
            path=self.path,
            line=self.line,
            message=message,
            hint=hint,
            quote=quote,
        )


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One incident with its words, at an instant."""

    state: IncidentState
    text: Text
    config: Config
    now: datetime

    @property
    def path(self) -> str:
        """Return its file."""
        return self.state.incident.path

    def passages(self) -> Iterator[Passage]:
        """Yield its summary, if it has one, and its updates, oldest first."""
        yield from passages(self.path, self.text, self.state.incident.updates)

    def at(self, rule: str, line: int, message: str, hint: str = "") -> Finding:
        """Return something found at a line of its file."""
        return Finding(rule=rule, path=self.path, line=line, message=message, hint=hint)


def passages(path: str, text: Text, updates: tuple[Update, ...] = ()) -> Iterator[Passage]:
    """Yield the prose of the file at *path*: its summary, then its *updates*."""
    if text.summary is not None and text.summary.text:
        yield Passage(path=path, line=1, body=text.summary, language=text.language)
    for update, body in zip(updates, text.updates, strict=False):
        if body is not None and body.text:
            yield Passage(
                path=path, line=update.line, body=body, language=text.language, update=update
            )
