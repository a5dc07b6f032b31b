"""What a server's configuration is made from, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from statusgen.errors import StatusgenError
from statusgen.render.scenarios import Scenario

#: What every page must fit into: HAProxy holds header and body in one buffer of
#: 16,384 bytes of which it keeps 1,024 for rewriting (its ``tune.bufsize`` and
#: ``tune.maxrewrite``), and one page for all servers is one page to look at.
MOST_BYTES = 14_000

#: Gateways answer with these when what is behind them does not (RFC 9110, 15.6).
GATEWAY_ERRORS = (502, 503, 504)


class File(msgspec.Struct, frozen=True):
    """A file to write."""

    name: str  #: without a folder
    data: bytes


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What to serve, and where.

    ``pages`` always holds the page of :attr:`Scenario.FULL`. That is the one that
    comes by itself, for it claims no more than that the shop does not answer. The
    others say what only people know, so that somebody has to switch them on.
    """

    pages: Mapping[Scenario, bytes]
    folder: str  #: where the files will be on the server, absolute, without a slash at its end
    paths: tuple[str, ...] = ("/checkout",)  #: what a partial outage takes away, with all below
    retry_after: int = 300  #: seconds after which crawlers and clients may ask again
    shop: str = "www.example.com"  #: the main site's host name
    status_url: str = "https://status.example.com/"  #: the status page's address

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Return the scenarios that there are pages for; the first whose switch is on wins."""
        return tuple(scenario for scenario in Scenario if scenario in self.pages)


def check_order(order: Order) -> None:
    """Raise :class:`StatusgenError` for a page that some server would refuse or cut off."""
    for scenario, page in order.pages.items():
        if len(page) > MOST_BYTES:
            raise StatusgenError(
                f"the {scenario} page has {len(page):,} bytes, {MOST_BYTES:,} is the most",
                hint="ask for fewer languages with --language, or take a smaller logo",
            )
