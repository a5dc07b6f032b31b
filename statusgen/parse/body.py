"""Markdown to safe HTML: the one way that prose gets into a page, a feed or the API."""

from __future__ import annotations

import html
import re

from statusgen.errors import Location, Problem
from statusgen.parse.converter import CannotConvert, convert
from statusgen.parse.links import rebase, without_leading_slash
from statusgen.parse.prose import render_prose
from statusgen.parse.sanitise import sanitise

__all__ = ["MAX_CHARACTERS", "body_problem", "rebase", "render_markdown"]

# What is asked of Python-Markdown is bounded, because its time grows with the square of some
# of these. Within the bounds the worst text takes a second or two; a long review of an
# incident has a tenth of each.
MAX_CHARACTERS = 50_000
MAX_LINES = 2_000
MAX_BRACKETS = 1_000  # "[" or "<": links, pictures, tags
MAX_SEARCH = 5_000_000  # characters looked at in search of closing brackets
#: So many spaces, quote marks and list marks in a row, where a line begins, are no layout.
_DEEP = re.compile(r"\n(?:[ \t>]|[-*+] |[0-9]{1,9}\. ){120}")
_BRACKET = re.compile(r"""[][()'"]""")


def render_markdown(text: str) -> str:
    """Return the Markdown *text* as safe HTML, canonical and the same everywhere.

    The Markdown is Python-Markdown's with tables, fenced code, sane lists, links for bare
    addresses, and lists that need no empty line above them. Relative links start at the
    site's root: see :func:`rebase`. A text that :func:`body_problem` refuses, or that
    Python-Markdown cannot follow, is shown as typed.
    """
    if _refusal(text):
        return _as_typed(text)
    raw = render_prose(text)
    if raw is None:
        try:
            raw = convert(text)
        except CannotConvert:
            return _as_typed(text)
    return without_leading_slash(sanitise(raw))


def body_problem(text: str, *, at: Location) -> Problem | None:
    """Return why the Markdown *text* at *at* is more than can be rendered, or None."""
    refusal = _refusal(text)
    return Problem(at, *refusal) if refusal else None


def _refusal(text: str) -> tuple[str, str] | None:
    """Return what is too much about *text*, and what to do."""
    if _DEEP.search(text) or _DEEP.match("\n" + text[:2000]):
        return "this text is nested too deeply", "lists and quotes go a few levels deep at most"
    if len(text) <= MAX_BRACKETS:  # too short for anything else to be too much
        return None
    brackets = max(text.count("["), text.count("<"))
    limits = (
        (
            len(text) > MAX_CHARACTERS,
            f"this text is too long: {len(text):,} characters, at most {MAX_CHARACTERS:,}",
            "put the details on a page of their own and link to it",
        ),
        (
            text.count("\n") >= MAX_LINES,
            f"this text has more than {MAX_LINES:,} lines",
            "put the details on a page of their own and link to it",
        ),
        (
            brackets > MAX_BRACKETS,
            f"this text has more than {MAX_BRACKETS:,} '[' or '<'",
            "is it Markdown? A log goes between lines of ```",
        ),
        (
            brackets * len(text) > MAX_SEARCH and _bracket_search(text) > MAX_SEARCH,
            "this text has many '[' that are never closed",
            r"write \[ for one that begins no link",
        ),
    )
    return next(((what, hint) for refused, what, hint in limits if refused), None)


def _bracket_search(text: str) -> int:
    """Return how far the closing brackets of links are from the opening ones, summed up.

    For one that is never closed it is the way to the end, as it is where a quotation mark
    may have opened a title, in which brackets do not count.
    """
    total = last_quote = 0
    square: list[int] = []
    rounded: list[int] = []
    for match in _BRACKET.finditer(text):
        at = match.start()
        match match[0]:
            case "[":
                square.append(at)
            case "(":
                rounded.append(at)
            case "]" if square:
                total += at - square.pop()
            case ")" if rounded:
                start = rounded.pop()
                if text[start - 1] == "]":
                    total += (len(text) if last_quote > start else at) - start
            case "'" | '"':
                last_quote = at
    left = square + [start for start in rounded if text[start - 1] == "]"]
    return total + sum(len(text) - start for start in left)


def _as_typed(text: str) -> str:
    return sanitise(f"<pre>{html.escape(text)}</pre>")
