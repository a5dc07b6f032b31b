from __future__ import annotations

from datetime import date

import pytest

from statusgen.config import Config
from statusgen.derive.incidents import derive_incident, summarise
from statusgen.derive.values import IncidentState
from statusgen.model import ComponentStatus, Impact, Incident, Severity, Text, Update, UpdateStatus
from tests.derive.made import (
    DEGRADED,
    HOUR,
    MAJOR,
    OPERATIONAL,
    PARTIAL,
    at,
    make_config,
    make_incident,
    make_update,
    spans,
)

CONFIG = make_config("search", "checkout", "orders")

CHECKOUT = {"checkout": MAJOR}
INVESTIGATING = make_update("investigating", "14:20")
WORDS = (
    Text(language="en", title="Checkout is down"),
    Text(language="fr", title="Paiement impossible"),
)
RESOLVED = make_update("resolved", "15:30")
REOPENED = make_update("investigating", "16:00")


def derive(incident: Incident, config: Config = CONFIG) -> IncidentState:
    return derive_incident(incident, config)


@pytest.mark.parametrize(
    ("incident", "expected"),
    [
        pytest.param(
            make_incident(INVESTIGATING, components=CHECKOUT, started=at("14:05")),
            [("checkout", MAJOR, "14:05", "")],
            id="from-started-while-it-goes-on",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, components=CHECKOUT),
            [("checkout", MAJOR, "14:20", "15:30")],
            id="until-resolved",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                make_update("identified", "14:45", checkout=PARTIAL),
                RESOLVED,
                components=CHECKOUT,
            ),
            [("checkout", MAJOR, "14:20", "14:45"), ("checkout", PARTIAL, "14:45", "15:30")],
            id="an-update-changes-a-status-from-its-time",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING, make_update("identified", "14:45", search=DEGRADED), RESOLVED
            ),
            [("search", DEGRADED, "14:45", "15:30")],
            id="an-update-brings-a-component-in",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                make_update("monitoring", "15:00", checkout=OPERATIONAL),
                RESOLVED,
                components=CHECKOUT,
            ),
            [("checkout", MAJOR, "14:20", "15:00")],
            id="operational-before-it-is-resolved",
        ),
        pytest.param(
            make_incident(
                make_update("investigating", "14:20", checkout=PARTIAL),
                RESOLVED,
                components=CHECKOUT,
            ),
            [("checkout", PARTIAL, "14:20", "15:30")],
            id="a-status-replaced-at-once-leaves-no-span",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                make_update("monitoring", "15:10"),
                RESOLVED,
                components=CHECKOUT,
                resolved=at("15:05"),
            ),
            [("checkout", MAJOR, "14:20", "15:05")],
            id="it-ended-earlier-than-it-was-said",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                make_update("monitoring", "15:10", checkout=DEGRADED),
                RESOLVED,
                components=CHECKOUT,
                resolved=at("15:05"),
            ),
            [("checkout", MAJOR, "14:20", "15:05")],
            id="what-was-said-after-the-real-end-is-no-outage",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, components=CHECKOUT, resolved=at("16:00")),
            [("checkout", MAJOR, "14:20", "15:30")],
            id="resolved-later-than-it-was-said-is-not-believed",
        ),
        pytest.param(
            make_incident(INVESTIGATING, components=CHECKOUT, resolved=at("15:00")),
            [("checkout", MAJOR, "14:20", "")],
            id="resolved-alone-does-not-end-it",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, REOPENED, components=CHECKOUT),
            [("checkout", MAJOR, "14:20", "15:30"), ("checkout", MAJOR, "16:00", "")],
            id="reopened-with-what-it-had-at-first",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                make_update("identified", "14:30", checkout=DEGRADED, orders=PARTIAL),
                RESOLVED,
                REOPENED,
                components=CHECKOUT,
            ),
            [
                ("checkout", MAJOR, "14:20", "14:30"),
                ("checkout", DEGRADED, "14:30", "15:30"),
                ("checkout", MAJOR, "16:00", ""),
                ("orders", PARTIAL, "14:30", "15:30"),
            ],
            id="reopened-not-with-what-it-had-last",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                RESOLVED,
                make_update("investigating", "16:00", search=DEGRADED),
                components=CHECKOUT,
            ),
            [("search", DEGRADED, "16:00", ""), ("checkout", MAJOR, "14:20", "15:30")],
            id="reopened-with-what-it-names-alone",
        ),
        pytest.param(
            make_incident(
                make_update("investigating", "14:20", orders=PARTIAL), RESOLVED, REOPENED
            ),
            [("orders", PARTIAL, "14:20", "15:30"), ("orders", PARTIAL, "16:00", "")],
            id="reopened-with-what-an-update-named-first",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                RESOLVED,
                REOPENED,
                make_update("resolved", "17:00"),
                components=CHECKOUT,
                resolved=at("15:00"),
            ),
            [("checkout", MAJOR, "14:20", "15:00"), ("checkout", MAJOR, "16:00", "17:00")],
            id="the-earlier-end-is-that-of-the-round-it-falls-in",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                RESOLVED,
                make_update("resolved", "15:40", says_update=True, search=MAJOR),
                make_update("postmortem", "18:00", checkout=MAJOR),
                components=CHECKOUT,
            ),
            [("checkout", MAJOR, "14:20", "15:30")],
            id="nothing-said-after-the-end-is-an-outage",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                make_update("resolved", "15:30", search=DEGRADED),
                components=CHECKOUT,
            ),
            [("checkout", MAJOR, "14:20", "15:30")],
            id="resolved-is-operational-whatever-it-names",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, components=CHECKOUT, started=at("15:00")),
            [("checkout", MAJOR, "15:00", "15:30")],
            id="nothing-counts-before-it-started",
        ),
        pytest.param(
            make_incident(
                INVESTIGATING,
                RESOLVED,
                components={"orders": PARTIAL, "search": DEGRADED, "checkout": MAJOR},
            ),
            [
                ("search", DEGRADED, "14:20", "15:30"),
                ("checkout", MAJOR, "14:20", "15:30"),
                ("orders", PARTIAL, "14:20", "15:30"),
            ],
            id="in-the-order-of-the-page",
        ),
        pytest.param(make_incident(INVESTIGATING, RESOLVED), [], id="no-component"),
    ],
)
def test_a_component_is_out_as_the_updates_say(
    incident: Incident, expected: list[tuple[str, ComponentStatus, str, str]]
) -> None:
    assert spans(derive(incident).outages) == expected


@pytest.mark.parametrize(
    ("incident", "status", "ended"),
    [
        pytest.param(make_incident(INVESTIGATING), "investigating", None, id="goes-on"),
        pytest.param(make_incident(INVESTIGATING, RESOLVED), "resolved", "15:30", id="resolved"),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, resolved=at("15:00")),
            "resolved",
            "15:00",
            id="ended-earlier-for-customers",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, make_update("resolved", "15:45")),
            "resolved",
            "15:30",
            id="resolved-twice-ended-the-first-time",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, make_update("postmortem", "18:00")),
            "postmortem",
            "15:30",
            id="a-postmortem-does-not-move-the-end",
        ),
        pytest.param(
            make_incident(INVESTIGATING, make_update("postmortem", "18:00")),
            "postmortem",
            "18:00",
            id="a-postmortem-without-resolved-ends-it",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, REOPENED), "investigating", None, id="reopened"
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, REOPENED, make_update("resolved", "17:00")),
            "resolved",
            "17:00",
            id="resolved-again",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, started=at("16:00")),
            "resolved",
            "16:00",
            id="never-ends-before-it-started",
        ),
    ],
)
def test_an_incident_is_over_from_the_first_closing_update_since_it_was_last_opened(
    incident: Incident, status: str, ended: str | None
) -> None:
    state = derive(incident)

    assert state.status == UpdateStatus(status)
    assert state.ended == (at(ended) if ended else None)
    assert state.active == (ended is None)


def test_each_update_tells_what_it_changed_newest_first() -> None:
    state = derive(
        make_incident(
            make_update("investigating", "14:20"),
            make_update("identified", "14:45", checkout=PARTIAL, search=OPERATIONAL),
            make_update("monitoring", "15:00"),
            make_update("resolved", "15:30"),
            components={"checkout": MAJOR, "search": DEGRADED},
            started=at("14:05"),
        )
    )

    told = [
        (
            update.update.status.value,
            update.index,
            [(c.component, c.old, c.new) for c in update.changes],
            dict(update.affected),
        )
        for update in state.updates
    ]
    assert told == [
        (
            "resolved",
            3,
            [("checkout", PARTIAL, OPERATIONAL)],
            {"search": OPERATIONAL, "checkout": OPERATIONAL},
        ),
        ("monitoring", 2, [], {"search": OPERATIONAL, "checkout": PARTIAL}),
        (
            "identified",
            1,
            [("search", DEGRADED, OPERATIONAL), ("checkout", MAJOR, PARTIAL)],
            {"search": OPERATIONAL, "checkout": PARTIAL},
        ),
        (
            "investigating",
            0,
            [("search", OPERATIONAL, DEGRADED), ("checkout", OPERATIONAL, MAJOR)],
            {"search": DEGRADED, "checkout": MAJOR},
        ),
    ]


def test_affected_components_have_their_worst_and_their_newest_status() -> None:
    state = derive(
        make_incident(
            INVESTIGATING,
            make_update("identified", "14:45", checkout=DEGRADED, orders=PARTIAL),
            make_update("monitoring", "15:00", orders=OPERATIONAL),
            components={"checkout": MAJOR, "search": OPERATIONAL},
        )
    )

    assert [(a.component, a.worst, a.current) for a in state.affected] == [
        ("search", OPERATIONAL, OPERATIONAL),
        ("checkout", MAJOR, DEGRADED),
        ("orders", PARTIAL, OPERATIONAL),
    ]


@pytest.mark.parametrize(
    ("severities", "impact", "expected"),
    [
        pytest.param([Severity.P1], None, Impact.CRITICAL, id="p1"),
        pytest.param([Severity.P2], None, Impact.MAJOR, id="p2"),
        pytest.param([Severity.P3], None, Impact.MINOR, id="p3"),
        pytest.param([Severity.P3, Severity.P1], None, Impact.CRITICAL, id="it-got-worse"),
        pytest.param([Severity.P1, Severity.P3], None, Impact.CRITICAL, id="it-got-better"),
        pytest.param([Severity.P1], Impact.NONE, Impact.NONE, id="the-file-gives-it"),
        pytest.param([None], Impact.MINOR, Impact.MINOR, id="without-a-severity"),
    ],
)
def test_the_impact_is_the_files_else_that_of_the_worst_severity_ever(
    severities: list[Severity | None], impact: Impact | None, expected: Impact
) -> None:
    updates = [INVESTIGATING]
    updates += [make_update("identified", "14:45", severity=one) for one in severities[1:]]

    state = derive(make_incident(*updates, severity=severities[0], impact=impact))

    assert state.impact is expected
    assert state.severity is severities[-1]


def test_the_impact_is_not_less_than_the_front_matters_severity() -> None:
    milder = make_update("investigating", "14:20", severity=Severity.P3)

    assert derive(make_incident(milder, severity=Severity.P1)).impact is Impact.CRITICAL


def test_a_severity_is_in_force_from_the_update_that_says_it() -> None:
    state = derive(
        make_incident(
            INVESTIGATING,
            make_update("identified", "14:45", severity=Severity.P1),
            RESOLVED,
            severity=Severity.P3,
        )
    )

    assert [update.severity for update in state.updates] == [
        Severity.P1,
        Severity.P1,
        Severity.P3,
    ]


def test_a_summary_says_what_lists_need() -> None:
    config = make_config("search", "checkout", timezone="Asia/Tokyo")
    incident = make_incident(
        INVESTIGATING,
        make_update("resolved", "16:30"),
        components={"checkout": MAJOR, "search": DEGRADED},
        started=at("15:00"),
        pinned=True,
    )

    summary = summarise(derive(incident, config), config, WORDS)

    assert summary.day == date(2026, 11, 24)  # 15:00 in UTC is midnight in Tokyo
    assert summary.components == ("search", "checkout")
    assert summary.times == (at("14:20"), at("16:30"))
    assert summary.updated == at("16:30")
    assert summary.titles == (("en", "Checkout is down"), ("fr", "Paiement impossible"))
    assert summary.ended == at("16:30")
    assert summary.pinned
    assert not summary.hidden
    assert not summary.active


@pytest.mark.parametrize(
    ("updates", "words", "lists_it_anew"),
    [
        pytest.param((INVESTIGATING, RESOLVED), WORDS, True, id="over"),
        pytest.param((make_update("identified", "14:20"),), WORDS, True, id="another-status"),
        pytest.param((INVESTIGATING,), WORDS[:1], True, id="without-its-translation"),
        pytest.param(
            (INVESTIGATING, make_update("investigating", "14:40")), WORDS, False, id="more-words"
        ),
    ],
)
def test_what_lists_say_of_an_incident_has_a_digest_of_its_own(
    updates: tuple[Update, ...], words: tuple[Text, ...], *, lists_it_anew: bool
) -> None:
    def listed(*said: Update, texts: tuple[Text, ...] = WORDS) -> bytes:
        incident = make_incident(*said, components=CHECKOUT)
        return summarise(derive(incident), CONFIG, texts).listed

    assert (listed(INVESTIGATING) != listed(*updates, texts=words)) is lists_it_anew


@pytest.mark.parametrize("why", ["draft", "drill"])
def test_a_draft_and_a_drill_are_hidden(why: str) -> None:
    incident = make_incident(INVESTIGATING, draft=why == "draft", drill=why == "drill")

    assert summarise(derive(incident), CONFIG, WORDS).hidden


def test_an_incident_lasts_from_its_start_to_its_end() -> None:
    state = derive(
        make_incident(INVESTIGATING, RESOLVED, started=at("14:00"), resolved=at("15:00"))
    )

    assert state.duration == HOUR
    assert derive(make_incident(INVESTIGATING)).duration is None
