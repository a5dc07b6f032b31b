from __future__ import annotations

from datetime import date, timedelta

import pytest

from statusgen.config import Config
from statusgen.derive.site import derive_site
from statusgen.derive.values import Day, SiteState
from statusgen.model import Item
from tests.derive.made import (
    DAY,
    MAINTENANCE,
    at,
    make_config,
    make_facts,
    make_incident,
    make_maintenance,
    make_update,
)

CONFIG = make_config()
TODAY = date(2026, 11, 23)


def derive(*items: Item, config: Config = CONFIG, now: str = "15:00") -> SiteState:
    facts, shelf = make_facts(*items, config=config)
    return derive_site(facts, shelf, config, now=at(now))


def incident(name: str, when: str) -> Item:
    return make_incident(make_update("resolved", when), id=name)


def test_the_past_fourteen_days_are_there_even_if_nothing_happened() -> None:
    recent = derive(incident("old", "11-10 09:00"), incident("older", "11-09 09:00")).recent

    assert [day.day for day in recent] == [TODAY - back * DAY for back in range(14)]
    assert [day.incidents for day in recent] == [()] * 13 + [("old",)]


def test_a_day_lists_its_incidents_newest_first() -> None:
    state = derive(
        incident("morning", "08:00"), incident("noon", "12:00"), incident("night", "01:00")
    )

    assert state.recent[0] == Day(day=TODAY, incidents=("noon", "morning", "night"))


def test_a_day_is_one_of_the_sites_zone() -> None:
    tokyo = make_config(timezone="Asia/Tokyo")

    state = derive(incident("late", "11-22 15:30"), config=tokyo, now="14:00")

    assert state.recent[0] == Day(day=TODAY, incidents=("late",))


def test_months_hold_the_days_with_something_newest_first() -> None:
    state = derive(
        incident("november", "11-02 09:00"),
        incident("october", "10-31 09:00"),
        incident("too", "10-05 09:00"),
        incident("august", "08-01 00:00"),
    )

    assert [(month.key, [day.incidents for day in month.days]) for month in state.months] == [
        ("2026-11", [("november",)]),
        ("2026-10", [("october",), ("too",)]),
        ("2026-08", [("august",)]),
    ]


@pytest.mark.parametrize(
    ("updates", "now", "listed"),
    [
        pytest.param([], "01:00", False, id="to-come"),
        pytest.param([], "03:00", True, id="under-way"),
        pytest.param([], "05:00", True, id="over"),
        pytest.param([("cancelled", "01:00")], "05:00", False, id="never-happened"),
        pytest.param([("completed", "01:00")], "05:00", True, id="done-beforehand"),
        pytest.param(
            [("in_progress", "02:00"), ("cancelled", "03:00")], "05:00", True, id="broken-off"
        ),
    ],
)
def test_maintenance_is_history_once_it_has_begun(
    updates: list[tuple[str, str]], now: str, listed: bool
) -> None:
    plan = make_maintenance(
        *(make_update(*update) for update in updates), components={"checkout": MAINTENANCE}
    )

    state = derive(plan, now=now)

    assert state.recent[0].maintenances == (("upgrade",) if listed else ())
    assert bool(state.months) == listed


def test_maintenance_that_began_early_is_on_the_day_on_which_it_did() -> None:
    early = make_update("in_progress", at("00:00") - timedelta(minutes=10))

    state = derive(make_maintenance(early))

    assert state.recent[1] == Day(day=TODAY - DAY, maintenances=("upgrade",))
