"""YAML's complaints in words that help someone who does not know YAML.

The parsers say what they expected; people want to know what to type. So the line
itself is looked at, and PyYAML's two parsers, which word things differently, get
the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml

_COMMENT = re.compile(r"[ \t]+#([^\s#!].*)")
_KEY_VALUE = re.compile(r"^(\s*(?:- )?[\w.-]+:[ \t]+)(\S.*?)\s*$")
_OTHER_MARK = re.compile(r"^\s*(?:- )?(\w[\w -]*?)\s*[=;：](?!=)\s*(\S.*)$")
_NO_SPACE = re.compile(r"^\s*(?:- )?([\w-]+):([^\s/].*)$")

DIRECTIVE = ("this is a YAML directive, which is not read here", "leave the line out")


class Place(NamedTuple):
    """What is wrong, with line and column from 1 in the text that was parsed."""

    line: int
    column: int
    message: str
    hint: str = ""


class _Complaint(NamedTuple):
    """What a parser said; lines and columns from 0, as it counts."""

    words: str
    lines: list[str]
    row: int  #: where it gave up
    column: int
    start_row: int  #: where what it was reading begins
    start_column: int

    @property
    def line(self) -> str:
        return self.line_at(self.row)

    def line_at(self, row: int) -> str:
        return self.lines[row] if row < len(self.lines) else ""

    def here(self, message: str, hint: str = "") -> Place:
        return Place(self.row + 1, self.column + 1, message, hint)

    def there(self, message: str, hint: str = "") -> Place:
        return Place(self.start_row + 1, self.start_column + 1, message, hint)


def explain(error: yaml.YAMLError, text: str) -> Place:
    """Return what *error*, raised for *text*, means to the person who wrote it."""
    if isinstance(error, yaml.reader.ReaderError):
        return _control_character(int(error.position), text)
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Place(1, 1, f"this is not valid YAML: {error}")
    row, column = _row_and_column(error.problem_mark, text)
    start_row, start_column = _row_and_column(error.context_mark or error.problem_mark, text)
    complaint = _Complaint(
        words=f"{error.context or ''}: {error.problem}",
        lines=text.split("\n"),
        row=row,
        column=column,
        start_row=start_row,
        start_column=start_column,
    )
    directive = next((i for i, line in enumerate(complaint.lines) if line.startswith("%")), None)
    if directive is not None:
        return Place(directive + 1, 1, *DIRECTIVE)
    indent = complaint.line[: len(complaint.line) - len(complaint.line.lstrip())]
    if "\t" in indent or complaint.line[column : column + 1] == "\t":
        return _tab(complaint)
    answer = next((answer for words, answer in _ANSWERS if words in complaint.words), _structure)
    return answer(complaint)


def lost_comment(text: str, end: int) -> str:
    """Return what YAML takes for a comment after a value that ends at *end*, if it may be text.

    ``Order #123 fails`` has such a one; ``P1 # says Ana`` and ``P1 ## agreed`` have not.
    """
    stop = text.find("\n", end)
    found = _COMMENT.match(text, end, stop if stop >= 0 else len(text))
    return f"#{found[1].rstrip()}" if found else ""


def missing_space(line: str) -> str:
    """Return a hint if *line* is ``key:value`` without a space or ``key = value``, or nothing."""
    if "\xa0" in line:
        return "there is a no-break space in it, copied from elsewhere: type the space again"
    other = _OTHER_MARK.match(line) if ": " not in line else None
    if other:
        return f"write a colon and a space: {other[1]}: {other[2].strip()}"
    found = _NO_SPACE.match(line)
    return f"put a space after the colon: {found[1]}: {found[2].strip()}" if found else ""


def quoted(text: str) -> str:
    """Return *text* as a YAML scalar in quotes; quotes that it has around it are taken as meant."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _row_and_column(mark: yaml.Mark, text: str) -> tuple[int, int]:
    """Return where *mark* is. Its own line counts U+2028 and others that no editor counts."""
    before = text[: mark.index]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def _control_character(position: int, text: str) -> Place:
    before = text[:position]
    code = ord(text[position]) if position < len(text) else 0
    return Place(
        before.count("\n") + 1,
        len(before) - before.rfind("\n"),
        f"there is a control character here (U+{code:04X})",
        "it is invisible, and came in by copying: delete it",
    )


def _tab(complaint: _Complaint) -> Place:
    column = complaint.line.find("\t") + 1 or complaint.column + 1
    return Place(
        complaint.row + 1,
        column,
        "there is a tab here",
        "YAML is indented with spaces: two per level",
    )


def _second_colon(complaint: _Complaint) -> Place:
    found = _KEY_VALUE.match(complaint.line)
    if found and complaint.column >= len(found[1]):
        return complaint.here("there is a second colon in this line", _quote(complaint.line))
    above = complaint.row - 1
    hint = missing_space(complaint.line_at(above)) if above >= 0 else ""
    if hint:
        return Place(above + 1, 1, "this line is no 'key: value'", hint)
    return _misaligned(complaint)


def _no_colon(complaint: _Complaint) -> Place:
    line = complaint.line_at(complaint.start_row)
    return Place(
        complaint.start_row + 1,
        len(line) - len(line.lstrip()) + 1,
        "this line is no 'key: value'",
        missing_space(line) or "a colon and a space separate them",
    )


def _open_quote(complaint: _Complaint) -> Place:
    return complaint.there("this quote is not closed", "put the same quote at the end of the text")


def _backslash(complaint: _Complaint) -> Place:
    before = complaint.line.rfind("\\", 0, complaint.column + 1)  # one parser is past it already
    return complaint._replace(column=max(before, 0)).here(
        "a backslash in double quotes has a meaning of its own",
        "write it twice, or put the text in single quotes",
    )


def _open_bracket(complaint: _Complaint) -> Place:
    closing = "}" if "'}'" in complaint.words else "]"
    return complaint.there(f"this bracket is not closed: ',' or '{closing}' was expected")


def _list_behind_key(complaint: _Complaint) -> Place:
    return complaint.here(
        "a list starts here, behind its key", "begin each item on a line of its own"
    )


def _bad_start(complaint: _Complaint) -> Place:
    line = complaint.line_at(complaint.start_row)
    char = line[complaint.start_column : complaint.start_column + 1]
    return complaint.there(f"text cannot begin with '{char}'", _quote(line))


def _structure(complaint: _Complaint) -> Place:
    found = _KEY_VALUE.match(complaint.line)
    if found and complaint.column >= len(found[1]):
        if found[2][0] in "|>":
            return complaint.here(
                f"nothing may stand behind '{found[2][0]}'", "go on in the next line"
            )
        return complaint.here(
            "the value has ended, but there is more in this line", _quote(complaint.line)
        )
    return _misaligned(complaint)


def _misaligned(complaint: _Complaint) -> Place:
    line = complaint.line
    return Place(
        complaint.row + 1,
        len(line) - len(line.lstrip(" ")) + 1,
        "this line does not fit the lines above it",
        "keys of one level begin in the same column; list items begin with '- '",
    )


def _quote(line: str) -> str:
    found = _KEY_VALUE.match(line)
    if found:
        return f"put the text in quotes: {found[1].strip()} {quoted(found[2])}"
    return "put the text in quotes"


#: Words of either parser → what to say. The first that fits is taken.
_ANSWERS: tuple[tuple[str, Callable[[_Complaint], Place]], ...] = (
    ("found a tab", _tab),
    ("mapping values", _second_colon),
    ("could not find expected ':'", _no_colon),
    ("scalar: found unexpected", _open_quote),
    ("quoted scalar", _backslash),
    ("double-quoted", _backslash),
    ("',' or", _open_bracket),
    ("sequence entries", _list_behind_key),
    ("start any token", _bad_start),
    ("alphabetic", _bad_start),
)
