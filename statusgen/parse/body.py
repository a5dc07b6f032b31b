"""Markdown to safe HTML: the one way that prose gets into a page, a feed or the API."""

from __future__ import annotations

import html
import re

from statusgen.errors import Location, Problem
from statusgen.parse.converter import TooDeep, convert
from statusgen.parse.links import rebase
from statusgen.parse.prose import render_prose
from statusgen.parse.sanitise import sanitise

__all__ = ["MAX_CHARACTERS", "body_problem", "rebase", "render_markdown"]

# What is asked of Python-Markdown is bounded, because its time grows with the square of
# these. Within the bounds the worst text takes about a second; a long review of an incident
# has a tenth of each.
MAX_CHARACTERS = 50_000
MAX_LINES = 2_000
MAX_BRACKETS = 1_000  # "[" or "<": links, pictures, tags
#: So many spaces, quote marks and list marks in a row, where a line begins, are no layout.
_DEEP = re.compile(r"\n(?:[ \t>]|[-*+] |[0-9]{1,9}\. ){120}")


def render_markdown(text: str) -> str:
    """Return the Markdown *text* as safe HTML, canonical and the same everywhere.

    The Markdown is Python-Markdown's with tables, fenced code, sane lists and links for
    bare addresses. Links stay as written: see :func:`rebase`. A text that
    :func:`body_problem` refuses, or that is nested too deeply, is shown as it was typed.
    """
    if _refusal(text):
        return _as_typed(text)
    raw = render_prose(text)
    if raw is None:
        try:
            raw = convert(text)
        except TooDeep:
            return _as_typed(text)
    return sanitise(raw)


def body_problem(text: str, *, at: Location) -> Problem | None:
    """Return why the Markdown *text* at *at* is more than can be rendered, or None."""
    refusal = _refusal(text)
    return Problem(at, *refusal) if refusal else None


def _refusal(text: str) -> tuple[str, str] | None:
    """Return what is too much about *text*, and what to do."""
    if _DEEP.search(text) or _DEEP.match("\n" + text[:2000]):
        return "this text is nested too deeply", "lists and quotes go a few levels deep at most"
    if len(text) <= MAX_BRACKETS:
        return None
    if len(text) > MAX_CHARACTERS:
        return (
            f"this text is too long: {len(text):,} characters, at most {MAX_CHARACTERS:,}",
            "put the details on a page of their own and link to it",
        )
    if text.count("\n") >= MAX_LINES:
        return f"this text has more than {MAX_LINES:,} lines", "leave out logs, or link to them"
    for bracket in "[<":
        if text.count(bracket) > MAX_BRACKETS:
            return f"this text has more than {MAX_BRACKETS:,} '{bracket}'", "is it Markdown?"
    return None


def _as_typed(text: str) -> str:
    return sanitise(f"<pre>{html.escape(text)}</pre>")
