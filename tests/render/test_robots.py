"""Crawlers find every page that is worth finding, and stay away from the copies."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from statusgen.render.robots import robots_artefacts
from tests.render.feed_reading import xml
from tests.render.feed_samples import (
    CONFIG,
    Said,
    Sample,
    incident,
    maintenance,
    rendered,
    site_of,
)

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://status.northwind.example/"
SHOP = (
    incident("2026-11-23-checkout", Said("investigating", "2026-11-23 14:20")),
    incident("2026-10-02-search", Said("resolved", "2026-10-02 10:00")),
    maintenance(
        "2026-12-01-database",
        "2026-12-01 02:00/2026-12-01 04:00",
        Said("scheduled", "2026-11-20 09:00"),
    ),
)


def files(*samples: Sample, most: int = 50_000, **options: object) -> dict[str, bytes]:
    site = site_of(*samples, **options)  # type: ignore[arg-type]
    return rendered(robots_artefacts(site, most=most))


def locations(data: bytes) -> list[str]:
    return [node.text for node in xml(data).iter(f"{NAMESPACE}loc")]


def changed(data: bytes) -> dict[str, Any]:
    return {
        node.findtext(f"{NAMESPACE}loc").removeprefix(BASE): node.findtext(f"{NAMESPACE}lastmod")
        for node in xml(data)
    }


def test_the_sitemap_lists_every_page_with_the_time_of_its_last_change() -> None:
    assert changed(files(*SHOP)["sitemap.xml"]) == {
        "": None,
        "history/index.html": None,
        "components/checkout.html": None,
        "components/search.html": None,
        "components/partner-api.html": None,
        "history/2026-11.html": None,
        "history/2026-10.html": None,
        "maintenance/2026-12-01-database.html": "2026-11-20T09:00:00+00:00",
        "incidents/2026-11-23-checkout.html": "2026-11-23T14:20:00+00:00",
        "incidents/2026-10-02-search.html": "2026-10-02T10:00:00+00:00",
    }


def test_maintenance_that_nobody_dated_has_no_time() -> None:
    silent = maintenance("a", "2026-12-01 02:00/2026-12-01 04:00")
    assert changed(files(silent)["sitemap.xml"])["maintenance/a.html"] is None


def test_pages_of_every_language_are_listed() -> None:
    config = msgspec.structs.replace(CONFIG, languages=("en", "fr"))
    listed = locations(files(*SHOP, config=config)["sitemap.xml"])
    assert len(listed) == len(set(listed)) == 20
    assert f"{BASE}fr/index.html" in listed
    assert f"{BASE}fr/incidents/2026-10-02-search.html" in listed


@pytest.mark.parametrize("languages", [("en",), ("en", "fr")])
def test_more_addresses_than_a_sitemap_may_hold_are_split(languages: tuple[str, ...]) -> None:
    config = msgspec.structs.replace(CONFIG, languages=languages)
    whole = locations(files(*SHOP, config=config)["sitemap.xml"])
    made = files(*SHOP, config=config, most=4)
    index = locations(made["sitemap.xml"])
    assert xml(made["sitemap.xml"]).tag == f"{NAMESPACE}sitemapindex"
    parts = [made[address.removeprefix(BASE)] for address in index]
    assert all(len(locations(part)) <= 4 for part in parts)
    assert sorted(found for part in parts for found in locations(part)) == sorted(whole)


def test_robots_may_read_all_but_the_fallback_page() -> None:
    config = msgspec.structs.replace(
        CONFIG, languages=("en", "fr"), url="https://northwind.example/status/"
    )
    assert files(config=config)["robots.txt"].decode() == (
        "User-agent: *\n"
        "Disallow: /status/fallback.html\n"
        "Disallow: /status/fallback-planned.html\n"
        "Disallow: /status/fallback-partial.html\n"
        "\n"
        "Sitemap: https://northwind.example/status/sitemap.xml\n"
    )


def test_the_sitemap_has_a_new_key_when_an_incident_has_news() -> None:
    def keys(*samples: Sample) -> dict[str, bytes]:
        return {one.path: one.key for one in robots_artefacts(site_of(*samples))}

    more = incident(
        "2026-10-02-search",
        Said("resolved", "2026-10-02 10:00"),
        Said("postmortem", "2026-10-09 10:00"),
    )
    before, after = keys(*SHOP), keys(SHOP[0], more, SHOP[2])
    assert before["robots.txt"] == after["robots.txt"]
    assert before["sitemap.xml"] != after["sitemap.xml"]
