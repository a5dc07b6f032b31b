"""Where updates begin: the level-2 headings of a body, and the two parts of each."""

from __future__ import annotations

import re
from typing import NamedTuple

#: What separates status and time; the first is the canonical one.
SEPARATORS = ("—", "–", "|", "-")

#: Marks that steer the direction of a line and cannot be seen; who writes from right to left
#: has them anywhere.
_INVISIBLE = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_MARKS = re.compile(f"[{_INVISIBLE}]")
#: Lines that matter for finding headings: a ``##``, a code fence, a comment. Each may be
#: indented by up to three spaces; four make it code (CommonMark 0.31, section 4.2).
_MARK = re.compile(
    rf"\n[ {_INVISIBLE}]{{0,3}}"
    r"(?:(?P<hashes>##(?!#))|(?P<fence>`{3,}|~{3,})|<!--)(?P<rest>[^\n]*)"
)

_DASH = r"\s*(?:—|–|-{1,3}|\|)\s*"
_WORDS = r"[^\W\d_](?:[^\W\d]|[ -])*?"
_STATUS_FIRST = re.compile(rf"(?P<status>{_WORDS}){_DASH}(?P<stamp>[0-9]{{1,4}}[-/.:][0-9].*)")
#: A hyphen needs its spaces here: the name of a time zone may hold one.
_STAMP_FIRST = re.compile(
    rf"(?P<stamp>[0-9]{{1,4}}[-/.:][0-9].*?)(?:\s*[—–|]\s*|\s+-{{1,3}}\s+)(?P<status>{_WORDS})"
)
_LONGEST = 200  # characters; a real heading has a quarter of it


class Heading(NamedTuple):
    """One level-2 heading of a body."""

    line: int  #: from 0
    start: int  #: offset of its line in the body
    end: int  #: offset of its line's end, without the line break
    text: str  #: what stands after ``##``, stripped
    column: int  #: of ``text``, from 1


class Layout(NamedTuple):
    """Where what stands in a body."""

    headings: list[Heading]
    code: list[tuple[int, int]]  #: offsets of the code between fences
    comments: list[tuple[int, int]]  #: offsets of comments that begin a line


class Parts(NamedTuple):
    """A heading's two parts as written, stripped, with their offsets in the heading's text."""

    status: str
    status_at: int
    stamp: str
    stamp_at: int


def find_headings(body: str) -> list[Heading]:
    """Return the level-2 headings of *body*, but for those in code and in comments."""
    return find_layout(body).headings


def find_layout(body: str) -> Layout:
    """Return the level-2 headings of *body*, and the code blocks, which hold none.

    A code block that is never closed is none, as in Python-Markdown, so that a forgotten
    fence does not swallow the updates below it.
    """
    layout = Layout([], [], [])
    padded = "\n" + body  # an offset in it is one more than in the body
    unclosed: dict[str, int] = {}
    line = counted = position = 0
    while mark := _MARK.search(padded, position):
        position = mark.end()
        if mark["hashes"]:
            line += padded.count("\n", counted, mark.start())
            counted = mark.start()
            layout.headings.append(_heading(mark, line))
        elif mark["fence"]:
            closing = _closing_fence(padded, mark, unclosed)
            if closing:
                layout.code.append((mark.end() - 1, closing.start()))
                position = closing.end()
        else:
            close = padded.find("-->", mark.start())
            if close >= 0:
                layout.comments.append((mark.start(), close))
                position = close
    return layout


def split_heading(text: str) -> Parts | None:
    """Return the status and the time of a heading's *text*, in whichever order; None: not both."""
    if len(text) > _LONGEST:
        return None
    match = _STATUS_FIRST.fullmatch(text) or _STAMP_FIRST.fullmatch(text)
    if match is None:
        return None
    return Parts(match["status"], match.start("status"), match["stamp"], match.start("stamp"))


def _heading(mark: re.Match[str], line: int) -> Heading:
    rest = _MARKS.sub("", mark["rest"]) if not mark["rest"].isascii() else mark["rest"]
    column = mark.start("rest") - mark.start() + len(rest) - len(rest.lstrip())
    return Heading(line, mark.start(), mark.end() - 1, rest.strip().rstrip("#").rstrip(), column)


def _closing_fence(
    padded: str, opening: re.Match[str], unclosed: dict[str, int]
) -> re.Match[str] | None:
    """Return the fence that closes the code block which *opening* begins, or None.

    *unclosed* remembers for each kind of fence the shortest one that nothing closes: from
    there on nothing closes longer ones either, and the rest is not searched time and again.
    """
    fence = opening["fence"]
    kind, length = fence[0], len(fence)
    within_line = kind == "`" and "`" in opening["rest"]  # ```like this```
    if within_line or length >= unclosed.get(kind, length + 1):
        return None
    for mark in _MARK.finditer(padded, opening.end()):
        closing = mark["fence"]
        if closing and closing.startswith(fence) and not mark["rest"].strip():
            return mark
    unclosed[kind] = length
    return None
