from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.config import Config
from statusgen.derive.site import derive_site
from statusgen.derive.transitions import AHEAD, as_of, holds_until
from statusgen.model import Item
from tests.derive.drawn import COMPONENTS, NOW, ZONES, items, minutes
from tests.derive.made import (
    MAINTENANCE,
    MINUTE,
    OPERATIONAL,
    PARTIAL,
    at,
    make_config,
    make_facts,
    make_incident,
    make_maintenance,
    make_notice,
    make_update,
)

CONFIG = make_config()
TOKYO = make_config(timezone="Asia/Tokyo")


def moments(*items: Item, now: str, config: Config = CONFIG, drafts: bool = False) -> list[str]:
    facts, _ = make_facts(*items, config=config)
    stands = (
        as_of(facts, config, now=at(now), drafts=drafts),
        holds_until(facts, config, now=at(now), drafts=drafts),
    )
    return [f"{instant:%m-%d %H:%M}" for instant in stands]


@pytest.mark.parametrize(
    ("items", "now", "expected"),
    [
        pytest.param([], "15:00", ["11-23 00:00", "11-24 00:00"], id="midnight"),
        pytest.param([], "00:00", ["11-23 00:00", "11-24 00:00"], id="at-midnight"),
        pytest.param(
            [make_incident(make_update("investigating", "14:20"), started=at("14:05"))],
            "15:00",
            ["11-23 14:20", "11-24 00:00"],
            id="an-update",
        ),
        pytest.param(
            [make_incident(make_update("investigating", "14:20"))],
            "14:15",
            ["11-23 14:20", "11-24 00:00"],
            id="an-update-just-ahead-is-in-force",
        ),
        pytest.param(
            [make_incident(make_update("investigating", "14:20"))],
            "14:14",
            ["11-23 00:00", "11-23 14:15"],
            id="an-update-further-ahead-is-not-yet",
        ),
        pytest.param(
            [make_incident(make_update("resolved", "14:20"), started=at("14:40"))],
            "14:30",
            ["11-23 14:20", "11-23 14:40"],
            id="a-start-after-the-updates",
        ),
        pytest.param(
            [make_maintenance()], "01:00", ["11-23 00:00", "11-23 02:00"], id="maintenance-to-come"
        ),
        pytest.param(
            [make_maintenance()], "02:00", ["11-23 02:00", "11-23 04:00"], id="maintenance-begins"
        ),
        pytest.param(
            [make_maintenance()], "05:00", ["11-23 04:00", "11-24 00:00"], id="maintenance-is-over"
        ),
        pytest.param(
            [make_maintenance(make_update("cancelled", "01:00"))],
            "05:00",
            ["11-23 01:00", "11-24 00:00"],
            id="cancelled-maintenance-turns-nothing",
        ),
        pytest.param(
            [make_maintenance(make_update("verifying", "03:00"))],
            "02:58",
            ["11-23 02:00", "11-23 03:00"],
            id="what-maintenance-will-do-waits-for-its-time",
        ),
        pytest.param(
            [make_maintenance(make_update("scheduled", "01:00"))],
            "00:58",
            ["11-23 01:00", "11-23 02:00"],
            id="its-announcement-does-not",
        ),
        pytest.param(
            [make_notice("hours", starts=at("10:00"), ends=at("16:00"))],
            "15:00",
            ["11-23 10:00", "11-23 16:00"],
            id="a-notice",
        ),
        pytest.param(
            [
                make_incident(make_update("investigating", "14:20"), draft=True),
                make_maintenance(starts=at("14:30"), ends=at("18:00"), drill=True),
                make_notice("hours", starts=at("10:00"), draft=True),
            ],
            "15:00",
            ["11-23 00:00", "11-24 00:00"],
            id="what-is-hidden-turns-nothing",
        ),
    ],
)
def test_the_state_stands_between_two_transitions(
    items: list[Item], now: str, expected: list[str]
) -> None:
    assert moments(*items, now=now) == expected


def test_drafts_turn_a_preview() -> None:
    draft = make_incident(make_update("investigating", "14:20"), draft=True)

    assert moments(draft, now="15:00", drafts=True) == ["11-23 14:20", "11-24 00:00"]


def test_midnight_is_that_of_the_sites_zone() -> None:
    assert moments(now="15:00", config=TOKYO) == ["11-23 15:00", "11-24 15:00"]
    assert moments(now="14:59", config=TOKYO) == ["11-22 15:00", "11-23 15:00"]


def test_an_update_just_ahead_shows_what_it_says_at_once() -> None:
    incident = make_incident(
        make_update("investigating", "14:20"), components={"checkout": PARTIAL}
    )
    upgrade = make_maintenance(
        starts=at("14:19"), ends=at("18:00"), components={"search": MAINTENANCE}
    )
    facts, shelf = make_facts(incident, upgrade, config=CONFIG)

    state = derive_site(facts, shelf, CONFIG, now=at("14:18"))

    assert [component.status for component in state.components] == [
        PARTIAL,
        MAINTENANCE,
        OPERATIONAL,
    ]
    assert state.as_of == at("14:20")


zones = st.sampled_from(ZONES)
nows = minutes(-60 * 30, 60 * 30).map(lambda length: NOW + length)


@settings(deadline=None, max_examples=150)
@given(items(), zones, nows, st.data())
def test_nothing_differs_between_two_transitions(
    project: list[Item], zone: str, start: datetime, data: st.DataObject
) -> None:
    config = make_config(*COMPONENTS, timezone=zone)
    facts, shelf = make_facts(*project, config=config)
    state = derive_site(facts, shelf, config, now=start)
    until = state.holds_until

    assert until is not None
    assert until > start
    assert state.as_of <= start + AHEAD
    later = data.draw(st.integers(0, (until - start) // MINUTE - 1)) * MINUTE
    assert derive_site(facts, shelf, config, now=start + later) == state
    assert as_of(facts, config, now=until) > state.as_of


@settings(deadline=None, max_examples=100)
@given(items(), zones, nows, nows)
def test_time_only_goes_forward(
    project: list[Item], zone: str, one: datetime, other: datetime
) -> None:
    config = make_config(*COMPONENTS, timezone=zone)
    facts, _ = make_facts(*project, config=config)
    early, late = sorted((one, other))

    assert as_of(facts, config, now=early) <= as_of(facts, config, now=late)
    assert holds_until(facts, config, now=early) <= holds_until(facts, config, now=late)
