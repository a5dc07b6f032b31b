from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.config import Config
from statusgen.derive.component_history import ComponentHistory, component_histories
from statusgen.derive.days import midnight
from statusgen.derive.site import derive_site
from statusgen.derive.uptime import uptime_of
from statusgen.model import Item
from tests.derive.drawn import COMPONENTS, NOW, ZONES, items
from tests.derive.made import (
    MAINTENANCE,
    MAJOR,
    OPERATIONAL,
    all_outages,
    at,
    make_config,
    make_facts,
    make_incident,
    make_maintenance,
    make_update,
)

CONFIG = make_config("checkout", "search")


def histories(
    *items: Item, config: Config = CONFIG, now: datetime = NOW
) -> dict[str, ComponentHistory]:
    facts, shelf = make_facts(*items, config=config)
    return component_histories(derive_site(facts, shelf, config, now=now), config)


def down(name: str, start: str, end: str, on: str = "checkout") -> Item:
    return make_incident(
        make_update("investigating", start),
        make_update("resolved", end),
        id=name,
        components={on: MAJOR},
    )


def months(history: ComponentHistory) -> list[tuple[str, float | None]]:
    return [(f"{m.year}-{m.month:02}", m.uptime) for m in history.months]


def test_each_month_has_its_own_uptime_from_the_first_that_is_known() -> None:
    found = histories(
        down("long", "09-30 12:00", "10-01 12:00"), down("now", "11-12 00:00", "11-23 00:00")
    )

    assert months(found["checkout"]) == [
        ("2026-11", 50.0),  # 11 of 22 days, up to midnight
        ("2026-10", 98.3871),  # half a day of 31
        ("2026-09", 98.3333),  # half a day of 30
    ]
    assert months(found["search"]) == [
        ("2026-11", 100.0),
        ("2026-10", 100.0),
        ("2026-09", 100.0),
    ]


def test_a_component_begins_with_the_month_of_its_service() -> None:
    config = make_config(
        "checkout", "search", since={"checkout": date(2026, 10, 22), "search": date(2027, 1, 1)}
    )

    found = histories(down("long", "10-01 00:00", "10-23 00:00"), config=config)

    assert months(found["checkout"]) == [("2026-11", 100.0), ("2026-10", 90.0)]
    assert months(found["search"]) == []


def test_maintenance_is_left_out() -> None:
    plan = make_maintenance(
        starts=at("11-01 00:00"), ends=at("11-13 00:00"), components={"checkout": MAINTENANCE}
    )

    found = histories(plan, down("now", "11-22 00:00", "11-23 00:00"))

    assert months(found["checkout"]) == [("2026-11", 90.0)]


def test_a_month_that_has_only_just_begun_has_no_uptime_yet() -> None:
    found = histories(down("old", "10-01 00:00", "10-02 00:00"), now=at("11-01 00:00"))

    assert months(found["checkout"]) == [("2026-11", None), ("2026-10", 96.7742)]


def test_a_site_without_a_past_has_the_present_month() -> None:
    assert months(histories()["checkout"]) == [("2026-11", 100.0)]


def test_incidents_are_those_that_name_it_newest_first() -> None:
    both = make_incident(
        make_update("resolved", "11-20 10:00"),
        id="both",
        components={"checkout": OPERATIONAL, "search": MAJOR},
    )

    found = histories(
        down("old", "10-01 00:00", "10-02 00:00"), both, down("new", "10:00", "11:00")
    )

    assert list(found) == ["checkout", "search"]
    assert found["checkout"].incidents == ("new", "both", "old")
    assert found["search"].incidents == ("both",)


@settings(deadline=None, max_examples=50)
@given(items(), st.sampled_from(ZONES))
def test_a_month_is_counted_as_any_other_window(project: list[Item], zone: str) -> None:
    config = make_config(*COMPONENTS, timezone=zone)
    facts, shelf = make_facts(*project, config=config)
    state = derive_site(facts, shelf, config, now=NOW)
    said = all_outages(state)

    for component, history in component_histories(state, config).items():
        for month in history.months:
            following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
            assert month.uptime == uptime_of(
                [span for span in said if span.component == component],
                start=midnight(date(month.year, month.month, 1), config.zone),
                end=min(midnight(following, config.zone), state.as_of),
                uptime=config.uptime,
            )


def test_histories_follow_the_pages_order() -> None:
    config = make_config("search", "checkout")

    assert list(histories(config=config)) == ["search", "checkout"]


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York"])
def test_a_month_with_a_clock_change_has_its_own_length(zone: str) -> None:
    config = make_config("checkout", timezone=zone)
    day = down("one", "10-10 10:00", "10-11 10:00")

    (history,) = histories(day, config=config, now=at("11-30 12:00")).values()

    clocks_went_back = {"Europe/London": 1, "America/New_York": 0}[zone]
    assert history.months[1].month == 10
    assert history.months[1].uptime == round(100 * (1 - 24 / (31 * 24 + clocks_went_back)), 4)
