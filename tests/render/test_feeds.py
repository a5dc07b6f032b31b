"""Feeds with an entry per update: what is in them, in what order, and under which name."""

from __future__ import annotations

import re

import msgspec
import pytest

from statusgen.model import ComponentStatus
from statusgen.render.feeds import incident_feed
from tests.render.feed_reading import ids, read, titles
from tests.render.feed_samples import (
    CONFIG,
    DOWN,
    NOW,
    Said,
    Sample,
    at,
    incident,
    maintenance,
    rendered,
    site_of,
)
from tests.render.feed_shop import CHECKOUT, HOST, SHOP, content, feeds


def own_feed(sample: Sample, **options: object) -> bytes:
    site = site_of(sample, **options)  # type: ignore[arg-type]
    state = site.archive.incident(site.state.incidents[0])
    return next(iter(rendered(incident_feed(site.env, state, site.archive)).values()))


def test_there_is_a_feed_of_everything_of_maintenance_and_of_each_component() -> None:
    assert set(feeds(*SHOP)) == {
        *("feed.atom", "feed.rss", "feed.json", "maintenance.atom"),
        *("history.atom", "history.rss"),
        *("components/checkout.atom", "components/checkout.rss"),
        *("components/search.atom", "components/search.rss"),
        *("components/partner-api.atom", "components/partner-api.rss"),
    }


def test_each_update_is_an_entry_newest_first_and_so_is_each_turn_of_a_maintenance() -> None:
    assert ids(feeds(*SHOP)["feed.atom"]) == [
        f"{HOST},2026:incident/2026-11-23-checkout/20261123T1445Z",
        f"{HOST},2026:incident/2026-11-23-checkout/20261123T1420Z",
        f"{HOST},2026:maintenance/2026-11-20-database/completed",
        f"{HOST},2026:maintenance/2026-11-20-database/in-progress",
        f"{HOST},2026:maintenance/2026-11-20-database/20261118T0900Z",
    ]


def test_titles_carry_the_status_and_the_component() -> None:
    assert titles(feeds(*SHOP)["feed.atom"]) == [
        "Identified: Some customers cannot pay (Checkout)",
        "Investigating: Some customers cannot pay (Checkout)",
        "Completed: Database upgrade (Checkout)",
        "In progress: Database upgrade (Checkout)",
        "Scheduled: Database upgrade (Checkout)",
    ]


@pytest.mark.parametrize(
    ("title", "components", "expected"),
    [
        pytest.param("Checkout is down", ["checkout"], "Checkout is down", id="names-it-already"),
        pytest.param("Slow", ["checkout", "search"], "Slow (Checkout, Search)", id="two"),
        pytest.param(
            "Search is slow", ["checkout", "search"], "Search is slow (Checkout)", id="one"
        ),
        pytest.param("Slow", [], "Slow", id="none"),
    ],
)
def test_a_title_names_the_components_that_it_does_not_name_itself(
    title: str, components: list[str], expected: str
) -> None:
    sample = incident(
        "a",
        Said("investigating", "2026-11-23 14:20"),
        title=title,
        components=dict.fromkeys(components, DOWN),
    )
    assert titles(feeds(sample)["feed.atom"]) == [f"Investigating: {expected}"]


def test_more_than_three_components_are_counted() -> None:
    component = msgspec.structs.replace(CONFIG.components[2], name="x")
    many = tuple(msgspec.structs.replace(component, id=f"c{n}", name=f"Part {n}") for n in range(6))
    config = msgspec.structs.replace(CONFIG, components=many, groups=())
    sample = incident(
        "a",
        Said("investigating", "2026-11-23 14:20"),
        title="Slow",
        components={one.id: DOWN for one in many},
    )
    assert titles(feeds(sample, config=config)["feed.atom"]) == [
        "Investigating: Slow (Part 0, Part 1, Part 2 and 3 more)"
    ]


def test_resolved_names_the_components_that_it_brought_back() -> None:
    sample = incident(
        "a",
        Said("investigating", "2026-11-23 14:20"),
        Said("resolved", "2026-11-23 14:45"),
        Said("postmortem", "2026-11-23 14:50"),
    )
    assert titles(feeds(sample)["feed.atom"])[:2] == [
        "Postmortem: Some customers cannot pay (Checkout)",
        "Resolved: Some customers cannot pay (Checkout)",
    ]


def test_the_content_says_everything_without_any_style() -> None:
    assert content(feeds(*SHOP)["feed.atom"], 1) == (
        "<p><strong>Investigating</strong> · 23 Nov 2026, 14:20 UTC</p>\n"
        "<p>We see it.</p>\n"
        "<p>Affected components:</p>\n"
        "<ul><li>Checkout: Major outage</li></ul>\n"
        "<p>Next update by 23 Nov 2026, 14:50 UTC.</p>"
    )
    assert "<li>Checkout: Partial outage (was: Major outage)</li>" in content(
        feeds(*SHOP)["feed.atom"]
    )


def test_maintenance_says_when_it_is_planned_and_what_customers_will_notice() -> None:
    scheduled = content(feeds(*SHOP)["maintenance.atom"], -1)
    assert "<p>Planned for 20 Nov 2026, 02:00–04:00 UTC.</p>" in scheduled
    assert "<p>Orders are read-only.</p>" in scheduled
    assert "We will upgrade." in scheduled


def test_links_in_the_words_are_absolute() -> None:
    sample = incident(
        "a",
        Said(
            "investigating",
            "2026-11-23 14:20",
            html='<p><a href="about.html">x</a> <a href="https://a.example/">y</a></p>',
        ),
    )
    assert re.findall(r'href="([^"]*)"', content(feeds(sample)["feed.atom"])) == [
        "https://status.northwind.example/about.html",
        "https://a.example/",
    ]


def test_no_address_in_the_words_needs_a_page_around_it() -> None:
    sample = incident(
        "a",
        Said(
            "investigating",
            "2026-11-23 14:20",
            html='<p><a href="#below">a</a> <a href="//cdn.example/x">b</a> <a href="">c</a></p>',
        ),
    )
    page = "https://status.northwind.example/incidents/a.html"
    words = content(feeds(sample)["feed.atom"])
    assert re.findall(r'href="([^"]*)"', words) == [
        *(f"{page}#below", "https://cdn.example/x", page)
    ]


def test_what_is_read_from_the_right_says_so_itself() -> None:
    config = msgspec.structs.replace(CONFIG, languages=("en", "ar"))
    made = feeds(CHECKOUT, config=config)
    words = content(made["ar/feed.atom"])
    assert re.match(r'<div dir="rtl" lang="ar">|<div lang="ar" dir="rtl">', words)
    assert '<div dir="auto" lang="en"><p>A failover.</p></div>' in words
    assert "dir=" not in content(made["feed.atom"])


def test_an_entry_leads_to_its_update_on_the_page() -> None:
    entry = read(feeds(*SHOP)["feed.atom"]).entries[0]
    address = "https://status.northwind.example/incidents/2026-11-23-checkout.html"
    assert entry.link == f"{address}#20261123T1445Z"


def test_published_is_the_updates_time_and_updated_moves_with_an_edit() -> None:
    sample = incident(
        "a",
        Said("investigating", "2026-11-23 14:20", edited="2026-11-23 14:33"),
        Said("identified", "2026-11-23 14:25"),
    )
    feed = read(feeds(sample)["feed.atom"])
    newest, first = feed.entries
    assert (first.published, first.updated) == (
        "2026-11-23T14:20:00+00:00",
        "2026-11-23T14:33:00+00:00",
    )
    assert newest.updated == newest.published == "2026-11-23T14:25:00+00:00"
    assert feed.feed.updated == "2026-11-23T14:33:00+00:00"


def test_what_is_dated_ahead_waits_for_its_time() -> None:
    planned = maintenance(
        "a",
        "2026-11-24 02:00/2026-11-24 04:00",
        Said("scheduled", "2026-11-20 09:00"),
        Said("in_progress", "2026-11-24 02:05"),
    )
    assert len(ids(feeds(planned)["feed.atom"])) == 1
    later = ids(feeds(planned, now=at("2026-11-24 02:05"))["feed.atom"])
    assert [name.rpartition("/")[2] for name in later] == [
        "20261124T0205Z",
        "in-progress",
        "20261120T0900Z",
    ]


def test_maintenance_that_nobody_dated_is_told_of_when_it_begins() -> None:
    silent = maintenance(
        "a",
        "2026-11-24 02:00/2026-11-24 04:00",
    )
    assert ids(feeds(silent)["feed.atom"]) == []
    assert len(ids(feeds(silent, now=at("2026-11-24 03:00"))["feed.atom"])) == 1


def test_a_component_has_what_touched_it_and_no_more() -> None:
    made = feeds(
        *SHOP, incident("b", Said("resolved", "2026-11-22 10:00"), components={"search": DOWN})
    )
    assert ids(made["components/search.atom"]) == [f"{HOST},2026:incident/b/20261122T1000Z"]
    assert len(ids(made["components/checkout.rss"])) == 5
    assert ids(made["components/partner-api.atom"]) == []


def test_an_incidents_own_feed_has_its_updates_under_the_same_ids() -> None:
    own = own_feed(CHECKOUT)
    assert ids(own) == ids(feeds(CHECKOUT)["feed.atom"])
    assert read(own).feed.title == "Some customers cannot pay – Northwind Shop"


def test_cancelled_maintenance_is_told_of() -> None:
    off = maintenance(
        "a",
        "2026-11-24 02:00/2026-11-24 04:00",
        Said("scheduled", "2026-11-20 09:00"),
        Said("cancelled", "2026-11-21 09:00", "Not now."),
    )
    assert (
        titles(feeds(off, now=NOW)["maintenance.atom"])[0]
        == "Cancelled: Database upgrade (Checkout)"
    )


def test_an_update_says_the_status_that_it_keeps() -> None:
    sample = incident(
        "a",
        Said("investigating", "2026-11-23 14:20"),
        Said("investigating", "2026-11-23 14:40", says_update=True),
    )
    assert titles(feeds(sample)["feed.atom"])[0].startswith("Investigating: ")


def test_component_statuses_have_a_name_in_every_feed() -> None:
    for status in ComponentStatus:
        sample = incident(
            "a", Said("investigating", "2026-11-23 14:20"), components={"checkout": status}
        )
        assert "Checkout" in titles(feeds(sample)["feed.atom"])[0]
