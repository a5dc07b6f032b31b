from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.derive.days import (
    Days,
    day_of,
    last_midnight,
    midnight,
    months_between,
    next_midnight,
)
from tests.derive.drawn import ZONES
from tests.derive.made import DAY, HOUR

zones = st.sampled_from([*ZONES, "America/St_Johns", "Asia/Beirut", "America/Havana"]).map(ZoneInfo)
dates = st.dates(date(1990, 1, 1), date(2037, 12, 30))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param("Europe/London", date(2026, 3, 29), 23, id="clocks-go-forward"),
        pytest.param("Europe/London", date(2026, 10, 25), 25, id="clocks-go-back"),
        pytest.param("Europe/London", date(2026, 7, 1), 24, id="summer"),
        pytest.param("UTC", date(2026, 3, 29), 24, id="utc"),
        pytest.param("America/Santiago", date(2026, 9, 6), 23, id="midnight-is-skipped"),
        pytest.param("America/Havana", date(2026, 11, 1), 25, id="midnight-comes-twice"),
        pytest.param("Australia/Lord_Howe", date(2026, 10, 4), 23.5, id="half-an-hour-forward"),
        pytest.param("Pacific/Apia", date(2011, 12, 30), 0, id="a-day-that-never-was"),
    ],
)
def test_a_day_has_the_hours_that_its_zone_gives_it(zone: str, day: date, hours: float) -> None:
    edges = Days.ending(day, 1, ZoneInfo(zone)).edges

    assert edges[1] - edges[0] == hours * HOUR


@settings(deadline=None, max_examples=200)
@given(zones, dates, st.integers(1, 100))
def test_days_follow_each_other_without_a_gap(zone: ZoneInfo, today: date, count: int) -> None:
    days = Days.ending(today, count, zone)

    assert days.days[-1] == today
    assert all(later - one == DAY for one, later in pairwise(days.days))
    assert days.edges == tuple(midnight(day, zone) for day in (*days.days, today + DAY))
    assert all(one <= later for one, later in pairwise(days.edges))
    assert sum((b - a for a, b in pairwise(days.edges)), timedelta()) == (
        days.edges[-1] - days.edges[0]
    )


@settings(deadline=None, max_examples=300)
@given(zones, st.datetimes(datetime(1990, 1, 2), datetime(2037, 12, 30)))  # noqa: DTZ001
def test_midnights_stand_on_either_side_of_an_instant(zone: ZoneInfo, naive: datetime) -> None:
    instant = naive.replace(tzinfo=UTC)
    before, after = last_midnight(instant, zone), next_midnight(instant, zone)

    assert before <= instant < after
    # There is none between the two, so that every instant between them has the same day.
    assert last_midnight(after - timedelta(microseconds=1), zone) == before
    assert next_midnight(before, zone) == after
    assert day_of(before, zone) == day_of(after - timedelta(seconds=90 * 60), zone)


def test_a_day_that_comes_twice_begins_the_first_time() -> None:
    # In 2006 Newfoundland's clocks went back at one past midnight, into the day before.
    zone = ZoneInfo("America/St_Johns")
    second_evening = datetime(2006, 10, 29, 2, 45, tzinfo=UTC)

    assert day_of(second_evening, zone) == date(2006, 10, 28)
    assert last_midnight(second_evening, zone) == datetime(2006, 10, 29, 2, 30, tzinfo=UTC)
    assert next_midnight(second_evening, zone) == datetime(2006, 10, 30, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(date(2026, 11, 5), date(2026, 11, 23), ["2026-11-01"], id="one"),
        pytest.param(
            date(2025, 11, 30),
            date(2026, 2, 1),
            ["2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01"],
            id="over-new-year",
        ),
    ],
)
def test_months_are_all_that_days_fall_in(first: date, last: date, expected: list[str]) -> None:
    assert [month.isoformat() for month in months_between(first, last)] == expected
