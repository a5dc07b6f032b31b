"""Archived feeds (RFC 5005): everything stays to be found, and what is full never changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from statusgen.render.feeds import incident_feed, update_feeds
from tests.render.feed_reading import ATOM, HISTORY, atom_faults, ids, links_of, xml
from tests.render.feed_samples import (
    NOW,
    Said,
    Sample,
    Shelf,
    incident,
    maintenance,
    rendered,
    site_of,
)

BASE = "https://status.northwind.example/"


def past(number: int, *more: Said) -> Sample:
    """Return an incident of three updates, the higher its *number* the longer ago."""
    begun = NOW - timedelta(hours=3 * number + 3)
    said = [
        Said(status, f"{begun + timedelta(minutes=20 * place):%Y-%m-%d %H:%M}", f"Words {place}.")
        for place, status in enumerate(("investigating", "identified", "resolved"))
    ]
    return incident(f"incident-{number:04}", *said, *more)


def archived(*samples: Sample) -> dict[str, bytes]:
    made = rendered(update_feeds(site_of(*samples)))
    return {path: data for path, data in made.items() if path.startswith("feed")}


def keys(*samples: Sample) -> dict[str, bytes]:
    return {one.path: one.key for one in update_feeds(site_of(*samples))}


def whole_feed(made: dict[str, bytes]) -> list[str]:
    """Return the ids that a client finds that follows RFC 5005 from ``feed.atom`` back."""
    found: list[str] = []
    path = "feed.atom"
    while path:
        found += [name for name in ids(made[path]) if name not in found]
        earlier = links_of(xml(made[path]), "prev-archive")
        path = earlier[0].removeprefix(BASE) if earlier else ""
    return found


@pytest.mark.parametrize(
    ("incidents", "archives"),
    [
        pytest.param(0, 0, id="nothing"),
        pytest.param(16, 0, id="all-in-the-feed"),
        pytest.param(17, 1, id="one-too-many"),
        pytest.param(33, 1, id="both-full"),
        pytest.param(34, 2, id="again-too-many"),
        pytest.param(70, 4, id="more"),
    ],
)
def test_a_client_finds_every_update_once_and_in_order(incidents: int, archives: int) -> None:
    made = archived(*[past(number) for number in range(incidents)])
    assert len(made) == 3 + archives
    assert whole_feed(made) == [
        f"tag:status.northwind.example,2026:incident/incident-{number:04}/{name}"
        for number in range(incidents)
        for name in reversed([said.id for said in past(number).item.updates])
    ]


def test_an_archive_is_full_and_says_that_it_is_one() -> None:
    made = archived(*[past(number) for number in range(60)])
    for number in (1, 2, 3):
        feed = xml(made[f"feed/{number}.atom"])
        assert len(feed.findall(f"{ATOM}entry")) == 50
        assert feed.find(f"{HISTORY}archive") is not None
        assert links_of(feed, "current") == [f"{BASE}feed.atom"]
        assert feed.findtext(f"{ATOM}id") == f"{BASE}feed.atom"
        assert list(atom_faults(made[f"feed/{number}.atom"])) == []
    assert xml(made["feed.atom"]).find(f"{HISTORY}archive") is None


def test_a_full_archive_never_changes() -> None:
    old = [past(number) for number in range(1, 60)]
    before, after = archived(*old), archived(past(0), *old)
    grown = {path for path in after if before.get(path) != after[path]}
    assert grown == {"feed.atom", "feed.rss", "feed.json"}
    before, after = archived(*old[20:]), archived(*old)
    assert {path for path in before if before[path] != after[path]} == grown


def test_only_what_lists_an_edited_incident_has_a_new_key() -> None:
    others = [past(number) for number in range(60) if number != 40]
    before = keys(*others, past(40))
    after = keys(*others, past(40, Said("postmortem", f"{NOW:%Y-%m-%d %H:%M}")))
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {
        *("feed.atom", "feed.rss", "feed.json"),
        *("feed/2.atom",),
        *("components/checkout.atom", "components/checkout.rss"),
    }


def test_an_incidents_feed_stands_still_whatever_happens_elsewhere() -> None:
    def own(*samples: Sample) -> tuple[bytes, bytes]:
        site = site_of(*samples)
        summary = next(one for one in site.state.incidents if one.id == "incident-0003")
        (made,) = incident_feed(site.env, site.archive.incident(summary), site.archive)
        return made.key, made.render()

    assert own(past(3)) == own(past(3), past(0), past(7))
    edited = own(past(3, Said("postmortem", f"{NOW:%Y-%m-%d %H:%M}")))
    assert own(past(3))[0] != edited[0]


def test_a_turn_of_a_maintenance_is_a_new_key_and_the_time_between_is_not() -> None:
    planned = maintenance(
        "a", "2026-11-24 02:00/2026-11-24 04:00", Said("scheduled", "2026-11-20 09:00")
    )

    def at(hours: float) -> bytes:
        site = site_of(planned, now=NOW + timedelta(hours=hours))
        return next(one.key for one in update_feeds(site) if one.path == "maintenance.atom")

    assert at(0) == at(10)
    assert len({at(0), at(11.5), at(14)}) == 3


def test_keys_need_no_incident_to_be_loaded() -> None:
    site = site_of(*[past(number) for number in range(60)])
    assert isinstance(site.archive, Shelf)
    asked = site.archive.asked
    listed = list(update_feeds(site))
    assert site.archive.asked == asked
    listed[0].render()
    assert site.archive.asked > asked


def test_two_updates_of_one_minute_stay_in_the_order_of_their_incident() -> None:
    when = f"{NOW - timedelta(hours=1):%Y-%m-%d %H:%M}"
    sample = incident(
        "a", Said("investigating", when, id="first"), Said("identified", when, id="second")
    )
    assert [name.rpartition("/")[2] for name in ids(archived(sample)["feed.atom"])] == [
        "second",
        "first",
    ]
