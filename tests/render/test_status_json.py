"""``status.json`` says all that is known of the state, as its published schema promises."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from statusgen.model import ComponentStatus, Text
from statusgen.render.status_json import status_artefacts
from tests.render.feed_samples import (
    CONFIG,
    NOW,
    PARTLY,
    Said,
    Sample,
    body,
    incident,
    maintenance,
    rendered,
    site_of,
    translated,
)

GOING_ON = incident(
    "2026-11-23-checkout",
    Said("investigating", "2026-11-23 14:20", "We see it.", next_update="2026-11-23 14:50"),
    Said(
        "identified",
        "2026-11-23 14:45",
        "A *failover*.",
        {"checkout": PARTLY},
        next_update="2026-11-23 15:30",
        html='<p>A <em>failover</em>, <a href="about.html">see</a>.</p>',
    ),
)
OVER = incident(
    "2026-11-20-search",
    Said("investigating", "2026-11-20 08:00"),
    Said("resolved", "2026-11-20 09:00"),
    components={"search": PARTLY},
)
LONG_OVER = incident("2026-10-01-old", Said("resolved", "2026-10-01 08:00"))
PLANNED = maintenance(
    "2026-12-01-database",
    "2026-12-01 02:00/2026-12-01 04:00",
    Said("scheduled", "2026-11-20 09:00"),
)
UNDER_WAY = maintenance(
    "2026-11-23-network",
    "2026-11-23 14:00/2026-11-23 16:00",
    components={"partner-api": ComponentStatus.UNDER_MAINTENANCE},
)
SHOP = (GOING_ON, OVER, LONG_OVER, PLANNED, UNDER_WAY)


def files(*samples: Sample, **options: object) -> dict[str, Any]:
    made = rendered(status_artefacts(site_of(*samples, **options)))  # type: ignore[arg-type]
    return {path: json.loads(data) for path, data in made.items()}


def report(*samples: Sample, **options: object) -> Any:
    return files(*samples, **options)["status.json"]


def closed(schema: Any) -> Any:
    """Return *schema* with nothing allowed that it does not name."""
    if isinstance(schema, dict):
        inside = {key: closed(value) for key, value in schema.items()}
        return {**inside, "additionalProperties": False} if "properties" in schema else inside
    return [closed(one) for one in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("samples", [SHOP, ()], ids=["shop", "nothing-ever-happened"])
def test_the_report_is_what_its_schema_says_and_nothing_more(samples: tuple[Sample, ...]) -> None:
    made = files(*samples)
    schema = made["status.schema.json"]
    Draft202012Validator.check_schema(schema)
    strict = Draft202012Validator(closed(schema), format_checker=FormatChecker())
    assert [error.message for error in strict.iter_errors(made["status.json"])] == []


def test_the_schema_names_every_field_as_required() -> None:
    for name, shape in files()["status.schema.json"]["$defs"].items():
        if "properties" in shape:
            assert shape["required"] == list(shape["properties"]), name


def test_the_documentation_names_every_field() -> None:
    guide = Path(__file__).parents[2] / "docs/feeds-and-api.md"
    told = guide.read_text("utf-8").partition("## status.json")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([^`]+)`", told))
    shapes = files()["status.schema.json"]["$defs"]
    fields = {field for shape in shapes.values() for field in shape.get("properties", ())}
    assert len(fields) > 40
    assert fields - named == set()


def test_the_report_says_where_its_schema_is() -> None:
    made = files()
    address = "https://status.northwind.example/status.schema.json"
    assert made["status.json"]["$schema"] == made["status.schema.json"]["$id"] == address


def test_it_says_from_when_until_when_it_holds() -> None:
    made = report(*SHOP)
    assert made["as_of"] == "2026-11-23T14:45:00Z"
    assert made["holds_until"] == "2026-11-23T16:00:00Z"


def test_an_incident_has_what_statuspage_has_no_word_for() -> None:
    (made,) = report(*SHOP)["incidents"]
    base = "https://status.northwind.example/"
    assert made == {
        "id": "2026-11-23-checkout",
        "title": "Some customers cannot pay",
        "status": "identified",
        "severity": "P1",
        "impact": "critical",
        "started": "2026-11-23T14:20:00Z",
        "detected": "2026-11-23T14:20:00Z",
        "updated": "2026-11-23T14:45:00Z",
        "first_update_due": "2026-11-23T14:50:00Z",
        "first_update_at": "2026-11-23T14:20:00Z",
        "next_update": {"at": "2026-11-23T15:30:00Z", "promised": True},
        "components": [
            {
                "id": "checkout",
                "name": "Checkout",
                "status": "partial_outage",
                "worst": "major_outage",
            }
        ],
        "latest": {
            "id": "20261123T1445Z",
            "status": "identified",
            "at": "2026-11-23T14:45:00Z",
            "markdown": "A *failover*.",
            "html": f'<p>A <em>failover</em>, <a href="{base}about.html">see</a>.</p>',
        },
        "url": f"{base}incidents/2026-11-23-checkout.html",
        "api": f"{base}api/v2/incidents/2026-11-23-checkout.json",
        "feed": f"{base}incidents/2026-11-23-checkout.atom",
        "translations": [],
    }


def test_components_have_their_uptime_and_where_to_read_on() -> None:
    made = {one["id"]: one for one in report(*SHOP)["components"]}
    assert made["checkout"]["uptime_90_days"] == pytest.approx(
        100 - 25 / (90 * 24 * 60) * 100, abs=1e-4
    )
    assert made["search"]["group"] == "storefront"
    assert made["partner-api"]["status"] == "under_maintenance"
    assert made["partner-api"]["feed"].endswith("/components/partner-api.atom")


def test_what_is_over_is_listed_for_a_fortnight() -> None:
    (made,) = report(*SHOP)["recent"]
    assert (made["id"], made["ended"]) == ("2026-11-20-search", "2026-11-20T09:00:00Z")
    assert made["components"] == ["search"]


def test_maintenance_under_way_comes_before_what_is_planned() -> None:
    under_way, planned = report(*SHOP)["maintenances"]
    assert (under_way["id"], under_way["status"]) == ("2026-11-23-network", "in_progress")
    assert under_way["latest"] is None
    assert (planned["status"], planned["effect"]) == ("scheduled", "Orders are read-only.")
    assert planned["latest"]["at"] == planned["updated"] == "2026-11-20T09:00:00Z"


def test_maintenance_that_nobody_dated_has_no_time_of_its_last_change() -> None:
    silent = maintenance("a", "2026-12-01 02:00/2026-12-01 04:00")
    assert report(silent)["maintenances"][0]["updated"] is None


def test_other_languages_are_linked() -> None:
    config = msgspec.structs.replace(CONFIG, languages=("en", "fr"))
    french = Text(language="fr", title="Paiement en panne", updates=(body("Oui."), None))
    made = report(translated(GOING_ON, french), PLANNED, config=config)
    assert [one["code"] for one in made["page"]["languages"]] == ["en", "fr"]
    assert made["incidents"][0]["translations"] == [
        {
            "language": "fr",
            "title": "Paiement en panne",
            "url": "https://status.northwind.example/fr/incidents/2026-11-23-checkout.html",
        }
    ]
    assert made["maintenances"][0]["translations"][0]["title"] == "Database upgrade"


def test_it_stands_still_until_something_changes() -> None:
    def key(*samples: Sample, minutes: int = 0) -> bytes:
        site = site_of(*samples, now=NOW + timedelta(minutes=minutes))
        return next(one.key for one in status_artefacts(site) if one.path == "status.json")

    assert key(*SHOP) == key(*SHOP, minutes=40)
    assert key(*SHOP) != key(*SHOP, minutes=70)
    assert key(*SHOP) != key(*SHOP[:-1])
