"""The page that stands in for the shop: alone, with the status page, and when the shop is back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from statusgen.fallback.cloudflare import cloudflare_files
from statusgen.fallback.values import Order
from statusgen.render.embed import embed_artefacts
from statusgen.render.fallback import render_fallback
from statusgen.render.scenarios import Scenario
from tests.browser.passing import pass_time as let_pass
from tests.browser.web import CORS, NEVER, Answer, Web, web
from tests.render.shop import make_site
from tests.render.world import NOW, config, env

pytestmark = pytest.mark.browser

HOUR = 3_600_000  #: milliseconds
STEP = 5_000  #: shorter than the page waits for an answer
OPEN = Answer("<!doctype html><title>Shop</title><h1>The shop is open</h1>")
DOWN, PARTLY = "We will be back soon", "Northwind Shop is open, but not this part of it"
NEWS = "Some customers cannot check out and 1 more"


def page_of(status: str, scenario: Scenario = Scenario.FULL, *languages: str) -> bytes:
    return render_fallback(env(config(url=status, languages=languages or ("en", "fr"))), scenario)


def stand_in(page: bytes, status: int = 503) -> Answer:
    headers = (("Retry-After", "120"), ("Cache-Control", "no-store"))
    return Answer(page, status=status, headers=headers)


def publish(status: Web) -> None:
    site = make_site(config(url=status.url, languages=("en", "fr")))
    for artefact in embed_artefacts(site):
        answer = Answer(artefact.render(), artefact.media_type, headers=CORS)
        status.answers[f"/{artefact.path}"] = answer


@contextmanager
def visitor(
    browser: Browser, *, scripts: bool = True, locale: str = "en-GB", width: int = 390
) -> Iterator[Page]:
    """Give a page with a clock of its own. Fails if a script of it threw anything."""
    context = browser.new_context(
        java_script_enabled=scripts,
        locale=locale,
        timezone_id="Europe/London",
        viewport={"width": width, "height": 844},
    )
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    if scripts:
        # The clock that is put in knows no navigation: the page asks how it came.
        page.add_init_script("window.entries = performance.getEntriesByType.bind(performance)")
        page.clock.install(time=NOW)
        page.add_init_script("performance.getEntriesByType = kind => entries(kind)")
    yield page
    context.close()
    assert thrown == []


@pytest.fixture
def status() -> Iterator[Web]:
    with web() as server:
        yield server


@pytest.fixture
def shop(status: Web) -> Iterator[Web]:
    """Give a shop that is down, behind a server that sends the page for every address."""
    with web() as server:
        server.otherwise = stand_in(page_of(status.url))
        yield server


def pass_time(page: Page, milliseconds: int) -> None:
    """Let time pass for the page. Some servers never answer: they are not waited for long."""
    let_pass(page, milliseconds, step=STEP, patience=20)


def asked(server: Web, method: str) -> int:
    return sum(one.startswith(f"{method} ") for one in server.asked)


def test_readers_come_back_to_the_address_they_asked_for_once_it_answers(
    browser: Browser, shop: Web
) -> None:
    with visitor(browser) as page:
        page.goto(shop.url + "shoes?size=42#reviews")
        pass_time(page, HOUR // 6)
        expect(page.locator("h1:visible")).to_have_text(DOWN)
        shop.otherwise = OPEN
        pass_time(page, HOUR // 3)
        expect(page.locator("h1")).to_have_text("The shop is open")
        assert page.url == shop.url + "shoes?size=42"


def test_nobody_reloads_while_the_server_answers_503(browser: Browser, shop: Web) -> None:
    with visitor(browser) as page:
        page.goto(shop.url)
        pass_time(page, HOUR)
        assert shop.asked.count("GET /") == 1
        # It asks, less and less often: every twenty seconds would be 180 times.
        assert 8 <= asked(shop, "HEAD") <= 40


def test_a_shop_that_comes_and_goes_is_asked_less_and_less_often(
    browser: Browser, shop: Web
) -> None:
    page_down, shop.otherwise = shop.otherwise.body, OPEN
    visits: list[str] = []

    def answer(route: Route) -> None:
        """Say to HEAD that all is well, and to GET that it is not."""
        if route.request.method == "HEAD":
            route.fulfill(status=200)
        else:
            visits.append(route.request.url)
            route.fulfill(status=503, body=page_down, content_type="text/html")

    with visitor(browser) as page:
        page.route(f"{shop.url}**", answer)
        page.goto(shop.url)
        pass_time(page, HOUR)
        # Every twenty seconds would be 180 times.
        assert 5 <= len(visits) <= 30


@pytest.mark.parametrize("code", [200, 404])
def test_a_copy_that_is_sent_as_anything_but_503_stays(
    browser: Browser, shop: Web, status: Web, code: int
) -> None:
    shop.otherwise = stand_in(page_of(status.url), code)
    with visitor(browser) as page:
        page.goto(shop.url)
        pass_time(page, HOUR)
        assert asked(shop, "GET") == 1


def test_other_errors_are_no_return(browser: Browser, shop: Web) -> None:
    with visitor(browser) as page:
        page.goto(shop.url)
        shop.otherwise = Answer("<h1>oops", status=500)
        pass_time(page, HOUR // 2)
        expect(page.locator("h1:visible")).to_have_text(DOWN)


def test_a_redirect_is_a_return(browser: Browser, shop: Web) -> None:
    with visitor(browser) as page:
        page.goto(shop.url)
        shop.answers["/home"] = OPEN
        shop.otherwise = Answer(status=302, headers=(("Location", "/home"),))
        pass_time(page, HOUR // 3)
        expect(page.locator("h1")).to_have_text("The shop is open")


def test_an_order_that_was_not_taken_is_not_sent_again(browser: Browser, shop: Web) -> None:
    down = shop.otherwise
    shop.answers["/basket"] = Answer("<form method=post action=/pay><button>Pay</button></form>")
    with visitor(browser) as page:
        page.goto(shop.url + "basket")
        page.get_by_role("button").click()
        expect(page.locator("h1:visible")).to_have_text(DOWN)
        shop.answers["/pay"] = Answer("no", status=405)
        shop.otherwise = OPEN
        pass_time(page, HOUR // 3)
        expect(page.locator("h1")).to_have_text("The shop is open")
        assert asked(shop, "POST") == 1
        assert page.url == shop.url
    assert down.status == 503


def test_each_reader_asks_at_a_moment_of_their_own(browser: Browser, shop: Web) -> None:
    waits = []
    for _ in range(8):
        context = browser.new_context()
        page = context.new_page()
        page.add_init_script(
            "const real = setTimeout; window.waits = [];"
            "window.setTimeout = (f, ms) => { waits.push(ms); return real(f, ms) }"
        )
        page.goto(shop.url)
        waits.append(max(page.evaluate("waits")))
        context.close()
    assert len(set(waits)) == len(waits)
    assert all(10_000 <= wait <= 30_000 for wait in waits)


def test_the_newest_word_of_the_status_page_is_shown(
    browser: Browser, shop: Web, status: Web
) -> None:
    publish(status)
    with visitor(browser) as page:
        page.goto(shop.url)
        news = page.get_by_role("status")
        expect(news).to_have_text(f"Monitoring, 23 Nov, 14:43 GMT: {NEWS}")
        expect(news.get_by_role("link")).to_have_attribute("href", status.url)
        page.get_by_role("link", name="Français").click()
        expect(page.get_by_role("status")).to_contain_text("Certains clients ne peuvent pas payer")
        expect(page.locator("h1:visible")).to_have_text("Nous revenons bientôt")


def test_the_newest_word_comes_when_the_status_page_does(
    browser: Browser, shop: Web, status: Web
) -> None:
    with visitor(browser) as page:
        page.goto(shop.url)
        expect(page.get_by_role("status")).to_have_text("")
        publish(status)
        pass_time(page, HOUR // 10)
        expect(page.get_by_role("status")).to_contain_text(NEWS)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(NEVER, id="slow"),
        pytest.param(Answer("{", "application/json", headers=CORS), id="broken"),
        pytest.param(Answer("null", "application/json", headers=CORS), id="empty"),
        pytest.param(Answer('{"banners":[]}', "application/json"), id="not-for-other-sites"),
        pytest.param(None, id="down"),
    ],
)
def test_without_the_status_page_it_is_whole_and_leaves_all_the_same(
    browser: Browser, shop: Web, status: Web, answer: Answer | None
) -> None:
    if answer is None:
        status.close()
    else:
        status.answers["/embed.json"] = answer
    with visitor(browser) as page:
        page.goto(shop.url)
        pass_time(page, HOUR // 20)
        expect(page.locator("h1:visible")).to_have_text(DOWN)
        expect(page.get_by_role("status")).to_have_text("")
        expect(page.get_by_role("link", name="Order by phone")).to_be_visible()
        shop.otherwise = OPEN
        pass_time(page, HOUR // 3)
        expect(page.locator("h1")).to_have_text("The shop is open")


def test_it_asks_nobody_but_the_shop_and_the_status_page(
    browser: Browser, shop: Web, status: Web
) -> None:
    publish(status)
    with visitor(browser) as page:
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(shop.url)
        pass_time(page, HOUR // 10)
        assert set(requests) == {shop.url, status.url + "embed.json"}


@pytest.mark.parametrize("scenario", Scenario)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_it_opens_from_disk_with_nothing_else_and_fits_a_phone(
    browser: Browser, tmp_path: Path, scenario: Scenario, *, scripts: bool
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(page_of("https://status.invalid/", scenario))
    with visitor(browser, scripts=scripts, width=320) as page:
        page.goto(file.as_uri())
        visible = page.locator("h1:visible")
        expect(visible).to_have_count(1 if scripts else 2)
        assert page.locator("body").evaluate("e => e.scrollWidth") <= 320
        phone = page.get_by_role("link", name="+44 20 7946 0000", exact=True)
        expect(phone).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        pytest.param("fr-CA", "Nous revenons bientôt", id="theirs"),
        pytest.param("ja-JP", DOWN, id="the-default"),
    ],
)
def test_it_speaks_the_reader_s_language(
    browser: Browser, shop: Web, locale: str, title: str
) -> None:
    with visitor(browser, locale=locale) as page:
        page.goto(shop.url)
        expect(page.locator("h1:visible")).to_have_text([title])
        expect(page).to_have_title(f"{title} – Northwind Shop")
        expect(page.locator("html")).to_have_attribute(
            "lang", locale[:2] if "fr" in locale else "en"
        )


def test_without_scripts_its_languages_are_links_to_their_parts(
    browser: Browser, shop: Web
) -> None:
    with visitor(browser, scripts=False) as page:
        page.goto(shop.url)
        expect(page.locator("h1:visible")).to_have_text([DOWN, "Nous revenons bientôt"])
        page.get_by_role("link", name="Français").click()
        expect(page.get_by_role("heading", name="Nous revenons bientôt")).to_be_in_viewport()


def test_a_right_to_left_language_is_read_that_way(
    browser: Browser, shop: Web, status: Web
) -> None:
    shop.otherwise = stand_in(page_of(status.url, Scenario.FULL, "en", "ar"))
    with visitor(browser, locale="ar") as page:
        page.goto(shop.url)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("dir", "ltr")


def test_cloudflare_s_worker_answers_as_it_says(browser: Browser, shop: Web) -> None:
    pages = {one: f"<main>{one}</main>".encode() for one in Scenario}
    order = Order(pages=pages, folder="", paths=("/checkout",), retry_after=120)
    worker = next(file.data for file in cloudflare_files(order) if file.name == "worker.js")
    shop.answers["/worker.js"] = Answer(worker, "text/javascript")
    shop.answers["/"] = OPEN
    stands_in = [503, "120", "no-store"]
    passes = [200, None, None, "shop"]
    full, planned, partial = ([*stands_in, page.decode()] for page in pages.values())
    cases: dict[str, tuple[Sequence[object], Sequence[object]]] = {
        "open": (["off", "/", "GET", 200], passes),
        "open-to-orders": (["off", "/pay", "POST", 200], passes),
        "unreachable": (["off", "/", "POST", None], full),
        "headers-alone": (["off", "/", "HEAD", None], [*stands_in, ""]),
        "bad-gateway": (["off", "/x", "GET", 502], full),
        "cloudflare-s-own": (["off", "/x", "GET", 521], full),
        "one-page-s-error": (["off", "/x", "GET", 500], [500, None, None, "shop"]),
        "planned": (["planned", "/x", "PUT", 200], planned),
        "partial": (["partial", "/checkout/pay", "POST", 200], partial),
        "partial-encoded": (["partial", "/%63heckout", "GET", 200], partial),
        "partial-elsewhere": (["partial", "/checkouts", "GET", 200], passes),
        "partial-and-down": (["partial", "/", "GET", None], full),
        "mistyped-switch": (["planed", "/", "GET", 200], passes),
        "inherited-name": (["toString", "/", "GET", 200], passes),
        "no-switch": ([None, "/", "GET", 200], passes),
    }
    drive = """async ([on, path, method, shop]) => {
        const worker = (await import('/worker.js')).default
        window.fetch = async () => {
            if (shop === null) throw new TypeError('unreachable')
            return new Response('shop', {status: shop})
        }
        const request = new Request('https://shop.test' + path, {method})
        const answer = await worker.fetch(request, on === null ? {} : {SWITCH: on})
        const headers = ['retry-after', 'cache-control'].map(name => answer.headers.get(name))
        return [answer.status, ...headers, await answer.text()]
    }"""
    with visitor(browser) as page:
        page.goto(shop.url)
        said = {name: page.evaluate(drive, ask) for name, (ask, _) in cases.items()}
    assert json.loads(json.dumps(said)) == {name: told for name, (_, told) in cases.items()}
