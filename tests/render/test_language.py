"""A language's words: whose catalogue is asked, plurals, numbers, lists."""

from __future__ import annotations

from datetime import timedelta

import pytest

from statusgen.config import Alternative
from statusgen.render.language import Language, make_language, spoken, unspoken
from statusgen.render.theme import ThemeFiles, make_theme
from tests.render.world import config, theme_layers


def language(code: str, *own: ThemeFiles) -> Language:
    return make_language(code, config=config(), theme=make_theme(theme_layers(*own)))


def test_a_catalogue_of_the_project_says_some_things_otherwise() -> None:
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    po += 'msgid "All systems are working"\nmsgstr "Tout va bien"\n'
    french = language("fr", ThemeFiles(name="project", catalogs={"fr": po.encode()}))
    assert french.gettext("All systems are working") == "Tout va bien"
    assert french.gettext("Resolved") == "Résolu"


def test_a_language_without_a_catalogue_speaks_english() -> None:
    assert language("sw").gettext("Resolved") == "Resolved"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("fr-CA", "Résolu", id="the-language-of-another-country"),
        pytest.param("pt-PT", "Resolvido", id="portuguese"),
        pytest.param("zh", "已解决", id="without-its-script"),
        pytest.param("zh-CN", "已解决", id="a-country-says-the-script"),
        pytest.param("zh-Hans-SG", "已解决", id="script-and-country"),
        pytest.param("zh-TW", "Resolved", id="another-script-is-no-help"),
        pytest.param("no", "Løst", id="the-written-form-of-a-language"),
    ],
)
def test_a_code_finds_the_nearest_catalogue(code: str, expected: str) -> None:
    assert language(code).gettext("Resolved") == expected


@pytest.mark.parametrize("folder", ["pt_PT", "pt-PT"])
def test_a_nearer_catalogue_wins_and_the_farther_says_the_rest(folder: str) -> None:
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    po += 'msgid "All systems are working"\nmsgstr "Está tudo a funcionar"\n'
    here = language("pt-PT", ThemeFiles(name="project", catalogs={folder: po.encode()}))
    assert here.gettext("All systems are working") == "Está tudo a funcionar"
    assert here.gettext("Resolved") == "Resolvido"


def test_languages_without_words_are_known() -> None:
    theme = make_theme(theme_layers())
    assert unspoken(("en", "en-GB", "fr-CA", "zh-TW", "sw"), theme) == ("zh-TW", "sw")
    assert {"en", "fr", "zh-Hans"} <= set(spoken(theme))
    own = make_theme(theme_layers(ThemeFiles(name="project", catalogs={"sw": b"..."})))
    assert unspoken(("en", "sw"), own) == ()


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
        pytest.param(100.0, "100%", id="all"),
        pytest.param(99.9999, "99.99%", id="cut-not-rounded"),
        pytest.param(99.58, "99.58%", id="binary-fractions-do-not-show"),
        pytest.param(0.0, "0%", id="nothing"),
    ],
)
def test_only_all_of_it_is_a_hundred_percent(value: float, expected: str) -> None:
    assert language("en").percent(value) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("fr", "99,95\xa0%", id="a-space"),
        pytest.param("pl", "99,95%", id="a-comma"),
        pytest.param("ja", "99.95%", id="a-point"),
        pytest.param("ar-EG", "٩٩٫٩٥٪\u061c", id="its-own-digits-and-sign"),
    ],
)
def test_a_share_is_written_as_the_language_writes_it(code: str, expected: str) -> None:
    assert language(code).percent(99.9583) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("de", ["1 Tag", "2 Tage", "5 Tage", "21 Tage"], id="german-has-two"),
        pytest.param("ja", ["1日", "2日", "5日", "21日"], id="japanese-has-one"),
        pytest.param("pl", ["1 dzień", "2 dni", "5 dni", "21 dni"], id="polish"),
        pytest.param("uk", ["1 день", "2 дні", "5 днів", "21 день"], id="ukrainian-has-three"),
        pytest.param("cs", ["1 den", "2 dny", "5 dní", "21 dní"], id="czech-has-three"),
        pytest.param("ar", ["يوم واحد", "يومان", "5 أيام", "21 يومًا"], id="arabic-has-six"),
        pytest.param("ar-EG", ["يوم واحد", "يومان", "٥ أيام", "٢١ يومًا"], id="egypt-has-digits"),
        pytest.param("he", ["יום אחד", "יומיים", "5 ימים", "21 ימים"], id="hebrew-has-a-dual"),
    ],
)
def test_a_number_of_things_has_the_form_that_it_asks_for(code: str, expected: list[str]) -> None:
    here = language(code)
    assert [here.duration(timedelta(days=days)) for days in (1, 2, 5, 21)] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("en", "All clear.", id="a-full-stop"),
        pytest.param("ja", "All clear。", id="an-ideographic-one"),
    ],
)
def test_a_sentence_ends_as_in_the_language(code: str, expected: str) -> None:
    assert language(code).sentence("All clear") == expected


def test_names_are_listed_as_the_language_lists_them() -> None:
    assert language("en").listed(("Checkout", "Search", "Basket")) == "Checkout, Search and Basket"
    assert language("fr").listed(("Checkout", "Search")) == "Checkout et Search"


def test_a_phone_number_among_arabic_words_is_read_from_left_to_right() -> None:
    way = Alternative(label="الطلب عبر الهاتف +20 (2) 2794-0000، 24 ساعة", url="tel:+20227940000")
    for code in ("ar", "en"):
        assert "\u2066+20 (2) 2794-0000\u2069، 24" in language(code).alternative(way)
    plain = Alternative(label="Order by phone: +20 2 2794 0000")
    assert language("en").alternative(plain) == plain.label


def test_numbers_in_words_have_the_language_s_digits() -> None:
    egypt = language("ar-EG")
    assert egypt.gettext("The last 90 days") == "آخر ٩٠ يومًا"
    assert egypt.markup("The last 90 days") == "آخر ٩٠ يومًا"
    assert language("ar").gettext("The last 90 days") == "آخر 90 يومًا"


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
