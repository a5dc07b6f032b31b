"""Whole pages: what holds for every one of them, in every language."""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import brotli
import msgspec
import pytest

from statusgen.config import Component, Config, Group
from statusgen.model import ComponentStatus, Severity, Text
from statusgen.render.scenarios import Scenario
from statusgen.render.site import Site
from tests.render.markup import Document
from tests.render.shop import DAY, artefacts_of, make_site, rendered
from tests.render.world import MINUTE, NOW, body, config, env, incident

LANGUAGES = ("en", "fr", "ar")
BUDGET = 14_000  #: bytes: one flight of TCP packets


@pytest.fixture(scope="module")
def site() -> Site:
    return make_site(config(languages=LANGUAGES))


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Document]:
    return {path: Document(html) for path, html in rendered(site).items()}


@pytest.fixture(scope="module")
def paths(site: Site) -> set[str]:
    return {artefact.path for artefact in artefacts_of(site)}


def test_there_is_a_page_of_every_kind_in_every_language(pages: dict[str, Document]) -> None:
    kinds = (
        "index.html",
        "history/index.html",
        "history/2026-11.html",
        "incidents/2026-11-23-checkout.html",
        "maintenance/2026-12-01-database.html",
        "components/partner-api.html",
        "notices/black-friday.html",
        "about.html",
    )
    for kind in kinds:
        for prefix in ("", "fr/", "ar/"):
            assert f"{prefix}{kind}" in pages
    assert {"404.html", "fallback.html"} <= pages.keys()


def test_no_two_artefacts_have_one_path(site: Site) -> None:
    paths = [artefact.path for artefact in artefacts_of(site)]
    assert len(paths) == len(set(paths))


def test_every_link_within_the_site_leads_somewhere(
    pages: dict[str, Document], paths: set[str]
) -> None:
    lost = []
    for path, page in pages.items():
        for link in page.links():
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            place = unquote(parts.path)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
            target = path if not place else target
            anchor = unquote(parts.fragment)
            if target not in paths or (anchor and anchor not in pages[target].ids()):
                lost.append((path, link))
    assert lost == []


def test_absolute_links_to_the_site_lead_somewhere(
    pages: dict[str, Document], paths: set[str]
) -> None:
    base = "https://status.northwind.example/"
    places = {
        link.removeprefix(base).partition("#")[0]
        for page in pages.values()
        for link in page.links()
        if link.startswith(base)
    }
    known = paths | {""}
    assert places - known == set()


def test_nothing_is_loaded_from_anywhere_else(pages: dict[str, Document]) -> None:
    for path, page in pages.items():
        for element in page.elements:
            if element.tag in {"script", "img", "iframe", "source"}:
                assert not (element.attributes.get("src") or "").startswith(("http", "//")), path
            if element.tag == "link":
                loads = element.attributes["rel"] in {"stylesheet", "preload", "icon"}
                assert not loads or str(element.attributes["href"]).startswith("data:"), path
            assert "style" not in element.attributes, (path, element)
            assert not any(name.startswith("on") for name in element.attributes), (path, element)


def test_the_policy_allows_the_page_s_own_style_and_script_and_nothing_else(
    pages: dict[str, Document],
) -> None:
    for path, page in pages.items():
        policy = page.meta("Content-Security-Policy")
        assert policy is not None, path
        assert policy.startswith("default-src 'none'; "), path
        assert "unsafe" not in policy
        inline = [page.one("style").text] + [
            script.text for script in page.all("script") if "type" not in script.attributes
        ]
        for text in inline:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, path


def test_headings_go_down_one_level_at_a_time_from_the_one_title(
    pages: dict[str, Document],
) -> None:
    for path, page in pages.items():
        if path.startswith("fallback"):
            continue  # a title for each language, of which the script leaves one
        levels = [level for level, _ in page.headings()]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        steps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert steps == [], (path, page.headings())


def test_every_page_has_its_landmarks_and_a_way_past_them(pages: dict[str, Document]) -> None:
    for path, page in pages.items():
        page.one("main")
        page.one("title")
        if not path.startswith("fallback"):
            assert page.with_class("skip")[0].attributes["href"] == "#main"
            assert "main" in page.ids()
            assert page.all("footer")
            assert all(nav.attributes.get("aria-label") for nav in page.all("nav"))


def test_no_id_stands_twice_on_a_page(pages: dict[str, Document]) -> None:
    for path, page in pages.items():
        assert len(page.ids()) == len(set(page.ids())), path


def test_what_a_label_names_is_there(pages: dict[str, Document]) -> None:
    for path, page in pages.items():
        named = {
            e.attributes["aria-labelledby"]
            for e in page.elements
            if "aria-labelledby" in e.attributes
        }
        assert named <= set(page.ids()), path


def test_a_page_says_its_language_and_direction(pages: dict[str, Document]) -> None:
    for path, page in pages.items():
        code = path.partition("/")[0] if path.startswith(("fr/", "ar/")) else "en"
        assert page.one("html").attributes["lang"] == code
        assert page.one("html").attributes["dir"] == ("rtl" if code == "ar" else "ltr")


def test_each_language_points_at_the_others(pages: dict[str, Document]) -> None:
    for path, page in pages.items():
        if path.startswith("fallback"):
            continue
        others = {
            link.attributes["hreflang"]: link.attributes["href"]
            for link in page.all("link")
            if link.attributes.get("hreflang")
        }
        assert list(others) == [*LANGUAGES, "x-default"], path
        assert others["x-default"] == others["en"]
        assert page.meta("og:url") in others.values()


def test_one_language_needs_no_switch() -> None:
    page = Document(rendered(make_site())["index.html"])
    assert not [a for a in page.elements if "hreflang" in a.attributes]


def test_times_are_machine_readable(pages: dict[str, Document]) -> None:
    for path, page in pages.items():
        for time in page.all("time"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", str(time.attributes["datetime"])), (
                path
            )


def test_json_ld_is_json_of_schema_org(pages: dict[str, Document]) -> None:
    kinds = set()
    for page in pages.values():
        for script in page.all("script"):
            if script.attributes.get("type") == "application/ld+json":
                data = json.loads(script.text)
                assert data["@context"] == "https://schema.org"
                kinds.add(data["@type"])
    assert kinds == {"WebPage", "NewsArticle", "Event"}


def test_words_that_look_like_html_stay_words() -> None:
    title = 'Down </title></script><script>alert("x")</script> & "quoted" \'too\''
    one = incident("odd", NOW - DAY, length=9 * MINUTE)
    text = Text(language="en", title=title, updates=(body("a"), body("b"), body("c")))
    site = make_site(extra=((one, text),))
    for path, html in rendered(site).items():
        page = Document(html)  # everything still closes in order
        assert not [s for s in page.all("script") if s.text.startswith("alert")], path
    page = Document(rendered(site)["incidents/odd.html"])
    assert page.words("h1") == title
    assert title in str(page.meta("og:title"))


def test_the_same_site_renders_to_the_same_bytes() -> None:
    assert rendered(make_site()) == rendered(make_site())


def big_shop() -> Site:
    """Forty components in eight groups, and a busy quarter of a year."""
    groups = [f"Department {letter}" for letter in "ABCDEFGH"]
    components = [
        Component(id=f"c{g}-{n}", name=f"Service {name[-1]}{n}", group=f"g{g}")
        for g, name in enumerate(groups)
        for n in range(5)
    ]
    changes: dict[str, object] = {
        "components": (*config().components[:2], *components[2:]),
        "groups": (
            Group(
                id="g0", name=groups[0], components=("checkout", "search", "c0-2", "c0-3", "c0-4")
            ),
            *(
                Group(id=f"g{g}", name=name, components=tuple(f"c{g}-{n}" for n in range(5)))
                for g, name in enumerate(groups)
                if g
            ),
        ),
    }
    configuration: Config = config(**changes)
    known = [component.id for component in configuration.components]
    many = []
    for number in range(60):
        one = incident(
            f"past-{number:02}",
            NOW - number * DAY * 1.5 - 3 * 60 * MINUTE,
            length=(20 + number) * MINUTE,
            severity=list(Severity)[number % 3],
            components=((known[number * 7 % 40], ComponentStatus(2 + number % 3)),),
        )
        said = (body(f"Sentence {number} of an update."),) * 3
        many.append((one, Text(language="en", title=f"Trouble number {number}", updates=said)))
    for name in ("one", "two"):
        one = incident(
            f"now-{name}",
            NOW - 50 * MINUTE,
            length=None,
            components=((known[5], ComponentStatus.MAJOR_OUTAGE),),
        )
        words = tuple(
            body(f"This is {name}, update {n}. " + "Words of an update that says what we do. " * 6)
            for n in range(3)
        )
        many.append(
            (one, Text(language="en", title=f"Some customers cannot {name}", updates=words))
        )
    return make_site(configuration, active=False, extra=many, past=False)


def test_the_front_page_fits_into_one_flight_of_packets() -> None:
    pages = rendered(big_shop())
    assert len(brotli.compress(pages["index.html"].encode())) <= BUDGET
    small = rendered(make_site())
    assert len(brotli.compress(small["index.html"].encode())) <= BUDGET
    for scenario in Scenario:
        assert len(pages[scenario.path].encode()) <= BUDGET


def test_a_script_weighs_less_than_three_kilobytes(pages: dict[str, Document]) -> None:
    for path, page in pages.items():
        scripts = [s.text for s in page.all("script") if "type" not in s.attributes]
        assert sum(len(text.encode()) for text in scripts) < 3000, path


def test_a_large_logo_is_a_file_and_a_small_one_is_in_the_page() -> None:
    small, large = b"<svg viewBox='0 0 10 10'/>", b"<svg viewBox='0 0 90 10'/>" + b" " * 4000
    brand = msgspec.structs.replace(config().brand, logo="logo.svg")
    configuration = config(brand=brand)
    inside = make_site(configuration, renderer=env(configuration, logo=small))
    beside = make_site(configuration, renderer=env(configuration, logo=large))
    image = Document(rendered(inside)["about.html"]).all("img")[0]
    assert str(image.attributes["src"]).startswith("data:image/svg+xml;base64,")
    assert image.attributes["alt"] == ""  # a mark: the name stands beside it
    image = Document(rendered(beside)["components/checkout.html"]).all("img")[0]
    path = str(image.attributes["src"]).removeprefix("../")
    assert image.attributes["alt"] == "Northwind Shop"  # lettering: the name is in it
    (logo,) = [a for a in artefacts_of(beside) if a.path == path]
    assert logo.render() == large
    assert "immutable" in logo.cache
