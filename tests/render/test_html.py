"""Every kind of page is HTML as the standard has it: parsed strictly, and what a parser lets by.

The parser is html5lib's, which follows the standard's algorithm and here stops at its first
parse error. The rest are rules of the standard on attributes and on what may stand where, of
which the Nu checker, which needs Java, had found us to break some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from html5lib.html5parser import ParseError

from statusgen.render.site import Site
from tests.render.shop import make_site, rendered
from tests.render.world import config

SITES = {
    "trouble": lambda: make_site(config(languages=("en", "fr", "ar"))),
    "calm": lambda: make_site(config(languages=("en", "fr")), active=False),
    "empty": lambda: make_site(active=False, past=False),
    "gazette": lambda: make_site(config(theme="gazette")),
}
XHTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
#: RFC 3986: what an address is written with.
ADDRESS = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
STATES = ("content-security-policy", "refresh", "x-ua-compatible", "default-style", "content-type")
HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))
LISTED = ("li", "template", "script")
OBSOLETE = {"align", "bgcolor", "border", "cellpadding", "height", "valign", "width"}


@pytest.fixture(scope="module", params=SITES)
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    site: Site = SITES[request.param]()
    return rendered(site)


def test_every_page_is_parsed_without_an_error(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        try:
            html5lib.HTMLParser(strict=True).parse(html)
        except ParseError as error:
            pytest.fail(f"{path}: {error}")


def test_a_mistake_would_be_found() -> None:
    with pytest.raises(ParseError):
        html5lib.HTMLParser(strict=True).parse("<!doctype html><title>x</title><p><div></p>")


def test_every_page_keeps_the_rules(pages: dict[str, str]) -> None:
    found = [f"{path}: {rule}" for path, html in pages.items() for rule in broken_rules(html)]
    assert found == []


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ('<link rel="icon" href="data:,a b">', "href is no address: data:,a b"),
        ('<meta http-equiv="Cache-Control" content="no-store">', "http-equiv: cache-control"),
        ("<svg hidden></svg>", "svg: hidden"),
        ("<section><p>x</p></section>", "section without a heading"),
        ('<label for="a">x</label>', "label for nothing: a"),
        ("<img src=a>", "img without alt"),
        ("<ul><div></div></ul>", "div in ul"),
        ("<a href=x><a-b><button>y</button></a-b></a>", "button in a"),
        ('<td align="left">', ""),
        ('<p align="left">x</p>', "p: align"),
        ('<p id="a b">x</p>', "id with a space: a b"),
        ('<span aria-label="x">y</span>', "span with a name and no role"),
    ],
)
def test_a_broken_rule_would_be_found(html: str, rule: str) -> None:
    assert list(broken_rules(f"<!doctype html><title>t</title>{html}")) == ([rule] if rule else [])


def broken_rules(html: str) -> Iterator[str]:
    """Yield the rules of the standard that *html* breaks though a parser takes it."""
    root = html5lib.parse(html)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    ids = {found for element in elements if (found := element.get("id"))}
    for element in elements:
        name = element.tag.rpartition("}")[2]
        yield from wrong_attributes(element, name)
        yield from wrong_children(element, name)
        if name == "label" and element.get("for") not in ids:
            yield f"label for nothing: {element.get('for')}"


def wrong_attributes(element: Element, name: str) -> Iterator[str]:
    given = element.attrib
    for attribute in ("href", "src"):
        if not ADDRESS.fullmatch(given.get(attribute, "")):
            yield f"{attribute} is no address: {given[attribute]}"
    state = given.get("http-equiv", STATES[0]).lower()
    if state not in STATES:
        yield f"http-equiv: {state}"
    if element.tag.startswith(SVG) and "hidden" in given:
        yield f"{name}: hidden"
    if name == "img" and "alt" not in given:
        yield "img without alt"
    if element.tag.startswith(XHTML) and name != "img":
        yield from (f"{name}: {one}" for one in sorted(OBSOLETE & given.keys()))
    if " " in given.get("id", ""):
        yield f"id with a space: {given['id']}"
    if name in {"span", "div", "p"} and "aria-label" in given and "role" not in given:
        yield f"{name} with a name and no role"


def wrong_children(element: Element, name: str) -> Iterator[str]:
    children = [child.tag.rpartition("}")[2] for child in element]
    if name in {"ul", "ol"}:
        yield from (f"{child} in {name}" for child in children if child not in LISTED)
    if name == "section" and not any(one.tag in HEADINGS for one in element.iter()):
        yield "section without a heading"
    if name in {"a", "button", "summary"}:
        inside = {one.tag.rpartition("}")[2] for one in element.iter()} - {name}
        yield from (f"{one} in {name}" for one in sorted(inside & {"a", "button", "input"}))
