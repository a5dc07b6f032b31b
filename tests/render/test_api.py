"""``/api/v2`` has exactly Statuspage's shapes, and keeps what no schema can say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from statusgen.model import ComponentStatus, Impact, UpdateStatus
from statusgen.render.api import api_artefacts, incident_api
from statusgen.render.site import Site
from tests.render.feed_samples import (
    CONFIG,
    DOWN,
    NOW,
    PARTLY,
    Said,
    Sample,
    incident,
    maintenance,
    rendered,
    site_of,
)

SCHEMAS = Path(__file__).parent / "statuspage_v2"

GOING_ON = incident(
    "2026-11-23-checkout",
    Said("investigating", "2026-11-23 14:20", "We *see* it.", next_update="2026-11-23 14:50"),
    Said(
        "monitoring", "2026-11-23 14:45", "A failover.", {"checkout": PARTLY, "partner-api": DOWN}
    ),
)
OVER = incident(
    "2026-11-20-search",
    Said("investigating", "2026-11-20 08:00"),
    Said("monitoring", "2026-11-20 08:30"),
    Said("resolved", "2026-11-20 09:00", edited="2026-11-20 12:00"),
    Said("postmortem", "2026-11-22 10:00", "What we learned."),
    components={"search": PARTLY},
)
PLANNED = maintenance(
    "2026-12-01-database",
    "2026-12-01 02:00/2026-12-01 04:00",
    Said("scheduled", "2026-11-20 09:00"),
)
UNDER_WAY = maintenance(
    "2026-11-23-network",
    "2026-11-23 14:00/2026-11-23 16:00",
    Said("scheduled", "2026-11-19 09:00"),
    components={"partner-api": ComponentStatus.UNDER_MAINTENANCE},
)
DONE = maintenance(
    "2026-11-10-disks", "2026-11-10 02:00/2026-11-10 04:00", Said("scheduled", "2026-11-09 09:00")
)
CALLED_OFF = maintenance(
    "2026-12-05-move",
    "2026-12-05 02:00/2026-12-05 04:00",
    Said("scheduled", "2026-11-20 09:00"),
    Said("cancelled", "2026-11-22 09:00", "Not this year."),
)
SILENT = maintenance("2026-12-07-cables", "2026-12-07 02:00/2026-12-07 04:00")
SHOP = (GOING_ON, OVER, PLANNED, UNDER_WAY, DONE, CALLED_OFF, SILENT)


def responses_of(site: Site) -> dict[str, Any]:
    """Return every response by its path below ``api/v2/``."""
    files = list(api_artefacts(site))
    for summary in site.state.incidents:
        files += incident_api(site.env, site.archive.incident(summary), site.archive)
    made = rendered(files)
    return {path.removeprefix("api/v2/"): json.loads(data) for path, data in made.items()}


def responses(*samples: Sample, **options: object) -> dict[str, Any]:
    return responses_of(site_of(*samples, **options))  # type: ignore[arg-type]


@cache
def validator(path: str) -> Draft202012Validator:
    name = path.removesuffix(".json").replace("/", "-")
    file = SCHEMAS / f"{name}.json"
    if not file.exists():
        file = SCHEMAS / "incident.json"
    return Draft202012Validator(json.loads(file.read_text()), format_checker=FormatChecker())


def faults(made: Mapping[str, Any]) -> list[str]:
    """Return everything that is wrong with the responses *made*."""
    found = []
    for path, response in made.items():
        found += [
            f"{path}: {error.json_path}: {error.message}" for error in _schema(path, response)
        ]
        found += [f"{path}: {fault}" for fault in _invariants(response)]
    return found


def _schema(path: str, response: Any) -> Iterator[Any]:
    yield from validator(path).iter_errors(response)


def _invariants(response: Any) -> Iterator[str]:
    page = datetime.fromisoformat(response["page"]["updated_at"])
    rows = [*events(response), *response.get("components", [])]
    for row in rows:
        if datetime.fromisoformat(row["updated_at"]) > page:
            yield f"the page is older than {row['id']}"
        if row["page_id"] != response["page"]["id"]:
            yield f"{row['id']} is of another page"
    for event in events(response):
        yield from _event_faults(event)
    yield from _component_faults(response.get("components", []))


def events(response: Any) -> list[Any]:
    one = [response["incident"]] if "incident" in response else []
    return [*one, *response.get("incidents", []), *response.get("scheduled_maintenances", [])]


def _event_faults(event: Any) -> Iterator[str]:
    updates = event["incident_updates"]
    created = [datetime.fromisoformat(update["created_at"]) for update in updates]
    if created != sorted(created, reverse=True):
        yield f"{event['id']}: updates are not newest first"
    if event["status"] != updates[0]["status"]:
        yield f"{event['id']}: its status is not its newest update's"
    ended = [u for u in updates if u["status"] in ("resolved", "completed")]
    if (
        event["resolved_at"] is not None
        and ended
        and event["resolved_at"] != ended[0]["display_at"]
    ):
        yield f"{event['id']}: resolved_at is not when the update says"
    if {update["incident_id"] for update in updates} != {event["id"]}:
        yield f"{event['id']}: an update is of another incident"
    if len({update["id"] for update in updates}) != len(updates):
        yield f"{event['id']}: two updates have one id"
    if "scheduled_for" in event and event["impact"] != "maintenance":
        yield f"{event['id']}: the impact is not maintenance"


def _component_faults(rows: list[Any]) -> Iterator[str]:
    groups = {row["id"]: row for row in rows if row["group"]}
    if [row["position"] for row in rows] != sorted(row["position"] for row in rows):
        yield "components are not in order of their position"
    for row in rows:
        if row["group_id"] is not None and row["id"] not in groups[row["group_id"]]["components"]:
            yield f"{row['id']} is not in its group"
    order = [status.key for status in ComponentStatus]
    for group in groups.values():
        children = [row for row in rows if row["group_id"] == group["id"]]
        if {row["id"] for row in children} != set(group["components"]):
            yield f"{group['id']} has other children than rows"
        if group["status"] != max((row["status"] for row in children), key=order.index):
            yield f"{group['id']} does not have its worst child's status"
    for level in {row["group_id"] for row in rows}:
        positions = [row["position"] for row in rows if row["group_id"] == level]
        if sorted(positions) != list(range(1, len(positions) + 1)):
            yield f"level {level}: positions are {positions}"


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


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        pytest.param("UTC", "2026-11-23T14:20:00.000Z", id="utc"),
        pytest.param("Etc/UTC", "2026-11-23T14:20:00.000Z", id="another-name-of-utc"),
        pytest.param("Europe/London", "2026-11-23T14:20:00.000+00:00", id="no-offset-now"),
        pytest.param("America/New_York", "2026-11-23T09:20:00.000-05:00", id="west"),
        pytest.param("Asia/Kathmandu", "2026-11-23T20:05:00.000+05:45", id="minutes"),
    ],
)
def test_times_have_three_fraction_digits_and_the_offset_of_the_pages_zone(
    zone: str, expected: str
) -> None:
    made = responses(GOING_ON, config=msgspec.structs.replace(CONFIG, timezone=zone))
    assert made["summary.json"]["incidents"][0]["created_at"] == expected
    assert made["summary.json"]["page"]["time_zone"] == zone


def test_an_offset_with_seconds_which_the_format_cannot_say_becomes_utc() -> None:
    made = responses(config=msgspec.structs.replace(CONFIG, timezone="Africa/Monrovia"))
    created = made["components.json"]["components"][0]["created_at"]
    assert created == "1970-01-01T00:44:30.000+00:00"


def test_an_update_is_as_statuspage_has_it() -> None:
    newest, first = responses(*SHOP)["summary.json"]["incidents"][0]["incident_updates"]
    assert first == {
        "id": "2026-11-23-checkout-20261123T1420Z",
        "status": "investigating",
        "body": "We *see* it.",
        "incident_id": "2026-11-23-checkout",
        "created_at": "2026-11-23T14:20:00.000+00:00",
        "updated_at": "2026-11-23T14:20:00.000+00:00",
        "display_at": "2026-11-23T14:20:00.000+00:00",
        "affected_components": [
            {
                "code": "checkout",
                "name": "Storefront - Checkout",
                "old_status": "operational",
                "new_status": "major_outage",
            }
        ],
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }
    assert newest["affected_components"] == [
        {
            "code": "checkout",
            "name": "Storefront - Checkout",
            "old_status": "major_outage",
            "new_status": "partial_outage",
        },
        {
            "code": "partner-api",
            "name": "Partner API",
            "old_status": "operational",
            "new_status": "major_outage",
        },
    ]


def test_an_update_that_touches_nothing_has_null_and_not_an_empty_list() -> None:
    sample = incident("a", Said("investigating", "2026-11-23 14:20"), components={})
    made = responses(sample)
    assert (
        made["summary.json"]["incidents"][0]["incident_updates"][0]["affected_components"] is None
    )
    assert faults(made) == []


def test_imported_ids_survive_and_others_are_unique_on_the_page() -> None:
    when = "2026-11-23 14:20"
    imported = incident("p31zjtct2jer", Said("investigating", when, id="9zk3l2x8w4qp"))
    odd = incident("b", Said("investigating", when, id="a.b:c"))
    plain = incident("c", Said("investigating", when))
    listed = responses(imported, odd, plain)["incidents.json"]["incidents"]
    assert {row["id"]: row["incident_updates"][0]["id"] for row in listed} == {
        "p31zjtct2jer": "9zk3l2x8w4qp",
        "b": "a-b-c",
        "c": "c-20261123T1420Z",
    }


def test_times_of_an_incident_are_those_of_its_updates() -> None:
    row = responses(*SHOP)["incidents/2026-11-20-search.json"]["incident"]
    assert {key: row[key] for key in row if key.endswith("_at")} == {
        "created_at": "2026-11-20T08:00:00.000+00:00",
        "updated_at": "2026-11-22T10:00:00.000+00:00",
        "started_at": "2026-11-20T08:00:00.000+00:00",
        "monitoring_at": "2026-11-20T08:30:00.000+00:00",
        "resolved_at": "2026-11-20T09:00:00.000+00:00",
    }
    assert row["status"] == "postmortem"
    assert row["incident_updates"][1]["updated_at"] == "2026-11-20T12:00:00.000+00:00"
    assert row["shortlink"] == "https://status.northwind.example/incidents/2026-11-20-search.html"


def test_a_postmortem_without_a_resolved_update_ended_it_itself() -> None:
    row = responses(incident("a", Said("postmortem", "2026-11-20 08:00")))["incidents.json"]
    assert row["incidents"][0]["resolved_at"] == "2026-11-20T08:00:00.000+00:00"


def test_impact_is_what_the_file_says() -> None:
    sample = incident("a", Said("investigating", "2026-11-23 14:20"), impact=Impact.MINOR)
    assert responses(sample)["incidents.json"]["incidents"][0]["impact"] == "minor"


def test_what_was_posted_late_keeps_its_place_and_the_newest_its_status() -> None:
    sample = incident(
        "a",
        Said("investigating", "2026-11-23 10:00", posted="2026-11-23 13:00"),
        Said("resolved", "2026-11-23 12:00"),
    )
    made = responses(sample)
    assert faults(made) == []
    assert made["incidents.json"]["incidents"][0]["status"] == "resolved"


def test_the_clocks_turns_are_updates_too() -> None:
    (row,) = responses(*SHOP)["scheduled-maintenances/active.json"]["scheduled_maintenances"]
    assert [update["status"] for update in row["incident_updates"]] == ["in_progress", "scheduled"]
    assert row["scheduled_for"] == "2026-11-23T14:00:00.000+00:00"
    assert row["scheduled_until"] == "2026-11-23T16:00:00.000+00:00"
    assert row["resolved_at"] is None
    assert "reminder_intervals" not in row
    turned = row["incident_updates"][0]
    assert turned["display_at"] == "2026-11-23T14:00:00.000+00:00"
    assert turned["body"] == "The maintenance has begun."
    assert turned["affected_components"][0]["new_status"] == "under_maintenance"


def test_an_update_during_maintenance_has_the_status_that_the_clock_gave_it() -> None:
    sample = maintenance(
        "a",
        "2026-11-23 14:00/2026-11-23 16:00",
        Said("scheduled", "2026-11-19 09:00"),
        Said("scheduled", "2026-11-23 14:30", "Going well.", says_update=True),
    )
    made = responses(sample)
    (row,) = made["scheduled-maintenances/active.json"]["scheduled_maintenances"]
    assert [update["status"] for update in row["incident_updates"]] == [
        *("in_progress", "in_progress", "scheduled"),
    ]
    assert faults(made) == []


def test_cancelled_maintenance_is_completed_and_says_that_it_was_cancelled() -> None:
    listed = responses(*SHOP)["scheduled-maintenances.json"]["scheduled_maintenances"]
    row = next(one for one in listed if one["id"] == "2026-12-05-move")
    assert row["status"] == "completed"
    assert row["resolved_at"] == "2026-11-22T09:00:00.000+00:00"
    assert row["incident_updates"][0]["body"] == "Cancelled: Not this year."


def test_components_stand_flat_by_position_with_their_groups() -> None:
    rows = responses(*SHOP)["components.json"]["components"]
    assert [(row["id"], row["position"], row["group_id"]) for row in rows] == [
        ("storefront", 1, None),
        ("checkout", 1, "storefront"),
        ("search", 2, "storefront"),
        ("partner-api", 2, None),
    ]
    assert rows[0]["components"] == ["checkout", "search"]
    assert all("components" not in row for row in rows[1:])
    assert rows[1]["description"] == "Paying"
    assert rows[2]["description"] is None


def test_a_component_began_on_its_first_day() -> None:
    known = msgspec.structs.replace(CONFIG.components[0], since=datetime(2026, 7, 1).date())  # noqa: DTZ001
    config = msgspec.structs.replace(CONFIG, components=(known, *CONFIG.components[1:]))
    made = responses(*SHOP, config=config)
    row = next(one for one in made["components.json"]["components"] if one["id"] == "checkout")
    assert row["start_date"] == "2026-07-01"
    assert row["created_at"] == "2026-07-01T00:00:00.000+01:00"
    assert faults(made) == []


def test_a_closed_incidents_file_shows_components_as_it_left_them() -> None:
    site = site_of(*SHOP)
    again = incident(
        "2026-11-23-again", Said("investigating", "2026-11-23 14:50"), components={"search": DOWN}
    )
    other = site_of(*SHOP, again)
    path = "incidents/2026-11-20-search.json"
    assert responses_of(site)[path] == responses_of(other)[path]
    assert responses_of(other)[path]["incident"]["components"][0]["status"] == "operational"
    listed = responses_of(other)["incidents.json"]["incidents"]
    current = next(row for row in listed if row["id"] == "2026-11-20-search")
    assert current["components"][0]["status"] == "major_outage"


def test_the_page_id_is_short_and_of_the_host_alone() -> None:
    page = responses()["status.json"]["page"]
    moved = msgspec.structs.replace(CONFIG, name="X", url="https://status.northwind.example/x/")
    other = msgspec.structs.replace(CONFIG, url="https://status.other.example/")
    assert len(page["id"]) == 12
    assert page["id"].isalnum()
    assert page["url"] == "https://status.northwind.example"
    assert responses(config=moved)["status.json"]["page"]["id"] == page["id"]
    assert responses(config=other)["status.json"]["page"]["id"] != page["id"]


def test_only_the_first_language_is_in_it() -> None:
    named = msgspec.structs.replace(CONFIG.components[1], names={"en": "Find", "fr": "Recherche"})
    config = msgspec.structs.replace(
        CONFIG,
        components=(CONFIG.components[0], named, CONFIG.components[2]),
        languages=("en", "fr"),
    )
    made = responses(*SHOP, config=config)
    names = [row["name"] for row in made["components.json"]["components"]]
    assert "Find" in names
    assert not any(path.startswith("fr/") for path in made)


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
