from __future__ import annotations

from datetime import datetime

import pytest

from statusgen.derive.incidents import derive_incident
from statusgen.derive.values import IncidentClock
from statusgen.model import Incident, Severity
from tests.derive.made import DAY, HOUR, MINUTE, at, make_config, make_incident, make_update

INVESTIGATING = make_update("investigating", "14:20")
RESOLVED = make_update("resolved", "15:30")
POSTMORTEM = make_update("postmortem", "11-24 15:30")
REOPENED = make_update("investigating", "11-25 10:00")
RESOLVED_AGAIN = make_update("resolved", "11-25 11:00")


def clock_of(incident: Incident) -> IncidentClock:
    return derive_incident(incident, make_config()).clock


def test_the_first_update_is_due_thirty_minutes_after_detection() -> None:
    clock = clock_of(make_incident(INVESTIGATING, started=at("14:00"), detected=at("14:10")))

    assert clock.detected == at("14:10")
    assert clock.first_update_due == at("14:40")
    assert clock.first_update_at == at("14:20")


@pytest.mark.parametrize(
    ("severity", "due"),
    [
        pytest.param(Severity.P1, at("14:50"), id="p1"),
        pytest.param(Severity.P2, at("15:20"), id="p2"),
        pytest.param(Severity.P3, at("18:20"), id="p3"),
        pytest.param(None, at("18:20"), id="none-is-as-p3"),
    ],
)
def test_the_next_update_is_due_at_the_severitys_pace(
    severity: Severity | None, due: datetime
) -> None:
    clock = clock_of(make_incident(INVESTIGATING, severity=severity))

    assert clock.next_update_due == due
    assert not clock.promised


def test_the_pace_is_that_of_the_severity_in_force_from_the_newest_update() -> None:
    clock = clock_of(
        make_incident(
            INVESTIGATING,
            make_update("identified", "14:40", severity=Severity.P1),
            make_update("identified", "15:00"),
            severity=Severity.P3,
        )
    )

    assert clock.next_update_due == at("15:00") + 30 * MINUTE


def test_a_promise_replaces_the_pace() -> None:
    clock = clock_of(make_incident(make_update("identified", "14:20", next_update=at("17:00"))))

    assert clock.next_update_due == at("17:00")
    assert clock.promised


def test_the_promise_of_an_older_update_is_kept_by_the_newer_one() -> None:
    clock = clock_of(
        make_incident(
            make_update("investigating", "14:20", next_update=at("17:00")),
            make_update("identified", "14:40"),
        )
    )

    assert clock.next_update_due == at("14:40") + HOUR
    assert not clock.promised


def test_no_update_is_due_once_it_is_over() -> None:
    over = make_update("resolved", "15:30", next_update=at("17:00"))

    clock = clock_of(make_incident(INVESTIGATING, over))

    assert clock.next_update_due is None
    assert not clock.promised


@pytest.mark.parametrize(
    ("incident", "due"),
    [
        pytest.param(make_incident(INVESTIGATING), None, id="not-while-it-goes-on"),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED),
            at("15:30") + 2 * DAY,
            id="48-hours-after-the-end",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, resolved=at("15:00")),
            at("15:00") + 2 * DAY,
            id="the-end-for-customers",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, review_due=at("11-30 10:00")),
            at("11-30 10:00"),
            id="when-the-file-says",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, review_at="https://example.com/review"),
            None,
            id="held-where-the-file-says-where-it-is",
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, POSTMORTEM), None, id="held-by-a-postmortem"
        ),
        pytest.param(
            make_incident(INVESTIGATING, RESOLVED, POSTMORTEM, REOPENED, RESOLVED_AGAIN),
            at("11-25 11:00") + 2 * DAY,
            id="due-again-after-it-was-reopened",
        ),
    ],
)
def test_the_review_is_due_after_the_end_until_it_is_held(
    incident: Incident, due: datetime | None
) -> None:
    assert clock_of(incident).review_due == due


def test_the_clock_says_where_the_review_is() -> None:
    assert (
        clock_of(make_incident(INVESTIGATING, review_at="See the wiki")).review_at == "See the wiki"
    )
    assert clock_of(make_incident(INVESTIGATING, review_due=at("16:00"))).review_at == ""
