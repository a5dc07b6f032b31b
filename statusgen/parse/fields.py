"""The keys of a YAML mapping, each read into the type that it should have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from statusgen.errors import Level, Location, Problem
from statusgen.parse.context import listing, short, suggest
from statusgen.yaml_problems import quoted
from statusgen.yaml_source import Broken, Node, Scalar, Sequence
from statusgen.yaml_source import Mapping as YamlMapping

T = TypeVar("T")

#: Mistakes of one kind in one place that are told. Finding what each may mean takes time.
MOST_ALIKE = 25
#: What a word processor makes of quotation marks.
_OPENING, _CLOSING = "“„‟«‘‚", "”“‟»’‘"

_FLAGS: Mapping[str, bool] = {
    "true": True,
    "yes": True,
    "on": True,
    "false": False,
    "no": False,
    "off": False,
}


class Fields:
    """One mapping's keys. Reading them gathers what is wrong with them in ``problems``.

    A key may be written in any case. A key that is not among *known* is a problem at
    once; *meant* says for some of those what to write instead. A key without a value
    counts as left out. Reading a bad value returns the default: the problem is told.
    """

    def __init__(
        self,
        mapping: YamlMapping,
        *,
        path: str,
        known: Collection[str],
        problems: list[Problem],
        meant: Mapping[str, str] | None = None,
    ) -> None:
        self.path = path
        self.problems = problems
        self._unknowns = 0
        self._misspelt: set[str] = set()  #: keys that an unknown one was meant for
        self._start = Location(path, mapping.line, mapping.column)
        self._nodes: dict[str, Node] = {}
        for key, value in mapping.entries:
            name = key.text if key.text in known else key.text.strip().lower()
            if name not in known:
                self._unknown(key, known, meant or {})
            elif name in self._nodes:
                self.problem(f"the key '{name}' is here twice", key, "keep one of the two")
            else:
                self._nodes[name] = self._not_lost(name, value)

    def problem(self, message: str, at: Node | str | None = None, hint: str = "") -> None:
        """Note a problem at a node, at the value of a key, or with the mapping as a whole."""
        self.problems.append(Problem(self.at(at), message, hint))

    def at(self, place: Node | str | None = None) -> Location:
        """Return where a node, or the value of a key, begins; else where the mapping does."""
        node = self._nodes.get(place) if isinstance(place, str) else place
        if node is None:
            return self._start
        inside = 1 if isinstance(node, Scalar) and not node.plain else 0  # its text, not its quote
        return Location(self.path, node.line, node.column + inside)

    def node(self, key: str) -> Node | None:
        """Return the value of *key*; None where there is none, or one with a told problem."""
        node = self._nodes.get(key)
        if node is None or isinstance(node, Broken) or (isinstance(node, Scalar) and node.empty):
            return None
        return node

    def given(self, key: str) -> bool:
        """Return whether *key* has a value, right or wrong."""
        return self.node(key) is not None or isinstance(self._nodes.get(key), Broken)

    def require(self, key: str, hint: str) -> None:
        """Note it if *key* has no value, unless it is there, misspelt: that is told already."""
        if not self.given(key) and key not in self._misspelt:
            missing = "has no value" if key in self._nodes else "is missing"
            self.problem(f"{key} {missing}", key, hint)

    def scalar(self, key: str) -> Scalar | None:
        """Return the value of *key* if it is one piece of text."""
        node = self.node(key)
        if node is None or isinstance(node, Scalar):
            return node
        what = "a list" if isinstance(node, Sequence) else "keys with values"
        hint = "if it is one text, put it in quotes"
        self.problem(f"{key}: one value is expected here, not {what}", node, hint)
        return None

    def line(self, key: str, *, limit: int = 0) -> str:
        """Return the value of *key* as text for people, on one line; "" where there is none.

        At most *limit* characters, where given.
        """
        node = self.scalar(key)
        return "" if node is None else self.line_of(node, key, limit=limit)

    def line_of(self, node: Scalar, key: str, *, limit: int = 0) -> str:
        """Return *node* as text for people; *key* is what it is called in problems."""
        text = " ".join(node.text.split())
        if node.lost:
            self.problem(
                f"{key}: '{short(node.lost)}' would be lost: after ' #' comes a comment in YAML",
                node,
                f"put the text in quotes: {quoted(f'{text} {node.lost}')}",
            )
        if len(text) > 1 and text[0] in _OPENING and text[-1] in _CLOSING:
            self.problems.append(
                Problem(
                    self.at(node),
                    f"{key}: its quotation marks are shown with it: they are not plain ones",
                    f"if they only hold the text together: {key}: {quoted(text[1:-1])}",
                    Level.ADVICE,
                )
            )
        if not text:
            self.problem(f"{key} is empty", node, "write some words, or leave the line out")
        if limit and len(text) > limit:
            over = len(text) - limit
            message = f"{key} has {len(text)} characters, at most {limit} are allowed"
            self.problem(message, node, f"shorten it by {over}")
        return text

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return the value of *key* as true or false."""
        node = self.scalar(key)
        if node is None:
            return default
        value = _FLAGS.get(node.text.strip().lower())
        if value is None:
            message = f"{key}: '{short(node.text)}' is neither true nor false"
            self.problem(message, node, "write true or false")
            return default
        return value

    def whole(self, key: str, *, default: int = 0) -> int:
        """Return the value of *key* as a whole number, at most six digits."""
        node = self.scalar(key)
        if node is None:
            return default
        digits = node.text.strip().removeprefix("-")
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= len("999999")):
            self.problem(f"{key}: '{short(node.text)}' is no whole number", node, "write e.g. 10")
            return default
        return int(node.text)

    def read(self, key: str, reader: Callable[[str, Location], T | Problem]) -> T | None:
        """Return what *reader* makes of the text of *key* and its place, or None."""
        node = self.scalar(key)
        if node is None:
            return None
        found = reader(node.text, self.at(node))
        if isinstance(found, Problem):
            self.problems.append(Problem(found.at, f"{key}: {found.message}", found.hint))
            return None
        return found

    def scalars(self, key: str) -> list[Scalar]:
        """Return the value of *key*, a list of texts or one text with commas, as texts."""
        node = self.node(key)
        if isinstance(node, Scalar):
            return split_at_commas(node)
        if not isinstance(node, Sequence):
            if node is not None:
                self.problem(f"{key}: a list is expected here", node, "write e.g. [one, two]")
            return []
        found = []
        for item in node.items:
            if isinstance(item, Scalar):
                found.append(item)
            elif not isinstance(item, Broken):
                self.problem(f"{key}: one text is expected here", item)
        return found

    def mapping(self, key: str) -> YamlMapping | None:
        """Return the value of *key* if it is keys with values."""
        node = self.node(key)
        if node is None or isinstance(node, YamlMapping):
            return node
        self.problem(
            f"{key}: keys with values are expected here", node, "write 'name: value' lines below it"
        )
        return None

    def _not_lost(self, name: str, value: Node) -> Node:
        """Return *value*, unless all that stands there is text that YAML takes for a comment."""
        if not (isinstance(value, Scalar) and value.empty and value.lost):
            return value
        self.problem(
            f"{name}: '{short(value.lost)}' is a comment to YAML, because of its '#'",
            value,
            f"put it in quotes: {name}: {quoted(value.lost)}",
        )
        return Broken(value.line, value.column)

    def _unknown(self, key: Scalar, known: Collection[str], meant: Mapping[str, str]) -> None:
        self._unknowns += 1
        if self._unknowns > MOST_ALIKE:
            return
        word = key.text.strip().lower()
        hint = (
            meant.get(word)
            or suggest(word, known)
            or listing("the keys are", sorted(known), limit=20)
        )
        self._misspelt.update(name for name in known if hint == f"did you mean '{name}'?")
        self.problem(f"unknown key '{short(key.text)}'", key, hint)


def split_at_commas(node: Scalar) -> list[Scalar]:
    """Return the parts of *node*, each with its place; places are right on its first line."""
    parts, column = [], node.column + (0 if node.plain else 1)
    for part in node.text.split(","):
        text = part.strip()
        indent = len(part) - len(part.lstrip())
        if text:
            parts.append(Scalar(text, node.line, column + indent))
        column += len(part) + 1
    return parts
