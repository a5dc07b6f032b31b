"""The banner on another site: there when there is something to say, and never in the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from statusgen.render.embed import embed_artefacts
from tests.browser.web import CORS, NEVER, Answer, Web, web
from tests.render.shop import make_site
from tests.render.world import NOW, config

pytestmark = pytest.mark.browser

JSON = "application/json; charset=utf-8"
TITLE = "Some customers cannot check out and 1 more"


def publish(status: Web, *, active: bool = True) -> None:
    """Put the banner's files on the status site, whose address is its own."""
    site = make_site(config(url=status.url, languages=("en", "fr")), active=active)
    for artefact in embed_artefacts(site):
        headers = CORS if artefact.path.endswith((".json", ".js")) else ()
        answer = Answer(artefact.render(), artefact.media_type, headers=headers)
        status.answers[f"/{artefact.path}"] = answer


def main_page(status: Web, *, attributes: str = "", lang: str = "en", policy: str = "") -> Answer:
    """Return a page of the main site with the banner's script."""
    body = (
        f"<!doctype html><html lang='{lang}'><head><title>Shop</title><script async "
        f"src='{status.url}embed.js' {attributes}></script></head>"
        "<body style='margin:0'><h1 style='margin:0'>Shop</h1></body></html>"
    )
    return Answer(body, headers=(("Content-Security-Policy", policy),) if policy else ())


@contextmanager
def visitor(
    browser: Browser, *, scripts: bool = True, now: datetime | str = NOW
) -> Iterator[tuple[Page, list[str]]]:
    """Give a page, and the list of errors that scripts of it threw."""
    context = browser.new_context(java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    if scripts:
        page.clock.install(time=now)
    yield page, thrown
    context.close()


@pytest.fixture
def status() -> Iterator[Web]:
    with web() as server:
        yield server


@pytest.fixture
def shop() -> Iterator[Web]:
    with web() as server:
        yield server


def test_a_banner_says_what_goes_on_and_leads_to_the_status_page(
    browser: Browser, status: Web, shop: Web
) -> None:
    publish(status)
    shop.answers["/"] = main_page(status)
    with visitor(browser) as (page, thrown):
        page.goto(shop.url)
        page.clock.run_for(1000)
        banner = page.get_by_role("status")
        expect(banner).to_have_text(f"Monitoring {TITLE} See how Northwind Shop is doing")
        expect(banner.get_by_role("link")).to_have_attribute("href", status.url)
        assert thrown == []
        assert page.evaluate("document.body.firstElementChild.getAttribute('role')") == "status"


@pytest.mark.parametrize(
    ("lang", "attributes", "title"),
    [
        pytest.param("fr-CA", "", "Certains clients ne peuvent pas payer et 1 autre", id="page's"),
        pytest.param("de", "", TITLE, id="unknown"),
        pytest.param("", "", TITLE, id="none"),
        pytest.param("en", "data-lang=fr", "Certains clients ne peuvent pas payer", id="asked-for"),
    ],
)
def test_it_speaks_the_language_of_the_page(
    browser: Browser, status: Web, shop: Web, lang: str, attributes: str, title: str
) -> None:
    publish(status)
    shop.answers["/"] = main_page(status, lang=lang, attributes=attributes)
    with visitor(browser) as (page, _):
        page.goto(shop.url)
        page.clock.run_for(1000)
        expect(page.get_by_role("status")).to_contain_text(title)


def test_it_works_under_a_strict_policy(browser: Browser, status: Web, shop: Web) -> None:
    publish(status)
    policy = (
        f"default-src 'none'; script-src {status.url}; connect-src {status.url}; "
        "require-trusted-types-for 'script'"
    )
    shop.answers["/"] = main_page(status, policy=policy)
    with visitor(browser) as (page, _):
        said: list[str] = []
        # The page's own style attributes are refused; nothing of ours may be.
        page.on("console", lambda message: said.append(message.location["url"]))
        page.goto(shop.url)
        page.clock.run_for(1000)
        banner = page.get_by_role("status")
        expect(banner).to_contain_text(TITLE)
        assert banner.locator("div").evaluate("e => getComputedStyle(e).paddingLeft") == "16px"
        assert [url for url in said if "embed" in url] == []


def test_the_page_s_styles_do_not_reach_it(browser: Browser, status: Web, shop: Web) -> None:
    publish(status)
    answer = main_page(status)
    styles = "<style>*{color:red!important;font-size:50px}b,a{display:none}</style>"
    shop.answers["/"] = answer._replace(body=styles.encode() + str(answer.body).encode())
    with visitor(browser) as (page, _):
        page.goto(shop.url)
        page.clock.run_for(1000)
        link = page.get_by_role("status").get_by_role("link")
        expect(link).to_be_visible()
        assert link.evaluate("e => getComputedStyle(e).fontSize") == "16px"


@pytest.mark.parametrize(
    ("attributes", "holds"),
    [
        pytest.param("", "e => e.matches('body > :first-child')", id="top"),
        pytest.param(
            "data-position=bottom", "e => getComputedStyle(e).position == 'fixed'", id="bottom"
        ),
        pytest.param(
            "data-position=here", "e => e.previousElementSibling.tagName == 'SCRIPT'", id="here"
        ),
    ],
)
def test_it_stands_where_it_is_told(
    browser: Browser, status: Web, shop: Web, attributes: str, holds: str
) -> None:
    publish(status)
    script = f"<script async src='{status.url}embed.js' {attributes}></script>"
    shop.answers["/"] = Answer(f"<!doctype html><h1>Shop</h1><main>{script}</main>")
    with visitor(browser) as (page, _):
        page.goto(shop.url)
        page.clock.run_for(1000)
        assert page.get_by_role("status").evaluate(holds) is True


def test_what_is_written_is_shown_as_text(browser: Browser, status: Web, shop: Web) -> None:
    publish(status)
    data = json.loads(status.answers["/embed.json"].body)
    said = data["banners"][0]["said"]["en"]
    said["title"] = "<img src=x onerror=alert(1)>"
    status.answers["/embed.json"] = Answer(json.dumps(data), JSON, headers=CORS)
    shop.answers["/"] = main_page(status)
    with visitor(browser) as (page, _):
        page.goto(shop.url)
        page.clock.run_for(1000)
        expect(page.get_by_role("status")).to_contain_text("<img src=x onerror=alert(1)>")
        expect(page.locator("img")).to_have_count(0)


def test_maintenance_turns_by_the_reader_s_clock(browser: Browser, status: Web, shop: Web) -> None:
    publish(status, active=False)
    shop.answers["/"] = main_page(status)
    for time, shown in (
        ("2026-12-01T01:59:00Z", False),
        ("2026-12-01T02:01:00Z", True),
        ("2026-12-01T04:01:00Z", False),
    ):
        status.asked.clear()
        with visitor(browser, now=time) as (page, _):
            page.goto(shop.url)
            settle(page, status)
            text = "Under maintenance Order database upgrade"
            if shown:
                expect(page.get_by_role("status")).to_contain_text(text)
            else:
                expect(page.get_by_role("status")).to_have_count(0)


def settle(page: Page, status: Web) -> None:
    """Wait until the status site has been asked and what it said has been dealt with."""
    for _ in range(500):
        if "GET /embed.json" in status.asked:
            break
        page.wait_for_timeout(20)
    else:
        pytest.fail("the script asks for nothing")
    page.wait_for_timeout(200)
    page.clock.run_for(10_000)


def altered(change: Callable[[dict[str, Any]], object]) -> Callable[[Web], None]:
    """Return what publishes an ``embed.json`` that *change* has been at."""

    def alter(status: Web) -> None:
        data = json.loads(status.answers["/embed.json"].body)
        change(data)
        status.answers["/embed.json"] = Answer(json.dumps(data), JSON, headers=CORS)

    return alter


def answered(answer: Answer) -> Callable[[Web], None]:
    def replace(status: Web) -> None:
        status.answers["/embed.json"] = answer

    return replace


def misaddressed(data: dict[str, Any]) -> None:
    for said in data["banners"][0]["said"].values():
        said["url"] = "javascript:alert(1)"


@pytest.mark.parametrize(
    "break_it",
    [
        pytest.param(answered(Answer("{", JSON, headers=CORS)), id="garbage"),
        pytest.param(answered(Answer("null", JSON, headers=CORS)), id="null"),
        pytest.param(answered(Answer('{"banners": 5}', JSON, headers=CORS)), id="another-shape"),
        pytest.param(answered(Answer("<p>Oops", headers=CORS)), id="html"),
        pytest.param(answered(Answer("{}", JSON, status=500, headers=CORS)), id="error"),
        pytest.param(answered(Answer('{"banners": []}', JSON)), id="no-cors"),
        pytest.param(answered(NEVER), id="never-answers"),
        pytest.param(answered(Answer(b"[" * 2_000_000, JSON, headers=CORS)), id="huge"),
        pytest.param(altered(misaddressed), id="script-address"),
        pytest.param(altered(lambda data: data["banners"].clear()), id="all-clear"),
    ],
)
def test_nothing_is_seen_or_thrown_when_there_is_nothing_or_it_fails(
    browser: Browser, status: Web, shop: Web, break_it: Callable[[Web], None]
) -> None:
    publish(status)
    shop.answers["/"] = main_page(status)
    break_it(status)
    with visitor(browser) as (page, thrown):
        page.goto(shop.url, wait_until="load")
        settle(page, status)
        assert_untouched(page)
        assert thrown == []


@pytest.mark.parametrize("down", [True, False], ids=["down", "no-script"])
def test_nothing_is_seen_or_thrown_where_not_even_the_script_comes(
    browser: Browser, status: Web, shop: Web, *, down: bool
) -> None:
    shop.answers["/"] = main_page(status)
    if down:
        status.close()
    with visitor(browser) as (page, thrown):
        page.goto(shop.url, wait_until="load")
        assert_untouched(page)
        assert thrown == []


def assert_untouched(page: Page) -> None:
    expect(page.get_by_role("status")).to_have_count(0)
    assert page.evaluate("document.querySelector('h1').getBoundingClientRect().top") == 0
    assert page.evaluate("document.body.childElementCount") == 1


def test_a_status_site_that_never_answers_does_not_hold_the_page_up(
    browser: Browser, status: Web, shop: Web
) -> None:
    status.otherwise = NEVER
    shop.answers["/"] = main_page(status)
    with visitor(browser) as (page, _):
        page.goto(shop.url, wait_until="domcontentloaded")
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("1 + 1") == 2


@pytest.mark.parametrize("active", [True, False], ids=["trouble", "all-clear"])
def test_without_scripts_a_frame_says_the_same_or_nothing(
    browser: Browser, status: Web, shop: Web, *, active: bool
) -> None:
    publish(status, active=active)
    frame = f"<iframe src='{status.url}embed.html' title='Status' style='border:0'></iframe>"
    shop.answers["/"] = Answer(f"<!doctype html><body style='background:#0f0'>{frame}")
    with visitor(browser, scripts=False) as (page, _):
        page.goto(shop.url)
        body = page.frame_locator("iframe").locator("body")
        text = f"Monitoring {TITLE} See how Northwind Shop is doing" if active else ""
        expect(body).to_have_text(text)
        if active:
            link = body.get_by_role("link")
            expect(link).to_have_attribute("target", "_top")
            expect(link).to_have_attribute("href", status.url)
        else:
            assert page.locator("iframe").screenshot() == green(page)


def green(page: Page) -> bytes:
    """Return what the frame looks like when there is nothing but the page behind it."""
    page.set_content(
        "<!doctype html><body style='background:#0f0'><p style='width:300px;height:150px;margin:0'>"
    )
    return page.locator("p").screenshot()
