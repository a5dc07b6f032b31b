"""Whoever gives a reader the address of a page is offered the feeds that belong to it."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from tests.render.shop import artefacts_of, make_site
from tests.render.world import config

BASE = "https://status.northwind.example/"
LINK = re.compile(
    r'<link rel="alternate" type="(application/[a-z+]+)" title="[^"]+" href="([^"]+)">'
)
KINDS = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}
SITE = {"feed.atom", "feed.rss", "feed.json"}


@pytest.fixture(scope="module")
def offered() -> dict[str, set[str]]:
    """Return the paths of the feeds that each page offers."""
    artefacts = {one.path: one for one in artefacts_of(make_site(config(languages=("en", "fr"))))}
    found: dict[str, set[str]] = {}
    for path, artefact in artefacts.items():
        if path.endswith(".html"):
            page = artefact.render().decode()
            if 'http-equiv="refresh"' in page:
                continue  # it leads from an old address to the new one
            links = LINK.findall(page)
            feeds = {urljoin(BASE + path, href).removeprefix(BASE): kind for kind, href in links}
            assert all(artefacts[feed].media_type.startswith(kind) for feed, kind in feeds.items())
            assert all(KINDS[feed.rpartition(".")[2]] == kind for feed, kind in feeds.items())
            found[path] = set(feeds)
    return found


@pytest.mark.parametrize(
    ("pages", "own"),
    [
        pytest.param(r"index\.html", (), id="front"),
        pytest.param(r"incidents/(.+)\.html", ("incidents/{}.atom",), id="incident"),
        pytest.param(r"maintenance/(.+)\.html", ("maintenance.atom",), id="maintenance"),
        pytest.param(
            r"components/(.+)\.html", ("components/{}.atom", "components/{}.rss"), id="component"
        ),
        pytest.param(r"history/index\.html", ("history.atom",), id="history"),
    ],
)
@pytest.mark.parametrize("home", ["", "fr/"])
def test_a_page_offers_the_sites_feeds_and_its_own(
    offered: dict[str, set[str]], home: str, pages: str, own: tuple[str, ...]
) -> None:
    matched = [(page, it) for page in offered if (it := re.fullmatch(home + pages, page))]
    assert matched
    for page, it in matched:
        wanted = {*SITE, *(feed.format(*it.groups()) for feed in own)}
        assert offered[page] == {home + feed for feed in wanted}, page
