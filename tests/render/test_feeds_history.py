"""``history.*``: an entry per incident, whose start stays while its news moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from statusgen.render.history_feeds import history_feeds
from tests.render.feed_reading import atom_faults, ids, read, titles
from tests.render.feed_samples import (
    NOW,
    Said,
    Sample,
    at,
    body,
    incident,
    maintenance,
    rendered,
    site_of,
)

TWICE = incident(
    "2026-11-23-checkout",
    Said("investigating", "2026-11-23 14:20", "We see it."),
    Said("identified", "2026-11-23 14:45", "A failover."),
)
PLANNED = maintenance(
    "2026-12-01-database",
    "2026-12-01 02:00/2026-12-01 04:00",
    Said("scheduled", "2026-11-20 09:00"),
)


def history(*samples: Sample, path: str = "history.atom", **options: object) -> bytes:
    return rendered(history_feeds(site_of(*samples, **options)))[path]  # type: ignore[arg-type]


def entry(*samples: Sample, **options: object) -> Any:
    (found,) = read(history(*samples, **options)).entries  # type: ignore[arg-type]
    return found


def test_each_incident_and_maintenance_is_one_entry_newest_first() -> None:
    assert titles(history(PLANNED, TWICE)) == ["Some customers cannot pay", "Database upgrade"]
    assert ids(history(PLANNED, TWICE)) == ids(history(PLANNED, TWICE, path="history.rss"))
    assert list(atom_faults(history(PLANNED, TWICE))) == []


def test_published_stays_at_the_start_and_updated_moves() -> None:
    first = incident("2026-11-23-checkout", Said("investigating", "2026-11-23 14:20"))
    before, after = entry(first), entry(TWICE)
    assert before.id == after.id
    assert before.published == after.published == "2026-11-23T14:20:00+00:00"
    assert before.updated == "2026-11-23T14:20:00+00:00"
    assert after.updated == "2026-11-23T14:45:00+00:00"


def test_an_edit_moves_updated_too() -> None:
    edited = incident(
        "a", Said("resolved", "2026-11-23 10:00", edited="2026-11-23 12:00"), title="Over"
    )
    assert entry(edited).updated == "2026-11-23T12:00:00+00:00"


def test_the_content_is_the_whole_course_newest_first_and_its_times_carry_their_year() -> None:
    html = entry(TWICE).content[0].value
    assert html.index("A failover.") < html.index("We see it.")
    assert "23 Nov 2026, 14:45 UTC" in html
    assert html.count("<hr") == 1


def test_the_summary_stands_above_the_course() -> None:
    text = msgspec.structs.replace(TWICE.texts[0], summary=body("Payments failed."))
    html = entry(Sample(TWICE.item, (text,))).content[0].value
    assert html.startswith("<p>Payments failed.</p>\n<hr")


def test_planned_maintenance_is_dated_when_it_was_announced_and_never_ahead() -> None:
    assert entry(PLANNED).published == "2026-11-20T09:00:00+00:00"
    silent = maintenance("a", "2026-12-01 02:00/2026-12-01 04:00")
    assert ids(history(silent)) == []
    assert entry(silent, now=at("2026-12-01 03:00")).published == "2026-12-01T02:00:00+00:00"


def test_the_fifty_newest_are_listed() -> None:
    many = [
        incident(f"i{n:02}", Said("resolved", f"{NOW - timedelta(hours=n + 1):%Y-%m-%d %H:%M}"))
        for n in range(60)
    ]
    listed = ids(history(*many))
    assert [name.rpartition("/")[2] for name in listed] == [f"i{n:02}" for n in range(50)]


def test_what_is_not_listed_does_not_change_it() -> None:
    def keys(*samples: Sample) -> set[bytes]:
        return {one.key for one in history_feeds(site_of(*samples))}

    many = [
        incident(f"i{n:02}", Said("resolved", f"{NOW - timedelta(hours=n + 1):%Y-%m-%d %H:%M}"))
        for n in range(55)
    ]
    assert keys(*many) == keys(*many[:50])
    assert keys(*many) != keys(*many[1:])


def test_a_title_of_which_nothing_is_left_becomes_the_id() -> None:
    nameless = incident("2026-11-23-a", Said("resolved", "2026-11-23 10:00"), title="\x00\ufffe")
    assert entry(nameless).title == "2026-11-23-a"
