"""A content file's two parts: the keys between its ``---`` lines, and the words below them."""

from __future__ import annotations

import re
from typing import NamedTuple

from statusgen.errors import Location, Problem
from statusgen.parse.text import decode
from statusgen.sources import SourceFile
from statusgen.yaml_problems import missing_space
from statusgen.yaml_source import Mapping, Scalar, read_yaml

_FENCE = re.compile(r"---[ \t]*$")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_DASHES = re.compile(r"[-‐-―−]{1,4}[ \t]*$")  # what an editor makes of three hyphens
_SHAPE = "begin with a line '---', lines such as 'title: …', and '---' again"


class FrontMatter(NamedTuple):
    """A file's keys and its body."""

    keys: Mapping | None  #: None where they cannot be read, as a problem says
    body: str
    first_line: int  #: of the body, from 1
    problems: tuple[Problem, ...]


def read_front_matter(source: SourceFile) -> FrontMatter | Problem:
    """Return the parts of *source*, or a problem where they cannot be told apart.

    Front matter begins with the file (empty lines before it are fine) and ends with the
    next line ``---``. Where it is missing or is no YAML, the body can still be read.
    """
    text = decode(source)
    if isinstance(text, Problem):
        return text
    above = len(text) - len(text.lstrip("\n"))
    opening, _, _ = text[above:].partition("\n")
    if not _FENCE.match(opening):
        return _without(source.path, text, above, opening)
    start = above + len(opening) + 1
    end = _END.search(text, start)
    if end is None:
        return Problem(
            Location(source.path, above + 1, 1),
            "the front matter is not closed",
            "put a line '---' between the keys and the text",
        )
    keys, problems = _keys(text[start : end.start()], source.path, above + 2)
    first_line = text.count("\n", 0, end.end()) + 2
    return FrontMatter(keys, text[end.end() + 1 :], first_line, problems)


def body_start(text: str) -> int:
    """Return the offset of the body in *text*: 0 where there is no whole front matter."""
    above = len(text) - len(text.lstrip("\n"))
    opening, _, _ = text[above:].partition("\n")
    end = _END.search(text, above + len(opening) + 1) if _FENCE.match(opening) else None
    return min(end.end() + 1, len(text)) if end else 0


def _keys(text: str, path: str, first_line: int) -> tuple[Mapping | None, tuple[Problem, ...]]:
    node, problems = read_yaml(text, path=path, first_line=first_line)
    if isinstance(node, Mapping):
        return node, problems
    if node is None and not problems:
        return Mapping((), first_line - 1, 1), ()
    if node is not None:
        hint = missing_space(node.text) if isinstance(node, Scalar) else ""
        at = Location(path, node.line, node.column)
        problems += (Problem(at, "the front matter is no 'key: value' lines", hint or _SHAPE),)
    return None, problems


def _without(path: str, text: str, above: int, opening: str) -> FrontMatter | Problem:
    """Return *text*, which does not open with ``---``, as far as it can be read."""
    at = Location(path, above + 1, 1)
    if not text.strip():
        return Problem(Location(path, 1, 1), "this file is empty", _SHAPE)
    if opening.startswith("+++"):
        return Problem(at, "this front matter is in TOML", "write it in YAML, between '---'")
    if _DASHES.match(opening):
        hint = "three hyphens, typed one by one"
        return Problem(at, "this line should be exactly '---'", hint)
    problem = Problem(at, "the front matter is missing", _SHAPE)
    return FrontMatter(None, text[above:], above + 1, (problem,))
