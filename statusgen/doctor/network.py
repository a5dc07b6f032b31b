"""The real network: DNS by dnspython, certificates by ssl, pages by urllib3."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from statusgen import __version__
from statusgen.doctor.address import BadCertificateError
from statusgen.doctor.findings import OfflineError, UnansweredError
from statusgen.doctor.names import is_address
from statusgen.doctor.ports import Resolved, Zone
from statusgen.publish.cdn_http import Answer

if TYPE_CHECKING:
    import dns.resolver

T = TypeVar("T")
_KINDS = ("A", "AAAA")


@dataclass(kw_only=True)
class RealNetwork:
    """Asks each question once. *resolver* and *authorities* are for networks of one's own."""

    timeout: float = 5.0  #: seconds for a connection, for the next bytes, for a name
    resolver: str = ""  #: the address of a DNS server; empty: this machine's
    dns_port: int = 53
    authorities: str = ""  #: a file of certificates to trust; empty: the usual ones
    _known: dict[tuple[str, ...], Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer to a GET."""
        return self._once(
            ("get", url, *map(str, sorted(headers.items()))), lambda: self._get(url, headers)
        )

    def _get(self, url: str, headers: Mapping[str, str]) -> Answer:
        import urllib3

        told = {"User-Agent": f"statusgen/{__version__}", "Accept-Encoding": "gzip", **headers}
        trusted = self.authorities or None
        try:
            with urllib3.PoolManager(retries=False, timeout=self.timeout, ca_certs=trusted) as pool:
                got = pool.request("GET", url, headers=told, redirect=False)
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise UnansweredError(f"no answer from {url} ({type(error).__name__})") from error
        return Answer(got.status, {k.lower(): v for k, v in got.headers.items()}, got.data)

    def certificate_ends(self, host: str, port: int) -> datetime:
        """Return until when the certificate is valid."""
        import socket

        context = ssl.create_default_context(cafile=self.authorities or None)
        try:
            with (
                socket.create_connection((host, port), self.timeout) as plain,
                context.wrap_socket(plain, server_hostname=host) as secure,
            ):
                told = secure.getpeercert()
        except ssl.SSLCertVerificationError as error:
            raise BadCertificateError(error.verify_message) from error
        except OSError as error:
            raise UnansweredError(f"{host} does not answer ({type(error).__name__})") from error
        ends = str(told["notAfter"]) if told else ""
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)

    def resolve(self, host: str) -> Resolved:
        """Return where *host* leads, and for how long its own servers say so."""
        return self._once(("resolve", host), lambda: self._resolve(host))

    def _resolve(self, host: str) -> Resolved:
        addresses: set[str] = set()
        chain: tuple[str, ...] = ()
        ttl = 0
        with _asking(host) as names:
            resolver = self._resolver()
            for kind in _KINDS:
                try:
                    answer = resolver.resolve(host, kind)
                except names.resolver.NoAnswer:
                    continue
                addresses |= {record.to_text() for record in answer}
                chain = chain or tuple(_chain(answer.response.answer))
                ttl = ttl or answer.response.answer[0].ttl
        if addresses:
            ttl = self._own_ttl(host) or ttl
        return Resolved(tuple(sorted(addresses)), chain, ttl)

    def zone(self, host: str) -> Zone:
        """Return the nearest zone above *host* that has name servers."""
        return self._once(("zone", host), lambda: self._zone(host))

    def _zone(self, host: str) -> Zone:
        with _asking(host) as names:
            resolver = self._resolver()
            labels = host.rstrip(".").split(".")
            for start in range(len(labels) - 1):
                name = ".".join(labels[start:])
                try:
                    answer = resolver.resolve(name, "NS")
                except (names.resolver.NoAnswer, names.resolver.NXDOMAIN):
                    continue
                if str(answer.canonical_name).rstrip(".").lower() != name.lower():
                    continue  # an alias: those are the servers of what it leads to
                return Zone(name, tuple(sorted(str(one.target).rstrip(".") for one in answer)))
        raise UnansweredError(f"no DNS server answers for {host}")

    def _own_ttl(self, host: str) -> int:
        """Return what the zone's own server says; 0 where it does not. A cache counts down."""
        import dns.exception
        import dns.message
        import dns.query

        try:
            resolver = self._resolver()
            server = str(resolver.resolve(self.zone(host).servers[0], "A")[0])
            query = dns.message.make_query(host, "A")
            told = dns.query.udp(query, server, timeout=self.timeout, port=self.dns_port)
        except (dns.exception.DNSException, UnansweredError, OSError):
            return 0
        return told.answer[0].ttl if told.answer else 0

    def _resolver(self) -> dns.resolver.Resolver:
        import dns.resolver

        resolver = dns.resolver.Resolver(configure=not self.resolver)
        if self.resolver:
            resolver.nameservers = [self.resolver]
            resolver.port = self.dns_port
        resolver.lifetime = self.timeout
        return resolver

    def _once(self, question: tuple[str, ...], ask: Callable[[], T]) -> T:
        """Return what *ask* does, remembered; two at once may both ask."""
        with self._lock:
            if question in self._known:
                known: T = self._known[question]
                return known
        answer = ask()
        with self._lock:
            self._known[question] = answer
        return answer


class NoNetwork:
    """For looking without going outside."""

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Not answer."""
        raise _offline(url, headers)

    def certificate_ends(self, host: str, port: int) -> datetime:
        """Not answer."""
        raise _offline(host, port)

    def resolve(self, host: str) -> Resolved:
        """Not answer."""
        raise _offline(host)

    def zone(self, host: str) -> Zone:
        """Not answer."""
        raise _offline(host)


def _offline(*_: object) -> OfflineError:
    return OfflineError("not looked at: --offline", hint="run it again with a network")


@contextmanager
def _asking(host: str) -> Iterator[Any]:
    """Give the dns package; what it raises becomes ours."""
    if is_address(host):
        raise UnansweredError(f"{host} is an address and no name")
    try:
        import dns.exception
        import dns.resolver
    except ImportError as error:
        raise UnansweredError(
            "DNS was not looked at: dnspython is not installed",
            hint="pip install 'statusgen[doctor]'",
        ) from error
    try:
        yield dns
    except dns.resolver.NXDOMAIN as error:
        raise UnansweredError(f"there is no name {host}") from error
    except (dns.exception.DNSException, OSError) as error:
        raise UnansweredError(f"no DNS server answers for {host}") from error


def _chain(sets: Any) -> Iterator[str]:
    from dns.rdatatype import CNAME

    for found in sets:
        if found.rdtype == CNAME:
            yield str(found[0].target).rstrip(".").lower()
