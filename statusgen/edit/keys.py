"""A key more, or another value for one, between the ``---`` lines of a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import yaml

from statusgen.edit.document import Document, open_document
from statusgen.edit.reading import read_file
from statusgen.errors import ContentError, Location, Problem
from statusgen.parse.context import ParseContext
from statusgen.parse.frontmatter import body_start
from statusgen.parse.text import decode
from statusgen.sources import SourceFile
from statusgen.yaml_source import LOADER

_BLOCK_STYLES = ("|", ">")


class _Entry(NamedTuple):
    """A key of the front matter and its value's place; lines and columns from 0."""

    name: str
    column: int
    line: int
    start: int
    end_line: int
    end: int
    plain: bool  #: a text on one line or in quotes, which can be replaced


def set_key(source: SourceFile, key: str, value: str, context: ParseContext) -> SourceFile:
    """Return *source* with *key* set to *value*, which is YAML on one line.

    Where the key is there, its value is replaced and a comment behind it stays; else it
    is added as the last key. The rest stays byte for byte. Raises :class:`ContentError`
    where the file, with or without it, has mistakes.
    """
    read_file(source, context)
    document = open_document(source)
    front = _front(document)
    entries = list(_entries(front, source))
    found = next((entry for entry in entries if entry.name == key), None)
    if found is None:
        indent = " " * (entries[0].column if entries else 0)
        after = document.insert(front.fence, f"{indent}{key}: {value}\n").source
    elif not found.plain or found.line != found.end_line:
        raise _refusal(source, found.line + 1, f"the value of '{key}' is more than one line")
    else:
        after = _replaced(document, found, value).source
    read_file(after, context)
    return after


class _Front(NamedTuple):
    """The front matter's YAML."""

    text: str
    line: int  #: its first line in the file, from 0
    fence: int  #: the line that closes it


def _front(document: Document) -> _Front:
    text = document.text
    if decode(document.source) != text:
        raise _refusal(document.source, 0, "there are invisible control characters in this file")
    opening = len(text) - len(text.lstrip("\n"))
    start = text.index("\n", opening) + 1
    body = body_start(text)
    fence = text.rfind("\n", 0, body - 1) + 1  # the fence is the last line before the body
    return _Front(text[start:fence], text.count("\n", 0, start), text.count("\n", 0, fence))


def _replaced(document: Document, entry: _Entry, value: str) -> Document:
    line = document.lines[entry.line]
    space = "" if line[: entry.start].endswith((" ", "\t")) else " "
    line = line[: entry.start] + space + value + line[entry.end :]
    lines = (*document.lines[: entry.line], line, *document.lines[entry.line + 1 :])
    return replace(document, lines=lines)


def _entries(front: _Front, source: SourceFile) -> Iterator[_Entry]:
    """Yield the keys in their order, with the places of their values."""
    loader: Any = LOADER(front.text)
    try:
        root = loader.get_single_node()
    except yaml.YAMLError as error:  # what the parser has read cannot be other YAML to this one
        raise _refusal(source, front.line, "the front matter cannot be read") from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise _refusal(source, front.line + 1, "write the keys on lines of their own")
    for name, node in root.value:
        begin, end = node.start_mark, node.end_mark
        yield _Entry(
            name=str(name.value).strip().lower(),
            column=name.start_mark.column,
            line=begin.line + front.line,
            start=begin.column,
            end_line=end.line + front.line,
            end=end.column,
            plain=isinstance(node, yaml.ScalarNode) and node.style not in _BLOCK_STYLES,
        )


def _refusal(source: SourceFile, line: int, message: str) -> ContentError:
    return ContentError([Problem(Location(source.path, line, 1 if line else 0), message)])
