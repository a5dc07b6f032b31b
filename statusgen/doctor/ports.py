"""What the doctor needs of the world: names, certificates, pages, and the targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import msgspec

from statusgen.config import Config, Target
from statusgen.publish.cdn_http import Answer
from statusgen.publish.record import Release

#: Knows which registry to ask for which domain, and redirects there (RFC 9224).
RDAP = "https://rdap.org/domain/"


class Resolved(msgspec.Struct, frozen=True):
    """Where a name leads."""

    addresses: tuple[str, ...]
    chain: tuple[str, ...] = ()  #: the names in between (CNAME), in order
    ttl: int = 0  #: seconds that caches may keep the name's own record


class Zone(msgspec.Struct, frozen=True):
    """Who answers for a name."""

    name: str
    servers: tuple[str, ...]  #: sorted


class Network(Protocol):
    """The outside. Each method raises UnansweredError where it cannot find out."""

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer to a GET, whatever its status; redirects are not followed."""

    def certificate_ends(self, host: str, port: int) -> datetime:
        """Return until when the certificate is valid, having checked all of it.

        Raises BadCertificateError where a browser would refuse it.
        """

    def resolve(self, host: str) -> Resolved:
        """Return where *host* leads."""

    def zone(self, host: str) -> Zone:
        """Return the zone that *host* is in."""


class Places(Protocol):
    """The targets. Each method raises StatusgenError where it cannot do its work."""

    def live(self, target: Target) -> Release | None:
        """Return the release that the target's record says is live."""

    def versioned(self, target: Target) -> bool | None:
        """Return whether earlier bytes are kept; None: that is no question there."""

    def probe(self, target: Target) -> None:
        """Write, read and remove a small object that readers do not get."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What is looked at, and through which windows."""

    config: Config
    now: datetime
    network: Network
    places: Places
    #: Yields (path, bytes) of pages as they were built; nothing where nobody has built.
    pages: Callable[[], Iterable[tuple[str, bytes]]]
    probe: bool = False  #: whether the targets may be written to
    rdap: str = RDAP  #: where domains are asked for
