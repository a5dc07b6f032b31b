"""What still stands in braces: words that somebody has to fill in before anyone reads them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from statusgen.errors import Location, Problem
from statusgen.parse.fields import MOST_ALIKE

_NAME = re.compile(r"(?<!\\)\{(?P<name>[a-z][a-z0-9_]{0,40})\}")
_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})(?P<rest>.*)$", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*(?=\n)")
_TICKS = re.compile("`+")
_HINT = "say what it is, or leave it out; braces that are meant stand in `code`"

Span = tuple[int, int]


class Placeholder(NamedTuple):
    """A name in braces, and where it stands in its text."""

    name: str
    start: int  #: offset of the opening brace
    end: int  #: offset behind the closing one
    line: int  #: from 0
    column: int  #: from 1


def find_placeholders(text: str) -> Iterator[Placeholder]:
    """Yield the placeholders of the Markdown *text*, such as ``{next_update}``, in order.

    What stands in code is none, nor is one with a backslash before it.
    """
    if "{" not in text or not (matches := list(_NAME.finditer(text))):
        return
    code = list(_code(text))
    starts = [start for start, _ in code]
    for match in matches:
        start = match.start()
        span = bisect_right(starts, start) - 1
        if span < 0 or code[span][1] <= start:
            line_start = text.rfind("\n", 0, start) + 1
            line, column = text.count("\n", 0, start), start - line_start + 1
            yield Placeholder(match["name"], start, match.end(), line, column)


def unfilled_problems(text: str, *, path: str, first_line: int) -> list[Problem]:
    """Return a problem for each placeholder that nobody has filled in.

    *text* begins at *first_line* of the file at *path*.
    """
    return [
        Problem(
            Location(path, first_line + found.line, found.column),
            f"'{{{found.name}}}' is not filled in",
            _HINT,
            rule="unfilled",
        )
        for found in islice(find_placeholders(text), MOST_ALIKE)
    ]


def _code(text: str) -> Iterator[Span]:
    """Yield the code of *text* in order: blocks between fences, and spans within a paragraph."""
    position = 0
    for start, end in [*_blocks(text), (len(text), len(text))]:
        breaks = [match.start() for match in _BLANK.finditer(text, position, start)]
        for paragraph_end in [*breaks, start]:
            yield from _spans(text, position, paragraph_end)
            position = paragraph_end
        yield start, end
        position = end


def _blocks(text: str) -> list[Span]:
    """Return the code blocks between fences. One that is never closed is none."""
    marks = list(_FENCE.finditer(text))
    blocks: list[Span] = []
    unclosed: dict[str, int] = {}  # kind of fence → the shortest that nothing closes
    at = 0
    while at < len(marks):
        fence, rest = marks[at]["fence"], marks[at]["rest"]
        kind, close = fence[0], None
        if not (kind == "`" and "`" in rest) and len(fence) < unclosed.get(kind, len(text)):
            close = next(
                (
                    later
                    for later in range(at + 1, len(marks))
                    if marks[later]["fence"].startswith(fence) and not marks[later]["rest"].strip()
                ),
                None,
            )
            if close is None:
                unclosed[kind] = len(fence)
            else:
                blocks.append((marks[at].start(), marks[close].end()))
        at = at + 1 if close is None else close + 1
    return blocks


def _spans(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the code between equal runs of backticks (CommonMark 0.31, section 6.1)."""
    runs = [match.span() for match in _TICKS.finditer(text, start, end)]
    places: dict[int, list[int]] = {}
    for place, (opening, closing) in enumerate(runs):
        places.setdefault(closing - opening, []).append(place)
    at = 0
    while at < len(runs):
        same = places[runs[at][1] - runs[at][0]]
        later = bisect_right(same, at)
        if later < len(same):
            yield runs[at][0], runs[same[later]][1]
            at = same[later]
        at += 1
