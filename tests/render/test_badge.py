"""Badges are told by shape, text and colour, and read by everyone."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest

from statusgen.derive.rollup import roll_up
from statusgen.model import ComponentStatus
from statusgen.render.badge import badge_artefacts
from statusgen.render.badge_svg import LOOKS, Badge, render_svg, text_width
from statusgen.render.brand import contrast
from tests.render.feed_reading import XML_LANG, xml
from tests.render.feed_samples import CONFIG, PARTLY, Said, Sample, incident, rendered, site_of

SVG = "{http://www.w3.org/2000/svg}"
DOWN = incident("a", Said("investigating", "2026-11-23 14:20"), components={"checkout": PARTLY})
STATUSES = pytest.mark.parametrize("status", list(ComponentStatus), ids=lambda one: one.key)


def badges(*samples: Sample, **options: object) -> dict[str, bytes]:
    return rendered(badge_artefacts(site_of(*samples, **options)))  # type: ignore[arg-type]


def drawn(status: ComponentStatus, *, rtl: bool = False) -> Any:
    badge = Badge(label="Shop", message="Words", status=status, language="en", rtl=rtl)
    return xml(render_svg(badge))


def texts(svg: Any) -> dict[str, float]:
    return {text.text: float(text.get("x")) for text in svg.findall(f"{SVG}text")}


def test_the_page_and_each_component_have_two_badges() -> None:
    assert set(badges()) == {
        *("badge.svg", "badge.json"),
        *("components/checkout.svg", "components/checkout.badge.json"),
        *("components/search.svg", "components/search.badge.json"),
        *("components/partner-api.svg", "components/partner-api.badge.json"),
    }


def test_the_badge_of_the_page_gives_its_one_line_answer() -> None:
    assert json.loads(badges()["badge.json"]) == {
        "schemaVersion": 1,
        "label": "Northwind Shop",
        "message": "All systems operational",
        "color": "14754a",
        "isError": False,
        "cacheSeconds": 60,
    }
    assert json.loads(badges(DOWN)["badge.json"])["message"] == "Minor service outage"


def test_the_badge_of_a_component_says_its_status() -> None:
    made = json.loads(badges(DOWN)["components/checkout.badge.json"])
    assert (made["label"], made["message"], made["isError"]) == ("Checkout", "Partial outage", True)
    assert json.loads(badges(DOWN)["components/search.badge.json"])["message"] == "Operational"


def test_every_answer_that_a_page_can_give_has_a_badge() -> None:
    operational, *troubles = ComponentStatus
    answers = {roll_up([operational])[1]}
    for status in troubles:
        answers |= {roll_up([status, status])[1], roll_up([status, operational])[1]}
        some = {"checkout": status}
        every = dict.fromkeys(("checkout", "search", "partner-api"), status)
        for components in (some, every):
            sample = incident("a", Said("investigating", "2026-11-23 14:20"), components=components)
            assert json.loads(badges(sample)["badge.json"])["message"]
    assert len(answers) == 7


def test_a_badge_is_an_image_with_a_name() -> None:
    svg = xml(badges(DOWN)["components/checkout.svg"])
    named = "Checkout: Partial outage"
    assert (svg.get("role"), svg.get("aria-label")) == ("img", named)
    assert svg.findtext(f"{SVG}title") == named
    assert svg.get(XML_LANG) == "en"
    assert list(texts(svg)) == ["Checkout", "Partial outage"]


def test_a_badge_asks_for_nothing_from_elsewhere() -> None:
    text = badges(DOWN)["badge.svg"].decode()
    assert "<script" not in text
    assert "@font-face" not in text
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]


def test_texts_are_fitted_to_their_place_in_any_font() -> None:
    for text in drawn(ComponentStatus.OPERATIONAL).findall(f"{SVG}text"):
        assert float(text.get("textLength")) > 0


def test_each_status_has_a_shape_of_its_own() -> None:
    shapes = {drawn(status).find(f"{SVG}g/{SVG}path").get("d") for status in ComponentStatus}
    assert len(shapes) == len(ComponentStatus)


@STATUSES
def test_colours_are_readable_in_light_and_dark(status: ComponentStatus) -> None:
    svg = drawn(status)
    style = svg.findtext(f"{SVG}style")
    light_ground = svg.find(f"{SVG}rect").get("fill")
    dark_ground = re.search(r"\.g \{ fill: (#\w+)", style)
    assert dark_ground is not None
    assert contrast(LOOKS[status].light, light_ground) >= 4.5
    assert contrast(LOOKS[status].dark, dark_ground[1]) >= 4.5
    assert f".s {{ fill: {LOOKS[status].dark} }}" in style
    for text in svg.findall(f"{SVG}text"):
        dark = re.search(rf"\.{text.get('class')} \{{ fill: (#\w+)", style)
        assert dark is not None
        assert contrast(text.get("fill"), light_ground) >= 4.5
        assert contrast(dark[1], dark_ground[1]) >= 4.5


def test_light_colours_hold_where_styles_are_forbidden() -> None:
    svg = drawn(ComponentStatus.MAJOR_OUTAGE)
    for node in svg.iter(f"{SVG}rect", f"{SVG}text", f"{SVG}path"):
        assert node.get("fill")


def test_from_the_right_the_label_is_at_the_right_and_all_stays_inside() -> None:
    left, right = drawn(ComponentStatus.OPERATIONAL), drawn(ComponentStatus.OPERATIONAL, rtl=True)
    assert texts(left)["Shop"] < texts(left)["Words"]
    assert texts(right)["Shop"] > texts(right)["Words"]
    width = float(left.get("width"))
    assert texts(right)["Shop"] == pytest.approx(width - texts(left)["Shop"])


@pytest.mark.parametrize(
    ("narrower", "wider"),
    [
        pytest.param("ill", "www", id="letters-differ"),
        pytest.param("shop", "SHOP", id="capitals"),
        pytest.param("ab", "漢字", id="full-width"),
        pytest.param("", "a", id="nothing"),
    ],
)
def test_text_is_measured_by_what_it_is_made_of(narrower: str, wider: str) -> None:
    assert text_width(narrower) < text_width(wider)


def test_accents_that_combine_take_no_room() -> None:
    assert text_width("e\u0301") == text_width("e")


def test_other_languages_have_their_own_badges() -> None:
    config = msgspec.structs.replace(CONFIG, languages=("en", "ar"))
    made = badges(config=config)
    assert xml(made["ar/badge.svg"]).get(XML_LANG) == "ar"
    assert "ar/components/search.badge.json" in made


def test_a_badge_stands_still_while_its_status_does() -> None:
    def keys(*samples: Sample) -> dict[str, bytes]:
        return {one.path: one.key for one in badge_artefacts(site_of(*samples))}

    changed = {path for path, key in keys(DOWN).items() if keys()[path] != key}
    assert changed == {
        *("badge.svg", "badge.json"),
        *("components/checkout.svg", "components/checkout.badge.json"),
    }
