"""Sanitised HTML as plain text, for what shows no HTML: calendars."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_SPACE = re.compile(r"\s+")
_GAPS = re.compile(r"[ \n]*\n[ \n]*\n[ \n]*")
_AROUND = re.compile(r" *\n *")
_SPACES = re.compile(r" {2,}")

#: What stands on lines of its own, with an empty line around it.
_BLOCKS = frozenset(
    ["p", "ul", "ol", "blockquote", "pre", "table", "hr", "dl", "details", "figure"]
    + [f"h{level}" for level in range(1, 7)]
)
_LINES = frozenset(["li", "tr", "br", "dt", "dd", "div", "summary"])


def plain(html: str) -> str:
    """Return the words of sanitised *html*: a paragraph is a line, with empty lines between.

    Whoever shows it breaks lines where they have to. Where a link leads is not told.
    """
    words = []
    end = 0
    # In sanitised HTML a "<" always begins a tag.
    for tag in _TAG.finditer(html):
        words.append(_SPACE.sub(" ", html[end : tag.start()]))
        words.append(_mark(closing=bool(tag[1]), name=tag[2]))
        end = tag.end()
    words.append(_SPACE.sub(" ", html[end:]))
    text = _SPACES.sub(" ", _AROUND.sub("\n", "".join(words)))
    return unescape(_GAPS.sub("\n\n", text)).strip()


def _mark(*, closing: bool, name: str) -> str:
    """Return what stands for a tag."""
    if name in _BLOCKS:
        return "\n\n"
    if name == "li" and not closing:
        return "\n- "
    if name in ("td", "th") and closing:
        return " "
    return "\n" if name in _LINES and not closing else ""
