"""What each row of the API says: times, ids, components, updates."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from statusgen.model import Impact
from tests.render.api_reading import GOING_ON, SHOP, faults, responses, responses_of
from tests.render.feed_samples import CONFIG, DOWN, Said, incident, maintenance, site_of


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
    known = msgspec.structs.replace(CONFIG.components[0], since=date(2026, 7, 1))
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
