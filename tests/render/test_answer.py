"""The headline and what is beside it."""

from __future__ import annotations

import msgspec
import pytest

from statusgen.derive.incidents import derive_incident, summarise
from statusgen.derive.site import derive_site
from statusgen.derive.values import SiteFacts, SiteState
from statusgen.model import ComponentStatus, Incident, Maintenance, Text
from statusgen.render.answer import Answer, answer
from statusgen.render.language import Language, make_language
from statusgen.render.theme import make_theme
from tests.render.shop import DAY, PAST, make_site
from tests.render.world import (
    DOWN,
    HOUR,
    MINUTE,
    NOW,
    OK,
    PARTIAL,
    SLOW,
    Words,
    config,
    incident,
    theme_layers,
)

CONFIG = config(languages=("en", "fr"))
UNTITLED = Text(language="en", title="Trouble")
ALL = tuple(component.id for component in CONFIG.components)


@pytest.fixture(scope="module")
def speech() -> dict[str, Language]:
    theme = make_theme(theme_layers())
    return {code: make_language(code, config=CONFIG, theme=theme) for code in CONFIG.languages}


def state(*incidents: Incident, maintenances: tuple[Maintenance, ...] = ()) -> SiteState:
    states = [derive_incident(one, CONFIG) for one in incidents]
    facts = SiteFacts(
        incidents=tuple(summarise(one, CONFIG, (UNTITLED,)) for one in states),
        maintenances=maintenances,
    )
    return derive_site(facts, Words(states, {}), CONFIG, now=NOW)


def going_on(*components: tuple[str, ComponentStatus]) -> Incident:
    """Return an incident of which the first update has been posted, and nothing has changed."""
    one = incident("bad", NOW - 15 * MINUTE, length=None, components=components)
    return msgspec.structs.replace(one, updates=one.updates[:1])


@pytest.mark.parametrize(
    ("statuses", "headline", "more", "tone"),
    [
        pytest.param(
            {"checkout": DOWN},
            "Customers cannot use Checkout",
            ["Everything else is working."],
            "major_outage",
            id="one-down",
        ),
        pytest.param(
            {"checkout": PARTIAL, "search": PARTIAL},
            "Some customers cannot use Checkout and Search",
            ["Everything else is working."],
            "partial_outage",
            id="two-in-part",
        ),
        pytest.param(
            {"checkout": DOWN, "search": SLOW, "tracking": PARTIAL},
            "Customers cannot use Checkout",
            [
                "Some customers cannot use Tracking.",
                "Search may be slow or unreliable.",
                "Everything else is working.",
            ],
            "major_outage",
            id="the-worst-first",
        ),
        pytest.param(
            dict.fromkeys(("checkout", "search", "product-pages", "basket"), SLOW),
            "Storefront may be slow or unreliable",
            ["Everything else is working."],
            "degraded_performance",
            id="a-group-stands-for-its-components",
        ),
        pytest.param(
            dict.fromkeys(ALL[:3] + ALL[4:6] + ALL[7:8], PARTIAL),
            "Some customers cannot use Checkout, Search, Product pages and 3 more",
            ["Everything else is working."],
            "partial_outage",
            id="too-many-to-name",
        ),
        pytest.param(
            dict.fromkeys(ALL, DOWN), "Northwind Shop is down", [], "major_outage", id="all-down"
        ),
        pytest.param(
            dict.fromkeys(ALL, PARTIAL),
            "Some customers cannot use Storefront, Payments, Delivery and 2 more",
            [],
            "partial_outage",
            id="nothing-is-left-that-works",
        ),
        pytest.param(
            {"checkout": OK},
            "We are looking into a problem",
            [],
            "degraded_performance",
            id="no-component-has-it",
        ),
    ],
)
def test_the_headline_says_what_customers_notice(
    speech: dict[str, Language],
    statuses: dict[str, ComponentStatus],
    headline: str,
    more: list[str],
    tone: str,
) -> None:
    said = answer(state(going_on(*statuses.items())), speech["en"], CONFIG)
    assert (said.headline, list(said.more), said.tone) == (headline, more, tone)


def said_of(site_state: SiteState, language: Language) -> Answer:
    return answer(site_state, language, CONFIG)


def test_all_clear_says_since_when(speech: dict[str, Language]) -> None:
    site = make_site(CONFIG, active=False)
    said = said_of(site.state, speech["en"])
    _, _, days, length, _, _ = PAST[0]
    assert said.headline == "All systems are working"
    assert said.more == ()
    assert said.tone == "operational"
    assert said.since == NOW - days * DAY - 5 * HOUR + length * MINUTE
    assert said.next_update is None
    assert said.working == ""


def test_a_site_that_never_had_trouble_says_no_time(speech: dict[str, Language]) -> None:
    assert said_of(state(), speech["en"]).since is None


def test_the_trouble_began_when_customers_were_first_affected(speech: dict[str, Language]) -> None:
    began = NOW - 2 * HOUR
    one = incident("bad", began, length=None, components=(("checkout", DOWN),))
    found = state(one)
    assert found.overall.since is not None
    assert found.overall.since > began  # it has been slow instead of down for a shorter time
    assert said_of(found, speech["en"]).since == began


def test_the_next_update_is_the_soonest_that_is_still_to_come(speech: dict[str, Language]) -> None:
    overdue = incident("old", NOW - 80 * MINUTE, length=None)  # promised for ten minutes ago
    soon = incident("new", NOW - 45 * MINUTE, length=None)
    assert said_of(state(overdue), speech["en"]).next_update == NOW - 10 * MINUTE
    assert said_of(state(overdue, soon), speech["en"]).next_update == NOW + 25 * MINUTE


def test_planned_work_is_said_to_be_planned(speech: dict[str, Language]) -> None:
    work = Maintenance(
        id="work",
        path="content/maintenance/work.md",
        components=(("search", ComponentStatus.UNDER_MAINTENANCE),),
        starts=NOW - HOUR,
        ends=NOW + HOUR,
        digest=b"w" * 16,
    )
    said = said_of(state(maintenances=(work,)), speech["en"])
    assert said.headline == "Planned work on Search is under way"
    assert said.tone == "under_maintenance"


def test_what_still_works_is_listed_by_group_where_it_is_long(speech: dict[str, Language]) -> None:
    said = said_of(state(going_on(("checkout", DOWN), ("refunds", SLOW))), speech["en"])
    assert said.working == (
        "Search, Product pages, Basket, Card payments, Gift cards, Delivery, Accounts "
        "and Partner API"
    )


def test_the_answer_is_given_in_the_reader_s_language(speech: dict[str, Language]) -> None:
    said = said_of(state(going_on(("checkout", DOWN))), speech["fr"])
    assert said.headline == "Service indisponible\xa0: Checkout"
    assert said.more == ("Tout le reste fonctionne.",)
