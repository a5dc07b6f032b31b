"""The banner's files: small, public, and changing only with what they say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from statusgen.artefacts import Artefact
from statusgen.render.embed import embed_artefacts
from tests.render.markup import Document
from tests.render.shop import DAY, make_site
from tests.render.world import NOW, config, env

LANGUAGES = ("en", "fr")


def made(**options: object) -> dict[str, Artefact]:
    site = make_site(config(languages=LANGUAGES), **options)  # type: ignore[arg-type]
    return {artefact.path: artefact for artefact in embed_artefacts(site)}


def banners(**options: object) -> list[dict[str, Any]]:
    data = json.loads(made(**options)["embed.json"].render())
    found: list[dict[str, Any]] = data["banners"]
    return found


def test_there_are_data_a_script_and_a_page_in_each_language() -> None:
    assert set(made()) == {"embed.json", "embed.js", "embed.html", "fr/embed.html"}


def test_the_script_has_less_than_two_kilobytes() -> None:
    assert len(made()["embed.js"].render()) < 2000


def test_an_incident_comes_before_maintenance_to_come() -> None:
    first, second = banners()
    assert (first["start"], first["end"], first["tone"]) == (None, None, "partial_outage")
    assert (second["start"], second["end"]) == ("2026-12-01T02:00:00Z", "2026-12-01T04:00:00Z")


def test_maintenance_under_way_is_shown_until_it_ends() -> None:
    starts = NOW.replace(month=12, day=1, hour=2, minute=30)
    first, *_ = banners(active=False, now=starts)
    assert (first["start"], first["end"]) == (None, "2026-12-01T04:00:00Z")
    assert first["said"]["en"]["label"] == "Under maintenance"


def test_all_clear_says_nothing() -> None:
    assert banners(active=False, now=NOW + 30 * DAY) == []
    page = Document(made(active=False)["embed.html"].render().decode())
    assert "Northwind" not in page.one("body").text
    assert page.all("a") == []


def test_a_title_that_nobody_translated_says_its_language() -> None:
    said = banners(active=False)[0]["said"]["fr"]
    assert (said["lang"], said["title"]) == ("en", "Order database upgrade")
    assert said["label"] == "En maintenance"


def test_the_frame_is_no_page_for_search_engines() -> None:
    for path in ("embed.html", "fr/embed.html"):
        assert Document(made()[path].render().decode()).meta("robots") == "noindex"


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        pytest.param({"now": NOW + DAY}, set(), id="a-day-later"),
        pytest.param({"past": True}, set(), id="the-same"),
        pytest.param(
            {"active": False}, {"embed.json", "embed.html", "fr/embed.html"}, id="all-clear"
        ),
    ],
)
def test_keys_change_with_what_is_said_and_with_nothing_else(
    options: dict[str, Any], changed: set[str]
) -> None:
    shared = env(config(languages=LANGUAGES))
    site = make_site(shared.config, renderer=shared)
    other = make_site(shared.config, renderer=shared, **options)
    before, after = (
        {artefact.path: (artefact.key, artefact.render()) for artefact in embed_artefacts(one)}
        for one in (site, other)
    )
    assert {path for path in before if before[path] != after[path]} == changed
    assert {path for path in before if before[path][1] != after[path][1]} == changed
