"""Times as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.errors import Location, Problem
from statusgen.parse.times import EXAMPLE, parse_next_update, parse_span, parse_timestamp

LONDON = ZoneInfo("Europe/London")
HERE = Location("content/incidents/x.md", 9, 20)
ELEVEN_PAST = datetime(2026, 11, 23, 14, 11, tzinfo=UTC)
RANGES = (
    "months go up to 12, their days to 28, 29, 30 or 31, hours to 23, minutes and seconds to 59"
)
ZONES = st.sampled_from(
    [
        *("Europe/London", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe"),
        *("Africa/Casablanca", "America/St_Johns", "Pacific/Apia", "Asia/Kolkata"),
    ]
)
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


def parse(text: str) -> datetime | Problem:
    return parse_timestamp(text, zone=LONDON, at=HERE)


def told(found: object) -> tuple[str, str]:
    """Return the problem with its column, and the hint."""
    assert isinstance(found, Problem), f"{found} is no problem"
    return f"{found.at.column}: {found.message}", found.hint


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2026-11-23 14:20 UTC", 14, 20),
        ("2026-11-23 14:20 utc", 14, 20),
        ("2026-11-23 14:20 GMT", 14, 20),
        ("2026-11-23 14:20Z", 14, 20),
        ("2026-11-23 14:20", 14, 20),
        ("2026-11-23T14:20:00Z", 14, 20),
        ("2026-11-23t14:20:00.123z", 14, 20),
        ("2026-11-23 14:20:00 UTC", 14, 20),
        ("  2026-11-23   14:20  UTC ", 14, 20),
        ("2026-11-23\u00a014:20\u202fUTC", 14, 20),
        ("2026-11-23 9:05", 9, 5),
        ("2026-11-23 14:20+01:00", 13, 20),
        ("2026-11-23 14:20 +0100", 13, 20),
        ("2026-11-23 14:20 +1", 13, 20),
        ("2026-11-23 14:20 -05:30", 19, 50),
        ("2026-11-23 14:20 −05:30", 19, 50),
        ("2026-11-23 14:20 UTC+1", 13, 20),
        ("2026-11-23 14:20 gmt-03:00", 17, 20),
        ("2026-11-23 14:20 +00:00", 14, 20),
        ("2026-11-23 14:20 Europe/Paris", 13, 20),
        ("2026-11-23 14:20 europe/paris", 13, 20),
        ("2026-11-23 14:20 America/Argentina/Buenos_Aires", 17, 20),
        ("2026-11-23 14:20 Etc/GMT+5", 19, 20),
    ],
)
def test_a_time_is_read_into_utc(text: str, hour: int, minute: int) -> None:
    assert parse(text) == datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def test_a_time_without_zone_is_the_sites() -> None:
    assert parse("2026-07-01 14:20") == datetime(2026, 7, 1, 13, 20, tzinfo=UTC)


def test_seconds_are_kept_and_fractions_are_not() -> None:
    assert parse("2026-11-23 14:20:59.999 UTC") == datetime(2026, 11, 23, 14, 20, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "20: the time is missing", f"write e.g. {EXAMPLE}"),
        ("soon", "20: 'soon' is no time", f"write e.g. {EXAMPLE}"),
        (
            "2026-11-23",
            "20: '2026-11-23' has no time of day",
            f"write e.g. {EXAMPLE}",
        ),
        ("23/11/2026 14:20", "20: '23/11/2026 14:20' is no time", "did you mean 2026-11-23 14:20?"),
        ("14:20 UTC", "20: '14:20 UTC' has no date", f"write e.g. {EXAMPLE}"),
        ("2026-11-23 14.20", "20: '2026-11-23 14.20' is no time", "did you mean 2026-11-23 14:20?"),
        (
            "2026-02-30 14:20",
            "20: there is no time '2026-02-30 14:20'",
            RANGES,
        ),
        (
            "2026-11-23 24:00",
            "20: there is no time '2026-11-23 24:00'",
            "did you mean 2026-11-24 00:00?",
        ),
        ("0026-11-23 14:20", "20: is the year 0026 meant?", f"write e.g. {EXAMPLE}"),
        ("2260-11-23 14:20", "20: is the year 2260 meant?", f"write e.g. {EXAMPLE}"),
        (
            "2026-11-23 2:20 PM",
            "36: hours count to 24 here",
            "did you mean 2026-11-23 14:20?",
        ),
        (
            "2026-11-23 14:20 CET",
            "37: 'CET' is no time zone by itself",
            "write Europe/Berlin or an offset: +01:00",
        ),
        (
            "2026-11-23 14:20 est",
            "37: 'est' is no time zone by itself",
            "write America/New_York or an offset: -05:00",
        ),
        (
            "2026-11-23 14:20 Europe/Lodnon",
            "37: unknown time zone 'Europe/Lodnon'",
            "did you mean 'Europe/London'?",
        ),
        (
            "2026-11-23 14:20 +15:00",
            "37: no place is at +15:00 from UTC",
            "offsets are -12:00 to +14:00",
        ),
        (
            "2026-11-23 14:20 +01:75",
            "37: no place is at +01:75 from UTC",
            "offsets are -12:00 to +14:00",
        ),
        (
            "2026-11-23 14:20 here",
            "37: unknown time zone 'here'",
            "write UTC, an offset (+01:00) or a place (Europe/London)",
        ),
    ],
)
def test_what_is_no_time_is_told_with_an_example(text: str, message: str, hint: str) -> None:
    assert told(parse(text)) == (message, hint)


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "right/UTC", "posix/UTC", "America"])
def test_a_name_that_differs_between_machines_is_no_zone(zone: str) -> None:
    assert "unknown time zone" in told(parse(f"2026-11-23 14:20 {zone}"))[0]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param(
            "2026-10-25 01:30",
            "20: 2026-10-25 01:30 comes twice in Europe/London: the clocks go back then",
            "write 2026-10-25 01:30+01:00 (00:30 UTC) or 2026-10-25 01:30+00:00 (01:30 UTC)",
            id="twice",
        ),
        pytest.param(
            "2026-03-29 01:30",
            "20: 2026-03-29 01:30 does not exist in Europe/London: the clocks go forward then",
            "write 2026-03-29 01:30+00:00 (01:30 UTC) or 2026-03-29 01:30+01:00 (00:30 UTC)",
            id="never",
        ),
        pytest.param(
            "2026-11-01 01:30 America/New_York",
            "20: 2026-11-01 01:30 comes twice in America/New_York: the clocks go back then",
            "write 2026-11-01 01:30-04:00 (05:30 UTC) or 2026-11-01 01:30-05:00 (06:30 UTC)",
            id="elsewhere",
        ),
    ],
)
def test_a_time_that_the_clock_shows_twice_or_never_has_two_readings(
    text: str, message: str, hint: str
) -> None:
    assert told(parse(text)) == (message, hint)


@given(INSTANTS, ZONES)
def test_every_instant_can_be_written_and_read_back(at: datetime, zone: str) -> None:
    local = at.astimezone(ZoneInfo(zone))

    assert parse(f"{at:%Y-%m-%d %H:%M} UTC") == at
    assert parse(local.isoformat(sep=" ")[:22] + local.isoformat()[22:25]) == at
    found = parse(f"{local:%Y-%m-%d %H:%M} {zone}")
    # Within a second: before 1972 some places were seconds off.
    assert found == at.replace(second=0) or (
        isinstance(found, Problem)
        and f"{local.isoformat(sep=' ', timespec='minutes')}" in found.hint
    )


@given(INSTANTS, ZONES)
def test_the_two_readings_that_are_offered_can_be_read(at: datetime, zone: str) -> None:
    wall = at.replace(tzinfo=None)
    found = parse(f"{wall:%Y-%m-%d %H:%M} {zone}")
    if isinstance(found, Problem):
        first, second = found.hint.removeprefix("write ").split(" or ")
        readings = [parse(reading.split(" (")[0]) for reading in (first, second)]
        assert all(isinstance(reading, datetime) for reading in readings)
        assert readings[0] != readings[1]
    else:
        assert found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]+ ?\S*"))
def test_no_text_makes_it_fail(text: str) -> None:
    found = [
        parse(text),
        parse_span(text, at=HERE),
        parse_next_update(text, after=ELEVEN_PAST, zone=LONDON, at=HERE),
    ]

    assert all(isinstance(one, datetime | timedelta) or one.hint for one in found)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30m", 30),
        ("30 min", 30),
        ("1h", 60),
        ("48h", 48 * 60),
        ("90 minutes", 90),
        ("1 Hour", 60),
        ("1.5 hours", 90),
        ("2 days", 2 * 24 * 60),
        ("1 week", 7 * 24 * 60),
        ("1h 30m", 90),
        ("1h30m", 90),
        ("1 hour, 30 minutes", 90),
        ("1 hour and 30 minutes", 90),
        ("90s", 1.5),
    ],
)
def test_a_span_is_read_as_people_write_it(text: str, minutes: float) -> None:
    assert parse_span(text, at=HERE) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "20: '' is no span", "write e.g. 30 minutes, 1h or 2 days"),
        ("30", "20: '30' is no span", "write e.g. 30 minutes, 1h or 2 days"),
        ("half an hour", "20: 'half an hour' is no span", "write e.g. 30 minutes, 1h or 2 days"),
        ("2 moons", "20: '2 moons' is no span", "write e.g. 30 minutes, 1h or 2 days"),
        ("-5m", "20: '-5m' is no span", "write e.g. 30 minutes, 1h or 2 days"),
        ("0m", "20: this span is no time at all", "write e.g. 30 minutes"),
        ("999999 weeks", "20: '999999 weeks' is more than ten years", "is the unit right?"),
    ],
)
def test_what_is_no_span_is_told(text: str, message: str, hint: str) -> None:
    assert told(parse_span(text, at=HERE)) == (message, hint)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("14:50 UTC", "2026-11-23T14:50", id="later-today"),
        pytest.param("14:50", "2026-11-23T14:50", id="in-the-sites-zone"),
        pytest.param("14:11", "2026-11-24T14:11", id="the-same-minute-is-tomorrow"),
        pytest.param("09:00", "2026-11-24T09:00", id="earlier-is-tomorrow"),
        pytest.param("15:00 Europe/Paris", "2026-11-24T14:00", id="already-past-there"),
        pytest.param("00:30 +10:00", "2026-11-23T14:30", id="another-day-there"),
        pytest.param("in 30 minutes", "2026-11-23T14:41", id="a-span"),
        pytest.param("In 1h", "2026-11-23T15:11", id="a-short-span"),
        pytest.param("30 minutes", "2026-11-23T14:41", id="a-span-alone"),
        pytest.param("2026-11-25 10:00 UTC", "2026-11-25T10:00", id="a-timestamp"),
    ],
)
def test_a_promise_is_read_from_the_updates_time(text: str, expected: str) -> None:
    found = parse_next_update(text, after=ELEVEN_PAST, zone=LONDON, at=HERE)

    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "soon",
            "20: 'soon' is no time",
            f"write a time of day (14:50 UTC), a time with its date ({EXAMPLE}) or 'in 30 minutes'",
        ),
        ("25:00", "20: there is no time '25:00'", RANGES),
        (
            "14:50 BST",
            "26: 'BST' is no time zone by itself",
            "write Europe/London or an offset: +01:00",
        ),
        (
            "2026-11-23 14:11 UTC",
            (
                "20: the next update is promised for 2026-11-23 14:11 UTC, "
                "but this one is of 2026-11-23 14:11 UTC"
            ),
            "are the day and the time zone right?",
        ),
        ("2026-11-23", "20: '2026-11-23' has no time of day", f"write e.g. {EXAMPLE}"),
        ("in 0 minutes", "20: this span is no time at all", "write e.g. 30 minutes"),
    ],
)
def test_what_is_no_promise_is_told(text: str, message: str, hint: str) -> None:
    found = parse_next_update(text, after=ELEVEN_PAST, zone=LONDON, at=HERE)

    assert told(found) == (message, hint)


def test_a_promise_over_a_clock_change_is_read_on_the_day_it_falls_on() -> None:
    evening = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)

    found = parse_next_update("09:00", after=evening, zone=LONDON, at=HERE)
    twice = parse_next_update("01:30", after=evening, zone=LONDON, at=HERE)

    assert found == datetime(2026, 10, 25, 9, 0, tzinfo=UTC)
    assert "comes twice" in told(twice)[0]
