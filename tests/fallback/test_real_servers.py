"""The generated configurations in the servers they are for: down, switched, and back."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from statusgen.fallback.servers import server_files
from statusgen.fallback.values import Order
from statusgen.render.scenarios import Scenario
from tests.fallback.fronts import FRONTS, Place, program, run
from tests.fallback.shop import HOST, OPEN, Shop, free_port, open_shop
from tests.processes import ended

#: As large as a page may be, so that the servers' limits are met.
PAGES = {
    one: f"<!doctype html><title>{one}</title>{'é' * 6900}".encode().ljust(14_000)
    for one in Scenario
}
METHODS = ("GET", "HEAD", "POST", "PUT")
PATIENCE = 20  #: seconds


class Standing:
    """A server that stands in front of a shop."""

    def __init__(self, name: str, place: Place, shop: Shop) -> None:
        self.name, self.place, self.shop = name, place, shop
        self._http = urllib3.PoolManager(retries=False, timeout=10)

    def ask(self, path: str = "/", method: str = "GET", **headers: str) -> urllib3.BaseHTTPResponse:
        body = b"a=1" if method in ("POST", "PUT") else None
        address = f"http://{HOST}:{self.place.port}{path}"
        return self._http.request(method, address, body=body, headers=headers, redirect=False)

    def switch(self, scenario: str) -> None:
        FRONTS[self.name].switch(self.place, scenario)

    def wait_until_open(self) -> None:
        until = time.monotonic() + PATIENCE
        while self.ask().status != 200:
            assert time.monotonic() < until, "traffic does not return"
            time.sleep(0.02)

    def assert_page(
        self, scenario: Scenario, path: str = "/", method: str = "GET", **headers: str
    ) -> None:
        answer = self.ask(path, method, **headers)
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "120"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"].lower() == "text/html; charset=utf-8"
        assert answer.data == (b"" if method == "HEAD" else PAGES[scenario])


@pytest.fixture(scope="module", params=FRONTS)
def standing(request: pytest.FixtureRequest) -> Iterator[Standing]:
    """Give a running server. Where it is not installed the tests are skipped, but not in CI."""
    front = FRONTS[request.param]
    if program(front) is None:
        message = f"no {front.program} here: apt-get install {front.package}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with tempfile.TemporaryDirectory() as name, open_shop() as shop:
        folder = Path(name)
        folder.chmod(0o755)  # servers give up their rights, and then must read it
        place = Place(folder, folder / "statusgen", free_port(), shop.port)
        place.files.mkdir()
        order = Order(
            pages=PAGES, folder=str(place.files), paths=("/checkout", "/basket"), retry_after=120
        )
        for file in server_files(request.param, order):
            (place.files / file.name).write_bytes(file.data)
        log = folder / "log"
        process = run(front.start(place), place, log)
        with ended(process):
            wait_for(process, place, log)
            yield Standing(request.param, place, shop)


def wait_for(process: subprocess.Popen[bytes], place: Place, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib3.request("GET", f"http://{HOST}:{place.port}/", retries=False, timeout=2)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"{process.args!r} does not answer:\n{log.read_text(errors='replace')}")


@pytest.fixture(autouse=True)
def as_found(standing: Standing) -> Iterator[None]:
    """Leave the shop open and every switch off."""
    yield
    standing.switch("")
    standing.shop.kill()
    standing.shop.open()
    standing.wait_until_open()


@pytest.mark.parametrize("method", METHODS)
def test_an_open_shop_is_passed_through(standing: Standing, method: str) -> None:
    answer = standing.ask("/any?where=1", method)
    assert answer.status == 200
    assert answer.data == (b"" if method == "HEAD" else OPEN + b": " + method.encode())
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["/", "/checkout/pay?x=1", "/images/a.png"])
def test_a_dead_shop_is_answered_for_by_the_full_page(
    standing: Standing, method: str, path: str
) -> None:
    standing.shop.kill()
    standing.assert_page(Scenario.FULL, path, method)


def test_a_browser_s_copy_or_a_part_of_it_is_never_enough(standing: Standing) -> None:
    standing.shop.kill()
    standing.assert_page(
        Scenario.FULL,
        **{
            "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT",
            "If-None-Match": "*",
            "Range": "bytes=0-9",
        },
    )


def test_traffic_returns_with_the_shop(standing: Standing) -> None:
    standing.shop.kill()
    standing.assert_page(Scenario.FULL)
    standing.shop.open()
    standing.wait_until_open()
    assert standing.ask(method="POST").data == OPEN + b": POST"


def test_a_server_behind_that_is_itself_a_gateway_to_nowhere_is_as_good_as_none(
    standing: Standing,
) -> None:
    if standing.name == "caddy":
        assert standing.ask("/failing").status == 502  # its documentation says so
    else:
        standing.assert_page(Scenario.FULL, "/failing")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("scenario", [Scenario.FULL, Scenario.PLANNED])
def test_a_switch_shows_its_page_to_everyone_at_once_and_ends_at_once(
    standing: Standing, scenario: Scenario, method: str
) -> None:
    standing.switch(scenario)
    standing.assert_page(scenario, "/any", method)
    standing.shop.kill()
    standing.assert_page(scenario, "/any", method)
    standing.shop.open()
    standing.switch("")
    standing.wait_until_open()


@pytest.mark.parametrize(
    "path", ["/checkout", "/checkout/", "/checkout/pay?card=1", "/checkout?a", "/basket/x"]
)
def test_a_partial_outage_takes_its_paths(standing: Standing, path: str) -> None:
    standing.switch(Scenario.PARTIAL)
    for method in METHODS:
        standing.assert_page(Scenario.PARTIAL, path, method)


@pytest.mark.parametrize("path", ["/", "/checkouts", "/help/checkout", "/?next=/checkout"])
def test_a_partial_outage_leaves_the_rest_open(standing: Standing, path: str) -> None:
    standing.switch(Scenario.PARTIAL)
    assert standing.ask(path).status == 200
    standing.shop.kill()
    standing.assert_page(Scenario.FULL, path)


def test_the_page_has_no_address_of_its_own(standing: Standing) -> None:
    answer = standing.ask("/.statusgen/fallback.html")
    assert (answer.status, answer.data) != (200, PAGES[Scenario.FULL])
