"""Whose a host is."""

from __future__ import annotations

import pytest

from statusgen.doctor.names import (
    company_of_addresses,
    company_of_headers,
    company_of_name,
    dns_company,
    neighbours,
    registrable,
)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("northwind.example", "northwind.example"),
        ("status.eu.northwind.example", "northwind.example"),
        ("www.northwind.co.uk", "northwind.co.uk"),
        ("www.northwind.com.au", "northwind.com.au"),
        ("status.co.com", "co.com"),
        ("northwind.github.io", "northwind.github.io"),
        ("d1.cloudfront.net", "d1.cloudfront.net"),
        ("WWW.Northwind.Example.", "northwind.example"),
        ("localhost", "localhost"),
        ("192.0.2.7", "192.0.2.7"),
    ],
)
def test_a_domain_is_what_somebody_registered(host: str, domain: str) -> None:
    assert registrable(host) == domain


@pytest.mark.parametrize(
    ("name", "company"),
    [
        ("d1.cloudfront.net", "Amazon"),
        ("shop.example.cdn.cloudflare.net", "Cloudflare"),
        ("dualstack.n.sni.global.fastly.net", "Fastly"),
        ("northwind.example", ""),
        ("notcloudfront.net", ""),
    ],
)
def test_a_name_on_the_way_says_whose_servers_answer(name: str, company: str) -> None:
    assert company_of_name(name) == company


@pytest.mark.parametrize(
    ("headers", "company"),
    [
        ({"x-amz-cf-id": "x"}, "Amazon"),
        ({"server": "cloudflare", "cf-ray": "1"}, "Cloudflare"),
        ({"server": "AmazonS3"}, "Amazon"),
        ({"server": "nginx"}, ""),
    ],
)
def test_headers_say_whose_servers_answer(headers: dict[str, str], company: str) -> None:
    assert company_of_headers(headers) == company


@pytest.mark.parametrize(
    ("address", "company"),
    [
        ("104.16.1.1", "Cloudflare"),
        ("2606:4700::1", "Cloudflare"),
        ("151.101.1.1", "Fastly"),
        ("192.0.2.1", ""),
    ],
)
def test_published_ranges_say_whose_an_address_is(address: str, company: str) -> None:
    assert company_of_addresses([address]) == company


def test_neighbours_share_a_network() -> None:
    assert neighbours("192.0.2.7") == neighbours("192.0.2.200") == "192.0.2.0/24"
    assert neighbours("2001:db8:1::1") == "2001:db8:1::/48"


@pytest.mark.parametrize(
    ("server", "company"),
    [
        ("ns-12.awsdns-34.co.uk", "Amazon Route 53"),
        ("ada.ns.cloudflare.com", "Cloudflare"),
        ("ns1.registrar.example", "registrar.example"),
    ],
)
def test_name_servers_say_who_runs_them(server: str, company: str) -> None:
    assert dns_company([server]) == company
