"""What readers are told of a maintenance: its updates, and the turns of its clock."""

from __future__ import annotations

from datetime import datetime

import pytest

from statusgen.config import Config
from statusgen.derive.maintenance import derive_maintenance
from statusgen.model import ComponentStatus, Maintenance
from statusgen.render.steps import Step, maintenance_steps
from tests.render.feed_samples import CONFIG, Said, at, maintenance

WINDOW = "2026-12-01 02:00/2026-12-01 04:00"
ANNOUNCED = Said("scheduled", "2026-11-20 09:00")
UNDER = ComponentStatus.UNDER_MAINTENANCE
OK = ComponentStatus.OPERATIONAL


def steps(*updates: Said, now: str, created: str = "", config: Config = CONFIG) -> tuple[Step, ...]:
    item = maintenance("m", WINDOW, *updates, created=created).item
    assert isinstance(item, Maintenance)
    instant = at(now)
    return maintenance_steps(derive_maintenance(item, config, now=instant), now=instant)


def told(*updates: Said, now: str, created: str = "") -> list[tuple[str, str, str]]:
    return [
        (step.id, step.status.value, f"{step.at:%m-%d %H:%M}")
        for step in steps(*updates, now=now, created=created)
    ]


@pytest.mark.parametrize(
    ("updates", "now", "expected"),
    [
        pytest.param(
            [ANNOUNCED],
            "2026-11-21 09:00",
            [("20261120T0900Z", "scheduled", "11-20 09:00")],
            id="announced",
        ),
        pytest.param(
            [ANNOUNCED],
            "2026-12-01 05:00",
            [
                ("20261120T0900Z", "scheduled", "11-20 09:00"),
                ("in-progress", "in_progress", "12-01 02:00"),
                ("completed", "completed", "12-01 04:00"),
            ],
            id="all-by-the-clock",
        ),
        pytest.param(
            [
                ANNOUNCED,
                Said("in_progress", "2026-12-01 02:00"),
                Said("completed", "2026-12-01 03:00"),
            ],
            "2026-12-01 05:00",
            [
                ("20261120T0900Z", "scheduled", "11-20 09:00"),
                ("20261201T0200Z", "in_progress", "12-01 02:00"),
                ("20261201T0300Z", "completed", "12-01 03:00"),
            ],
            id="words-win-at-one-instant",
        ),
        pytest.param(
            [ANNOUNCED, Said("in_progress", "2026-12-01 01:30")],
            "2026-12-01 05:00",
            [
                ("20261120T0900Z", "scheduled", "11-20 09:00"),
                ("20261201T0130Z", "in_progress", "12-01 01:30"),
                ("completed", "completed", "12-01 04:00"),
            ],
            id="begun-early",
        ),
        pytest.param(
            [ANNOUNCED, Said("in_progress", "2026-12-01 04:10")],
            "2026-12-01 05:00",
            [
                ("20261120T0900Z", "scheduled", "11-20 09:00"),
                ("in-progress", "in_progress", "12-01 02:00"),
                ("20261201T0410Z", "in_progress", "12-01 04:10"),
            ],
            id="overrun",
        ),
        pytest.param(
            [ANNOUNCED, Said("cancelled", "2026-11-25 09:00")],
            "2026-12-01 05:00",
            [
                ("20261120T0900Z", "scheduled", "11-20 09:00"),
                ("20261125T0900Z", "cancelled", "11-25 09:00"),
            ],
            id="cancelled",
        ),
        pytest.param(
            [ANNOUNCED, Said("scheduled", "2026-12-01 03:00", says_update=True)],
            "2026-12-01 03:30",
            [
                ("20261120T0900Z", "scheduled", "11-20 09:00"),
                ("in-progress", "in_progress", "12-01 02:00"),
                ("20261201T0300Z", "in_progress", "12-01 03:00"),
            ],
            id="an-update-keeps-what-the-clock-made",
        ),
    ],
)
def test_the_steps_of_a_maintenance(
    updates: list[Said], now: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(*updates, now=now) == expected


def test_a_file_that_says_when_it_was_made_announces_it_then() -> None:
    assert told(now="2026-11-25 09:00", created="2026-11-21 10:00") == [
        ("scheduled", "scheduled", "11-21 10:00")
    ]


def test_without_any_word_there_is_one_step_without_a_date() -> None:
    (only,) = steps(now="2026-11-25 09:00")
    assert not only.dated
    assert steps(now="2026-12-01 02:30")[-1].dated


def test_components_are_down_while_it_is_under_way() -> None:
    made = steps(ANNOUNCED, now="2026-12-01 05:00")
    assert [[(c.old, c.new) for c in step.changes] for step in made] == [
        [],
        [(OK, UNDER)],
        [(UNDER, OK)],
    ]
    assert made[1].affected == (("checkout", UNDER),)


def test_steps_are_in_time_order() -> None:
    moments: list[datetime] = [step.at for step in steps(ANNOUNCED, now="2026-12-02 00:00")]
    assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("updates", "names"),
    [
        pytest.param([], ["scheduled", "in-progress", "completed"], id="the-clock-alone"),
        pytest.param(
            [
                Said("scheduled", "2026-11-18 09:00"),
                Said("in_progress", "2026-12-01 02:00"),
                Said("completed", "2026-12-01 04:00"),
            ],
            ["scheduled", "in-progress", "completed"],
            id="words-for-each-turn",
        ),
        pytest.param(
            [ANNOUNCED, Said("in_progress", "2026-12-01 02:00", id="old")],
            ["20261120T0900Z", "old", "completed"],
            id="an-id-that-was-written-stays",
        ),
        pytest.param(
            [Said("in_progress", "2026-12-01 02:00"), Said("in_progress", "2026-12-01 02:00")],
            ["scheduled", "in-progress", "20261201T0200Z", "completed"],
            id="one-of-two",
        ),
        pytest.param(
            [Said("completed", "2026-12-01 03:00")],
            ["scheduled", "in-progress", "20261201T0300Z"],
            id="another-time-is-other-news",
        ),
    ],
)
def test_words_for_a_turn_of_the_clock_are_the_same_news(
    updates: list[Said], names: list[str]
) -> None:
    found = steps(*updates, now="2026-12-01 05:00", created="2026-11-18 09:00")
    assert [step.name for step in found] == names
