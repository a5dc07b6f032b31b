"""A made-up shop's API, read back, and everything that can be wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from statusgen.model import ComponentStatus
from statusgen.render.api import api_artefacts, incident_api
from statusgen.render.site import Site
from tests.render.feed_samples import (
    DOWN,
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
