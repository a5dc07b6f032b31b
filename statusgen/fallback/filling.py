"""How a configuration's template is filled in."""

from __future__ import annotations

import re

import msgspec
from jinja2 import Environment, StrictUndefined

from statusgen.fallback.values import File, Order
from statusgen.render.scenarios import Scenario


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario as templates name it."""

    name: str  #: e.g. ``planned``
    stem: str  #: its file without the ending, e.g. ``fallback-planned``
    suffix: str  #: what tells it from the full page's, e.g. ``-planned``
    full: bool  #: whether it also comes by itself
    partial: bool  #: whether it takes the order's paths alone
    when: str  #: what it is for, in a few words


_WHEN = {
    Scenario.FULL: "shows the page of the full outage to everyone, should you want it before",
    Scenario.PLANNED: "shows the page of planned maintenance to everyone",
    Scenario.PARTIAL: "shows the page of a partial outage below its paths alone",
}

#: What is outside HTML, so that nothing is escaped; only our own templates come here.
_ENVIRONMENT = Environment(  # noqa: S701
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
)


def cases_of(order: Order) -> tuple[Case, ...]:
    """Return the order's scenarios for templates, the one that wins first."""
    return tuple(
        Case(
            name=one.value,
            stem=one.path.removesuffix(".html"),
            suffix=one.path.removesuffix(".html").removeprefix("fallback"),
            full=one is Scenario.FULL,
            partial=one is Scenario.PARTIAL,
            when=_WHEN[one],
        )
        for one in order.scenarios
    )


def fill(template: str, order: Order, **values: object) -> bytes:
    """Return *template* with *order* filled in, and *values* of the server's own."""
    text = _ENVIRONMENT.from_string(template).render(
        folder=order.folder,
        cases=cases_of(order),
        retry=order.retry_after,
        paths=order.paths,
        below=below(order.paths, end="(/|$)"),
        below_url=below(order.paths, end="([/?]|$)"),
        shop=order.shop,
        status=order.status_url,
        **values,
    )
    return text.encode()


def below(paths: tuple[str, ...], *, end: str) -> str:
    """Return a regular expression of *paths* and all below them, for PCRE and for RE2.

    *end* is what may follow a path: a URL's is another than a decoded path's.
    """
    return f"^({'|'.join(re.escape(path.rstrip('/')) for path in paths)}){end}"


def pages_of(order: Order) -> tuple[File, ...]:
    """Return the pages as files."""
    return tuple(File(scenario.path, order.pages[scenario]) for scenario in order.scenarios)
