"""axe over every kind of page, in every way it may be shown: WCAG 2.2 AA and good practice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.scenes import ALONE, FRAME, KINDS, MODES, open_page, shown

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


#: Of these the violations alone, and no styles fetched for rules that are not asked for.
LEAN = "{resultTypes: ['violations'], preload: false, runOnly: tags}"


def violations(page: Page, tags: Sequence[str] = TAGS) -> list[str]:
    """Return what axe has against the page, a line for each element."""
    page.evaluate(AXE)
    found = page.evaluate(f"tags => axe.run({LEAN}).then(found => found.violations)", list(tags))
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def barriers(page: Page, folder: Path, kinds: Iterable[str], mode: str) -> dict[str, list[str]]:
    """Return what is against which of *kinds* of pages in *folder*, shown in *mode*.

    Beside what axe says: that something is cut off, or needs scrolling sideways.
    """
    found = {}
    for kind in kinds:
        open_page(page, (folder / KINDS[kind]).as_uri(), MODES[mode])
        against = violations(page, TAGS[:-1] if kind == FRAME else TAGS)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            against.append("too wide")
        if against:
            found[kind] = against
    return found


def test_a_barrier_would_be_found(browser: Browser, busy: Path) -> None:
    with shown(browser, MODES["light"]) as page:
        open_page(page, (busy / "about.html").as_uri(), MODES["light"])
        page.evaluate("document.querySelector('h1').style.color = '#ccc'")
        assert [line.partition(":")[0] for line in violations(page)] == ["color-contrast"]


def test_so_would_one_on_any_page_of_many(browser: Browser, busy: Path) -> None:
    with shown(browser, MODES["light"]) as page:
        page.add_init_script("onload = () => document.querySelector('h1').style.width = '500px'")
        found = barriers(page, busy, ("page", "not-found"), "light")
        assert found == {"page": ["too wide"], "not-found": ["too wide"]}


# One test for each way of showing pages, in which all are opened one after another: to begin
# anew for each would cost a third more.


@pytest.mark.parametrize("mode", MODES)
def test_no_page_has_a_barrier(browser: Browser, busy: Path, mode: str) -> None:
    with shown(browser, MODES[mode]) as page:
        assert barriers(page, busy, KINDS, mode) == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_nor_has_it_one_when_all_is_well(browser: Browser, calm: Path, mode: str) -> None:
    with shown(browser, MODES[mode]) as page:
        assert barriers(page, calm, ("front", "component"), mode) == {}


@pytest.mark.parametrize("mode", ["light", "dark", "forced-colours", "large-text", "narrow"])
def test_nor_in_the_other_theme(browser: Browser, other_theme: Path, mode: str) -> None:
    kinds = ("front", "incident", "component", "history", "month", "page")
    with shown(browser, MODES[mode]) as page:
        assert barriers(page, other_theme, kinds, mode) == {}


def test_nor_from_right_to_left(browser: Browser, arabic: Path) -> None:
    kinds = [kind for kind in KINDS if kind not in ALONE]
    with shown(browser, MODES["light"]) as page:
        assert barriers(page, arabic / "ar", kinds, "light") == {}
        assert page.evaluate("document.dir") == "rtl"


def test_the_folded_parts_have_none_either(browser: Browser, busy: Path) -> None:
    with shown(browser, MODES["light"]) as page:
        page.add_init_script(
            "onload = () => document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        assert barriers(page, busy, ("front", "component"), "light") == {}
        assert page.locator("details[open]").count() == page.locator("details").count() > 0
