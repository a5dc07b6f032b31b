"""The search's index: every incident once, and years gone by stand still."""

from __future__ import annotations

import json

import msgspec

from statusgen.derive.incidents import derive_incident, summarise
from statusgen.model import Text
from statusgen.render.search import search_artefacts
from statusgen.render.site import Site
from tests.render.markup import Document
from tests.render.shop import DAY, make_site, rendered
from tests.render.world import MINUTE, NOW, body, config, incident

SAID = (body("a"), body("b"), body("c"))


def with_years(*titles: str, languages: tuple[str, ...] = ("en",)) -> Site:
    """The shop with one more incident in each of the past years."""
    extra = tuple(
        (
            incident(f"past-{back}", NOW - back * 365 * DAY, length=40 * MINUTE),
            Text(language="en", title=title, updates=SAID),
        )
        for back, title in enumerate(titles, 1)
    )
    return make_site(config(languages=languages), active=False, extra=extra)


def keys(site: Site) -> dict[str, bytes]:
    return {artefact.path: artefact.key for artefact in search_artefacts(site)}


def rows(site: Site) -> dict[str, list[list[str]]]:
    return {artefact.path: json.loads(artefact.render()) for artefact in search_artefacts(site)}


def test_each_year_has_its_own_file_in_each_language() -> None:
    found = rows(with_years("One", "Two", languages=("en", "fr")))
    assert list(found) == [
        f"{folder}search/{year}.json" for year in (2026, 2025, 2024) for folder in ("", "fr/")
    ]


def test_every_incident_is_in_it_once_with_what_people_look_for() -> None:
    site = with_years('Café <b>& "bar"</b>')
    found = rows(site)
    ids = [row[0] for year in found.values() for row in year]
    assert ids == [summary.id for summary in site.state.incidents]
    assert found["search/2025.json"] == [
        ["past-1", 'Café <b>& "bar"</b>', "2025-11-23", "Checkout"],
    ]


def test_a_year_stands_still_while_another_changes() -> None:
    site = with_years("One", "Two")
    summaries = list(site.state.incidents)
    place = next(n for n, one in enumerate(summaries) if one.id == "past-1")
    edited = msgspec.structs.replace(summaries[place], listed=b"changed" * 2)
    summaries[place] = edited
    state = msgspec.structs.replace(site.state, incidents=tuple(summaries))
    before, after = keys(site), keys(Site(env=site.env, state=state, archive=site.archive))
    assert [path for path in before if before[path] != after[path]] == ["search/2025.json"]


def test_a_renamed_incident_is_found_under_its_new_id() -> None:
    one = incident("old", NOW - DAY, length=9 * MINUTE)
    new = msgspec.structs.replace(one, id="new")
    text = Text(language="en", title="Trouble", updates=SAID)
    before, after = (make_site(extra=((item, text),)) for item in (one, new))
    assert one.digest == new.digest
    assert keys(before)["search/2026.json"] != keys(after)["search/2026.json"]


def test_drafts_and_drills_cannot_be_found() -> None:
    one = msgspec.structs.replace(incident("drill", NOW - DAY, length=MINUTE), drill=True)
    text = Text(language="en", title="Drill", updates=SAID)
    assert summarise(derive_incident(one, config()), config(), (text,)).hidden
    site = make_site(extra=((one, text),))
    assert "drill" not in {row[0] for year in rows(site).values() for row in year}


def test_the_form_waits_for_the_script_and_the_months_do_not() -> None:
    page = Document(rendered(with_years("One"))["history/index.html"])
    (form,) = page.all("form")
    assert "hidden" in form.attributes
    assert form.attributes["data-years"] == "2026 2025"
    assert "2025-11.html" in " ".join(page.links())


def test_a_site_on_which_nothing_happened_has_nothing_to_search() -> None:
    site = make_site(active=False, past=False)
    assert keys(site) == {}
    assert Document(rendered(site)["history/index.html"]).all("form") == []
