"""Every catalogue of the default theme: whole, in step, and fit to be filled in."""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from gettext import c2py

import pytest
from babel import Locale
from babel.messages.mofile import read_mo

from statusgen.render.language import compile_catalog
from tests.render.catalogues import CATALOGUES, catalogue, file_of, forms, messages

_PLACE = re.compile(r"%\((\w+)\)s")
_STOPS = (".", "。")
#: Where the English word is the language's own.
SAME = {
    "da": {"Status"},
    "de": {"Status"},
    "fr": {
        "%(n)s incident",
        "%(n)s maintenance",
        "%(n)s minute",
        "Incidents",
        "Maintenance",
        "Maintenance – %(site)s",
        "Site",
    },
    "nb": {"Status"},
    "nl": {"Impact", "Later: %(month)s", "Site", "Status"},
    "pt": {"Site", "Status"},
}


def said(mo: bytes) -> dict[str, object]:
    words = read_mo(io.BytesIO(mo))
    return {str(message.id): message.string for message in words if message.id}


def test_the_interface_speaks_a_dozen_languages_and_two_from_right_to_left() -> None:
    assert len(CATALOGUES) >= 12
    rightwards = [name for name in CATALOGUES if Locale.parse(name).text_direction == "rtl"]
    assert rightwards == ["ar", "he"]


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_has_every_message_and_no_other(name: str) -> None:
    known = {message.id for message in catalogue(name) if message.id}
    assert sorted(messages() - known, key=str) == [], f"{name} lacks these: see docs/themes.md"
    assert sorted(known - messages(), key=str) == [], f"{name} has these and nothing says them"


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_leaves_nothing_open(name: str) -> None:
    for message in catalogue(name):
        if message.id:
            assert all(forms(message.string)), message.id
            assert not message.fuzzy, message.id
    assert not catalogue(name).obsolete
    assert [(message.id, errors) for message, errors in catalogue(name).check()] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_the_compiled_catalogue_is_in_step(name: str) -> None:
    # The header says when and with what it was compiled; the words have to be the same.
    compiled = said(compile_catalog(file_of(name, "po")))
    assert said(file_of(name, "mo")) == compiled, "run pybabel compile, as docs/themes.md says"


@pytest.mark.parametrize("name", CATALOGUES)
def test_the_plural_forms_are_those_of_the_language(name: str) -> None:
    """Two whole numbers have one form just where CLDR says so."""
    form_of, rule = c2py(catalogue(name).plural_expr), Locale.parse(name).plural_form
    tags = defaultdict(set)
    for number in range(1000):
        tags[form_of(number)].add(rule(number))
    assert sorted(tags) == list(range(catalogue(name).num_plurals))
    assert all(len(found) == 1 for found in tags.values()), dict(tags)
    assert len({tag for found in tags.values() for tag in found}) == len(tags)


@pytest.mark.parametrize("name", CATALOGUES)
def test_what_is_filled_in_is_what_the_english_fills_in(name: str) -> None:
    """Only a form that is for one number may say it in words: ``دقيقتان``, two minutes.

    So may the form of 1 where the English does: "the last day".
    """
    form_of = c2py(catalogue(name).plural_expr)
    numbers = Counter(form_of(number) for number in range(1000))
    wrong = []
    for message in catalogue(name):
        wanted = set(_PLACE.findall(forms(message.id)[-1]))
        for form, text in enumerate(forms(message.string) if message.id else ()):
            found = set(_PLACE.findall(text))
            free = numbers[form] == 1 or (form == form_of(1) and "(n)" not in forms(message.id)[0])
            lost = wanted - found - ({"n"} if message.pluralizable and free else set())
            if lost or found - wanted or "%" in _PLACE.sub("", text):
                wrong.append((message.id, text))
    assert wrong == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_words_are_plain_text_that_ends_as_the_english_does(name: str) -> None:
    for message in catalogue(name):
        for text in forms(message.string) if message.id else ():
            assert not re.search(r"[<>&{}\n\t]|  ", text), text
            assert text == text.strip(), text
            assert text.endswith(_STOPS) == forms(message.id)[0].endswith("."), text
            assert not re.search(r"\.\.\.|'", text), f"a typewriter's mark: {text}"


@pytest.mark.parametrize("name", CATALOGUES)
def test_nothing_is_left_in_english(name: str) -> None:
    same = {
        english
        for message in catalogue(name)
        for english in forms(message.id)[:1]
        if english == forms(message.string)[0] and re.search("[A-Za-z]", _PLACE.sub("", english))
    }
    assert same == SAME.get(name, set())
