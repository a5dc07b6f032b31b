"""HTML comments in Markdown: notes among writers, which no reader is to see.

On a page they are invisible anyway. But the Markdown itself is public too: the API and some
feeds carry it as it was written.
"""

from __future__ import annotations

import re

from statusgen.parse.headings import find_layout

_CODE_OR_COMMENT = re.compile(
    r"(?P<code>(?<!`)(`{1,3})(?!`).+?(?<!`)\2(?!`))|<!--.*?-->", re.DOTALL
)


def without_comments(text: str) -> str:
    """Return the Markdown *text* without HTML comments, but for those between code marks.

    One that is never closed is none; Markdown shows it as text.
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
    return match["code"] or ""
