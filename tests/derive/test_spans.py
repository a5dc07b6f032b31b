from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.derive.spans import FOREVER, overlay, status_at, status_since
from statusgen.derive.values import Outage
from statusgen.model import ComponentStatus
from tests.derive.drawn import NOW, outages
from tests.derive.made import (
    DEGRADED,
    HOUR,
    MAINTENANCE,
    MAJOR,
    MINUTE,
    OPERATIONAL,
    PARTIAL,
    at,
    outage,
)

MINUTES = [NOW + count * MINUTE for count in range(-5, 400)]


def worst_at(spans: list[Outage], instant: datetime) -> ComponentStatus:
    return max((o.status for o in spans if o.covers(instant)), default=OPERATIONAL)


def all_at(spans: list[Outage], instant: datetime) -> int:
    return sum({1 << o.status for o in spans if o.covers(instant)})


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        pytest.param("09:59", OPERATIONAL, id="before"),
        pytest.param("10:00", PARTIAL, id="start-is-inside"),
        pytest.param("11:00", OPERATIONAL, id="end-is-outside"),
    ],
)
def test_an_outage_counts_from_start_up_to_end(instant: str, expected: ComponentStatus) -> None:
    segments = overlay([outage(PARTIAL, at("10:00"), at("11:00"))])

    assert status_at(segments, at(instant)) is expected


@pytest.mark.parametrize("worse", [DEGRADED, PARTIAL, MAJOR])
def test_maintenance_never_masks_an_outage(worse: ComponentStatus) -> None:
    segments = overlay(
        [outage(MAINTENANCE, at("10:00"), at("12:00")), outage(worse, at("10:30"), at("11:00"))]
    )

    assert status_at(segments, at("10:15")) is MAINTENANCE
    assert status_at(segments, at("10:45")) is worse
    assert status_at(segments, at("11:15")) is MAINTENANCE


def test_an_outage_without_an_end_goes_on() -> None:
    (segment,) = overlay([outage(MAJOR, NOW, None)])

    assert segment.end == FOREVER
    assert status_at([segment], NOW + 1000 * HOUR) is MAJOR


@settings(deadline=None, max_examples=200)
@given(st.lists(outages(), max_size=8))
def test_the_overlay_says_at_every_minute_what_the_outages_say(spans: list[Outage]) -> None:
    segments = overlay(spans)

    for minute in MINUTES:
        said = sum(s.statuses for s in segments if s.start <= minute < s.end)
        assert said == all_at(spans, minute)
        assert status_at(segments, minute) is worst_at(spans, minute)


@settings(deadline=None, max_examples=200)
@given(st.lists(outages(), max_size=8))
def test_segments_are_in_order_apart_and_as_few_as_possible(spans: list[Outage]) -> None:
    segments = overlay(spans)

    assert all(segment.start < segment.end for segment in segments)
    for one, next_one in pairwise(segments):
        assert one.end <= next_one.start
        assert one.end < next_one.start or one.statuses != next_one.statuses


@settings(deadline=None, max_examples=100)
@given(st.data(), st.lists(outages(), max_size=8))
def test_the_order_of_outages_does_not_matter(data: st.DataObject, spans: list[Outage]) -> None:
    assert overlay(data.draw(st.permutations(spans))) == overlay(spans)


@settings(deadline=None, max_examples=200)
@given(st.lists(outages(), max_size=6), st.sampled_from(MINUTES))
def test_a_status_was_taken_when_it_was_last_another(
    spans: list[Outage], instant: datetime
) -> None:
    now = worst_at(spans, instant)
    before = [m for m in MINUTES if m <= instant and worst_at(spans, m) is not now]
    expected = max(before) + MINUTE if before else None

    assert status_since(overlay(spans), instant) == expected
