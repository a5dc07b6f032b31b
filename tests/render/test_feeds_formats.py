"""Feeds are valid in each format, tell the same in all of them, and keep their ids."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from statusgen.artefacts import Stage
from statusgen.model import Text
from statusgen.render.feeds import update_feeds
from tests.render.feed_reading import (
    ATOM,
    atom_faults,
    ids,
    links_of,
    read,
    rss_faults,
    titles,
    xml,
)
from tests.render.feed_samples import (
    CONFIG,
    DOWN,
    Said,
    Sample,
    body,
    incident,
    site_of,
    translated,
)
from tests.render.feed_shop import CHECKOUT, HOST, SHOP, content, feeds


@pytest.mark.parametrize("samples", [SHOP, ()], ids=["shop", "nothing-ever-happened"])
def test_feedparser_has_nothing_to_complain_of(samples: tuple[Sample, ...]) -> None:
    for path, data in feeds(*samples).items():
        if not path.endswith(".json"):
            read(data)


@pytest.mark.parametrize("samples", [SHOP, ()], ids=["shop", "nothing-ever-happened"])
def test_every_atom_feed_does_what_rfc_4287_requires(samples: tuple[Sample, ...]) -> None:
    made = feeds(*samples)
    faults = {path: list(atom_faults(data)) for path, data in made.items() if ".atom" in path}
    assert faults == {path: [] for path in faults}


def test_an_empty_feed_was_never_changed() -> None:
    assert read(feeds()["feed.atom"]).feed.updated == "1970-01-01T00:00:00+00:00"


@pytest.mark.parametrize("samples", [SHOP, ()], ids=["shop", "nothing-ever-happened"])
def test_every_rss_feed_has_what_rss_2_and_the_validator_ask_for(
    samples: tuple[Sample, ...],
) -> None:
    made = {path: data for path, data in feeds(*samples).items() if path.endswith(".rss")}
    assert {path: list(rss_faults(data)) for path, data in made.items()} == {
        path: [] for path in made
    }
    for path, data in made.items():
        (own,) = xml(data).find("channel").findall(f"{ATOM}link")
        assert own.get("href") == f"https://status.northwind.example/{path}"


def test_the_critic_would_find_a_fault() -> None:
    made = feeds(*SHOP)
    broken = {
        "feed.atom": [
            (b"tag:status", b"tog:status"),
            (b"&lt;p&gt;We see it.", b'&lt;script&gt;x&lt;/script&gt;&lt;a href="#x"&gt;'),
            (b"<updated>2026-11-23T14:45:00+00:00", b"<updated>2026-11-23T13:45:00+00:00"),
        ],
        "feed.rss": [
            (b'isPermaLink="false"', b'isPermaLink="true"'),
            (b"23 Nov 2026", b"23 Nov 26"),
            (b"<language>en</language>", b""),
        ],
    }
    for path, changes in broken.items():
        critic = atom_faults if path.endswith(".atom") else rss_faults
        for old, new in changes:
            assert old in made[path]
            assert list(critic(made[path].replace(old, new))) != [], new


def test_atom_and_rss_and_json_tell_the_same() -> None:
    made = feeds(*SHOP)
    items = json.loads(made["feed.json"])["items"]
    assert ids(made["feed.atom"]) == ids(made["feed.rss"]) == [item["id"] for item in items]
    assert titles(made["feed.atom"]) == [item["title"] for item in items]
    assert content(made["feed.atom"]) == items[0]["content_html"]
    assert content(made["feed.atom"]) == read(made["feed.rss"]).entries[0].description


def test_the_json_feed_is_version_1_1() -> None:
    feed = json.loads(feeds(*SHOP)["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://status.northwind.example/feed.json"
    assert feed["home_page_url"] == "https://status.northwind.example/"
    assert (feed["title"], feed["language"]) == ("Northwind Shop", "en")
    assert feed["authors"] == [
        {"name": "Northwind Shop", "url": "https://status.northwind.example/"}
    ]
    item = feed["items"][0]
    assert item["date_published"] == item["date_modified"] == "2026-11-23T14:45:00Z"
    assert item["tags"] == ["Identified", "Checkout"]


def test_a_configured_hub_is_named_in_every_format() -> None:
    hub = "https://hub.example/"
    made = feeds(*SHOP, config=msgspec.structs.replace(CONFIG, hub=hub))
    assert links_of(xml(made["feed.atom"]), "hub") == [hub]
    assert links_of(xml(made["feed.rss"]).find("channel"), "hub") == [hub]
    assert json.loads(made["feed.json"])["hubs"] == [{"type": "WebSub", "url": hub}]
    assert "hubs" not in json.loads(feeds(*SHOP)["feed.json"])


def test_every_address_in_a_feed_is_under_the_sites_own_path() -> None:
    config = msgspec.structs.replace(CONFIG, url="https://northwind.example/status/")
    for data in feeds(*SHOP, config=config).values():
        for found in re.findall(rb"https://northwind\.example/[^\s\"<&]*", data):
            assert found.startswith(b"https://northwind.example/status/")


def test_another_language_has_its_own_feeds_under_the_same_ids() -> None:
    french = Text(language="fr", title="Paiement en panne", updates=(body("Nous enquêtons."), None))
    sample = incident(
        "a",
        Said("investigating", "2026-11-23 14:20"),
        Said("identified", "2026-11-23 14:45", "Found."),
        components={"search": DOWN},
    )
    sample = translated(sample, french)
    config = msgspec.structs.replace(CONFIG, languages=("en", "fr"))
    made = feeds(sample, config=config)
    feed = read(made["fr/feed.atom"])
    assert xml(made["fr/feed.atom"]).get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert ids(made["fr/feed.atom"]) == ids(made["feed.atom"])
    assert feed.entries[1].title.endswith("Paiement en panne (Recherche)")
    assert feed.entries[1].link.startswith("https://status.northwind.example/fr/incidents/a.html")
    assert "Nous enquêtons." in content(made["fr/feed.atom"], 1)
    untranslated = content(made["fr/feed.atom"])
    assert '<div dir="auto" lang="en"><p>Found.</p></div>' in untranslated
    assert "<em>" in untranslated


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        pytest.param("https://Status.Example:8443/", "status.example", id="port-and-case"),
        pytest.param("https://münchen.example/", "xn--mnchen-3ya.example", id="other-script"),
        pytest.param("http://[::1]:8000/", "1", id="address"),
    ],
)
def test_ids_are_of_the_host_alone(url: str, authority: str) -> None:
    made = feeds(CHECKOUT, config=msgspec.structs.replace(CONFIG, url=url))
    assert ids(made["feed.rss"])[0].startswith(f"tag:{authority},2026:")


def test_an_update_keeps_its_id_when_its_time_is_corrected_across_a_year() -> None:
    before = Said("investigating", "2026-01-01 00:05", id="20260101T0005Z")
    after = Said("investigating", "2025-12-31 23:55", id="20260101T0005Z")
    assert ids(feeds(incident("a", before))["feed.atom"]) == ids(
        feeds(incident("a", after))["feed.atom"]
    )


def test_an_imported_update_keeps_the_year_in_which_it_was_posted() -> None:
    said = Said("resolved", "2025-12-31 23:55", id="9zk3l2x8w4qp", posted="2026-01-01 00:10")
    assert ids(feeds(incident("a", said))["feed.atom"]) == [f"{HOST},2026:incident/a/9zk3l2x8w4qp"]


def test_the_same_state_gives_the_same_bytes() -> None:
    assert feeds(*SHOP) == feeds(*SHOP)


def test_feeds_come_last_and_archives_before_what_points_at_them() -> None:
    many = [
        incident(f"i{n}", Said("resolved", f"2026-11-{n % 20 + 1:02} 10:{n:02}")) for n in range(55)
    ]
    stages = {one.path: one.stage for one in update_feeds(site_of(*many))}
    assert stages["feed.atom"] is Stage.FRONT
    assert stages["feed/1.atom"] is Stage.PAGE
