"""What the page shares with the main site."""

from __future__ import annotations

import pytest

from statusgen.doctor.findings import UnansweredError, Verdict
from statusgen.doctor.independence import (
    check_addresses,
    check_dns,
    check_host,
    check_provider,
)
from statusgen.doctor.ports import Resolved, Zone
from statusgen.publish.cdn_http import Answer
from tests.doctor.world import PAGE, SHOP, World, config_of, only, scene_of

OURS, THEIRS = "northwind-status.example", "www.northwind.test"


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        pytest.param("https://www.northwind.test/status/", "fail", id="same-host"),
        pytest.param("https://status.northwind.test/", "warn", id="same-domain"),
        pytest.param(PAGE, "ok", id="own-domain"),
    ],
)
def test_the_page_has_a_domain_of_its_own(url: str, verdict: str) -> None:
    assert only(check_host, scene_of(World(), config_of(url=url))).verdict == verdict


def test_without_a_main_site_there_is_nothing_to_compare() -> None:
    with pytest.raises(UnansweredError) as raised:
        list(check_host(scene_of(World(), config_of(main_site=""))))
    assert "main_site" in raised.value.hint


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        pytest.param(
            Zone(OURS, ("ns1.one.example",)),
            Zone("northwind.test", ("ns1.two.example",)),
            "ok",
            id="two-providers",
        ),
        pytest.param(
            Zone(OURS, ("ns-1.awsdns-1.com",)),
            Zone("northwind.test", ("ns-9.awsdns-2.org",)),
            "warn",
            id="one-provider-under-two-names",
        ),
        pytest.param(
            Zone("northwind.test", ("ns1.one.example",)),
            Zone("northwind.test", ("x.example",)),
            "warn",
            id="one-zone",
        ),
    ],
)
def test_two_dns_providers_answer(ours: Zone, theirs: Zone, verdict: str) -> None:
    world = World(zones={OURS: ours, THEIRS: theirs})
    assert only(check_dns, scene_of(world)).verdict == verdict


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        pytest.param("x.cloudfront.net", "y.fastly.net", "ok", id="two-companies"),
        pytest.param("x.cloudfront.net", "y.amazonaws.com", "warn", id="one-company"),
        pytest.param("x.cloudfront.net", "y.example", "unknown", id="one-is-not-known"),
    ],
)
def test_two_companies_serve(ours: str, theirs: str, verdict: str) -> None:
    world = World(
        names={
            OURS: Resolved(("192.0.2.1",), (ours,)),
            THEIRS: Resolved(("192.0.2.2",), (theirs,)),
        },
        answers={SHOP: Answer(200, {}, b"")},
    )
    assert only(check_provider, scene_of(world)).verdict == verdict


def test_headers_tell_where_names_do_not() -> None:
    world = World(
        answers={
            PAGE: Answer(200, {"cf-ray": "1"}, b""),
            SHOP: Answer(200, {"x-amz-cf-id": "1"}, b""),
        }
    )
    seen = only(check_provider, scene_of(world))
    assert seen.verdict is Verdict.OK
    assert "Cloudflare" in seen.found
    assert "Amazon" in seen.found


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        pytest.param("192.0.2.1", "198.51.100.1", "ok", id="apart"),
        pytest.param("192.0.2.1", "192.0.2.1", "fail", id="same-address"),
        pytest.param("192.0.2.1", "192.0.2.99", "warn", id="neighbours"),
        pytest.param("104.16.1.1", "104.16.1.1", "warn", id="same-address-of-a-cdn"),
    ],
)
def test_the_page_has_a_network_of_its_own(ours: str, theirs: str, verdict: str) -> None:
    world = World(names={OURS: Resolved((ours,)), THEIRS: Resolved((theirs,))})
    assert only(check_addresses, scene_of(world)).verdict == verdict


def test_names_without_addresses_say_nothing() -> None:
    world = World(names={OURS: Resolved(()), THEIRS: Resolved(("192.0.2.1",))})
    with pytest.raises(UnansweredError):
        list(check_addresses(scene_of(world)))
