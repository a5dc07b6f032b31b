"""axe over every kind of page, in every way it may be shown: WCAG 2.2 AA and good practice."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.scenes import KINDS, MODES, open_page, shown

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Return what axe has against the page, a line for each element."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: tags}).then(found => found.violations)", TAGS)
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def test_a_barrier_would_be_found(browser: Browser, busy: Path) -> None:
    with shown(browser, MODES["light"]) as page:
        open_page(page, (busy / "about.html").as_uri(), MODES["light"])
        page.evaluate("document.querySelector('h1').style.color = '#ccc'")
        assert [line.partition(":")[0] for line in violations(page)] == ["color-contrast"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", MODES)
def test_no_page_has_a_barrier(browser: Browser, busy: Path, kind: str, mode: str) -> None:
    with shown(browser, MODES[mode]) as page:
        open_page(page, (busy / KINDS[kind]).as_uri(), MODES[mode])
        assert violations(page) == []


@pytest.mark.parametrize("path", ["index.html", "components/checkout.html"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_nor_has_it_one_when_all_is_well(
    browser: Browser, calm: Path, path: str, mode: str
) -> None:
    with shown(browser, MODES[mode]) as page:
        open_page(page, (calm / path).as_uri(), MODES[mode])
        assert violations(page) == []


@pytest.mark.parametrize("kind", ["front", "incident", "component", "history", "month", "page"])
@pytest.mark.parametrize("mode", ["light", "dark", "forced-colours", "large-text", "narrow"])
def test_nor_in_the_other_theme(browser: Browser, other_theme: Path, kind: str, mode: str) -> None:
    with shown(browser, MODES[mode]) as page:
        open_page(page, (other_theme / KINDS[kind]).as_uri(), MODES[mode])
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "fallback"])
def test_nor_from_right_to_left(browser: Browser, arabic: Path, kind: str) -> None:
    with shown(browser, MODES["light"]) as page:
        open_page(page, (arabic / "ar" / KINDS[kind]).as_uri(), MODES["light"])
        assert page.evaluate("document.dir") == "rtl"
        assert violations(page) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["narrow", "large-text"])
def test_nothing_is_cut_off_or_needs_scrolling_sideways(
    browser: Browser, busy: Path, kind: str, mode: str
) -> None:
    with shown(browser, MODES[mode]) as page:
        open_page(page, (busy / KINDS[kind]).as_uri(), MODES[mode])
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_folded_parts_have_none_either(browser: Browser, busy: Path) -> None:
    with shown(browser, MODES["light"]) as page:
        for path in ("index.html", "components/checkout.html"):
            open_page(page, (busy / path).as_uri(), MODES["light"])
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert violations(page) == []
