from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.derive.rollup import ALL_CLEAR, answer_since, roll_up
from statusgen.derive.spans import overlay, status_at
from statusgen.derive.values import Outage
from statusgen.model import ComponentStatus
from tests.derive.drawn import NOW, outages
from tests.derive.made import (
    DEGRADED,
    MAINTENANCE,
    MAJOR,
    MINUTE,
    OPERATIONAL,
    PARTIAL,
    at,
    outage,
)


@pytest.mark.parametrize(
    ("statuses", "indicator", "description"),
    [
        pytest.param([], "none", "All Systems Operational", id="no-component"),
        pytest.param([OPERATIONAL] * 3, "none", "All Systems Operational", id="all-clear"),
        pytest.param([MAJOR] * 3, "critical", "Major System Outage", id="all-major"),
        pytest.param([MAJOR, PARTIAL], "major", "Partial System Outage", id="any-major"),
        pytest.param([PARTIAL] * 2, "major", "Partial System Outage", id="all-partial"),
        pytest.param([PARTIAL, DEGRADED], "minor", "Minor Service Outage", id="any-partial"),
        pytest.param([DEGRADED] * 2, "minor", "Degraded System Service", id="all-degraded"),
        pytest.param(
            [DEGRADED, MAINTENANCE], "minor", "Partially Degraded Service", id="any-degraded"
        ),
        pytest.param(
            [MAINTENANCE] * 2, "maintenance", "Service Under Maintenance", id="all-in-maintenance"
        ),
        pytest.param(
            [OPERATIONAL, MAINTENANCE],
            "maintenance",
            "Service Under Maintenance",
            id="any-in-maintenance",
        ),
        pytest.param([MAJOR], "critical", "Major System Outage", id="the-only-one"),
    ],
)
def test_the_components_roll_up_as_statuspages_do(
    statuses: list[ComponentStatus], indicator: str, description: str
) -> None:
    assert roll_up(statuses) == (indicator, description)


def since(*spans: Outage, components: int = 3) -> datetime | None:
    by_component = {
        span.component: [s for s in spans if s.component == span.component] for span in spans
    }
    return answer_since(map(overlay, by_component.values()), components=components, at=NOW)


def test_an_answer_is_as_old_as_its_words() -> None:
    first = outage(MAJOR, at("10:00"), None)
    second = outage(MAJOR, at("11:00"), None, component="search")
    third = outage(MAJOR, at("12:00"), None, component="orders")

    assert since() is None
    assert since(first) == at("10:00")
    assert since(first, second) == at("10:00")  # still "Partial System Outage"
    assert since(first, second, third) == at("12:00")  # now "Major System Outage"


def test_one_trouble_that_follows_another_at_once_is_one_answer() -> None:
    first = outage(PARTIAL, at("10:00"), at("11:00"))
    second = outage(PARTIAL, at("11:00"), None, component="search")

    assert since(first, second) == at("10:00")


@settings(deadline=None, max_examples=200)
@given(
    st.lists(outages(start=NOW - 240 * MINUTE), max_size=5),
    st.lists(outages(start=NOW - 240 * MINUTE), max_size=5),
)
def test_an_answer_was_taken_when_it_was_last_another(
    one: list[Outage], other: list[Outage]
) -> None:
    rows = [overlay(one), overlay(other)]
    answers = [roll_up(status_at(row, NOW - back * MINUTE) for row in rows) for back in range(250)]
    before = next((back for back, answer in enumerate(answers) if answer != answers[0]), None)
    if before is None:
        assert answers[0] == ALL_CLEAR
    expected = None if before is None else NOW - (before - 1) * MINUTE

    assert answer_since(rows, components=2, at=NOW) == expected
