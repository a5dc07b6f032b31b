from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.config import Config
from statusgen.derive.rollup import answer_since
from statusgen.derive.site import derive_site
from statusgen.derive.spans import overlay, status_since
from statusgen.derive.values import GroupState, SiteState
from statusgen.model import ComponentStatus, Item, Maintenance, Severity
from tests.derive.drawn import COMPONENTS, NOW, ZONES, items
from tests.derive.made import (
    DAY,
    DEGRADED,
    HOUR,
    MAINTENANCE,
    MAJOR,
    OPERATIONAL,
    PARTIAL,
    all_outages,
    at,
    make_config,
    make_facts,
    make_incident,
    make_maintenance,
    make_notice,
    make_page,
    make_update,
)

CONFIG = make_config("checkout", "search", "orders", groups={"shop": ("checkout", "search")})


def derive(
    *items: Item, config: Config = CONFIG, now: datetime = NOW, drafts: bool = False
) -> SiteState:
    facts, shelf = make_facts(*items, config=config)
    return derive_site(facts, shelf, config, now=now, drafts=drafts)


def incident(
    name: str, status: ComponentStatus, start: str, end: str | None = None, on: str = "checkout"
) -> Item:
    updates = [make_update("investigating", start)]
    updates += [make_update("resolved", end)] if end else []
    return make_incident(*updates, id=name, components={on: status})


def maintenance(name: str, start: str, end: str, on: str = "checkout") -> Maintenance:
    return make_maintenance(id=name, starts=at(start), ends=at(end), components={on: MAINTENANCE})


def test_without_any_trouble_all_is_clear() -> None:
    state = derive()

    assert state.overall.indicator == "none"
    assert state.overall.description == "All Systems Operational"
    assert state.overall.worst is OPERATIONAL
    assert state.overall.since is None
    assert state.last_trouble_ended is None
    assert {component.status for component in state.components} == {OPERATIONAL}
    assert {component.since for component in state.components} == {None}
    assert {component.uptime for component in state.components} == {100.0}


def test_components_stand_in_groups_and_alone_in_the_order_of_the_page() -> None:
    config = make_config("orders", "checkout", "search", groups={"shop": ("checkout", "search")})

    groups = derive(incident("a", PARTIAL, "14:00", on="search"), config=config).groups

    def shape(group: GroupState) -> tuple[str | None, list[str], ComponentStatus]:
        name = None if group.group is None else group.group.id
        return name, [component.id for component in group.components], group.status

    assert [shape(group) for group in groups] == [
        (None, ["orders"], OPERATIONAL),
        ("shop", ["checkout", "search"], PARTIAL),
    ]


@pytest.mark.parametrize(
    ("items", "status", "since"),
    [
        pytest.param([], OPERATIONAL, None, id="never-another"),
        pytest.param(
            [incident("a", PARTIAL, "10:00", "11:00")], OPERATIONAL, "11:00", id="operational-again"
        ),
        pytest.param(
            [incident("a", PARTIAL, "02-01 10:00", "02-01 11:00")],
            OPERATIONAL,
            "02-01 11:00",
            id="operational-for-months",
        ),
        pytest.param([incident("a", PARTIAL, "10:00")], PARTIAL, "10:00", id="out"),
        pytest.param(
            [incident("a", PARTIAL, "02-01 10:00")], PARTIAL, "02-01 10:00", id="out-for-months"
        ),
        pytest.param(
            [
                incident("a", PARTIAL, "02-01 10:00", "02-03 10:00"),
                incident("b", PARTIAL, "02-02 10:00"),
            ],
            PARTIAL,
            "02-01 10:00",
            id="out-for-months-in-one-stretch",
        ),
        pytest.param(
            [
                incident("a", PARTIAL, "01-01 10:00", "04-01 10:00"),
                incident("b", PARTIAL, "02-01 10:00", "02-02 10:00"),
                incident("c", PARTIAL, "03-01 10:00", "03-02 10:00"),
            ],
            OPERATIONAL,
            "04-01 10:00",
            id="the-last-to-end-was-not-the-last-to-start",
        ),
        pytest.param(
            [incident("a", PARTIAL, "10:00"), incident("b", MAJOR, "11:00", "12:00")],
            PARTIAL,
            "12:00",
            id="better-than-it-was",
        ),
        pytest.param(
            [incident("a", PARTIAL, "10:00"), incident("b", DEGRADED, "11:00")],
            PARTIAL,
            "10:00",
            id="something-less-bad-changes-nothing",
        ),
        pytest.param(
            [maintenance("m", "14:00", "16:00"), incident("a", DEGRADED, "14:30")],
            DEGRADED,
            "14:30",
            id="maintenance-masks-nothing",
        ),
        pytest.param(
            [maintenance("m", "12:00", "13:00")], OPERATIONAL, "13:00", id="after-maintenance"
        ),
        pytest.param(
            [incident("a", MAJOR, "10:00", "11:00", on="orders")],
            OPERATIONAL,
            None,
            id="another-component",
        ),
    ],
)
def test_a_component_has_its_worst_status_since_it_took_it(
    items: list[Item], status: ComponentStatus, since: str | None
) -> None:
    state = derive(*items)

    (checkout, *_) = state.components
    assert checkout.status is status
    assert checkout.since == (at(since) if since else None)
    assert state.groups[0].status is status
    assert state.groups[0].since == checkout.since


def test_a_group_has_its_status_since_the_first_of_its_components_took_it() -> None:
    state = derive(
        incident("a", PARTIAL, "10:00", on="search"),
        incident("b", PARTIAL, "11:00", on="checkout"),
        incident("c", DEGRADED, "02-01 10:00", on="orders"),
    )

    assert [group.since for group in state.groups] == [at("10:00"), at("02-01 10:00")]


@pytest.mark.parametrize(
    ("items", "description", "since"),
    [
        pytest.param(
            [incident("a", PARTIAL, "10:00", "11:00")],
            "All Systems Operational",
            "11:00",
            id="since-the-last-trouble",
        ),
        pytest.param(
            [
                make_incident(
                    make_update("investigating", "10:00"), make_update("resolved", "12:00")
                ),
                incident("a", PARTIAL, "10:00", "11:00"),
            ],
            "All Systems Operational",
            "12:00",
            id="trouble-without-a-component",
        ),
        pytest.param(
            [maintenance("m", "12:00", "13:00")],
            "All Systems Operational",
            "13:00",
            id="since-maintenance",
        ),
        pytest.param(
            [incident("a", PARTIAL, "10:00"), incident("b", PARTIAL, "11:00", on="search")],
            "Minor Service Outage",
            "10:00",
            id="the-same-answer",
        ),
        pytest.param(
            [incident(one, PARTIAL, f"1{i}:00", on=one) for i, one in enumerate(COMPONENTS)],
            "Partial System Outage",
            "12:00",
            id="another-answer",
        ),
        pytest.param(
            [incident("a", MAJOR, "02-01 10:00")],
            "Partial System Outage",
            "02-01 10:00",
            id="for-months",
        ),
        pytest.param(
            [
                incident("a", MAJOR, "02-01 10:00", "02-03 10:00"),
                incident("b", MAJOR, "02-02 10:00", on="search"),
            ],
            "Partial System Outage",
            "02-01 10:00",
            id="for-months-from-one-trouble-to-the-next",
        ),
        pytest.param(
            [maintenance("m", "14:00", "16:00")],
            "Service Under Maintenance",
            "14:00",
            id="maintenance",
        ),
    ],
)
def test_the_overall_answer_stands_since_it_was_given(
    items: list[Item], description: str, since: str
) -> None:
    overall = derive(*items).overall

    assert overall.description == description
    assert overall.since == at(since)


def test_the_last_trouble_ended_when_the_last_incident_did() -> None:
    state = derive(
        incident("long", PARTIAL, "08:00", "14:00"),
        incident("short", PARTIAL, "10:00", "11:00"),
        maintenance("m", "14:10", "14:20"),
    )

    assert state.last_trouble_ended == at("14:00")


def test_active_incidents_are_pinned_first_then_the_worst_then_the_newest() -> None:
    def active(name: str, start: str, severity: Severity, *, pinned: bool = False) -> Item:
        update = make_update("investigating", start)
        return make_incident(update, id=name, severity=severity, pinned=pinned)

    state = derive(
        active("minor", "14:00", Severity.P3),
        active("old", "10:00", Severity.P1),
        active("new", "12:00", Severity.P1),
        active("pinned", "09:00", Severity.P3, pinned=True),
        incident("over", MAJOR, "08:00", "09:00"),
    )

    assert [one.id for one in state.active] == ["pinned", "new", "old", "minor"]
    assert [one.id for one in state.incidents] == ["minor", "new", "old", "pinned", "over"]


def test_maintenances_are_sorted_by_what_they_are_looked_up_for() -> None:
    state = derive(
        maintenance("next-week", "11-30 02:00", "11-30 04:00"),
        maintenance("tomorrow", "11-24 02:00", "11-24 04:00"),
        maintenance("long", "14:00", "18:00"),
        maintenance("short", "13:00", "16:00"),
        maintenance("done", "02:00", "04:00"),
    )

    assert [one.id for one in state.upcoming] == ["tomorrow", "next-week"]
    assert [one.id for one in state.under_way] == ["short", "long"]
    assert [one.id for one in state.maintenances] == [
        "next-week",
        "tomorrow",
        "long",
        "short",
        "done",
    ]


def test_notices_show_from_their_start_up_to_their_end() -> None:
    state = derive(
        make_notice("always"),
        make_notice("begun", starts=at("15:00")),
        make_notice("to-come", starts=at("15:01")),
        make_notice("over", ends=at("15:00")),
        make_notice("lasting", starts=at("10:00"), ends=at("15:01")),
    )

    assert [notice.id for notice in state.notices] == ["begun", "lasting", "always"]


def test_pages_are_in_the_order_of_their_numbers_then_of_their_titles() -> None:
    state = derive(
        make_page("z", order=1), make_page("b", order=2), make_page("a", order=2), make_page("c")
    )

    assert [page.id for page in state.pages] == ["c", "z", "a", "b"]


@pytest.mark.parametrize("drafts", [False, True])
def test_drafts_and_drills_show_in_previews_alone(drafts: bool) -> None:
    update = make_update("investigating", "14:00")
    state = derive(
        make_incident(update, id="draft", draft=True, components={"checkout": MAJOR}),
        make_incident(update, id="drill", drill=True),
        make_maintenance(id="planned", draft=True),
        make_maintenance(id="rehearsed", drill=True),
        make_notice("notice", draft=True),
        make_page("page", draft=True),
        drafts=drafts,
    )

    assert [one.id for one in state.incidents] == (["draft", "drill"] if drafts else [])
    assert [one.id for one in state.active] == (["draft", "drill"] if drafts else [])
    assert len(state.maintenances) == (2 if drafts else 0)
    assert (len(state.notices), len(state.pages)) == ((1, 1) if drafts else (0, 0))
    assert state.components[0].status is (MAJOR if drafts else OPERATIONAL)
    assert bool(state.recent[0].incidents) == drafts


def test_uptime_covers_the_ninety_days_up_to_the_last_transition() -> None:
    state = derive(incident("a", MAJOR, "11-14 15:00", "14:00"))

    (checkout, *_) = state.components
    assert state.as_of == at("14:00")
    assert checkout.uptime == round(100 * (1 - (9 * 24 - 1) / (90 * 24)), 4)


def test_uptime_counts_from_the_day_a_component_went_into_service() -> None:
    config = make_config(
        "checkout", "search", since={"checkout": date(2026, 11, 21), "search": date(2026, 11, 24)}
    )

    state = derive(incident("a", MAJOR, "11-20 15:00", "11-21 12:00"), config=config)

    checkout, search = state.components
    assert state.as_of == at("00:00")
    assert checkout.uptime == 75.0
    assert [bar.known for bar in checkout.bars[-4:]] == [False, True, True, True]
    assert search.uptime is None
    assert not any(bar.known for bar in search.bars)


def test_bars_name_incidents_but_show_maintenance_too() -> None:
    state = derive(
        maintenance("m", "11-21 02:00", "11-21 03:00"),
        incident("a", PARTIAL, "11-22 10:00", "11-22 20:00"),
    )

    (checkout, *_) = state.components
    assert [(bar.worst, bar.sources) for bar in checkout.bars[-3:]] == [
        (MAINTENANCE, ()),
        (PARTIAL, ("a",)),
        (OPERATIONAL, ()),
    ]
    assert checkout.bars[-2].down == 3 * HOUR
    assert checkout.bars[-1].day == state.today


def test_an_outage_counts_only_up_to_the_last_transition() -> None:
    early = derive(incident("a", MAJOR, "14:00"), now=at("14:10"))
    late = derive(incident("a", MAJOR, "14:00"), now=at("23:59"))

    assert early == late
    assert late.components[0].bars[-1].down == 0 * HOUR


@settings(deadline=None, max_examples=100)
@given(items(), st.sampled_from(ZONES), st.data())
def test_the_order_of_the_facts_does_not_matter(
    project: list[Item], zone: str, data: st.DataObject
) -> None:
    config = make_config(*COMPONENTS, timezone=zone)

    assert derive(*data.draw(st.permutations(project)), config=config) == derive(
        *project, config=config
    )


@settings(deadline=None, max_examples=100)
@given(items(), st.sampled_from(ZONES))
def test_the_worst_wins(project: list[Item], zone: str) -> None:
    config = make_config(*COMPONENTS, timezone=zone, groups={"shop": ("checkout", "search")})
    state = derive(*project, config=config)
    said = all_outages(state)

    for component in state.components:
        worst = max(
            (o.status for o in said if o.component == component.id and o.covers(state.as_of)),
            default=OPERATIONAL,
        )
        assert component.status is worst
        assert component.bars[-1].worst >= worst
        assert component.since == status_since(
            overlay(o for o in said if o.component == component.id), state.as_of
        )
    if state.overall.description != "All Systems Operational":
        rows = [overlay(o for o in said if o.component == name) for name in COMPONENTS]
        assert state.overall.since == answer_since(rows, components=3, at=state.as_of)
    shop = overlay(o for o in said if o.component in ("checkout", "search"))
    assert state.groups[0].since == status_since(shop, state.as_of)
    assert state.overall.worst is max(component.status for component in state.components)


@settings(deadline=None, max_examples=100)
@given(items(), st.sampled_from(ZONES), st.data())
def test_another_outage_never_makes_a_component_look_better(
    project: list[Item], zone: str, data: st.DataObject
) -> None:
    config = make_config(*COMPONENTS, timezone=zone)
    start = NOW - data.draw(st.integers(1, 60)) * DAY / 10
    more = make_incident(
        make_update("investigating", start), id="more", components={"checkout": MAJOR}
    )
    before, after = derive(*project, config=config), derive(*project, more, config=config)

    assert after.components[0].status is MAJOR
    if before.as_of == after.as_of:
        one, other = before.components[0].uptime, after.components[0].uptime
        assert one is None or other is None or other <= one
    for bar, worse in zip(before.components[0].bars, after.components[0].bars, strict=True):
        assert bar.day != worse.day or worse.worst >= bar.worst
