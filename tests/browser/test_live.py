"""Pages of what goes on keep themselves new: in place, silent when they cannot, and honest."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from statusgen.model import Text
from tests.browser.conftest import Host
from tests.browser.passing import pass_time as let_pass
from tests.browser.scenes import reader
from tests.render.shop import artefacts_of, make_site
from tests.render.world import MINUTE, NOW, body, incident

pytestmark = pytest.mark.browser

CALM, TROUBLE = "All systems are working", "Some customers cannot use Card payments"
SOON = 90  #: seconds after which a page has looked for a new release
STALE = "This copy is from"
REFUNDS = "incidents/2026-11-23-refunds.html"


def pass_time(page: Page, seconds: int) -> None:
    """Let time go by for the page."""
    let_pass(page, seconds * 1000, step=15_000, patience=400)


def icon(page: Page) -> str:
    return str(page.locator("link[rel=icon]").get_attribute("href"))


def test_a_new_release_is_shown_in_place_and_in_the_tab(
    browser: Browser, calm: Path, busy: Path, host: Host
) -> None:
    host.publish(calm, "1")
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        expect(page.locator("h1")).to_have_text(CALM)
        before = icon(page)
        page.evaluate("document.documentElement.dataset.mine = 'untouched'")
        host.publish(busy, "2")
        pass_time(page, SOON)
        expect(page.locator("h1")).to_have_text(TROUBLE)
        expect(page).to_have_title(f"{TROUBLE} – Northwind Shop")
        assert icon(page) != before
        expect(page.locator("header.band")).to_have_class("band s-partial_outage")
        assert page.evaluate("document.documentElement.dataset.mine") == "untouched"
        host.publish(calm, "3")
        pass_time(page, SOON)
        expect(page.locator("h1")).to_have_text(CALM)
        assert icon(page) == before


def test_what_changed_is_said_politely_once(
    browser: Browser, calm: Path, busy: Path, host: Host
) -> None:
    host.publish(calm, "1")
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        pass_time(page, SOON)
        said = page.get_by_role("status")
        expect(said).to_have_text("")
        host.publish(busy, "2")
        pass_time(page, SOON)
        expect(said).to_have_text(f"{TROUBLE} – Northwind Shop")


def test_times_and_maintenance_of_the_new_page_are_told_like_those_of_the_old(
    browser: Browser, calm: Path, busy: Path, host: Host
) -> None:
    host.publish(calm, "1")
    with reader(browser, zone="America/New_York", locale="en-US") as page:
        page.goto(host.url + "index.html")
        host.publish(busy, "2")
        pass_time(page, SOON)
        since = page.locator(".since time").first
        expect(since).to_have_text("9:05\u202fAM EST")
        expect(since).to_have_attribute("data-ago", " (46\xa0minutes\xa0ago)")


def test_the_reader_stays_where_they_are(
    browser: Browser, busy: Path, later: Path, host: Host
) -> None:
    host.publish(busy, "1")
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        folded = page.locator("article").filter(has_text="Parcel tracking").locator("details")
        folded.locator("summary").click()
        link = page.locator("article").get_by_role("link", name="Some customers cannot check out")
        link.focus()
        page.evaluate("scrollTo(0, 600)")
        host.publish(later, "2")
        pass_time(page, SOON)
        expect(page.get_by_role("heading", name="Refunds are late")).to_be_visible()
        expect(folded).to_have_attribute("open", "")
        expect(page.locator("details[open]")).to_have_count(1)
        expect(link).to_be_focused()
        assert page.evaluate("scrollY") == 600


def test_the_focus_outside_of_what_is_renewed_is_left_alone(
    browser: Browser, calm: Path, busy: Path, host: Host
) -> None:
    host.publish(calm, "1")
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        link = page.locator("header").get_by_role("link", name="History")
        link.focus()
        host.publish(busy, "2")
        pass_time(page, SOON)
        expect(page.locator("h1")).to_have_text(TROUBLE)
        expect(link).to_be_focused()


def test_a_release_that_changes_nothing_here_leaves_the_page_alone(
    browser: Browser, busy: Path, host: Host
) -> None:
    host.publish(busy, "1")
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        page.evaluate("document.querySelector('main').dataset.mine = 'untouched'")
        pass_time(page, SOON)
        host.publish(busy, "2")
        pass_time(page, SOON)
        assert page.evaluate("document.querySelector('main').dataset.mine") == "untouched"
        expect(page.get_by_role("status")).to_have_text("")


def test_a_site_that_was_never_published_stays_as_it_is(
    browser: Browser, busy: Path, host: Host
) -> None:
    host.publish(busy, "1")
    (host.folder / "release.json").unlink()
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        pass_time(page, 3600)
        expect(page.locator("h1")).to_have_text(TROUBLE)
        expect(page.get_by_text(STALE)).to_be_hidden()


def test_a_copy_that_outlived_its_time_says_so_even_from_disk(browser: Browser, busy: Path) -> None:
    with reader(browser) as page:
        page.goto((busy / "index.html").as_uri())
        page.clock.run_for(3_600_000)  # nothing is asked that there would be an answer to
        expect(page.get_by_text(STALE)).to_be_hidden()
    with reader(browser, now=NOW + timedelta(days=2)) as page:
        page.goto((busy / "index.html").as_uri())
        expect(page.locator(".stale")).to_have_text(
            "This copy is from 23 Nov 2026, 14:43; it may be out of date."
        )


def test_a_page_that_cannot_be_renewed_says_of_when_it_is_until_it_can(
    browser: Browser, calm: Path, busy: Path, host: Host
) -> None:
    host.publish(calm, "1")
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        with page.expect_response(re.compile("index.html$")):
            pass_time(page, SOON)
        page.wait_for_timeout(500)  # now it has asked, and knows that it is new
        shutil.copy(host.folder / "404.html", host.folder / "release.json")  # as a proxy does
        pass_time(page, 60)
        expect(page.get_by_text(STALE)).to_be_hidden()
        pass_time(page, 300)
        expect(page.locator(".stale")).to_have_text(
            re.compile(r"This copy is from 14:5\d; it may be out of date.")
        )
        host.publish(busy, "2")
        pass_time(page, 600)
        expect(page.locator("h1")).to_have_text(TROUBLE)
        expect(page.get_by_text(STALE)).to_be_hidden()


def test_a_page_that_came_back_broken_is_not_shown(
    browser: Browser, calm: Path, host: Host
) -> None:
    host.publish(calm, "1")
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        pass_time(page, SOON)
        (host.folder / "index.html").write_text("<!doctype html><main>Bad gateway</main>")
        (host.folder / "release.json").write_text('{"id": "2"}')
        pass_time(page, 600)
        expect(page.locator("h1")).to_have_text(CALM)
        expect(page.get_by_text(STALE)).to_be_visible()


def test_it_asks_less_and_less_often_while_nothing_answers(
    browser: Browser, calm: Path, host: Host
) -> None:
    host.publish(calm, "1")
    asked: list[str] = []
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        page.on("request", lambda request: asked.append(request.url))
        page.route("**/release.json", lambda route: route.abort())
        pass_time(page, 3600)
        assert 5 <= len(asked) <= 10
        assert {url.rpartition("/")[2] for url in asked} == {"release.json"}


def test_a_page_in_a_hidden_tab_asks_nothing(browser: Browser, calm: Path, host: Host) -> None:
    host.publish(calm, "1")
    asked: list[str] = []
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
        page.on("request", lambda request: asked.append(request.url))
        page.clock.run_for(3_600_000)
        page.wait_for_timeout(100)  # for what it should not have asked
        assert asked == []


def refunds(*, length: int | None) -> bytes:
    """Return the page of an incident that goes on, or was over after *length* minutes."""
    long = None if length is None else length * MINUTE
    one = incident("2026-11-23-refunds", NOW - 42 * MINUTE, length=long)
    said = (body("Refunds wait."), body("We know why."), body("Refunds are sent again."))
    site = make_site(extra=((one, Text(language="en", title="Refunds are late", updates=said)),))
    return next(a.render() for a in artefacts_of(site) if a.path == REFUNDS)


def test_so_does_the_page_of_an_incident_until_it_is_over(
    browser: Browser, calm: Path, host: Host
) -> None:
    host.publish(calm, "1")
    (host.folder / REFUNDS).write_bytes(refunds(length=None))
    with reader(browser) as page:
        page.goto(host.url + REFUNDS)
        expect(page.get_by_text(STALE)).to_be_hidden()
        before = icon(page)
        link = page.get_by_role("link", name="Follow this incident by feed")
        link.focus()
        pass_time(page, SOON)
        (host.folder / REFUNDS).write_bytes(refunds(length=41))
        (host.folder / "release.json").write_text('{"id": "2"}')
        pass_time(page, SOON)
        title = "Resolved: Refunds are late – Northwind Shop"
        expect(page).to_have_title(title)
        expect(page.get_by_role("status")).to_have_text(title)
        expect(page.locator("dt")).to_contain_text(["Started", "Ended", "Duration"])
        expect(link).to_be_focused()
        assert icon(page) != before
        (host.folder / "release.json").write_text("<h1>Bad gateway</h1>")
        pass_time(page, 600)
        expect(page.get_by_text(STALE)).to_be_visible()


def test_a_quiet_hour_costs_one_small_request_a_minute(
    browser: Browser, calm: Path, host: Host
) -> None:
    host.publish(calm, "1")
    asked: list[str] = []
    with reader(browser) as page:
        page.goto(host.url + "index.html")
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        pass_time(page, 3600)
        assert asked.count("index.html") == 1
        assert 40 <= asked.count("release.json") <= 60
