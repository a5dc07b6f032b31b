"""``maintenance.ics``: what calendars need to follow a plan that changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from icalendar import Calendar

from statusgen.model import Text
from statusgen.render.calendar import calendar_artefacts
from tests.render.feed_samples import (
    CONFIG,
    NOW,
    Said,
    Sample,
    at,
    body,
    maintenance,
    rendered,
    site_of,
    translated,
)

WINDOW = "2026-12-01 02:00/2026-12-01 04:00"
ANNOUNCED = Said("scheduled", "2026-11-20 09:00", "We will upgrade.")
PLANNED = maintenance("2026-12-01-database", WINDOW, ANNOUNCED)


def calendar(*samples: Sample, path: str = "maintenance.ics", **options: object) -> Any:
    site = site_of(*samples, **options)  # type: ignore[arg-type]
    return Calendar.from_ical(rendered(calendar_artefacts(site))[path])


def event(*samples: Sample, **options: object) -> Any:
    (found,) = calendar(*samples, **options).walk("VEVENT")  # type: ignore[arg-type]
    return found


def test_an_event_says_when_what_and_where() -> None:
    made = event(PLANNED)
    assert made["uid"] == "maintenance-2026-12-01-database@status.northwind.example"
    assert made["dtstart"].dt == at("2026-12-01 02:00")
    assert made["dtend"].dt == at("2026-12-01 04:00")
    assert made["dtstamp"].dt == made["last-modified"].dt == at("2026-11-20 09:00")
    assert made["summary"] == "Database upgrade"
    assert made["status"] == "CONFIRMED"
    assert made["url"] == "https://status.northwind.example/maintenance/2026-12-01-database.html"
    assert made["description"].split("\n\n") == [
        "Scheduled",
        "Orders are read-only.",
        "Affected components: Checkout",
        "We will upgrade.",
    ]


def test_times_are_in_utc_so_that_no_zone_has_to_be_described() -> None:
    data = rendered(calendar_artefacts(site_of(PLANNED)))["maintenance.ics"]
    assert b"DTSTART:20261201T020000Z" in data
    assert b"VTIMEZONE" not in data


def test_a_change_of_plan_keeps_the_uid_and_raises_the_sequence() -> None:
    later = maintenance(
        "2026-12-01-database",
        "2026-12-02 02:00/2026-12-02 04:00",
        ANNOUNCED,
        Said("scheduled", "2026-11-23 09:00", "A day later."),
    )
    before, after = event(PLANNED), event(later)
    assert before["uid"] == after["uid"]
    assert int(after["sequence"]) > int(before["sequence"])
    assert after["dtstamp"].dt > before["dtstamp"].dt
    assert after["dtstart"].dt == at("2026-12-02 02:00")


def test_what_is_cancelled_stays_as_cancelled() -> None:
    off = maintenance(
        "2026-12-01-database", WINDOW, ANNOUNCED, Said("cancelled", "2026-11-22 09:00")
    )
    made = event(off)
    assert made["status"] == "CANCELLED"
    assert int(made["sequence"]) > int(event(PLANNED)["sequence"])


def test_an_early_end_shortens_the_event() -> None:
    early = maintenance(
        "a",
        "2026-11-23 10:00/2026-11-23 16:00",
        Said("scheduled", "2026-11-20 09:00"),
        Said("completed", "2026-11-23 12:00"),
    )
    assert event(early)["dtend"].dt == at("2026-11-23 12:00")


def test_an_event_that_took_no_time_has_no_end_before_its_start() -> None:
    off = maintenance(
        "a",
        "2026-11-23 10:00/2026-11-23 16:00",
        Said("scheduled", "2026-11-20 09:00"),
        Said("completed", "2026-11-22 12:00"),
    )
    made = event(off)
    assert "dtend" not in made or made["dtend"].dt > made["dtstart"].dt


def test_words_are_told_without_their_markup_and_the_lines_of_the_file() -> None:
    written = Said(
        "scheduled",
        "2026-11-20 09:00",
        html="<p>Some <strong>ten minutes</strong>,\nafter 02:30 &amp; no later.</p>\n"
        "<ul>\n<li>Baskets are kept.</li>\n</ul>",
    )
    assert event(maintenance("a", WINDOW, written))["description"].endswith(
        "\n\nSome ten minutes, after 02:30 & no later.\n\n- Baskets are kept."
    )


def test_the_calendar_has_a_name_and_says_how_often_to_look() -> None:
    made = calendar(PLANNED)
    assert made["x-wr-calname"] == made["name"] == "Maintenance – Northwind Shop"
    assert (made["version"], made["method"]) == ("2.0", "PUBLISH")
    assert made["refresh-interval"].dt == timedelta(hours=1)
    assert made["x-published-ttl"] == "PT1H"


def test_a_calendar_without_maintenance_is_empty() -> None:
    assert list(calendar().walk("VEVENT")) == []


def test_events_are_in_order_of_their_start() -> None:
    others = [
        maintenance(f"m{day}", f"2026-12-{day:02} 02:00/2026-12-{day:02} 04:00", ANNOUNCED)
        for day in (9, 3, 6)
    ]
    starts = [one["dtstart"].dt.day for one in calendar(*others).walk("VEVENT")]
    assert starts == [3, 6, 9]


def test_each_language_has_a_calendar_with_the_same_uids() -> None:
    french = Text(
        language="fr", title="Mise à niveau", effect="Lecture seule.", updates=(body("Oui."),)
    )
    config = msgspec.structs.replace(CONFIG, languages=("en", "fr"))
    made = event(translated(PLANNED, french), path="fr/maintenance.ics", config=config)
    assert made["summary"] == "Mise à niveau"
    assert "Lecture seule." in made["description"]
    assert made["uid"] == event(PLANNED)["uid"]
    assert "/fr/maintenance/" in made["url"]


def test_the_same_state_gives_the_same_bytes_and_a_turn_a_new_key() -> None:
    def files(hours: float) -> tuple[bytes, bytes]:
        (made,) = calendar_artefacts(site_of(PLANNED, now=NOW + timedelta(hours=hours)))
        return made.key, made.render()

    assert files(0) == files(1)
    assert files(0) != files(24 * 8)
