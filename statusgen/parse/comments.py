"""HTML comments in Markdown: notes among writers, which no reader is to see.

On a page they are invisible anyway. But the Markdown itself is public too: the API and some
feeds carry it as it was written.
"""

from __future__ import annotations

import re

from statusgen.errors import Location, Problem
from statusgen.parse.headings import find_layout

_CODE_OR_COMMENT = re.compile(
    r"(?P<code>(?<!`)(`{1,3})(?!`).+?(?<!`)\2(?!`))|<!--.*?-->|(?P<open><!--)", re.DOTALL
)
IN_UPDATE = "end it with '-->' before the next update; until then everybody can read it"
IN_PAGE = "end it with '-->'; until then everybody can read it"


def without_comments(text: str) -> str:
    """Return the Markdown *text* without HTML comments, but for those between code marks.

    One that is never closed stays: :func:`comment_problems` tells it.
    """
    if "<!--" not in text or "-->" not in text:
        return text
    pieces = []
    done = 0
    for start, end in (*find_layout(text).code, (len(text), len(text))):
        pieces.append(_CODE_OR_COMMENT.sub(_code, text[done:start]))
        pieces.append(text[start:end])
        done = end
    return "".join(pieces).strip("\n").rstrip()


def _code(match: re.Match[str]) -> str:
    return match["code"] or match["open"] or ""


def comment_problems(
    text: str, *, path: str, first_line: int, hint: str = IN_UPDATE
) -> list[Problem]:
    """Return the problem of a comment in *text* that is not closed, or none.

    A comment ends before the next update: *text* is what one update says, or all that a page
    does, and begins at *first_line* of the file at *path*.
    """
    if "<!--" not in text:
        return []
    done = 0
    for start, end in (*find_layout(text).code, (len(text), len(text))):
        for match in _CODE_OR_COMMENT.finditer(text, done, start):
            if match["open"]:
                line_start = text.rfind("\n", 0, match.start()) + 1
                line = first_line + text.count("\n", 0, line_start)
                at = Location(path, line, match.start() - line_start + 1)
                return [Problem(at, "this comment is not closed", hint)]
        done = end
    return []
