"""The real network, as far as this machine's own servers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from statusgen.doctor.address import BadCertificateError, check_https, check_ttl
from statusgen.doctor.findings import UnansweredError
from statusgen.doctor.independence import check_addresses, check_dns, check_provider
from statusgen.doctor.network import RealNetwork
from statusgen.doctor.ports import Scene, Zone
from statusgen.publish.cdn_http import Answer
from tests.doctor.servers import (
    HOST,
    Records,
    authority_file,
    http_server,
    https_server,
    name_server,
    serving,
)
from tests.doctor.world import World, config_of, only

NAMES: Records = {
    ("status.example", "NS"): (3600, ("ns1.dns.example",)),
    ("ns1.dns.example", "A"): (3600, (HOST,)),
    ("www.status.example", "CNAME"): (900, ("d1.cloudfront.net",)),
    ("d1.cloudfront.net", "A"): (60, ("192.0.2.10", "192.0.2.11")),
    ("d1.cloudfront.net", "AAAA"): (60, ("2001:db8::1",)),
    # Each distribution is a zone of its own: an alias to it must not be taken for that.
    ("d1.cloudfront.net", "NS"): (60, ("ns-1.awsdns-1.com",)),
    ("shop.test", "NS"): (3600, ("ns1.registrar.test", "ns2.registrar.test")),
    ("www.shop.test", "A"): (300, ("198.51.100.7",)),
}


@pytest.fixture
def names() -> Iterator[RealNetwork]:
    with name_server(NAMES) as port:
        yield RealNetwork(resolver=HOST, dns_port=port, timeout=2)


def test_a_name_leads_to_addresses_by_way_of_others(names: RealNetwork) -> None:
    found = names.resolve("www.status.example")
    assert found.addresses == ("192.0.2.10", "192.0.2.11", "2001:db8::1")
    assert found.chain == ("d1.cloudfront.net",)
    assert found.ttl == 900, "its own record's, not that of the name which it leads to"


def test_a_name_is_in_the_nearest_zone_above_it(names: RealNetwork) -> None:
    assert names.zone("www.status.example") == Zone("status.example", ("ns1.dns.example",))


def test_a_name_that_does_not_exist_is_said(names: RealNetwork) -> None:
    with pytest.raises(UnansweredError, match=r"no name nowhere\.invalid"):
        names.resolve("nowhere.invalid")
    with pytest.raises(UnansweredError, match="no DNS server"):
        names.zone("nowhere.invalid")


def test_a_dns_server_that_is_silent_is_said() -> None:
    with http_server({}) as unused:  # a port on which nobody speaks DNS
        network = RealNetwork(resolver=HOST, dns_port=unused.server_port, timeout=0.3)
        with pytest.raises(UnansweredError, match="no DNS server answers"):
            network.resolve("status.example")


def test_an_address_is_no_name() -> None:
    with pytest.raises(UnansweredError, match="an address and no name"):
        RealNetwork().resolve("127.0.0.1")


def test_the_checks_of_names_work_with_a_real_server(names: RealNetwork) -> None:
    config = config_of(url="https://www.status.example/", main_site="https://www.shop.test/")
    scene = Scene(
        config=config, now=datetime.now(UTC), network=names, places=World(), pages=lambda: ()
    )
    assert only(check_dns, scene).verdict == "ok"
    assert only(check_addresses, scene).verdict == "ok"
    assert only(check_ttl, scene).verdict == "warn"
    with pytest.raises(UnansweredError):  # no name says whose the shop is, and nobody answers
        list(check_provider(scene))


def test_without_its_library_names_are_not_looked_at_and_it_says_how_to() -> None:
    script = (
        "import sys; sys.modules['dns'] = None\n"
        "from statusgen.doctor.network import RealNetwork\n"
        "try:\n    RealNetwork().resolve('status.example')\n"
        "except Exception as error:\n    print(error, '|', error.hint)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == (
        "DNS was not looked at: dnspython is not installed | pip install 'statusgen[doctor]'"
    )


# --- pages and certificates


def test_any_status_is_an_answer_and_redirects_are_not_followed() -> None:
    pages = {"/": Answer(301, {"location": "/there"}, b""), "/there": Answer(200, {}, b"x")}
    with serving(http_server(pages)) as port:
        network = RealNetwork()
        told = network.get(f"http://{HOST}:{port}/", {})
        assert (told.status, told.headers["location"]) == (301, "/there")
        assert network.get(f"http://{HOST}:{port}/gone", {}).status == 404


def test_a_page_is_asked_for_once() -> None:
    pages = {"/": Answer(200, {}, b"first")}
    with serving(http_server(pages)) as port:
        network = RealNetwork()
        network.get(f"http://{HOST}:{port}/", {})
        pages["/"] = Answer(200, {}, b"second")
        assert network.get(f"http://{HOST}:{port}/", {}).body == b"first"
        assert RealNetwork().get(f"http://{HOST}:{port}/", {}).body == b"second"


def test_nobody_there_is_said() -> None:
    with serving(http_server({})) as port:
        pass
    with pytest.raises(UnansweredError, match="no answer"):
        RealNetwork().get(f"http://{HOST}:{port}/", {})
    with pytest.raises(UnansweredError, match="does not answer"):
        RealNetwork().certificate_ends(HOST, port)


def test_a_certificate_says_until_when_it_is_valid(tmp_path: Path) -> None:
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(days=12)
    authority = trustme.CA()
    with https_server(authority, {"/": Answer(200, {}, b"hello")}, ends=ends) as port:
        network = RealNetwork(authorities=authority_file(authority, tmp_path))
        assert network.certificate_ends("localhost", port) == ends
        assert network.get(f"https://localhost:{port}/", {}).body == b"hello"
        scene = Scene(
            config=config_of(url=f"https://localhost:{port}/"),
            now=datetime.now(UTC),
            network=network,
            places=World(),
            pages=lambda: (),
        )
        assert only(check_https, scene).verdict == "warn"


@pytest.mark.parametrize(
    ("days", "name", "trusted", "reason"),
    [
        pytest.param(-1, "localhost", True, "expired", id="expired"),
        pytest.param(90, "other.example", True, "localhost", id="for-another-name"),
        pytest.param(90, "localhost", False, "certificate", id="by-nobody-known"),
    ],
)
def test_a_certificate_that_a_browser_would_refuse_says_why(
    days: int, name: str, trusted: bool, reason: str, tmp_path: Path
) -> None:
    authority, other = trustme.CA(), trustme.CA()
    ends = datetime.now(UTC) + timedelta(days=days)
    with https_server(authority, {}, ends=ends, name=name) as port:
        known = authority_file(authority if trusted else other, tmp_path)
        with pytest.raises(BadCertificateError, match=reason):
            RealNetwork(authorities=known).certificate_ends("localhost", port)
