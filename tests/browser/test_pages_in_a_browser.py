"""The built pages as readers open them: with and without scripts, from disk and by HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.scenes import reader

pytestmark = pytest.mark.browser

KINDS = {
    "front": "index.html",
    "incident": "incidents/2026-11-23-checkout.html",
    "history": "history/index.html",
    "month": "history/2026-11.html",
    "component": "components/checkout.html",
    "maintenance": "maintenance/2026-12-01-database.html",
    "page": "about.html",
    "french": "fr/index.html",
    "fallback": "fallback.html",
}
STARTS = datetime.fromisoformat("2026-12-01T02:00+00:00")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_page_opens_from_disk_and_fits(
    browser: Browser, busy: Path, *, scripts: bool, width: int
) -> None:
    with reader(browser, scripts=scripts, width=width) as page:
        for path in KINDS.values():
            page.goto((busy / path).as_uri())
            expect(page.locator("h1").first).to_be_visible()
            if scripts:
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert over <= 0, path


def test_everything_is_there_without_scripts(browser: Browser, busy: Path) -> None:
    with reader(browser, scripts=False) as page:
        page.goto((busy / "index.html").as_uri())
        expect(page.locator("h1")).to_have_text("Some customers cannot use Card payments")
        expect(page.locator(".since")).to_have_text("Since 14:05 GMT. Next update by 15:15 GMT.")
        page.get_by_text("2 earlier updates").first.click()
        expect(page.get_by_text("A database failover did not complete.").first).to_be_visible()
        expect(page.get_by_role("link", name="Order by phone")).to_be_visible()
        expect(page.locator(".row")).to_have_count(12)
        expect(page.get_by_text("Scheduled")).to_be_visible()
        expect(page.get_by_text("In progress")).to_be_hidden()


@pytest.mark.parametrize("site", ["busy", "other_theme"])
def test_the_newest_update_is_seen_on_a_phone_without_scrolling(
    browser: Browser, request: pytest.FixtureRequest, site: str
) -> None:
    folder: Path = request.getfixturevalue(site)
    with reader(browser) as page:
        page.goto((folder / "index.html").as_uri())
        newest = page.locator(".updates .new").first
        expect(newest).to_contain_text("Most orders go through again.")
        expect(newest.locator(".prose")).to_be_in_viewport(ratio=1)


def test_the_reader_finds_the_way_from_the_front_page_to_the_past(
    browser: Browser, busy: Path
) -> None:
    with reader(browser) as page:
        page.goto((busy / "index.html").as_uri())
        page.get_by_role("link", name="Some customers cannot check out").first.click()
        expect(page.locator("h1")).to_have_text("Some customers cannot check out")
        page.get_by_role("link", name="Checkout", exact=True).click()
        expect(page.locator("h1")).to_have_text("Checkout")
        page.get_by_role("link", name="History").click()
        page.get_by_role("link", name="October").click()
        expect(page.locator("h1")).to_have_text("October 2026")
        page.get_by_role("link", name="Français").click()
        expect(page.locator("h1")).to_have_text("octobre 2026")


def test_the_keyboard_gets_past_the_navigation_first(browser: Browser, busy: Path) -> None:
    with reader(browser) as page:
        page.goto((busy / "index.html").as_uri())
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Skip to content")
        expect(page.locator(":focus")).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")


def test_times_are_retold_in_the_reader_s_zone_and_the_page_s_stays_at_hand(
    browser: Browser, busy: Path
) -> None:
    with reader(browser, zone="America/New_York", locale="en-US") as page:
        page.goto((busy / "incidents/2026-11-23-checkout.html").as_uri())
        began = page.locator(".facts time").first
        expect(began).to_have_text("Nov 23, 2026, 9:05\u202fAM EST")
        expect(began).to_have_attribute("title", "23 Nov 2026, 14:05 GMT")
        note = page.get_by_text("Times are in your time zone")
        expect(note).to_have_text(
            "Times are in your time zone, America/New_York. Ours is Europe/London."
        )


def test_a_time_that_is_on_another_day_for_the_reader_says_so(browser: Browser, busy: Path) -> None:
    with reader(browser, zone="Pacific/Auckland") as page:
        page.goto((busy / "index.html").as_uri())
        expect(page.locator(".since time").first).to_have_text("24 Nov 2026, 03:05 GMT+13")


def test_times_stay_as_they_are_for_readers_of_the_same_clock(browser: Browser, busy: Path) -> None:
    with reader(browser) as page:
        page.goto((busy / "index.html").as_uri())
        expect(page.locator(".since time").first).to_have_text("14:05 GMT")
        expect(page.get_by_text("Times are in the time zone Europe/London.")).to_be_visible()


def test_how_long_ago_keeps_up(browser: Browser, busy: Path) -> None:
    with reader(browser) as page:
        page.goto((busy / "index.html").as_uri())
        since = page.locator(".since time").first
        expect(since).to_have_attribute("data-ago", " (45\xa0minutes\xa0ago)")
        page.clock.run_for(20 * 60_000)
        expect(since).to_have_attribute("data-ago", " (1\xa0hour\xa0ago)")
        shown = since.evaluate("time => getComputedStyle(time, '::after').content")
        assert shown == '" (1\xa0hour\xa0ago)"'


def test_maintenance_turns_at_its_minute(browser: Browser, busy: Path) -> None:
    minute = timedelta(minutes=1)
    with reader(browser, now=STARTS - minute) as page:
        page.goto((busy / "index.html").as_uri())
        status = page.locator("[data-from] .status")
        expect(status).to_have_text("Scheduled", use_inner_text=True)
        page.clock.run_for(2 * 60_000)
        expect(status).to_have_text("In progress", use_inner_text=True)
        page.clock.run_for(2 * 3_600_000)
        expect(status).to_have_text("Completed", use_inner_text=True)


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        pytest.param("fr-CA", "Nous revenons bientôt", id="theirs"),
        pytest.param("ja-JP", "We will be back soon", id="the-default"),
    ],
)
def test_the_fallback_page_speaks_the_reader_s_language(
    browser: Browser, busy: Path, locale: str, title: str
) -> None:
    with reader(browser, locale=locale) as page:
        page.goto((busy / "fallback.html").as_uri())
        expect(page.locator("h1:visible")).to_have_text([title])
        expect(page).to_have_title(f"{title} – Northwind Shop")


def test_the_fallback_page_speaks_all_languages_without_scripts(
    browser: Browser, busy: Path
) -> None:
    with reader(browser, scripts=False) as page:
        page.goto((busy / "fallback.html").as_uri())
        titles = ["We will be back soon", "Nous revenons bientôt"]
        expect(page.locator("h1:visible")).to_have_text(titles)
