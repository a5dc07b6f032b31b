"""A language's words: catalogues, plurals, numbers, and that nothing is left out of them."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from statusgen.render.language import Language, compile_catalog, make_language
from statusgen.render.theme import ThemeFiles, make_theme
from tests.render.world import config, theme_layers

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "themes/default/locales"
LANGUAGES = sorted(place.parent.parent.name for place in LOCALES.glob("*/LC_MESSAGES/messages.po"))
#: The functions whose first words are a message, as in docs/themes.md.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "markup": None,
    "ngettext": (1, 2),
    "nmarkup": (1, 2),
}


def language(code: str, *own: ThemeFiles) -> Language:
    return make_language(code, config=config(), theme=make_theme(theme_layers(*own)))


def catalog_of(code: str) -> Catalog:
    return read_po(io.BytesIO((LOCALES / code / "LC_MESSAGES/messages.po").read_bytes()))


def said(mo: bytes) -> dict[str, object]:
    words = read_mo(io.BytesIO(mo))
    return {str(message.id): message.string for message in words if message.id}


@pytest.fixture(scope="module")
def messages() -> set[str | tuple[str, ...]]:
    """Return every message that the source and the templates of the default theme say."""
    found: set[str | tuple[str, ...]] = set()
    for folder, method in (("statusgen/render", "python"), ("themes/default/templates", "jinja2")):
        pattern = "**.py" if method == "python" else "**.html"
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder, method_map=[(pattern, method)], keywords=KEYWORDS
        ):
            found.add(message)
    return found


def test_there_is_a_catalogue() -> None:
    assert "fr" in LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_catalogue_has_every_message_and_no_other(
    code: str, messages: set[str | tuple[str, ...]]
) -> None:
    known = {message.id for message in catalog_of(code) if message.id}
    assert messages - known == set()
    assert known - messages == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_catalogue_is_whole_and_its_places_are_filled_as_in_english(code: str) -> None:
    catalog = catalog_of(code)
    for message in catalog:
        if message.id:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(strings), message.id
            assert not message.fuzzy, message.id
    assert [(message.id, errors) for message, errors in catalog.check()] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_compiled_catalogue_is_in_step(code: str) -> None:
    folder = LOCALES / code / "LC_MESSAGES"
    po, mo = (folder / "messages.po").read_bytes(), (folder / "messages.mo").read_bytes()
    # The header says when and with what it was compiled; the words have to be the same.
    assert said(mo) == said(compile_catalog(po)), "run pybabel compile, as docs/themes.md says"


def test_a_catalogue_of_the_project_says_some_things_otherwise() -> None:
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    po += 'msgid "All systems are working"\nmsgstr "Tout va bien"\n'
    french = language("fr", ThemeFiles(name="project", catalogs={"fr": po.encode()}))
    assert french.gettext("All systems are working") == "Tout va bien"
    assert french.gettext("Resolved") == "Résolu"


def test_a_language_without_a_catalogue_speaks_english() -> None:
    assert language("sw").gettext("Resolved") == "Resolved"


@pytest.mark.parametrize(
    ("minutes", "english", "french"),
    [
        pytest.param(0, "0 minutes", "0 minute", id="none"),
        pytest.param(1, "1 minute", "1 minute", id="one"),
        pytest.param(59, "59 minutes", "59 minutes", id="under-an-hour"),
        pytest.param(60, "1 hour", "1 heure", id="whole-hours"),
        pytest.param(85, "1 hour 25 minutes", "1 heure 25 minutes", id="hours-and-minutes"),
        pytest.param(24 * 60 + 5, "1 day", "1 jour", id="minutes-do-not-count-beside-days"),
        pytest.param(51 * 60, "2 days 3 hours", "2 jours 3 heures", id="days"),
        pytest.param(90_000, "62 days 12 hours", "62 jours 12 heures", id="many-days"),
    ],
)
def test_a_duration_has_at_most_two_units(minutes: int, english: str, french: str) -> None:
    span = timedelta(minutes=minutes)
    assert language("en").duration(span) == english
    assert language("fr").duration(span) == french


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(100.0, "100 %", id="all"),
        pytest.param(99.9999, "99.99 %", id="cut-not-rounded"),
        pytest.param(99.58, "99.58 %", id="binary-fractions-do-not-show"),
        pytest.param(0.0, "0 %", id="nothing"),
    ],
)
def test_only_all_of_it_is_a_hundred_percent(value: float, expected: str) -> None:
    assert language("en").percent(value) == expected


def test_a_share_has_the_language_s_decimal_mark() -> None:
    assert language("fr").percent(99.9583) == "99,95 %"


def test_names_are_listed_as_the_language_lists_them() -> None:
    assert language("en").listed(("Checkout", "Search", "Basket")) == "Checkout, Search and Basket"
    assert language("fr").listed(("Checkout", "Search")) == "Checkout et Search"


def test_a_language_is_called_what_its_readers_call_it() -> None:
    assert [language(code).name for code in ("en", "fr", "ar")] == [
        "English",
        "Français",
        "العربية",
    ]
    assert language("fr").name_of("en") == "anglais"
    assert language("fr").name_of("") == ""


def test_values_in_markup_are_escaped_and_markup_is_not() -> None:
    english = language("en")
    assert english.markup("Since %(time)s.", time="<b>") == "Since &lt;b&gt;."
    time = english.markup("Since %(time)s.", time=english.markup("Resolved"))
    assert time == "Since Resolved."
