"""What a content file may refer to, and what is offered where it refers to nothing."""

import pytest

from statusgen.config import Component, Config
from statusgen.errors import Location
from statusgen.model import ComponentStatus, Severity
from statusgen.parse.context import (
    ParseContext,
    component_status,
    component_status_problem,
    listing,
    severity_of,
    severity_problem,
    short,
    suggest,
)

AT = Location("x.md", 3, 4)
CONTEXT = ParseContext(
    Config(
        name="Shop",
        url="https://status.shop.example/",
        timezone="Europe/London",
        components=(
            Component(id="checkout", name="Paying", names={"fr": "Paiement"}),
            Component(id="partner-api", name="API"),
            Component(id="public-api", name="API"),
            Component(id="api", name="Checkout"),
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("checkout", "checkout", id="id-before-another's-name"),
        pytest.param("CheckOut", "checkout", id="in-any-case"),
        pytest.param("Partner_API", "partner-api", id="with-underscores"),
        pytest.param(" partner  api ", "partner-api", id="with-spaces"),
        pytest.param("paying", "checkout", id="by-its-name"),
        pytest.param("Paiement", "checkout", id="by-its-name-in-another-language"),
        pytest.param("API", "api", id="a-name-of-two-that-is-the-id-of-a-third"),
        pytest.param("chekout", None, id="misspelt"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_component_is_found_by_id_or_name(text: str, expected: str | None) -> None:
    assert CONTEXT.component(text) == expected


def test_a_name_that_two_components_share_means_neither() -> None:
    config = Config(
        name="Shop",
        url="https://status.shop.example/",
        components=(Component(id="a", name="Same"), Component(id="b", name="Same")),
    )
    assert ParseContext(config).component("Same") is None


def test_a_component_that_is_none_is_told_with_the_nearest() -> None:
    assert str(CONTEXT.component_problem("Partner IPA", at=AT)) == (
        "x.md:3:4: there is no component 'Partner IPA'\n  hint: did you mean 'partner-api'?"
    )
    assert CONTEXT.component_problem("unicorn", at=AT).hint == (
        "the components are checkout, partner-api, public-api, api"
    )


@pytest.mark.parametrize("status", list(ComponentStatus))
def test_every_component_status_is_read_in_its_spellings(status: ComponentStatus) -> None:
    assert component_status(status.key) is status
    assert component_status(f" {status.key.replace('_', ' ').title()} ") is status
    assert component_status(status.key.replace("_", "-").upper()) is status


def test_a_status_that_is_none_is_told_with_the_nearest() -> None:
    assert component_status("majr outage") is None
    assert component_status_problem("majr outage", at=AT).hint == "did you mean 'major outage'?"
    assert component_status_problem("x", at=AT).hint.startswith("the statuses are operational, ")


@pytest.mark.parametrize(
    ("text", "severity"),
    [("P1", Severity.P1), (" p2 ", Severity.P2), ("Critical", Severity.P1), ("minor", Severity.P3)],
)
def test_severities_have_a_word_each(text: str, severity: Severity) -> None:
    assert severity_of(text) is severity


def test_a_severity_that_is_none_is_explained() -> None:
    assert severity_of("P4") is None
    assert "P1 (critical" in severity_problem("P4", at=AT).hint


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("serverity", "did you mean 'severity'?"),
        ("SEVERTY", "did you mean 'severity'?"),
        ("unicorn", ""),
        ("", ""),
        ("x" * 100_000, ""),
    ],
)
def test_the_nearest_word_is_offered_if_one_is_near(word: str, hint: str) -> None:
    assert suggest(word, ["title", "severity"]) == hint


def test_a_long_list_is_cut_and_says_so() -> None:
    assert listing("there are", ["a", "b"]) == "there are a, b"
    assert listing("there are", "abcd", limit=2) == "there are a, b and 2 more"


def test_what_a_message_repeats_is_one_line_and_short() -> None:
    assert short(" a\n b\t") == "a b"
    assert short("a" * 70) == "a" * 60 + "…"


def test_the_zone_is_the_sites() -> None:
    assert CONTEXT.zone.key == "Europe/London"
