"""A strict reader of our HTML: everything is closed, in order, and once."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})
#: Elements that begin and end a line of text.
BLOCKS = frozenset(
    {"br", "dd", "div", "dl", "dt", "li", "ol", "p", "section", "table", "td", "th", "tr", "ul"}
    | {f"h{level}" for level in range(1, 7)}
)
#: SVG's own elements that may close themselves.
DRAWN = frozenset({"circle", "rect", "path", "use"})


@dataclass
class Element:
    """One element with its attributes and all text below it."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Document(HTMLParser):
    """What a page holds. Raises AssertionError where it is not well formed."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self._open: list[Element] = []
        assert self.source.startswith("<!doctype html>"), self.source[:40]
        self.feed(self.source)
        self.close()
        assert not self._open, [element.tag for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        assert len(attrs) == len(element.attributes), f"an attribute twice: {attrs}"
        self.elements.append(element)
        self._break(tag)
        assert tag not in DRAWN, f"<{tag}> is not closed"
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in DRAWN, f"<{tag}/> closes itself"
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._break(tag)
        self._open.pop()

    def _break(self, tag: str) -> None:
        if tag in BLOCKS:
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def one(self, tag: str) -> Element:
        (found,) = self.all(tag)
        return found

    def words(self, tag: str = "main") -> str:
        """Return the words of the one element *tag*, with single spaces between them."""
        return " ".join(self.one(tag).text.split())

    def with_class(self, name: str) -> list[Element]:
        return [e for e in self.elements if name in (e.attributes.get("class") or "").split()]

    def meta(self, name: str) -> str | None:
        """Return the content of the meta element whose name, property or http-equiv it is."""
        for element in self.all("meta"):
            attributes = element.attributes
            if name in (
                attributes.get("name"),
                attributes.get("property"),
                attributes.get("http-equiv"),
            ):
                return attributes["content"]
        return None

    def links(self) -> list[str]:
        """Return every address that the page points at."""
        return [
            value
            for element in self.elements
            for name in ("href", "src")
            if (value := element.attributes.get(name))
        ]

    def ids(self) -> list[str]:
        return [value for e in self.elements if (value := e.attributes.get("id"))]

    def headings(self) -> list[tuple[int, str]]:
        """Return (level, words) of every heading in order."""
        return [
            (int(e.tag[1]), " ".join(e.text.split()))
            for e in self.elements
            if len(e.tag) == 2 and e.tag[0] == "h" and e.tag[1].isdigit()
        ]
