"""``/api/v2`` has exactly Statuspage's shapes, and keeps what no schema can say."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.model import UpdateStatus
from statusgen.render.api import api_artefacts
from tests.render.api_reading import SHOP, faults, responses
from tests.render.feed_samples import CONFIG, NOW, Said, Sample, incident, maintenance, site_of


@pytest.mark.parametrize("samples", [SHOP, ()], ids=["shop", "nothing-ever-happened"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/New_York", "Asia/Kathmandu"])
def test_every_response_is_valid_and_keeps_the_invariants(
    samples: tuple[Sample, ...], zone: str
) -> None:
    config = msgspec.structs.replace(CONFIG, timezone=zone)
    assert faults(responses(*samples, config=config)) == []


def test_the_check_would_find_a_fault() -> None:
    made = responses(*SHOP)
    made["summary.json"]["incidents"][0]["incident_updates"].reverse()
    made["components.json"]["components"][0]["status"] = "operational"
    made["incidents.json"]["page"]["updated_at"] = "2026-11-01T00:00:00.000Z"
    del made["status.json"]["status"]["indicator"]
    assert len(faults(made)) >= 4


def test_every_path_of_statuspage_is_there() -> None:
    assert set(responses(*SHOP)) == {
        *("summary.json", "status.json", "components.json"),
        *("incidents.json", "incidents/unresolved.json"),
        *("scheduled-maintenances.json", "scheduled-maintenances/upcoming.json"),
        "scheduled-maintenances/active.json",
        *("incidents/2026-11-23-checkout.json", "incidents/2026-11-20-search.json"),
    }


def test_all_of_it_is_sent_as_json() -> None:
    assert {one.media_type for one in api_artefacts(site_of(*SHOP))} == {
        "application/json; charset=utf-8"
    }


@pytest.mark.parametrize(
    ("path", "key", "expected"),
    [
        ("summary.json", "incidents", ["2026-11-23-checkout"]),
        ("incidents.json", "incidents", ["2026-11-23-checkout", "2026-11-20-search"]),
        ("incidents/unresolved.json", "incidents", ["2026-11-23-checkout"]),
        (
            "summary.json",
            "scheduled_maintenances",
            ["2026-11-23-network", "2026-12-01-database", "2026-12-07-cables"],
        ),
        (
            "scheduled-maintenances.json",
            "scheduled_maintenances",
            [
                *("2026-12-07-cables", "2026-12-05-move", "2026-12-01-database"),
                *("2026-11-23-network", "2026-11-10-disks"),
            ],
        ),
        (
            "scheduled-maintenances/upcoming.json",
            "scheduled_maintenances",
            ["2026-12-01-database", "2026-12-07-cables"],
        ),
        ("scheduled-maintenances/active.json", "scheduled_maintenances", ["2026-11-23-network"]),
    ],
)
def test_each_list_has_what_it_is_of(path: str, key: str, expected: list[str]) -> None:
    assert [row["id"] for row in responses(*SHOP)[path][key]] == expected


def test_the_fifty_newest_incidents_are_listed_by_when_they_were_announced() -> None:
    begun = [NOW - timedelta(hours=hours) for hours in range(1, 60)]
    many = [
        incident(f"i{n:02}", Said("resolved", f"{at:%Y-%m-%d %H:%M}")) for n, at in enumerate(begun)
    ]
    listed = responses(*many)["incidents.json"]["incidents"]
    assert [row["id"] for row in listed] == [f"i{number:02}" for number in range(50)]


def test_a_response_changes_only_when_what_it_says_changes() -> None:
    def keys(*samples: Sample, **options: object) -> dict[str, bytes]:
        site = site_of(*samples, **options)  # type: ignore[arg-type]
        return {one.path.removeprefix("api/v2/"): one.key for one in api_artefacts(site)}

    before = keys(*SHOP)
    assert before == keys(*SHOP, now=NOW + timedelta(minutes=30))
    late = maintenance(
        "2027-01-01-x", "2027-01-01 02:00/2027-01-01 03:00", created="2026-11-23 14:55"
    )
    after = keys(*SHOP, late)
    assert {path for path in after if before[path] != after[path]} == {
        *("summary.json", "status.json", "scheduled-maintenances.json"),
        *("scheduled-maintenances/upcoming.json", "scheduled-maintenances/active.json"),
    }


STATUSES = [
    UpdateStatus(name).value
    for name in ("investigating", "identified", "monitoring", "resolved", "postmortem")
]
PLANS = ["scheduled", "in_progress", "verifying", "completed", "cancelled"]


@settings(deadline=None, max_examples=40)
@given(
    course=st.lists(
        st.tuples(st.sampled_from(STATUSES), st.integers(0, 300), st.integers(0, 200)),
        min_size=1,
        max_size=6,
    ),
    plan=st.lists(
        st.tuples(st.sampled_from(PLANS), st.integers(-500, 500), st.booleans()), max_size=5
    ),
    zone=st.sampled_from(["UTC", "Europe/London", "Australia/Lord_Howe"]),
)
def test_whatever_the_course_of_things_the_invariants_hold(
    course: list[tuple[str, int, int]], plan: list[tuple[str, int, bool]], zone: str
) -> None:
    def when(minutes: int) -> str:
        return f"{NOW + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"

    updates = [
        Said(status, when(-300 + minutes), id=f"u{place}", posted=when(-300 + minutes + late))
        for place, (status, minutes, late) in enumerate(sorted(course, key=lambda one: one[1]))
    ]
    said = [
        Said(status, when(minutes), id=f"m{place}", says_update=quiet)
        for place, (status, minutes, quiet) in enumerate(sorted(plan, key=lambda one: one[1]))
    ]
    window = f"{when(-60)}/{when(60)}"
    config = msgspec.structs.replace(CONFIG, timezone=zone)
    assert (
        faults(responses(incident("a", *updates), maintenance("m", window, *said), config=config))
        == []
    )
