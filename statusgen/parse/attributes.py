"""The lines straight under an update's heading: what it changes, beside its words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from statusgen.errors import Location, Problem
from statusgen.model import ComponentStatuses, Severity
from statusgen.parse.component_lists import parse_components
from statusgen.parse.context import ParseContext, severity_of, severity_problem
from statusgen.parse.statuses import Kind
from statusgen.parse.times import parse_next_update, parse_timestamp

#: A word or two and a colon, but no address (https://…).
_LINE = re.compile(r" {0,3}(?P<name>[A-Za-z][A-Za-z_-]*(?: [A-Za-z]+)?) ?:(?!//)(?P<value>.*)")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
_LONGEST_NAME = 20
_ALIKE = 0.85  # how like a known name another must be to be taken for a slip of it


class Scope(msgspec.Struct, frozen=True):
    """What a body is read with: its file, and what it may refer to."""

    path: str
    context: ParseContext
    kind: Kind

    def at(self, line: int, column: int = 1) -> Location:
        """Return a place in the file."""
        return Location(self.path, line, column)


class Attributes(msgspec.Struct, frozen=True):
    """What the lines under one heading say; a field is empty where no line says it."""

    id: str | None = None
    components: ComponentStatuses = ()
    severity: Severity | None = None
    next_update: datetime | None = None
    posted: datetime | None = None
    edited: datetime | None = None


class _Value(msgspec.Struct, frozen=True):
    """One attribute's value as written, stripped, and what it is read with."""

    text: str
    at: Location
    update_at: datetime  #: the heading's time
    scope: Scope


def parse_attributes(
    lines: Sequence[str], *, line: int, update_at: datetime, scope: Scope
) -> tuple[Attributes, list[Problem]]:
    """Return what the attribute *lines* say, and every mistake in them.

    The first of *lines* is line number *line*; :func:`count_attributes` says how many there
    are. *update_at* is the heading's time, from which ``in 30 minutes`` counts.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for number, text in enumerate(lines, line):
        match = _LINE.fullmatch(text)
        if match is None:
            raise ValueError(f"no attribute line: {text!r}")
        here = scope.at(number, match.start("name") + 1)
        name = _known_name(match["name"])
        if _folded(match["name"]) != name:
            hint = f"did you mean '{name.capitalize()}:'?"
            problems.append(Problem(here, f"unknown line '{match['name']}:'", hint))
            continue
        field, read = _READERS[name]
        if field in values:
            message = f"a second '{name.capitalize()}:' under one heading"
            problems.append(Problem(here, message, "which of the two is it?"))
            continue
        written = match["value"]
        indent = len(written) - len(written.lstrip())
        at = scope.at(number, match.start("value") + indent + 1)
        values[field] = read(_Value(written.strip(), at, update_at, scope))
    for field, value in list(values.items()):
        if isinstance(value, Problem):
            problems.append(values.pop(field))
        elif isinstance(value, list):
            problems += values.pop(field)
    return Attributes(**values), problems


def count_attributes(lines: Sequence[str]) -> int:
    """Return how many of *lines*, which come after a heading, are attribute lines.

    The first line that is none ends them. A name that is nearly a known one counts, because
    its line would be published as text.
    """
    for count, text in enumerate(lines):
        match = _LINE.fullmatch(text)
        if match is None or not _known_name(match["name"]):
            return count
    return len(lines)


def _known_name(written: str) -> str:
    """Return the attribute that *written* means or nearly spells, e.g. "next update"; or ""."""
    name = _folded(written)
    if name in _READERS:
        return name
    near = difflib.get_close_matches(name[:_LONGEST_NAME], _READERS, n=1, cutoff=_ALIKE)
    return near[0] if near else ""


def _folded(name: str) -> str:
    return name.lower().replace("_", " ").replace("-", " ")


def _read_components(value: _Value) -> ComponentStatuses | list[Problem]:
    return parse_components(value.text, at=value.at, context=value.scope.context)


def _read_severity(value: _Value) -> Severity | Problem:
    if value.scope.kind == "maintenance":
        return Problem(value.at, "maintenance has no severity", "leave this line out")
    return severity_of(value.text) or severity_problem(value.text, at=value.at)


def _read_next_update(value: _Value) -> datetime | Problem:
    zone = value.scope.context.zone
    return parse_next_update(value.text, after=value.update_at, zone=zone, at=value.at)


def _read_time(value: _Value) -> datetime | Problem:
    return parse_timestamp(value.text, zone=value.scope.context.zone, at=value.at)


def _read_id(value: _Value) -> str | Problem:
    if _ID.fullmatch(value.text):
        return value.text
    return Problem(
        value.at,
        f"'{value.text}' cannot be an id",
        "it is of letters, digits and . _ : - (no spaces), at most 100 of them",
    )


#: name → the field of :class:`Attributes`, and what reads it
_READERS: Mapping[str, tuple[str, Callable[[_Value], object]]] = {
    "components": ("components", _read_components),
    "severity": ("severity", _read_severity),
    "next update": ("next_update", _read_next_update),
    "id": ("id", _read_id),
    "posted": ("posted", _read_time),
    "edited": ("edited", _read_time),
}
