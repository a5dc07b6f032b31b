"""The page's own address: how long its name, certificate and domain are good for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import msgspec

from statusgen.doctor.findings import Seen, UnansweredError, Verdict, well
from statusgen.doctor.names import is_address, registrable
from statusgen.doctor.ports import Scene
from statusgen.errors import StatusgenError

#: A name must lead elsewhere within minutes, when the page must move.
LONGEST_TTL = 300
#: How long before its end a certificate or domain is spoken of, and is a failure.
SOON, TOO_SOON = timedelta(days=30), timedelta(days=7)
_REDIRECTS = 3


class BadCertificateError(StatusgenError):
    """A browser would refuse the certificate."""


def check_https(scene: Scene) -> Iterator[Seen]:
    """Look at the certificate of every public address."""
    for url in addresses(scene):
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme != "https":
            yield Seen(Verdict.FAIL, f"{url} is not HTTPS", "serve it over HTTPS, and change url:")
            continue
        try:
            ends = scene.network.certificate_ends(host, parts.port or 443)
        except BadCertificateError as error:
            yield Seen(Verdict.FAIL, f"{host}: {error}", "renew the certificate now")
            continue
        yield _until(f"the certificate of {host}", ends, scene.now, "have it renewed by itself")


def check_ttl(scene: Scene) -> Iterator[Seen]:
    """Look how long caches keep where the page's name leads."""
    ttl = scene.network.resolve(scene.config.host).ttl
    if ttl > LONGEST_TTL:
        yield Seen(
            Verdict.WARN,
            f"{scene.config.host} may be kept for {ttl:,} seconds",
            f"set the record's time to live to {LONGEST_TTL} seconds or less",
        )
    else:
        yield well(f"{scene.config.host} may be kept for {ttl} seconds")


def check_domain(scene: Scene) -> Iterator[Seen]:
    """Ask the registry until when the domain is paid for (RDAP, RFC 9083)."""
    domain = registrable(scene.config.host)
    if is_address(domain) or "." not in domain:
        raise UnansweredError(f"{domain} is no domain that anybody registered")
    url = scene.rdap + domain
    for _ in range(_REDIRECTS):
        answer = scene.network.get(url, {"Accept": "application/rdap+json"})
        url = answer.headers.get("location", "")
        if not url:
            break
    if answer.status != HTTPStatus.OK:
        raise UnansweredError(f"the registry does not say until when {domain} is paid for")
    yield _until(
        f"the domain {domain}",
        _expiry(answer.body, domain),
        scene.now,
        "turn on its automatic renewal",
    )


def addresses(scene: Scene) -> tuple[str, ...]:
    """Return every public address: the page's, and those of targets that have their own."""
    own = (target.url for target in scene.config.targets if target.url)
    return tuple(dict.fromkeys((scene.config.url, *own)))


def _expiry(body: bytes, domain: str) -> datetime:
    try:
        events = msgspec.json.decode(body)["events"]
        told = next(one["eventDate"] for one in events if one["eventAction"] == "expiration")
        when = datetime.fromisoformat(told)
    except (msgspec.DecodeError, KeyError, TypeError, ValueError, StopIteration) as error:
        raise UnansweredError(
            f"the registry does not say until when {domain} is paid for"
        ) from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _until(what: str, ends: datetime, now: datetime, todo: str) -> Seen:
    days = (ends - now).days
    if ends <= now:
        return Seen(Verdict.FAIL, f"{what} ended on {ends:%Y-%m-%d}", "renew it now")
    if ends - now < TOO_SOON:
        return Seen(Verdict.FAIL, f"{what} ends in {days} days", f"renew it now, and {todo}")
    if ends - now < SOON:
        return Seen(Verdict.WARN, f"{what} ends in {days} days", todo)
    return well(f"{what} is good for {days} days")
