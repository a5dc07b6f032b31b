"""The heading that opens an update: its status and time, or what it should have been."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from statusgen.errors import Level, Location, Problem
from statusgen.parse.attributes import Scope
from statusgen.parse.headings import Heading, Layout, split_heading
from statusgen.parse.order import Step
from statusgen.parse.statuses import is_nearly_status, is_status, parse_status
from statusgen.parse.times import EXAMPLE, parse_timestamp, unreadable_time

MODEL = f"## Investigating — {EXAMPLE}"

_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]+[0-9]{1,2}:[0-9]{2}[^—–|()]*")
_HEADING_LINE = re.compile(r"\n {0,3}##(?!#)([^\n]*)")
_WORDS = re.compile(r"[A-Za-z]+(?:[ _-][A-Za-z]+)?")
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}")
_MORE = re.compile(r"(?:\s[-–—|:]+\s+|[—–|]\s*)(?P<words>[^\W\d_].*)")
#: A status, a separator and what was meant as a time.
_NEARLY = re.compile(r"(?P<status>[^\W\d_][^—–|:]*?)\s*(?:[—–|:]|\s-{1,3}\s)\s*(?P<stamp>\S.*)")
#: What may stand before the words of a line that was meant as a heading.
_LEADING = " \t>#＃\\*_\u00a0"
_SHORT = 60  # characters of a heading that a message repeats


def read_heading(
    heading: Heading, *, line: int, scope: Scope
) -> tuple[Step, datetime] | list[Problem]:
    """Return the status and the time of *heading*, or what is wrong with it.

    *line* is its line in the file. A heading that is far from any update's is told to have
    three ``#``.
    """
    parts = split_heading(heading.text)
    if parts is None:
        return [_no_opening(heading.text, scope.at(line, heading.column))]
    behind = _MORE.search(parts.stamp)
    if behind:
        column = heading.column + parts.stamp_at + behind.start("words")
        short = _shortened(behind["words"])
        hint = "a heading ends with the time: put other words below it"
        return [Problem(scope.at(line, column), f"'{short}' stands behind the time", hint)]
    at = scope.at(line, heading.column + parts.status_at)
    status = parse_status(parts.status, kind=scope.kind, at=at)
    stamp_at = scope.at(line, heading.column + parts.stamp_at)
    time = parse_timestamp(parts.stamp, zone=scope.context.zone, at=stamp_at)
    if not isinstance(status, Problem) and not isinstance(time, Problem):
        return Step(status, at), time
    problems = [part for part in (status, time) if isinstance(part, Problem)]
    if status in problems and time in problems and not is_nearly_status(parts.status):
        return [_no_opening(heading.text, scope.at(line, heading.column))]
    return problems


def openings_in_code(
    body: str, code: Iterable[tuple[int, int]], *, first_line: int, scope: Scope
) -> Iterator[Problem]:
    """Yield advice on updates that stand in a code block, where they are text.

    That is what happens to them where the block above was meant to end and did not.
    *code* has the offsets of the blocks in *body*, which begins at *first_line*.
    """
    for start, end in code:
        for line in _HEADING_LINE.finditer(body, start, end):
            parts = split_heading(line[1].strip())
            if parts and is_status(parts.status):
                number = first_line + body.count("\n", 0, line.start(1))
                yield Problem(
                    scope.at(number),
                    "this update stands in a code block: it is not one, but text",
                    "end the code above it with a line of ```",
                    Level.ADVICE,
                    "update-in-code",
                )


def lost_openings(body: str, layout: Layout, *, first_line: int, scope: Scope) -> Iterator[Problem]:
    """Yield a problem for each line of *body* that reads like an update's heading and is none.

    Such as ``### Resolved — …``: the update would be a part of the one above it. What stands
    in code and in comments is not looked at.
    """
    headings = {heading.start for heading in layout.headings}
    hidden = [*layout.code, *layout.comments]
    done = -1
    for date in _DATE.finditer(body):
        start = body.rfind("\n", 0, date.start()) + 1
        if start == done or start in headings or any(a <= start < b for a, b in hidden):
            continue
        done = start
        end = body.find("\n", start)
        line = body[start : end if end >= 0 else len(body)]
        text = line.lstrip(_LEADING).rstrip("*_#: \t")
        parts = split_heading(text)
        if parts is None:
            continue
        heading = line.lstrip().startswith("#")
        if is_status(parts.status) or (heading and is_nearly_status(parts.status)):
            at = scope.at(first_line + body.count("\n", 0, start), line.find(text[:1]) + 1)
            yield Problem(
                at,
                "this reads like an update's heading, and is text of the update above it",
                f"begin the line with two '#': '## {_shortened(text)}'",
            )


def _no_opening(text: str, at: Location) -> Problem:
    """Return the problem of a level-2 heading that opens no update."""
    if not text:
        return Problem(at, "this heading is empty", f"an update begins as '{MODEL}'")
    if is_status(text):
        return Problem(at, f"the update '{text}' has no time", f"write '## {text} — {EXAMPLE}'")
    stamp = _STAMP.search(text)
    words = [word for word in _WORDS.findall(text) if is_status(word)]
    if stamp and words:
        meant = f"## {words[0]} — {stamp[0].strip()}"
        return Problem(at, "this heading is not quite an update's", f"write '{meant}'")
    nearly = _NEARLY.fullmatch(text)
    if nearly and is_nearly_status(nearly["status"]):
        there = Location(at.path, at.line, at.column + nearly.start("stamp"))
        return unreadable_time(nearly["stamp"], there)
    if stamp and stamp[0] == text:
        return Problem(at, f"the update of {text} has no status", f"write '## Update — {text}'")
    short = _shortened(text)
    return Problem(
        at,
        f"'## {short}' opens no update: it has no status and time",
        f"a heading among the words has three: '### {short}'; an update begins as '{MODEL}'",
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"
