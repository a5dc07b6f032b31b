"""What the page shares with the main site, and would lose along with it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from statusgen.doctor.findings import Seen, UnansweredError, Verdict, well
from statusgen.doctor.names import (
    company_of_addresses,
    company_of_headers,
    company_of_name,
    dns_company,
    neighbours,
    registrable,
)
from statusgen.doctor.ports import Resolved, Scene


def check_host(scene: Scene) -> Iterator[Seen]:
    """Look at the two addresses alone; needs no network."""
    page, shop = hosts(scene)
    if page == shop:
        yield Seen(
            Verdict.FAIL,
            f"the page is on the main site's own host, {shop}",
            "give it a host of its own, served by somebody else",
        )
    elif registrable(page) == registrable(shop):
        yield Seen(
            Verdict.WARN,
            f"{page} and {shop} are names of one domain, {registrable(page)}",
            "register a domain for the page alone, at another registrar; "
            "keep the old name as a redirect",
        )
    else:
        yield well(f"{page} and {shop} are of different domains")


def check_dns(scene: Scene) -> Iterator[Seen]:
    """Compare who answers for the two names."""
    page, shop = (scene.network.zone(host) for host in hosts(scene))
    ours, theirs = dns_company(page.servers), dns_company(shop.servers)
    if page.name == shop.name or set(page.servers) & set(shop.servers):
        yield Seen(
            Verdict.WARN,
            f"one DNS for both: {ours or page.name} answers for {page.name} and {shop.name}",
            "move the page's domain to another DNS provider",
        )
    elif ours == theirs:
        yield Seen(
            Verdict.WARN,
            f"both domains are at {ours}",
            "move the page's domain to another DNS provider",
        )
    else:
        yield well(f"the page's DNS is {ours}, the main site's {theirs}")


def check_provider(scene: Scene) -> Iterator[Seen]:
    """Compare whose servers answer: by the names on the way, headers and address ranges."""
    page, shop = hosts(scene)
    ours = _company(scene, page, scene.config.url)
    theirs = _company(scene, shop, scene.config.main_site)
    if ours and ours == theirs:
        yield Seen(
            Verdict.WARN,
            f"both are served by {ours}",
            f"serve the page, or at least a second target, from somebody else than {ours}",
        )
    elif ours and theirs:
        yield well(f"the page is served by {ours}, the main site by {theirs}")
    else:
        unknown = page if not ours else shop
        yield Seen(
            Verdict.UNKNOWN,
            f"whose servers answer for {unknown} cannot be told",
            "compare the two providers yourself",
        )


def check_addresses(scene: Scene) -> Iterator[Seen]:
    """Compare the addresses, and the networks that they are in."""
    page, shop = hosts(scene)
    ours, theirs = scene.network.resolve(page), scene.network.resolve(shop)
    same = sorted(set(ours.addresses) & set(theirs.addresses))
    near = sorted(_networks(ours) & _networks(theirs))
    if same:
        verdict = Verdict.WARN if company_of_addresses(same) else Verdict.FAIL
        yield Seen(verdict, f"both are at {same[0]}", "serve the page from another network")
    elif near:
        yield Seen(
            Verdict.WARN,
            f"both are in the network {near[0]}",
            "serve the page from another network",
        )
    elif ours.addresses and theirs.addresses:
        yield well("no address and no network in common")
    else:
        raise UnansweredError("one of the two names has no address")


def hosts(scene: Scene) -> tuple[str, str]:
    """Return the page's host and the main site's; UnansweredError where there is no such."""
    shop = urlsplit(scene.config.main_site).hostname
    if not shop:
        raise UnansweredError(
            "site.yaml does not say where the main site is", hint="set main_site: in site.yaml"
        )
    return scene.config.host, shop


def _networks(resolved: Resolved) -> set[str]:
    return {neighbours(address) for address in resolved.addresses}


def _company(scene: Scene, host: str, url: str) -> str:
    """Return whose servers answer for *host*, by whatever tells."""
    try:
        resolved = scene.network.resolve(host)
    except UnansweredError:
        resolved = Resolved(())
    known = company_of_name(host, *resolved.chain) or company_of_addresses(resolved.addresses)
    if known:
        return known
    return company_of_headers(scene.network.get(url, {}).headers)
