"""Pages of incidents and maintenance, which stand still, and those of their past."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from statusgen.artefacts import Artefact, CachePolicy, Stage
from statusgen.config import Alternative
from statusgen.derive.maintenance import derive_maintenance
from statusgen.model import Maintenance, UpdateStatus
from statusgen.render.archive import incident_artefacts, maintenance_artefacts
from statusgen.render.everything import site_artefacts
from statusgen.render.fallback import MOST_BYTES, render_fallback
from statusgen.render.scenarios import Scenario
from statusgen.render.site import Site
from tests.render.catalogues import CODES
from tests.render.markup import Document
from tests.render.shop import DAY, artefacts_of, maintenances, make_site, rendered
from tests.render.world import HOUR, MINUTE, NOW, Words, config, env, incident

BAD = "incidents/2026-11-23-checkout.html"


def keys(site: Site) -> dict[str, bytes]:
    return {artefact.path: artefact.key for artefact in artefacts_of(site)}


def page(site: Site, path: str) -> Document:
    return Document(rendered(site)[path])


def test_an_incident_s_page_is_the_same_whatever_else_goes_on() -> None:
    calm = make_site(active=False)
    bad = make_site(renderer=calm.env)
    later = make_site(renderer=calm.env, now=NOW + 3 * DAY)
    path = "incidents/2026-11-12-outage.html"
    assert keys(calm)[path] == keys(bad)[path] == keys(later)[path]
    assert rendered(calm)[path] == rendered(bad)[path] == rendered(later)[path]


def test_only_what_an_edit_touches_has_a_new_key() -> None:
    before = make_site()
    other = incident(
        "2024-01-05-old", datetime.fromisoformat("2024-01-05T10:00+00:00"), length=HOUR
    )
    text = before.archive.original(before.state.incidents[-1].path)
    after = make_site(extra=((other, text),), renderer=before.env)
    old, new = keys(before), keys(after)
    changed = {path for path in new if path.endswith(".html") and old.get(path) != new[path]}
    assert changed == {
        "incidents/2024-01-05-old.html",
        "history/2024-01.html",
        "history/2026-05.html",  # has an older month beside it now
        "history/index.html",
        "components/checkout.html",
    }


def test_the_same_key_gives_the_same_bytes() -> None:
    one, two = make_site(), make_site(now=NOW + MINUTE)
    kept: dict[bytes, bytes] = {}
    for site in (one, two):
        for artefact in artefacts_of(site):
            if artefact.path.endswith(".html"):
                data = artefact.render()
                assert kept.setdefault(artefact.key, data) == data, artefact.path


def test_a_page_that_points_at_others_comes_after_them() -> None:
    stages = {artefact.path: artefact.stage for artefact in artefacts_of(make_site())}
    assert stages["index.html"] is Stage.FRONT
    assert stages["history/index.html"] is Stage.FRONT
    assert stages[BAD] is Stage.PAGE
    assert stages["history/2026-11.html"] is Stage.PAGE


def test_the_newest_update_comes_first_and_each_has_its_own_address() -> None:
    shown = page(make_site(), BAD)
    labels = [words for level, words in shown.headings() if level == 3]
    assert labels == ["Monitoring", "Identified", "Investigating"]
    anchors = [e.attributes.get("id") for e in shown.all("li") if e.attributes.get("id")]
    assert anchors == ["20261123T1443Z", "20261123T1435Z", "20261123T1415Z"]


def test_an_incident_says_what_it_did_to_components_and_for_how_long() -> None:
    site = make_site()
    text = page(site, BAD).words()
    assert "Checkout Degraded performance Search Degraded performance" in text
    assert "Checkout: Major outage → Degraded performance" in text
    assert "Checkout: Major outage Search: Degraded performance Card payments: Partial" in text
    past = page(site, "incidents/2026-11-12-outage.html").words()
    assert "Ended 12 Nov 2026, 10:28 GMT Duration 38 minutes" in past
    assert "Checkout Major outage" in past


def test_the_document_s_title_says_the_state() -> None:
    site = make_site()
    titles = {path: page(site, path).one("title").text for path in ("index.html", BAD)}
    assert titles == {
        "index.html": "Some customers cannot use Card payments – Northwind Shop",
        BAD: "Monitoring: Some customers cannot check out – Northwind Shop",
    }
    assert page(site, BAD).meta("og:type") == "article"
    assert "Monitoring. Since 23 Nov 2026, 14:05 GMT." in str(page(site, BAD).meta("description"))


def test_an_untranslated_incident_is_marked_in_the_reader_s_language() -> None:
    site = make_site(config(languages=("en", "fr")))
    translated, original = (
        page(site, f"fr/{BAD}"),
        page(site, "fr/incidents/2026-11-12-outage.html"),
    )
    assert translated.words("h1") == "Certains clients ne peuvent pas payer"
    assert "lang" not in translated.one("h1").attributes
    # An update that nobody translated says so for itself.
    marked = [e for e in translated.with_class("muted") if "original en anglais" in e.text]
    assert len(marked) == 1
    foreign = [e for e in translated.with_class("prose") if e.attributes.get("lang") == "en"]
    assert len(foreign) == 1
    assert foreign[0].text.strip().startswith("A database failover")
    assert original.one("h1").attributes["lang"] == "en"
    mark = "Pas encore traduit\xa0: voici l’original en anglais."
    assert original.one("main").text.count(mark) == 1  # for all of it, and not for each update


def test_an_old_address_leads_to_the_new_one() -> None:
    site = make_site(config(languages=("en", "fr")))
    for prefix in ("", "fr/"):
        moved = page(site, f"{prefix}incidents/2026-11-23-shop-down.html")
        assert moved.meta("refresh") == "0; url=2026-11-23-checkout.html"
        assert moved.meta("robots") == "noindex"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"draft": True}, "This is a draft.", id="draft"),
        pytest.param({"drill": True}, "This is a drill.", id="drill"),
    ],
)
def test_what_is_not_public_says_so_in_previews(change: dict[str, bool], words: str) -> None:
    site = make_site()
    bad = msgspec.structs.replace(site.state.active[0].incident, **change)
    state = msgspec.structs.replace(site.state.active[0], incident=bad)
    shown = Document(next(incident_artefacts(site.env, state, site.archive)).render().decode())
    assert words in shown.one("main").text
    assert shown.meta("robots") == "noindex"


def maintenance_page(now: datetime, change: UpdateStatus | None = None) -> Document:
    (planned, _), texts = maintenances()
    if change is not None:
        planned = _with_update(planned, change)
    state = derive_maintenance(planned, config(), now=now)
    (text,) = texts[planned.path]
    text = msgspec.structs.replace(text, updates=text.updates * len(planned.updates))
    words = Words((), {planned.path: (text,)})
    made: Artefact = next(maintenance_artefacts(env(config()), state, words))
    return Document(made.render().decode())


def _with_update(planned: Maintenance, status: UpdateStatus) -> Maintenance:
    at = planned.starts - timedelta(minutes=30)
    update = msgspec.structs.replace(planned.updates[0], id="x", status=status, at=at)
    return msgspec.structs.replace(planned, updates=(planned.updates[0], update))


@pytest.mark.parametrize(
    ("hours", "change", "label", "tone"),
    [
        pytest.param(-3, None, "Scheduled", "s-under_maintenance", id="before"),
        pytest.param(1, None, "In progress", "s-under_maintenance", id="within"),
        pytest.param(3, None, "Completed", "s-operational", id="after"),
        pytest.param(1, UpdateStatus.CANCELLED, "Cancelled", "s-unknown", id="called-off"),
    ],
)
def test_a_maintenance_s_page_says_where_it_stands(
    hours: int, change: UpdateStatus | None, label: str, tone: str
) -> None:
    shown = maintenance_page(maintenances()[0][0].starts + hours * HOUR, change)
    status = shown.with_class("status")[0]
    assert status.text.strip() == label
    assert tone in str(status.attributes["class"])
    text = shown.words()
    assert "When 1 Dec 2026, 02:00–04:00 GMT Duration 2 hours Affected Checkout" in text


def test_the_index_counts_what_happened_in_each_month() -> None:
    shown = page(make_site(), "history/index.html")
    months = [" ".join(e.text.split()) for e in shown.all("li") if "incident" in e.text]
    assert months == [
        "November 6 incidents and 1 maintenance",
        "October 1 incident",
        "September 1 incident",
        "August 1 incident",
        "May 1 incident",
    ]


def test_a_month_lists_its_days_and_leads_to_the_months_beside_it() -> None:
    shown = page(make_site(), "history/2026-10.html")
    assert shown.headings() == [(1, "October 2026"), (2, "Wednesday 21 October")]
    assert "10:50–12:05 BST (1 hour 15 minutes)" in shown.words()
    beside = {
        a.attributes["rel"]: a.attributes["href"] for a in shown.all("a") if "rel" in a.attributes
    }
    assert beside == {"prev": "../history/2026-09.html", "next": "../history/2026-11.html"}


def test_a_site_without_a_past_says_so() -> None:
    empty = make_site(active=False, past=False)
    assert "Nothing has happened yet." in page(empty, "history/index.html").one("main").text


def test_a_component_s_page_has_its_days_its_months_and_its_incidents() -> None:
    shown = page(make_site(), "components/checkout.html")
    assert [words for _, words in shown.headings()][:5] == [
        "Checkout",
        "The last 90 days",
        "Planned maintenance",
        "Order database upgrade",
        "Uptime by month",
    ]
    text = shown.words()
    assert "trouble on 2 days, most recently on 23 November" in text
    assert "October 2026 100%" in text
    assert "November 2026" not in text  # it goes on, and would change all the time
    assert "The shop could not be reached" in text
    assert "Refunds were late" not in text


def test_a_component_s_page_does_not_change_with_every_minute() -> None:
    early, late = make_site(now=NOW), make_site(now=NOW + 5 * HOUR)
    assert early.state.as_of == late.state.as_of
    quiet = [path for path in keys(early) if path.startswith("components/") and path.endswith("l")]
    assert {p: keys(early)[p] for p in quiet} == {p: keys(late)[p] for p in quiet}


#: A scenario's words in English; those of the full outage are the response plan's.
SAID = {
    Scenario.FULL: (
        "We are currently experiencing technical issues and are working to resolve them. "
        "Thank you for your patience."
    ),
    Scenario.PLANNED: (
        "We are currently carrying out planned maintenance. We will be back as soon as it is "
        "complete. Thank you for your patience."
    ),
    Scenario.PARTIAL: (
        "We are currently experiencing technical issues with this part and are working to "
        "resolve them. Everything else is open. Thank you for your patience."
    ),
}


@pytest.mark.parametrize("scenario", Scenario)
def test_a_fallback_page_speaks_every_language_and_is_never_kept(scenario: Scenario) -> None:
    site = make_site(config(languages=("en", "fr")))
    (made,) = [a for a in site_artefacts(site) if a.path == scenario.path]
    shown = Document(made.render().decode())
    assert made.cache is CachePolicy.NEVER
    assert shown.meta("robots") == "noindex"
    voices = {e.attributes["lang"]: " ".join(e.text.split()) for e in shown.all("section")}
    assert list(voices) == ["en", "fr"]
    assert SAID[scenario] in voices["en"]
    assert SAID[scenario] not in voices["fr"]
    assert "Commander par téléphone" in voices["fr"]
    links = shown.links()
    assert links.count("mailto:help@northwind.example") == 1
    assert "https://status.northwind.example/" in links
    assert "https://status.northwind.example/fr/index.html" in links
    assert "tel:+442079460000" in links
    assert not [
        link for link in links if not link.startswith(("https:", "tel:", "mailto:", "data:", "#"))
    ]


def test_a_fallback_page_that_would_be_too_large_leaves_out_what_matters_least() -> None:
    large = b"<svg viewBox='0 0 90 10'/>" + b" " * 2900
    codes = ("en", "fr", "de", "es", "it", "nl", "pl", "pt", "sv", "ja", "ar", "zh")
    ways = tuple(Alternative(label="Another way to order " * 6) for _ in range(3))
    brand = msgspec.structs.replace(config().brand, logo="logo.svg")
    few = env(config(brand=brand), logo=large)
    some = env(config(brand=brand, languages=codes), logo=large)
    many = env(config(brand=brand, languages=codes, alternatives=ways), logo=large)
    pages = [render_fallback(one, Scenario.FULL) for one in (few, some, many)]
    assert [b"data:image/svg+xml" in page for page in pages] == [True, False, False]
    assert [page.count(b"<ul>") for page in pages] == [1, 12, 1]
    # That one is for all readers: outside of the languages, of which they see theirs alone.
    within = [page.rpartition(b"</section>")[0].count(b"<ul>") for page in pages]
    assert within == [1, 12, 0]
    assert all(len(page) <= MOST_BYTES for page in pages)


@pytest.mark.parametrize("scenario", Scenario)
def test_all_languages_that_come_with_statusgen_have_room_in_the_fallback_page(
    scenario: Scenario,
) -> None:
    page = render_fallback(env(config(languages=("en", *CODES))), scenario)
    assert len(page) <= MOST_BYTES
    assert page.count(b"<section ") == 1 + len(CODES)
    assert b"tel:+442079460000" in page


def test_the_fallback_page_may_ask_the_status_page_alone() -> None:
    page = render_fallback(env(config(url="https://x.example/status/")), Scenario.FULL)
    assert b"connect-src &#39;self&#39; https://x.example;" in page


def test_the_fallback_page_does_not_depend_on_how_things_are() -> None:
    calm = make_site(active=False)
    bad = make_site(renderer=calm.env)
    assert keys(calm)["fallback.html"] == keys(bad)["fallback.html"]


def test_the_page_for_what_is_not_found_works_at_any_address() -> None:
    shown = page(make_site(), "404.html")
    assert all(
        link.startswith(("https:", "mailto:", "tel:", "data:", "#")) for link in shown.links()
    )
