"""YAML as values that know where they stand.

Only the plain core of YAML is read: mappings, lists and text. No tags, anchors or
aliases (so nothing can grow when it is read), no key twice, one document. Every
scalar stays the text that was written, with its place; what it means is decided
once, by whoever reads the field. So ``no`` is no false and ``1.10`` no number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any, Protocol

import msgspec
import yaml

from statusgen.errors import Location, Problem
from statusgen.yaml_problems import DIRECTIVE, explain, lost_comment

#: Mappings and lists within each other; the deepest that a project needs is six.
MAX_DEPTH = 20
MAX_PROBLEMS = 25  #: in one text; who sees so many mends a few and looks again
#: What no page or feed can show, and only an escape in double quotes can bring in.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ODD_BREAKS = ("\x85", "\u2028", "\u2029")  # line ends to YAML 1.1, and to nobody else


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """A piece of text, as written but for quotes and escapes."""

    text: str
    line: int  #: from 1
    column: int  #: from 1, in characters
    plain: bool = True  #: written without quotes
    lost: str = ""  #: what follows on its line and is a comment to YAML, though it may be meant

    @property
    def empty(self) -> bool:
        """Return whether nothing stands here: no text at all, ``~`` or ``null``."""
        return self.plain and self.text in ("", "~", "null")


class Sequence(msgspec.Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True):
    """Keys with values, in the order written; no key comes twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


class Broken(msgspec.Struct, frozen=True, gc=False):
    """A value with a problem that is told already."""

    line: int
    column: int


Node = Scalar | Sequence | Mapping | Broken


class Parser(Protocol):
    """What PyYAML's loaders have in common."""

    def get_event(self) -> Any:
        """Return the next event."""


LOADER: Callable[[str], Parser] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(
    text: str, *, path: str, first_line: int = 1, loader: Callable[[str], Parser] = LOADER
) -> tuple[Node | None, tuple[Problem, ...]]:
    r"""Return the one document in *text*, and everything that is wrong with it.

    *text* has ``\n`` line ends and starts at *first_line* of the file at *path*.
    The node is None where the text is no YAML at all, and where it is empty.
    """
    reader = _Reader(text, path, first_line - 1)
    try:
        node = reader.document(loader(text))
    except yaml.YAMLError as error:
        place = explain(error, text)
        reader.problems.append(
            Problem(
                Location(path, place.line + first_line - 1, place.column),
                place.message,
                place.hint,
                rule="yaml",
            )
        )
        node = None
    except _EnoughError:
        node = None
    return node, tuple(reader.problems)


class _EnoughError(Exception):
    """There is no use in reading on."""


class _Reader:
    """Builds nodes from one text's events; not used twice."""

    def __init__(self, text: str, path: str, lines_before: int) -> None:
        self._text = text
        self._path = path
        self._before = lines_before
        self._comments = "#" in text
        self._escapes = "\\" in text
        self._starts: list[int] | None = None
        if any(mark in text for mark in _ODD_BREAKS):
            self._starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
        self.problems: list[Problem] = []

    def document(self, parser: Parser) -> Node | None:
        """Return the root of the only document, or None if there is nothing."""
        event = parser.get_event()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
                self._problem(event, *DIRECTIVE)
            event = parser.get_event()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        root = self._node(parser, event, 1)
        parser.get_event()  # the document's end
        event = parser.get_event()
        if isinstance(event, yaml.DocumentStartEvent):
            self._problem(event, "a second YAML document starts here", "keep just one")
        return root

    def _node(self, parser: Parser, event: Any, depth: int) -> Node:
        line, column = self._place(event.start_mark)
        kind = type(event)
        if kind is yaml.AliasEvent:
            self._refuse(event, f"'*{event.anchor}' is an alias in YAML")
            return Broken(line, column)
        if event.anchor is not None:
            self._refuse(event, f"'&{event.anchor}' is an anchor in YAML")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(event, f"'{tag}' is a tag in YAML")
        if kind is yaml.ScalarEvent:
            return self._scalar(event, line, column)
        if depth > MAX_DEPTH:
            self._problem(event, f"lists or keys are nested over {MAX_DEPTH} levels deep")
            raise _EnoughError
        if kind is yaml.SequenceStartEvent:
            return Sequence(self._items(parser, depth), line, column)
        return Mapping(self._entries(parser, depth), line, column)

    def _scalar(self, event: Any, line: int, column: int) -> Scalar:
        plain = not event.style
        text = event.value
        if self._escapes and _UNSHOWN.search(text):
            self._problem(event, "an escape gives a control character here", "leave it out")
            text = _UNSHOWN.sub("", text)
        lost = ""
        if plain and self._comments:
            lost = lost_comment(self._text, event.end_mark.index)
        return Scalar(text, line, column, plain, lost)

    def _items(self, parser: Parser, depth: int) -> tuple[Node, ...]:
        items = []
        event = parser.get_event()
        while type(event) is not yaml.SequenceEndEvent:
            items.append(self._node(parser, event, depth + 1))
            event = parser.get_event()
        return tuple(items)

    def _entries(self, parser: Parser, depth: int) -> tuple[tuple[Scalar, Node], ...]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        event = parser.get_event()
        while type(event) is not yaml.MappingEndEvent:
            key = self._node(parser, event, depth + 1)
            value = self._node(parser, parser.get_event(), depth + 1)
            if type(key) is not Scalar:
                if type(key) is not Broken:
                    self._problem(event, "a list or mapping cannot be a key")
            elif key.text in entries:
                first = entries[key.text][0].line
                self._problem(
                    event,
                    f"the key '{key.text}' is here twice",
                    f"it is in line {first} already: keep one of the two",
                )
            else:
                entries[key.text] = key, value
            event = parser.get_event()
        return tuple(entries.values())

    def _place(self, mark: Any) -> tuple[int, int]:
        if self._starts is None:
            return mark.line + 1 + self._before, mark.column + 1
        line = bisect_right(self._starts, mark.index)
        return line + self._before, mark.index - self._starts[line - 1] + 1

    def _refuse(self, event: Any, message: str) -> None:
        self._problem(
            event, f"{message}, which is not read here", "if it is just text, put it in quotes"
        )

    def _problem(self, event: Any, message: str, hint: str = "") -> None:
        line, column = self._place(event.start_mark)
        at = Location(self._path, line, column)
        self.problems.append(Problem(at, message, hint, rule="yaml"))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _EnoughError
