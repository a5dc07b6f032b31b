from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.config import Uptime
from statusgen.derive.days import Days
from statusgen.derive.spans import overlay
from statusgen.derive.uptime import Ruler, Weights, day_bars, uptime_of
from statusgen.derive.values import DayBar, Outage
from statusgen.model import ComponentStatus
from tests.derive.drawn import NOT_OPERATIONAL, NOW, ZONES, outages
from tests.derive.made import (
    DAY,
    DEGRADED,
    HOUR,
    MAINTENANCE,
    MAJOR,
    MINUTE,
    OPERATIONAL,
    PARTIAL,
    at,
    make_config,
    outage,
)

START, END = at("00:00"), at("10:00")
USUAL = Uptime()

#: A partial outage weighs more than a major one, and degraded service most of all.
UPSIDE_DOWN = Uptime(major_outage=0.1, partial_outage=0.5, degraded_performance=0.75)


def uptime(*spans: Outage, weights: Uptime = USUAL) -> float | None:
    return uptime_of(spans, start=START, end=END, uptime=weights)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([], 100.0, id="nothing"),
        pytest.param([outage(MAJOR, at("02:00"), at("03:00"))], 90.0, id="an-hour-of-ten"),
        pytest.param([outage(PARTIAL, at("02:00"), at("03:00"))], 97.0, id="partial-weighs-less"),
        pytest.param([outage(DEGRADED, at("02:00"), at("03:00"))], 100.0, id="degraded-is-up"),
        pytest.param([outage(MAJOR, at("09:00"), None)], 90.0, id="going-on"),
        pytest.param([outage(MAJOR, START - DAY, at("01:00"))], 90.0, id="begun-before"),
        pytest.param([outage(MAJOR, START - DAY, START)], 100.0, id="ended-before"),
        pytest.param([outage(MAJOR, END, None)], 100.0, id="begins-at-the-end"),
        pytest.param([outage(MAJOR, START - DAY, None)], 0.0, id="all-the-time"),
        pytest.param(
            [
                outage(MAJOR, at("02:00"), at("04:00")),
                outage(MAJOR, at("03:00"), at("05:00"), source="another"),
            ],
            70.0,
            id="an-overlap-counts-once",
        ),
        pytest.param(
            [
                outage(PARTIAL, at("02:00"), at("04:00")),
                outage(MAJOR, at("03:00"), at("04:00"), source="another"),
            ],
            87.0,
            id="the-worst-wins-where-two-overlap",
        ),
        pytest.param(
            [
                outage(MAINTENANCE, at("00:00"), at("05:00")),
                outage(MAJOR, at("06:00"), at("07:00")),
            ],
            80.0,
            id="maintenance-does-not-count-at-all",
        ),
        pytest.param(
            [
                outage(MAINTENANCE, at("00:00"), at("05:00")),
                outage(MAJOR, at("04:00"), at("05:00")),
            ],
            83.3333,
            id="an-outage-during-maintenance-counts",
        ),
        pytest.param([outage(MAINTENANCE, START, END)], None, id="nothing-but-maintenance"),
        pytest.param(
            [outage(MAJOR, at("02:00"), at("02:00") + timedelta(microseconds=18_001))],
            99.9999,
            id="half-of-the-last-decimal-and-more",
        ),
        pytest.param(
            [outage(MAJOR, at("02:00"), at("02:00") + timedelta(microseconds=54_000))],
            99.9998,
            id="a-half-goes-to-the-even-decimal",
        ),
    ],
)
def test_uptime_is_the_share_of_time_that_was_not_down(
    spans: list[Outage], expected: float | None
) -> None:
    assert uptime(*spans) == expected


def test_the_heaviest_weight_wins_even_where_it_is_not_the_worst_status() -> None:
    spans = [
        outage(MAJOR, at("02:00"), at("04:00")),
        outage(PARTIAL, at("03:00"), at("05:00"), source="another"),
    ]

    assert uptime(*spans, weights=UPSIDE_DOWN) == 89.0


def test_weights_are_taken_as_written() -> None:
    # Three times 0.1 is not 0.3 in binary; here 0.3 of a tenth is three hundredths.
    thirds = Weights.of(Uptime(major_outage=0.9, partial_outage=0.3, degraded_performance=0.1))

    assert thirds.unit == 10
    assert thirds.shares[1 << DEGRADED] * 9 == thirds.shares[1 << MAJOR]


def by_minute(spans: list[Outage], start: datetime, end: datetime, weights: Uptime) -> float | None:
    """Count minutes one by one, as a person would with a very long sheet of paper."""
    counted, down = 0, Fraction(0)
    for minute in range((end - start) // MINUTE):
        instant = start + minute * MINUTE
        said = {span.status for span in spans if span.covers(instant)}
        if said != {MAINTENANCE}:
            counted += 1
            down += max((Fraction(str(weights.weight(status))) for status in said), default=0)
    return float(round(100 * (1 - down / counted), 4)) if counted else None


@settings(deadline=None, max_examples=200)
@given(st.lists(outages(), max_size=8), st.sampled_from([USUAL, UPSIDE_DOWN]))
def test_uptime_is_what_counting_minutes_gives(spans: list[Outage], weights: Uptime) -> None:
    start, end = NOW + 30 * MINUTE, NOW + 300 * MINUTE

    assert uptime_of(spans, start=start, end=end, uptime=weights) == by_minute(
        spans, start, end, weights
    )


@settings(deadline=None, max_examples=200)
@given(st.data(), st.lists(outages(), max_size=6), outages())
def test_uptime_is_a_percentage_and_no_major_outage_improves_it(
    data: st.DataObject, spans: list[Outage], more: Outage
) -> None:
    worse = [*spans, outage(MAJOR, more.start, more.end)]
    window = {"start": NOW, "end": NOW + 300 * MINUTE}
    before = uptime_of(data.draw(st.permutations(spans)), **window, uptime=USUAL)
    after = uptime_of(worse, **window, uptime=USUAL)

    assert before is None or 0 <= before <= 100
    assert after is None or before is None or after <= before


@settings(deadline=None, max_examples=200)
@given(st.lists(outages(), max_size=6), outages())
def test_no_outage_outside_maintenance_improves_uptime(spans: list[Outage], more: Outage) -> None:
    unplanned = [span for span in spans if span.status is not MAINTENANCE]
    window = {"start": NOW, "end": NOW + 300 * MINUTE}
    before = uptime_of(unplanned, **window, uptime=USUAL)
    after = uptime_of(
        [*unplanned, more] if more.status is not MAINTENANCE else unplanned, **window, uptime=USUAL
    )

    assert before is not None
    assert after is not None
    assert after <= before


def bars_of(
    spans: list[Outage],
    *,
    today: date,
    now: datetime,
    zone: str = "UTC",
    since: date | None = None,
    incidents: list[Outage] | None = None,
) -> tuple[DayBar, ...]:
    days = Days.ending(today, 90, make_config(timezone=zone).zone)
    ruler = Ruler.of(days, Weights.of(USUAL), now)
    return day_bars(spans if incidents is None else incidents, overlay(spans), ruler, since=since)


TODAY = date(2026, 11, 23)


def test_there_are_ninety_days_of_which_today_is_the_last() -> None:
    bars = bars_of([], today=TODAY, now=NOW)

    assert len(bars) == 90
    assert (bars[0].day, bars[-1].day) == (date(2026, 8, 26), TODAY)
    assert {(bar.worst, bar.down, bar.known, bar.sources) for bar in bars} == {
        (OPERATIONAL, timedelta(0), True, ())
    }


def test_a_day_has_its_worst_status_its_downtime_and_its_incidents() -> None:
    bars = bars_of(
        [
            outage(MAJOR, at("11-21 23:00"), at("11-22 01:00"), source="night"),
            outage(PARTIAL, at("11-22 10:00"), at("11-22 20:00"), source="day"),
        ],
        today=TODAY,
        now=NOW,
    )

    assert bars[-3] == DayBar(day=date(2026, 11, 21), worst=MAJOR, down=HOUR, sources=("night",))
    assert bars[-2] == DayBar(
        day=date(2026, 11, 22), worst=MAJOR, down=4 * HOUR, sources=("night", "day")
    )
    assert bars[-1].worst is OPERATIONAL


def test_a_day_of_maintenance_has_no_downtime_and_names_no_incident() -> None:
    planned = outage(MAINTENANCE, at("02:00"), at("04:00"), source="upgrade")

    (*_, today) = bars_of([planned], today=TODAY, now=NOW, incidents=[])

    assert (today.worst, today.down, today.sources) == (MAINTENANCE, timedelta(0), ())


def test_what_has_just_begun_shows_today_without_a_length() -> None:
    (*_, today) = bars_of([outage(MAJOR, NOW, None)], today=TODAY, now=NOW)

    assert (today.worst, today.down, today.sources) == (MAJOR, timedelta(0), ("outage",))


def test_what_has_not_begun_does_not_show() -> None:
    (*_, today) = bars_of([outage(MAJOR, NOW + MINUTE, None)], today=TODAY, now=NOW)

    assert (today.worst, today.sources) == (OPERATIONAL, ())


def test_what_goes_on_at_midnight_shows_on_the_new_day_at_once() -> None:
    bars = bars_of([outage(MAJOR, at("11-22 20:00"), None)], today=TODAY, now=at("00:00"))

    assert [(bar.worst, bar.down) for bar in bars[-2:]] == [
        (MAJOR, 4 * HOUR),
        (MAJOR, timedelta(0)),
    ]


def test_an_outage_up_to_midnight_leaves_the_next_day_alone() -> None:
    bars = bars_of([outage(MAJOR, at("11-22 20:00"), at("00:00"))], today=TODAY, now=NOW)

    assert bars[-2].down == 4 * HOUR
    assert bars[-1].worst is OPERATIONAL


def test_days_before_a_component_went_into_service_are_not_known() -> None:
    bars = bars_of(
        [outage(MAJOR, at("11-21 00:00"), at("11-22 01:00"))],
        today=TODAY,
        now=NOW,
        since=date(2026, 11, 22),
    )

    assert [bar.known for bar in bars[-3:]] == [False, True, True]
    assert (bars[-3].worst, bars[-3].sources) == (OPERATIONAL, ())
    assert bars[-2].down == HOUR


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param("Europe/London", date(2026, 3, 29), 23, id="clocks-go-forward"),
        pytest.param("Europe/London", date(2026, 10, 25), 25, id="clocks-go-back"),
        pytest.param("UTC", date(2026, 10, 25), 24, id="utc"),
    ],
)
def test_a_day_that_was_down_throughout_has_all_its_hours(zone: str, day: date, hours: int) -> None:
    always = outage(MAJOR, at("01-01 00:00"), None)

    bars = bars_of([always], today=day + DAY, now=at("12-31 00:00"), zone=zone)

    assert bars[-2] == DayBar(day=day, worst=MAJOR, down=hours * HOUR, sources=("outage",))


@settings(deadline=None, max_examples=100)
@given(
    st.lists(outages(start=NOW - 20 * DAY, reach=60 * 24 * 30), max_size=6),
    st.sampled_from(ZONES),
)
def test_the_days_add_up_to_the_whole(spans: list[Outage], zone: str) -> None:
    config = make_config(timezone=zone)
    today = NOW.astimezone(config.zone).date()
    bars = bars_of(spans, today=today, now=NOW, zone=zone)
    down = sum(
        (
            (min(segment.end, NOW) - segment.start) * USUAL.weight(segment.worst)
            for segment in overlay(spans)
            if segment.start < NOW
        ),
        timedelta(0),
    )

    assert sum((bar.down for bar in bars), timedelta(0)) == down


@settings(deadline=None, max_examples=200)
@given(
    st.lists(outages(start=at("11-04 00:00"), reach=100, step=6 * HOUR), max_size=6),
    st.sampled_from(ZONES),
    st.integers(0, 4).map(lambda count: at("00:00") + count * 6 * HOUR),
)
def test_a_day_shows_all_that_there_was_on_it(
    spans: list[Outage], zone: str, now: datetime
) -> None:
    config = make_config(timezone=zone)
    today = now.astimezone(config.zone).date()
    edges = Days.ending(today, 90, config.zone).edges

    for bar, (start, end) in zip(
        bars_of(spans, today=today, now=now, zone=zone), pairwise(edges), strict=True
    ):
        # What is on a day covers its first instant, or begins on it.
        seen = [
            span
            for span in spans
            if (span.covers(start) and start <= now)
            or (start <= span.start < end and span.covers(span.start) and span.start <= now)
        ]
        assert bar.worst is max((span.status for span in seen), default=OPERATIONAL)
        assert set(bar.sources) == {span.source for span in seen}


@pytest.mark.parametrize("status", NOT_OPERATIONAL)
def test_every_status_has_a_weight_of_its_own_or_none(status: ComponentStatus) -> None:
    expected = {MAJOR: 0.0, PARTIAL: 70.0, DEGRADED: 100.0, MAINTENANCE: None}

    assert uptime(outage(status, START, END)) == expected[status]
