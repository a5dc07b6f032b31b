"""The search over all incidents, as readers use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Host
from tests.browser.scenes import MODES, shown
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


@contextmanager
def history(browser: Browser, host: Host, busy: Path) -> Iterator[Page]:
    """Give the history of the published shop."""
    host.publish(busy, "1")
    with shown(browser, MODES["light"]) as page:
        page.goto(host.url + "history/index.html")
        yield page


def test_an_incident_is_found_by_title_component_and_month_in_any_order(
    browser: Browser, busy: Path, host: Host
) -> None:
    with history(browser, host, busy) as page:
        for words in ("cannot check", "CHÉCK customers", "payments 2026-11-23", "check nov"):
            page.get_by_label("Search all incidents").fill(words)
            expect(page.get_by_text("Incidents found: 1")).to_be_visible()
            link = page.locator(".found").get_by_role("link")
            expect(link).to_have_text("Some customers cannot check out")
            expect(page.locator(".found p")).to_contain_text("23 Nov 2026 · ")  # as here
        link.click()
        expect(page.locator("h1")).to_have_text("Some customers cannot check out")


def test_nothing_is_fetched_before_the_reader_searches(
    browser: Browser, busy: Path, host: Host
) -> None:
    asked: list[str] = []
    with history(browser, host, busy) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        assert not [url for url in asked if "search" in url]
        page.get_by_label("Search all incidents").fill("nothing like this")
        expect(page.get_by_text("Incidents found: 0")).to_be_visible()
        assert len([url for url in asked if "search/2026.json" in url]) == 1
        page.get_by_label("Search all incidents").fill("")
        expect(page.get_by_text("Incidents found")).to_be_hidden()


def test_what_was_found_has_no_barrier(browser: Browser, busy: Path, host: Host) -> None:
    with history(browser, host, busy) as page:
        page.get_by_label("Search all incidents").fill("some")
        expect(page.locator(".found li").first).to_be_visible()
        assert violations(page) == []


def test_a_search_that_cannot_be_reached_says_so_and_works_when_it_can(
    browser: Browser, busy: Path, host: Host
) -> None:
    with history(browser, host, busy) as page:
        page.context.set_offline(True)
        page.get_by_label("Search all incidents").fill("check")
        expect(page.get_by_text("The search cannot be reached.")).to_be_visible()
        expect(page.get_by_role("link", name="October")).to_be_visible()
        page.context.set_offline(False)
        page.get_by_label("Search all incidents").press("Enter")
        expect(page.locator(".found li").first).to_be_visible()


def test_it_speaks_the_page_s_language(browser: Browser, busy: Path, host: Host) -> None:
    with history(browser, host, busy) as page:
        page.goto(host.url + "fr/history/index.html")
        page.get_by_role("searchbox").fill("payer nov.")
        link = page.locator(".found").get_by_role("link")
        expect(link).to_have_text("Certains clients ne peuvent pas payer")
        link.click()
        expect(page.locator("h1")).to_have_text("Certains clients ne peuvent pas payer")


def test_there_is_no_form_where_nothing_can_be_fetched(browser: Browser, busy: Path) -> None:
    with shown(browser, MODES["light"]) as page:
        page.goto((busy / "history/index.html").as_uri())
        expect(page.get_by_role("searchbox")).to_be_hidden()
        expect(page.get_by_role("link", name="October")).to_be_visible()
