"""What HTML may hold that goes into pages, feeds and other people's sites."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html

TAGS = frozenset(
    {"p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "details", "summary"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr"}
    | {"th", "td", "a", "img", "em", "strong", "b", "i", "s", "del", "ins", "mark", "small"}
    | {"sub", "sup", "kbd", "samp", "var", "abbr", "q", "cite"}
)
ATTRIBUTES = {
    ("a", "href"),
    ("a", "title"),
    ("abbr", "title"),
    ("img", "src"),
    ("img", "alt"),
    ("img", "title"),
    ("code", "class"),
    ("ol", "start"),
    *((cell, name) for cell in ("td", "th") for name in ("class", "colspan", "rowspan")),
}
CLASSES = re.compile(r"language-[A-Za-z0-9_+#.-]+|left|center|right")
SCHEMES = {"http", "https", "mailto", "tel", "sms"}
HOME = "https://status.example/sub/page.html"

Tag = tuple[str, dict[str, str | None]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def dangers(html: str) -> list[str]:
    """Return what is in *html* that must not be there, as two parsers read it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = [f"declaration: {text}" for text in reader.others]
    for tag, attributes in (*reader.tags, *_read_by_lxml(html)):
        if tag not in TAGS:
            found.append(f"tag: {tag}")
        for name, value in attributes.items():
            found += _attribute_dangers(tag, name, value or "")
    return found


def as_browser_reads(address: str) -> str:
    """Return *address* as the URL standard has it read: trimmed, without tabs and line ends."""
    trimmed = address.strip("".join(map(chr, range(0x21))))
    return re.sub(r"[\t\r\n]", "", trimmed).replace("\\", "/")


def _read_by_lxml(html: str) -> Iterator[Tag]:
    root = lxml_html.fragment_fromstring(html, create_parent="section")
    for element in root.iterdescendants():
        yield str(element.tag), {str(name): str(value) for name, value in element.items()}


def _attribute_dangers(tag: str, name: str, value: str) -> Iterator[str]:
    if (tag, name) not in ATTRIBUTES and name not in ("lang", "dir"):
        yield f"attribute: {tag} {name}={value}"
    if name == "class" and not CLASSES.fullmatch(value):
        yield f"class: {value}"
    if name in ("href", "src"):
        address = urlsplit(urljoin(HOME, as_browser_reads(value)))
        if address.scheme not in SCHEMES:
            yield f"address: {value}"
        if name == "src" and address.netloc != urlsplit(HOME).netloc:
            yield f"picture from elsewhere: {value}"
