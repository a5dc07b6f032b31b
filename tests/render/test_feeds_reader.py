"""A year of edits, as a reader of feeds lives through it: each piece of news once, in order."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from tests.render.feed_desk import Desk

WEEKS = 24  #: of small incidents, which push all others out of the feeds


@pytest.fixture(scope="module")
def desk() -> Desk:
    """Return a desk after one long year."""
    desk = Desk(("feed.atom", "feed.rss", "history.atom"))
    a, b, m = "incidents/2026-01-12-pay.md", "incidents/2026-03-02-search.md", "maintenance/db.md"
    desk.publish("2026-01-01 09:00")

    desk.incident("2026-01-12-pay", "Customers cannot pya")
    desk.say(a, "Investigating — 2026-01-12 10:00", "We lok into it.")
    desk.publish("2026-01-12 10:01")
    desk.replace(a, "cannot pya", "cannot pay")
    desk.replace(a, "We lok", "We look")
    desk.publish("2026-01-12 10:09")
    desk.say(a, "Identified — 2026-01-12 10:30", "A failover.")
    desk.say(a, "Update — 2026-01-12 10:45", "Still at it.")
    desk.publish("2026-01-12 10:46")
    desk.say(a, "Resolved — 2026-01-12 11:00", "It works.")
    desk.publish("2026-01-12 11:01")
    desk.say(a, "Investigating — 2026-01-12 11:40", "It is back.")
    desk.publish("2026-01-12 11:41")
    desk.say(a, "Resolved — 2026-01-12 13:00", "It works for good.")
    desk.publish("2026-01-12 13:01")
    desk.replace(a, "Customers cannot pay", "Card payments failed twice")
    desk.publish("2026-01-13 09:00")

    desk.files[m] = (
        "---\ntitle: Database upgrade\ncomponents: [checkout]\n"
        "starts: 2026-02-10 02:00 UTC\nends: 2026-02-10 04:00 UTC\n---\n"
        "\n## Scheduled — 2026-02-03 09:00 UTC\n\nWe will upgrade.\n"
    )
    desk.publish("2026-02-03 09:01")
    desk.replace(m, "starts: 2026-02-10 02:00 UTC", "starts: 2026-02-10 01:00 UTC")
    desk.publish("2026-02-04 09:00")
    desk.publish("2026-02-10 01:00")
    desk.publish("2026-02-10 04:00")

    desk.incident("2026-03-02-search", "Search is slow", severity="P3")
    desk.say(b, "Investigating — 2026-03-02 08:00", "Looking.")
    desk.say(b, "Investigating — 2026-03-02 08:00", "Two people wrote at once.")
    desk.publish("2026-03-02 08:01")
    desk.say(b, "Resolved — 2026-03-02 08:30", "Fast again.")
    desk.publish("2026-03-02 08:31")
    renamed = [msgspec.structs.replace(one, name=f"{one.name} ™") for one in desk.config.components]
    desk.config = msgspec.structs.replace(desk.config, components=tuple(renamed))
    desk.publish("2026-03-03 09:00")
    desk.say(a, "Postmortem — 2026-03-09 12:00", "What we learned.")
    desk.publish("2026-03-09 12:01")

    for week in range(WEEKS):
        day = datetime(2026, 4, 1) + timedelta(weeks=week)  # noqa: DTZ001 - only its date is used
        name = f"{day:%Y-%m-%d}-blip"
        desk.incident(name, f"Blip {week}", severity="P3")
        desk.say(f"incidents/{name}.md", f"Investigating — {day:%Y-%m-%d} 10:00", "Hm.")
        desk.say(f"incidents/{name}.md", f"Resolved — {day:%Y-%m-%d} 10:20", "Gone.")
        desk.publish(f"{day:%Y-%m-%d} 10:21")
    desk.replace(b, "Fast again.", "Fast again, for all.")
    desk.publish("2026-12-31 09:00")
    return desk


NEWS = [
    "Investigating: Customers cannot pya (Checkout)",
    "Identified: Customers cannot pay (Checkout)",
    "Identified: Customers cannot pay (Checkout)",
    "Resolved: Customers cannot pay (Checkout)",
    "Investigating: Customers cannot pay (Checkout)",
    "Resolved: Customers cannot pay (Checkout)",
    "Scheduled: Database upgrade (Checkout)",
    "In progress: Database upgrade (Checkout)",
    "Completed: Database upgrade (Checkout)",
    "Investigating: Search is slow (Checkout)",
    "Investigating: Search is slow (Checkout)",
    "Resolved: Search is slow (Checkout)",
    "Postmortem: Card payments failed twice (Checkout ™)",
    *(
        f"{status}: Blip {week} (Checkout ™)"
        for week in range(WEEKS)
        for status in ("Investigating", "Resolved")
    ),
]


def test_a_reader_shows_each_update_once_and_in_order(desk: Desk) -> None:
    assert desk.readers["feed.atom"].shown == NEWS
    assert desk.readers["feed.rss"].shown == NEWS


def test_corrections_and_new_titles_reach_what_was_shown_without_showing_it_again(
    desk: Desk,
) -> None:
    # Two corrections of the first update; the new title, in six; the window, in one; the
    # component's name, in all but the ones that nobody lists any more.
    assert desk.readers["feed.atom"].silently_changed >= 1 + 6 + 1 + 12


def test_the_history_shows_an_incident_again_only_when_there_is_news_of_it(desk: Desk) -> None:
    shown = desk.readers["history.atom"].shown
    payments = [title for title in shown if "cannot" in title or title.startswith("Card")]
    assert payments == [
        "Customers cannot pya",
        *["Customers cannot pay"] * 4,
        "Card payments failed twice",
    ]
    assert shown.count("Database upgrade") == 3
    assert shown.count("Search is slow") == 2
    assert all(shown.count(f"Blip {week}") == 1 for week in range(WEEKS))
