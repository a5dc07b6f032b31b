"""Whatever is corrected afterwards, no reader shows it twice; what is new is shown once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.render.feed_desk import Desk, Reader

PAY, PLAN = "incidents/2026-06-01-pay.md", "maintenance/2026-06-20-database.md"
#: Enough before it that the feed is full and an archive is begun.
PAST = 17
NOW = "2026-06-20 09:00"


def desk_in_june() -> Desk:
    """Return a desk with more updates than a feed holds, an incident and a plan, all told of."""
    desk = Desk()
    for number in range(PAST):
        name = f"2026-05-{number + 1:02}-blip"
        desk.incident(name, f"Blip {number}")
        for status, minute in (("Investigating", "00"), ("Identified", "10"), ("Resolved", "20")):
            when = f"2026-05-{number + 1:02} 10:{minute}"
            desk.say(f"incidents/{name}.md", f"{status} — {when}", "Words.")
        if number == PAST // 2:
            desk.publish_with_archives(NOW)
    desk.incident("2026-06-01-pay", "Customers cannot pay")
    desk.say(PAY, "Investigating — 2026-06-01 10:00", "We look into it.")
    desk.say(PAY, "Identified — 2026-06-01 10:30", "A failover.")
    desk.say(PAY, "Resolved — 2026-06-01 11:00", "It works.")
    desk.files[PLAN] = (
        "---\ntitle: Database upgrade\ncomponents: [checkout]\ncreated: 2026-06-10 09:00 UTC\n"
        "starts: 2026-06-20 02:00 UTC\nends: 2026-06-20 04:00 UTC\n---\n"
    )
    desk.publish_with_archives(NOW)
    return desk


def news(desk: Desk, edit: Callable[[Desk], None]) -> dict[str, list[str]]:
    """Return what each reader shows of *edit* that shows anything."""
    readers: dict[str, Reader] = {**desk.readers, "follower": desk.follower}
    before = {name: len(reader.shown) for name, reader in readers.items()}
    edit(desk)
    desk.publish_with_archives(NOW)
    found = {name: reader.shown[before[name] :] for name, reader in readers.items()}
    return {name: shown for name, shown in found.items() if shown}


def mend_a_typo(desk: Desk) -> None:
    desk.replace(PAY, "A failover.", "A fail-over.")


def rename_the_title(desk: Desk) -> None:
    desk.replace(PAY, "Customers cannot pay", "Card payments failed")


def rename_the_file(desk: Desk) -> None:
    text = desk.files.pop(PAY).replace("---\n", "---\nid: 2026-06-01-pay\n", 1)
    desk.files["incidents/2026-06-01-card-payments.md"] = text


def delete_an_update(desk: Desk) -> None:
    desk.replace(PAY, "## Identified — 2026-06-01 10:30 UTC\n\nA failover.\n\n", "")


def delete_one_in_the_archive(desk: Desk) -> None:
    desk.replace("incidents/2026-05-01-blip.md", "## Identified — 2026-05-01 10:10 UTC", "")


def say_what_the_clock_said(desk: Desk) -> None:
    """The clock has told of these three; somebody finds words for them afterwards."""
    desk.say(PLAN, "Scheduled — 2026-06-10 09:00", "We will upgrade.")
    desk.say(PLAN, "In progress — 2026-06-20 02:00", "We have begun.")
    desk.say(PLAN, "Completed — 2026-06-20 04:00", "All is well.")


@pytest.mark.parametrize(
    "edit",
    [
        mend_a_typo,
        rename_the_title,
        rename_the_file,
        delete_an_update,
        delete_one_in_the_archive,
        say_what_the_clock_said,
    ],
)
def test_nothing_is_shown_again(edit: Callable[[Desk], None]) -> None:
    shown = news(desk_in_june(), edit)
    shown.pop("history.atom", None)  # there an entry is the whole incident: see below
    assert shown == {}


def test_an_update_inserted_earlier_is_the_only_news() -> None:
    def insert(desk: Desk) -> None:
        later = "## Identified — 2026-06-01 10:30 UTC"
        desk.replace(PAY, later, f"## Update — 2026-06-01 10:15 UTC\n\nA word more.\n\n{later}")

    told = ["Investigating: Customers cannot pay (Checkout)"]
    assert news(desk_in_june(), insert) == {
        "feed.atom": told,
        "feed.rss": told,
        "components/checkout.atom": told,
        "follower": told,
    }


def test_one_inserted_among_archived_ones_moves_the_others_and_is_found_once() -> None:
    def insert(desk: Desk) -> None:
        desk.say("incidents/2026-05-01-blip.md", "Update — 2026-05-01 10:15", "More.")

    told = ["Identified: Blip 0 (Checkout)"]
    assert news(desk_in_june(), insert) == {"follower": told}


def test_a_reopened_incident_is_news_and_what_was_said_before_is_not() -> None:
    told = ["Investigating: Customers cannot pay (Checkout)"]
    shown = news(
        desk_in_june(), lambda desk: desk.say(PAY, "Investigating — 2026-06-01 12:00", "Again.")
    )
    assert shown.pop("history.atom") == ["Customers cannot pay"]
    assert set(shown) == {"feed.atom", "feed.rss", "components/checkout.atom", "follower"}
    assert all(one == told for one in shown.values())


def test_an_edit_that_says_so_moves_updated_and_nothing_else() -> None:
    def edit(desk: Desk) -> None:
        heading = "## Identified — 2026-06-01 10:30 UTC\n"
        desk.replace(PAY, heading, f"{heading}Edited: 2026-06-01 12:00 UTC\n")
        desk.replace(PAY, "A failover.", "No failover.")

    told = ["Identified: Customers cannot pay (Checkout)"]
    assert news(desk_in_june(), edit) == {
        "feed.atom": told,
        "history.atom": ["Customers cannot pay"],
        "components/checkout.atom": told,
        "follower": told,
    }
