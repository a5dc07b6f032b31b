"""Dates and times as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_time
from hypothesis import given
from hypothesis import strategies as st

from statusgen.render.dates import Dates, iso, locale_of

AT = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 15, 45, tzinfo=UTC)


def dates(language: str, zone: str = "Europe/London") -> Dates:
    return Dates(locale_of(language, zone), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        pytest.param("en", "Europe/London", "23 Nov 2026, 14:20 GMT", id="british"),
        pytest.param("en", "America/New_York", "Nov 23, 2026, 9:20\u202fAM EST", id="american"),
        pytest.param("en", "UTC", "23 Nov 2026, 14:20 UTC", id="english-without-a-country"),
        pytest.param("en-US", "UTC", "Nov 23, 2026, 2:20\u202fPM UTC", id="its-own-country"),
        pytest.param("fr", "Europe/Paris", "23 nov. 2026, 15:20 CET", id="french"),
        pytest.param("de", "Europe/Berlin", "23. Nov. 2026, 15:20 CET", id="german"),
        pytest.param("ja", "Asia/Tokyo", "2026年11月23日 23:20 JST", id="japanese"),
        pytest.param("es", "Europe/Madrid", "23 nov 2026, 15:20 CET", id="spanish"),
        pytest.param("da", "Europe/Copenhagen", "23. nov. 2026 15.20 CET", id="danish"),
        pytest.param("uk", "Europe/Kyiv", "23 лист. 2026\u202fр., 16:20 EET", id="ukrainian"),
        pytest.param("he", "Asia/Jerusalem", "23 בנוב׳ 2026, 16:20 IST", id="hebrew"),
        pytest.param("ar", "UTC", "23 نوفمبر 2026، 2:20 م UTC", id="arabic"),
        pytest.param("ar", "Africa/Cairo", "٢٣ نوفمبر ٢٠٢٦، ٤:٢٠ م EET", id="arabic-in-egypt"),
        pytest.param(
            "ar", "Africa/Casablanca", "23 نونبر 2026، 15:20 UTC+1", id="arabic-in-morocco"
        ),
        pytest.param("en", "America/Sao_Paulo", "23 Nov 2026, 11:20 UTC−3", id="no-letters"),
        pytest.param("en", "Asia/Kathmandu", "23 Nov 2026, 20:05 UTC+5:45", id="quarter-hours"),
    ],
)
def test_a_moment_is_written_as_people_there_write_it(
    language: str, zone: str, expected: str
) -> None:
    assert dates(language, zone).moment(AT) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(AT, LATER, "23 Nov 2026, 14:20–15:45 GMT", id="one-day"),
        pytest.param(
            AT,
            AT + timedelta(hours=12),
            "23 Nov 2026, 14:20 GMT – 24 Nov 2026, 02:20 GMT",
            id="two-days",
        ),
        pytest.param(
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            "25 Oct 2026, 01:30 BST–01:30 GMT",
            id="the-hour-that-comes-twice",
        ),
    ],
)
def test_a_span_names_its_day_once(start: datetime, end: datetime, expected: str) -> None:
    assert dates("en").span(start, end) == expected


def test_a_span_within_a_known_day_names_only_another_day() -> None:
    assert dates("en").clocks(AT, LATER) == "14:20–15:45 GMT"
    assert dates("en").clocks(AT, AT + timedelta(hours=12)) == "14:20 – 24 Nov 2026, 02:20 GMT"


def test_the_day_is_the_zone_s() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert dates("en").local_day(late) == date(2026, 7, 2)
    assert dates("en").moment(late) == "2 Jul 2026, 00:30 BST"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", ["Monday 23 November", "23 Nov", "November 2026", "November"], id="en"),
        pytest.param("fr", ["lundi 23 novembre", "23 nov.", "novembre 2026", "novembre"], id="fr"),
        pytest.param("ja", ["11月23日(月曜日)", "11月23日", "2026年11月", "11月"], id="ja"),
        pytest.param(
            "es",
            ["lunes, 23 de noviembre", "23 nov", "noviembre de 2026", "noviembre"],
            id="es",
        ),
        pytest.param(
            "cs", ["pondělí 23. listopadu", "23. 11.", "listopad 2026", "listopad"], id="cs"
        ),
        pytest.param(
            "ru", ["понедельник, 23 ноября", "23 нояб.", "ноябрь 2026\u202fг.", "ноябрь"], id="ru"
        ),
    ],
)
def test_days_and_months_have_their_names(language: str, expected: list[str]) -> None:
    here = dates(language)
    day = date(2026, 11, 23)
    assert [
        here.weekday(day),
        here.short_day(day),
        here.month(2026, 11),
        here.month_name(11),
    ] == expected


def test_a_month_s_name_is_the_language_s_own_whoever_was_asked_before() -> None:
    # Arabic and Hebrew have none for a month that stands alone: that of the date stands for it.
    asked = ("ja", "ar", "he", "ar-MA", "ar", "sr")
    names = [dates(language).month_name(11) for language in asked]
    assert names == ["11月", "نوفمبر", "נובמבר", "نونبر", "نوفمبر", "новембар"]


def test_a_year_is_called_as_in_the_language() -> None:
    assert [dates(code).year(2026) for code in ("en", "ja", "fa")] == ["2026", "2026年", "۲۰۲۶"]


def test_a_day_in_a_sentence_is_not_shortened() -> None:
    day = date(2026, 11, 23)
    said = [dates(language).whole_day(day) for language in ("en", "de", "pt", "cs")]
    assert said == ["23 November", "23. November", "23 de novembro", "23. listopadu"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(AT, "2026-11-23T14:20Z", id="whole-minutes"),
        pytest.param(AT.replace(second=7), "2026-11-23T14:20:07Z", id="seconds"),
        pytest.param(AT.replace(microsecond=9), "2026-11-23T14:20Z", id="nothing-finer"),
    ],
)
def test_machines_read_the_shortest_form(at: datetime, expected: str) -> None:
    assert iso(at) == expected


@given(
    st.integers(min_value=946_684_800, max_value=2_208_988_800),
    st.sampled_from(["Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"]),
    st.sampled_from(["en", "fr", "de", "ar", "cs", "zh-Hans"]),
)
def test_what_is_kept_is_what_babel_says(seconds: int, zone: str, language: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    here = dates(language, zone)
    expected = format_time(at, "short", tzinfo=here.zone, locale=here.locale)
    assert here.clock(at).startswith(expected)
    assert here.clock(at) == here.clock(at)
