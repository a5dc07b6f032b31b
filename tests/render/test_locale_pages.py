"""Whole pages in every language that there are words in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale

from statusgen.errors import Level
from statusgen.settings import read_settings
from tests.render.catalogues import CATALOGUES, CODES, ROOT, catalogue, forms
from tests.render.markup import Document
from tests.render.shop import make_site, rendered
from tests.render.world import config

#: What a language is called in the switch: by its own speakers.
NAMES = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "he": "עברית",
    "it": "Italiano",
    "ja": "日本語",
    "nb": "Norsk bokmål",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "sv": "Svenska",
    "uk": "Українська",
    "zh-Hans": "中文 (简体)",
}
#: Attributes that people read or hear.
_HEARD = ("alt", "aria-label", "content", "placeholder", "title", "value", "data-here")


@pytest.fixture(scope="module")
def pages() -> dict[str, Document]:
    made = rendered(make_site(config(languages=("en", *CODES))))
    return {path: Document(html) for path, html in made.items()}


def words_of(page: Document) -> set[str]:
    """Return what readers come across, by element and attribute, but for what writers wrote."""
    written = " ".join(" ".join(prose.text.split()) for prose in page.with_class("prose"))
    heard = {e.attributes.get(name) for e in page.elements for name in _HEARD}
    shown = {e.text for e in page.elements if e.tag not in {"script", "style"}}
    words = {" ".join(text.split()) for text in heard | shown if text}
    return {text for text in words if text not in written}


def english(code: str) -> re.Pattern[str]:
    """Return a pattern of whatever English says and the language *code* says otherwise."""
    texts = {
        text
        for message in catalogue(code.replace("-", "_"))
        for text in forms(message.id)
        if message.id and text not in forms(message.string)
    }
    lettered = (text for text in texts if re.search("[a-z]{3}", re.sub(r"%\(\w+\)s", "", text)))
    places = (re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(text)) for text in lettered)
    return re.compile("|".join(sorted(places)))


@pytest.mark.parametrize("code", CODES)
def test_no_word_of_the_interface_is_left_in_english(code: str, pages: dict[str, Document]) -> None:
    left = english(code)
    found = {
        (path, text)
        for path, page in pages.items()
        if path.startswith(f"{code}/")
        for text in words_of(page)
        if left.fullmatch(text)
    }
    assert found == set()
    assert any(left.fullmatch(text) for text in words_of(pages["index.html"])), "it finds English"


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_marked_with_its_language_and_direction(
    code: str, pages: dict[str, Document]
) -> None:
    roots = [page.one("html") for path, page in pages.items() if path.startswith(f"{code}/")]
    assert len(roots) > 20
    assert {root.attributes["lang"] for root in roots} == {code}
    direction = Locale.parse(code, sep="-").text_direction
    assert {root.attributes["dir"] for root in roots} == {direction}


def test_the_switch_says_each_language_in_that_language(pages: dict[str, Document]) -> None:
    links = {
        str(link.attributes["lang"]): link.text
        for link in pages["index.html"].all("a")
        if "hreflang" in link.attributes
    }
    assert links == {"en": "English", **NAMES}
    assert CODES == [name.replace("_", "-") for name in CATALOGUES] == sorted(NAMES)


def test_the_documentation_names_each_language() -> None:
    text = (ROOT / "docs/themes.md").read_text()
    told = re.findall(r"^\| `([a-z]{2}(?:-\w+)?)` \|", text, re.MULTILINE)
    assert told == ["en", *CODES]


def test_the_fallback_page_speaks_each_language(pages: dict[str, Document]) -> None:
    page = pages["fallback.html"]
    voices = [section.attributes for section in page.all("section")]
    assert [voice["lang"] for voice in voices] == ["en", *CODES]
    rightwards = [voice["lang"] for voice in voices if voice.get("dir", "ltr") == "rtl"]
    assert rightwards == ["ar", "he"]


def test_regional_codes_lead_to_each_other() -> None:
    codes = ("en", "pt-BR", "zh-Hans", "ar-EG")
    made = rendered(make_site(config(languages=codes), past=False))
    for code in codes:
        path = "index.html" if code == "en" else f"{code}/index.html"
        page = Document(made[path])
        assert page.one("html").attributes["lang"] == code
        assert {
            str(link.attributes["hreflang"]): link.attributes["href"]
            for link in page.all("link")
            if "hreflang" in link.attributes and link.attributes["hreflang"] != "x-default"
        } == {
            "en": "https://status.northwind.example/",
            "pt-BR": "https://status.northwind.example/pt-BR/index.html",
            "zh-Hans": "https://status.northwind.example/zh-Hans/index.html",
            "ar-EG": "https://status.northwind.example/ar-EG/index.html",
        }


def test_numbers_and_times_have_the_reader_s_digits() -> None:
    made = rendered(make_site(config(languages=("en", "ar-EG"), timezone="Africa/Cairo")))
    page = Document(made["ar-EG/index.html"])
    times = [element.text for element in page.all("time")]
    assert times
    assert not [text for text in times if re.search("[0-9]", text)]
    assert "٪" in page.one("main").text
    machine = [str(element.attributes["datetime"]) for element in page.all("time")]
    assert all(text.isascii() for text in machine)


def test_a_language_without_words_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").write_text(
        "name: Shop\nurl: https://s.example/\nlanguages: [en, sw, pt-BR]\n"
        "components: [{id: shop, name: Shop}]\n"
    )
    (problem,) = read_settings(tmp_path).problems
    assert (problem.at.line, problem.level) == (3, Level.ADVICE)
    assert "'sw'" in problem.message
    assert "pt" in problem.hint
    assert "zh-Hans" in problem.hint
