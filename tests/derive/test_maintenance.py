from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest

from statusgen.derive.course import next_turn
from statusgen.derive.maintenance import UNKNOWN, derive_maintenance
from statusgen.derive.values import MaintenanceState
from statusgen.model import ComponentStatus, Maintenance, Update
from tests.derive.made import (
    DEGRADED,
    MAINTENANCE,
    MINUTE,
    OPERATIONAL,
    at,
    make_config,
    make_maintenance,
    make_update,
    spans,
)

CHECKOUT = {"checkout": MAINTENANCE}
PLAN = make_maintenance(components=CHECKOUT)
SCHEDULED = make_update("scheduled", "11-20 09:00")


def derive(maintenance: Maintenance, now: datetime) -> MaintenanceState:
    return derive_maintenance(maintenance, make_config(), now=now)


@pytest.mark.parametrize(
    ("now", "status", "expected"),
    [
        pytest.param("01:59", "scheduled", [], id="before"),
        pytest.param("02:00", "in_progress", [("checkout", MAINTENANCE, "02:00", "")], id="start"),
        pytest.param("03:59", "in_progress", [("checkout", MAINTENANCE, "02:00", "")], id="during"),
        pytest.param("04:00", "completed", [("checkout", MAINTENANCE, "02:00", "04:00")], id="end"),
    ],
)
def test_the_clock_alone_turns_a_maintenance(
    now: str, status: str, expected: list[tuple[str, ComponentStatus, str, str]]
) -> None:
    state = derive(PLAN, at(now))

    assert state.status.value == status
    assert spans(state.outages) == expected
    assert (state.starts, state.ends) == (at("02:00"), at("04:00"))


@pytest.mark.parametrize(
    ("updates", "now", "status", "stretches", "window"),
    [
        pytest.param(
            [make_update("in_progress", "01:30")],
            "01:45",
            "in_progress",
            [("01:30", "")],
            ("01:30", "04:00"),
            id="begun-early",
        ),
        pytest.param(
            [make_update("in_progress", "01:30")],
            "04:00",
            "completed",
            [("01:30", "04:00")],
            ("01:30", "04:00"),
            id="begun-early-and-ended-by-the-clock",
        ),
        pytest.param(
            [make_update("in_progress", "02:20")],
            "03:00",
            "in_progress",
            [("02:00", "")],
            ("02:00", "04:00"),
            id="said-late-what-the-clock-had-begun",
        ),
        pytest.param(
            [make_update("verifying", "03:30")],
            "03:40",
            "verifying",
            [("02:00", "")],
            ("02:00", "04:00"),
            id="verifying",
        ),
        pytest.param(
            [make_update("verifying", "03:30")],
            "04:00",
            "completed",
            [("02:00", "04:00")],
            ("02:00", "04:00"),
            id="verifying-ends-by-the-clock-too",
        ),
        pytest.param(
            [make_update("completed", "03:00")],
            "05:00",
            "completed",
            [("02:00", "03:00")],
            ("02:00", "03:00"),
            id="completed-early",
        ),
        pytest.param(
            [make_update("completed", "04:20")],
            "05:00",
            "completed",
            [("02:00", "04:00")],
            ("02:00", "04:00"),
            id="said-late-what-the-clock-had-ended",
        ),
        pytest.param(
            [make_update("completed", "01:00")],
            "03:00",
            "completed",
            [],
            ("02:00", "04:00"),
            id="completed-before-it-began",
        ),
        pytest.param(
            [make_update("in_progress", "04:10")],
            "05:00",
            "in_progress",
            [("02:00", "")],
            ("02:00", "04:00"),
            id="overruns-with-its-planned-end",
        ),
        pytest.param(
            [make_update("in_progress", "04:10"), make_update("completed", "05:30")],
            "06:00",
            "completed",
            [("02:00", "05:30")],
            ("02:00", "05:30"),
            id="overran-until-completed",
        ),
        pytest.param(
            [make_update("in_progress", "04:00")],
            "05:00",
            "in_progress",
            [("02:00", "")],
            ("02:00", "04:00"),
            id="in-progress-at-the-very-end-overruns",
        ),
        pytest.param(
            [
                make_update("in_progress", "02:00"),
                make_update("in_progress", "04:10", says_update=True),
            ],
            "05:00",
            "completed",
            [("02:00", "04:00")],
            ("02:00", "04:00"),
            id="an-update-turns-nothing",
        ),
        pytest.param(
            [make_update("completed", "02:30"), make_update("in_progress", "03:00")],
            "05:00",
            "completed",
            [("02:00", "02:30"), ("03:00", "04:00")],
            ("03:00", "04:00"),
            id="taken-up-again",
        ),
        pytest.param(
            [make_update("completed", "04:20"), make_update("in_progress", "05:00")],
            "06:00",
            "in_progress",
            [("02:00", "04:00"), ("05:00", "")],
            ("05:00", "05:00"),
            id="taken-up-again-after-its-window",
        ),
        pytest.param(
            [make_update("verifying", "03:00"), make_update("scheduled", "03:10")],
            "03:30",
            "verifying",
            [("02:00", "")],
            ("02:00", "04:00"),
            id="scheduled-during-the-window-keeps-verifying",
        ),
        pytest.param(
            [make_update("cancelled", "01:00")],
            "03:00",
            "cancelled",
            [],
            ("02:00", "04:00"),
            id="cancelled-before",
        ),
        pytest.param(
            [make_update("cancelled", "02:30")],
            "03:00",
            "cancelled",
            [],
            ("02:00", "04:00"),
            id="cancelled-when-only-the-clock-had-begun-it",
        ),
        pytest.param(
            [make_update("cancelled", "05:00")],
            "05:00",
            "cancelled",
            [],
            ("02:00", "04:00"),
            id="cancelled-when-only-the-clock-had-ended-it",
        ),
        pytest.param(
            [make_update("in_progress", "02:10"), make_update("cancelled", "02:30")],
            "03:00",
            "cancelled",
            [("02:00", "02:30")],
            ("02:00", "02:30"),
            id="broken-off",
        ),
        pytest.param(
            [make_update("completed", "03:00"), make_update("cancelled", "03:30")],
            "03:40",
            "cancelled",
            [("02:00", "03:00")],
            ("02:00", "03:00"),
            id="cancelled-after-completed-has-happened",
        ),
        pytest.param(
            [make_update("cancelled", "01:00"), make_update("scheduled", "01:30")],
            "01:40",
            "scheduled",
            [],
            ("02:00", "04:00"),
            id="scheduled-again",
        ),
        pytest.param(
            [make_update("cancelled", "01:00"), make_update("scheduled", "01:30")],
            "03:00",
            "in_progress",
            [("02:00", "")],
            ("02:00", "04:00"),
            id="scheduled-again-and-begun-by-the-clock",
        ),
        pytest.param(
            [make_update("cancelled", "01:00"), make_update("scheduled", "03:00")],
            "03:10",
            "in_progress",
            [("03:00", "")],
            ("03:00", "04:00"),
            id="scheduled-again-within-its-window",
        ),
        pytest.param(
            [make_update("cancelled", "01:00"), make_update("scheduled", "05:00")],
            "05:10",
            "completed",
            [],
            ("02:00", "04:00"),
            id="scheduled-again-after-its-window",
        ),
        pytest.param(
            [make_update("in_progress", "00:30"), make_update("scheduled", "01:00")],
            "01:30",
            "scheduled",
            [("00:30", "01:00")],
            ("02:00", "04:00"),
            id="put-off-to-a-later-window",
        ),
        pytest.param(
            [make_update("scheduled", "02:30")],
            "03:00",
            "in_progress",
            [("02:00", "")],
            ("02:00", "04:00"),
            id="scheduled-during-the-window-leaves-it-to-the-clock",
        ),
        pytest.param(
            [make_update("in_progress", "03:10"), make_update("completed", "03:20")],
            "03:00",
            "in_progress",
            [("02:00", "")],
            ("02:00", "04:00"),
            id="what-is-written-beforehand-waits",
        ),
    ],
)
def test_an_update_overrides_the_clock(
    updates: list[Update],
    now: str,
    status: str,
    stretches: list[tuple[str, str]],
    window: tuple[str, str],
) -> None:
    maintenance = make_maintenance(*updates, components=CHECKOUT)

    state = derive(maintenance, at(now))

    assert state.status.value == status
    assert [(start, end) for _, _, start, end in spans(state.outages)] == stretches
    assert (state.starts, state.ends) == (at(window[0]), at(window[1]))


def test_components_have_the_files_status_while_it_is_under_way() -> None:
    maintenance = make_maintenance(
        SCHEDULED,
        make_update("in_progress", "02:00", search=MAINTENANCE),
        make_update("in_progress", "03:00", says_update=True, checkout=OPERATIONAL),
        components={"checkout": MAINTENANCE, "orders": DEGRADED},
    )

    state = derive(maintenance, at("04:00"))

    assert spans(state.outages) == [
        ("checkout", MAINTENANCE, "02:00", "03:00"),
        ("search", MAINTENANCE, "02:00", "04:00"),
        ("orders", DEGRADED, "02:00", "04:00"),
    ]


def test_updates_tell_what_has_changed_since_the_one_before() -> None:
    maintenance = make_maintenance(
        SCHEDULED,
        make_update("in_progress", "02:05"),
        make_update("completed", "03:00"),
        components=CHECKOUT,
    )

    state = derive(maintenance, at("05:00"))

    assert [
        (u.index, [(c.old, c.new) for c in u.changes], dict(u.affected)) for u in state.updates
    ] == [
        (2, [(MAINTENANCE, OPERATIONAL)], {"checkout": OPERATIONAL}),
        (1, [(OPERATIONAL, MAINTENANCE)], {"checkout": MAINTENANCE}),
        (0, [], {"checkout": OPERATIONAL}),
    ]


def test_an_update_ahead_is_not_shown_yet() -> None:
    maintenance = make_maintenance(SCHEDULED, make_update("in_progress", "02:00"))

    state = derive(maintenance, at("01:00"))

    assert [u.update.status.value for u in state.updates] == ["scheduled"]


@pytest.mark.parametrize(
    ("now", "current"),
    [
        pytest.param("01:00", OPERATIONAL, id="before"),
        pytest.param("03:00", MAINTENANCE, id="during"),
        pytest.param("05:00", OPERATIONAL, id="after"),
    ],
)
def test_affected_components_are_known_beforehand(now: str, current: ComponentStatus) -> None:
    (affected,) = derive(PLAN, at(now)).affected

    assert (affected.component, affected.worst) == ("checkout", MAINTENANCE)
    assert affected.current is current


@pytest.mark.parametrize(
    ("maintenance", "now", "updated"),
    [
        pytest.param(make_maintenance(SCHEDULED), "01:00", at("11-20 09:00"), id="an-update"),
        pytest.param(make_maintenance(SCHEDULED), "03:00", at("02:00"), id="the-clock-began-it"),
        pytest.param(make_maintenance(SCHEDULED), "05:00", at("04:00"), id="the-clock-ended-it"),
        pytest.param(
            make_maintenance(make_update("completed", "03:00")),
            "05:00",
            at("03:00"),
            id="ended-early",
        ),
        pytest.param(
            make_maintenance(created=at("11-19 10:00")), "01:00", at("11-19 10:00"), id="created"
        ),
        pytest.param(make_maintenance(), "01:00", UNKNOWN, id="nobody-knows"),
    ],
)
def test_it_was_updated_by_its_newest_update_or_its_clock(
    maintenance: Maintenance, now: str, updated: datetime
) -> None:
    assert derive(maintenance, at(now)).updated == updated


@pytest.mark.parametrize(
    ("updates", "now", "turn"),
    [
        pytest.param([], "01:00", "02:00", id="its-start"),
        pytest.param([], "02:00", "04:00", id="its-end"),
        pytest.param([], "04:00", None, id="over"),
        pytest.param([("cancelled", "01:00")], "01:30", None, id="cancelled"),
        pytest.param([("completed", "03:00")], "03:00", None, id="completed"),
        pytest.param([("completed", "03:00")], "02:00", "03:00", id="an-update-ahead"),
        pytest.param([("in_progress", "04:10")], "05:00", None, id="an-overrun-has-no-end"),
    ],
)
def test_the_next_turn_is_the_first_instant_at_which_it_changes_by_itself(
    updates: list[tuple[str, str]], now: str, turn: str | None
) -> None:
    maintenance = make_maintenance(*(make_update(*update) for update in updates))

    assert next_turn(maintenance, now=at(now)) == (at(turn) if turn else None)


def test_it_stands_still_until_its_next_turn() -> None:
    maintenance = make_maintenance(
        SCHEDULED, make_update("verifying", "03:30"), components=CHECKOUT
    )
    instants = [at("00:00") + 10 * MINUTE * step for step in range(40)]

    for now, later in pairwise(instants):
        turn = next_turn(maintenance, now=now)
        still = turn is None or turn > later
        assert (derive(maintenance, now) == derive(maintenance, later)) == still
