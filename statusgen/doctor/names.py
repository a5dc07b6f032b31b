"""Who a host belongs to: its domain, and the company whose servers answer for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import ip_address, ip_network
from types import MappingProxyType

#: Labels that under a country's two letters are no domain of anybody's own.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "go", "gov", "net", "ne", "or", "org"})
#: Hosting under whose name every customer has a domain of their own.
_SHARED = (
    *("github.io", "gitlab.io", "pages.dev", "workers.dev", "netlify.app", "vercel.app"),
    *("cloudfront.net", "azureedge.net", "web.app", "r2.dev", "amazonaws.com"),
)
#: The end of a name that a host leads to → whose it is.
_BY_NAME: Mapping[str, str] = MappingProxyType(
    {
        "cloudfront.net": "Amazon",
        "amazonaws.com": "Amazon",
        "awsglobalaccelerator.com": "Amazon",
        "cloudflare.net": "Cloudflare",
        "cloudflare.com": "Cloudflare",
        "cloudflarestorage.com": "Cloudflare",
        "pages.dev": "Cloudflare",
        "r2.dev": "Cloudflare",
        "fastly.net": "Fastly",
        "fastlylb.net": "Fastly",
        "github.io": "Fastly",
        "akamaiedge.net": "Akamai",
        "akamai.net": "Akamai",
        "edgekey.net": "Akamai",
        "edgesuite.net": "Akamai",
        "azureedge.net": "Microsoft",
        "azurefd.net": "Microsoft",
        "trafficmanager.net": "Microsoft",
        "googlehosted.com": "Google",
        "googleusercontent.com": "Google",
        "googleapis.com": "Google",
        "b-cdn.net": "Bunny",
        "netlify.app": "Netlify",
        "vercel-dns.com": "Vercel",
        "backblazeb2.com": "Backblaze",
    }
)
#: A header that only one company's servers send → whose it is.
_BY_HEADER: Mapping[str, str] = MappingProxyType(
    {
        "x-amz-cf-id": "Amazon",
        "x-amz-request-id": "Amazon",
        "cf-ray": "Cloudflare",
        "x-fastly-request-id": "Fastly",
        "x-akamai-request-id": "Akamai",
        "x-azure-ref": "Microsoft",
        "x-nf-request-id": "Netlify",
        "x-vercel-id": "Vercel",
        "cdn-pullzone": "Bunny",
    }
)
#: A word in the Server header → whose it is.
_BY_SERVER: Mapping[str, str] = MappingProxyType(
    {
        "cloudflare": "Cloudflare",
        "amazons3": "Amazon",
        "cloudfront": "Amazon",
        "akamaighost": "Akamai",
        "bunnycdn": "Bunny",
        "netlify": "Netlify",
        "vercel": "Vercel",
    }
)
#: As published at cloudflare.com/ips and api.fastly.com/public-ip-list. Amazon's list has
#: thousands of ranges and changes weekly; its names and headers say as much.
_RANGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Cloudflare": (
            *("173.245.48.0/20", "103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22"),
            *("141.101.64.0/18", "108.162.192.0/18", "190.93.240.0/20", "188.114.96.0/20"),
            *("197.234.240.0/22", "198.41.128.0/17", "162.158.0.0/15", "104.16.0.0/13"),
            *("104.24.0.0/14", "172.64.0.0/13", "131.0.72.0/22"),
            *("2400:cb00::/32", "2606:4700::/32", "2803:f800::/32", "2405:b500::/32"),
            *("2405:8100::/32", "2a06:98c0::/29", "2c0f:f248::/32"),
        ),
        "Fastly": (
            *("23.235.32.0/20", "43.249.72.0/22", "103.244.50.0/24", "103.245.222.0/23"),
            *("103.245.224.0/24", "104.156.80.0/20", "140.248.64.0/18", "140.248.128.0/17"),
            *("146.75.0.0/17", "151.101.0.0/16", "157.52.64.0/18", "167.82.0.0/17"),
            *("167.82.128.0/20", "167.82.160.0/20", "167.82.224.0/20", "172.111.64.0/18"),
            *("185.31.16.0/22", "199.27.72.0/21", "199.232.0.0/16"),
            *("2a04:4e40::/32", "2a04:4e42::/32"),
        ),
    }
)
#: A part of a name server's name → whose it is.
_DNS: Mapping[str, str] = MappingProxyType(
    {
        "awsdns-": "Amazon Route 53",
        ".ns.cloudflare.com": "Cloudflare",
        "azure-dns": "Azure DNS",
        "googledomains.com": "Google Cloud DNS",
        ".nsone.net": "NS1",
        ".dnsimple": "DNSimple",
        ".akam.net": "Akamai",
        "ultradns": "UltraDNS",
    }
)


def registrable(host: str) -> str:
    """Return the part of *host* that somebody registered, e.g. ``northwind.co.uk``.

    By rule of thumb, without the public suffix list: what stands before the top-level
    domain, or before ``co`` and its like under a country's.
    """
    if is_address(host):
        return host
    labels = host.rstrip(".").lower().split(".")
    for shared in _SHARED:
        if host.endswith(f".{shared}"):
            return ".".join(labels[-len(shared.split(".")) - 1 :])
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL  # noqa: PLR2004 - a.co.uk
    return ".".join(labels[-3:] if country else labels[-2:])


def is_address(host: str) -> bool:
    """Return whether *host* is an IP address and no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def company_of_name(*names: str) -> str:
    """Return whose hosts *names* are, or nothing where none says so."""
    for name in names:
        for ending, company in _BY_NAME.items():
            if name == ending or name.endswith(f".{ending}"):
                return company
    return ""


def company_of_headers(headers: Mapping[str, str]) -> str:
    """Return whose servers send *headers*, with names in lower case, or nothing."""
    for name, company in _BY_HEADER.items():
        if name in headers:
            return company
    server = headers.get("server", "").lower()
    return next((company for word, company in _BY_SERVER.items() if word in server), "")


def company_of_addresses(addresses: Iterable[str]) -> str:
    """Return in whose published ranges one of *addresses* is, or nothing."""
    found = [ip_address(address) for address in addresses]
    for company, ranges in _RANGES.items():
        networks = [ip_network(one) for one in ranges]
        if any(address in network for address in found for network in networks):
            return company
    return ""


def neighbours(address: str) -> str:
    """Return the network that *address* shares with its neighbours: a /24, or a /48."""
    bits = 24 if ip_address(address).version == 4 else 48  # noqa: PLR2004 - the older protocol
    return str(ip_network(f"{address}/{bits}", strict=False))


def dns_company(servers: Iterable[str]) -> str:
    """Return who runs name servers of these names; where nobody known, their domain."""
    names = [server.rstrip(".").lower() for server in servers]
    for name in names:
        for part, company in _DNS.items():
            if part in f".{name}":
                return company
    return registrable(names[0]) if names else ""
