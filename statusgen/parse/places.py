"""Where in its file something stands that is looked at long after the file was read.

Facts hold no places but those of updates: a problem that comes up between files is rare,
and its file is read again to point at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from statusgen.errors import Location
from statusgen.parse.fields import split_at_commas
from statusgen.parse.frontmatter import FrontMatter, read_front_matter
from statusgen.parse.identity import id_in
from statusgen.parse.text import decode
from statusgen.sources import SourceFile
from statusgen.yaml_source import Mapping, Node, Scalar, Sequence, read_yaml


@dataclass(frozen=True, slots=True)
class Places:
    """Finds keys in the files that *read* gives."""

    read: Callable[[str], object]  #: path → a :class:`SourceFile`, or anything else if it is gone

    def of(self, path: str, *keys: str, text: str = "") -> Location:
        """Return where the value at *keys* begins, one within another, in the file at *path*.

        With *text*, where that stands in the list which the value is. The file alone where
        there is no such key.
        """
        source = self.read(path)
        if not isinstance(source, SourceFile):
            return Location(path)
        return place_in(source, *keys, text=text)


def place_in(source: SourceFile, *keys: str, text: str = "") -> Location:
    """Return what :meth:`Places.of` does, in *source*: YAML, or Markdown with front matter."""
    node = _root(source)
    for key in keys:
        found = _value(node, key)
        if found is None:
            break
        node = found
    else:
        node = _item(node, text)
        inside = 1 if isinstance(node, Scalar) and not node.plain else 0
        return Location(source.path, node.line, node.column + inside)
    return Location(source.path)


def _root(source: SourceFile) -> Node:
    node: Node | None = None
    if source.path.endswith(".md"):
        front = read_front_matter(source)
        node = front.keys if isinstance(front, FrontMatter) else None
    elif isinstance(text := decode(source), str):
        node, _ = read_yaml(text, path=source.path)
    return node or Mapping((), 0, 0)


def _value(node: Node, key: str) -> Node | None:
    """Return the value of *key*, written in any case, where *node* has keys."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return next((value for name, value in entries if name.text.strip().lower() == key), None)


def _item(node: Node, text: str) -> Node:
    """Return the item of the list *node* that says *text*, or has it as its name; else the list."""
    if not text:
        return node
    items: Iterable[Node] = split_at_commas(node) if isinstance(node, Scalar) else ()
    items = node.items if isinstance(node, Sequence) else items
    for one in items:
        name = _value(one, "name") or one
        if isinstance(name, Scalar) and text in (name.text, id_in(name)):
            return name
    return node
