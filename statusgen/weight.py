"""How heavy the front page is, and whether that is more than site.yaml allows.

What counts is its bytes on the way to a reader, compressed with brotli as content networks
do it while they answer. Up to 14,000 fit into the first flight of packets of a new TCP
connection (RFC 6928: ten segments), so that a phone on a bad line shows the page after one
round trip.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from statusgen import disk
from statusgen.build import Checked
from statusgen.errors import ContentError, Location, Problem
from statusgen.parse.places import place_in
from statusgen.request import Built
from statusgen.sources import SourceFile
from statusgen.trying import site_of

#: What content networks compress with on the way: a stored file may be a tenth smaller.
_QUALITY = 5
_FRONT = "index.html"


class Weight(msgspec.Struct, frozen=True, kw_only=True):
    """The heaviest front page of all languages."""

    path: str  #: relative to the site
    size: int  #: bytes as they are
    compressed: int  #: bytes on the way
    budget: int  #: bytes on the way that site.yaml allows

    @property
    def over(self) -> bool:
        """Return whether it is too heavy."""
        return self.compressed > self.budget

    def __str__(self) -> str:
        """Return e.g. ``front page 8.4 kB compressed of 14.0 kB``."""
        return f"front page {_kilobytes(self.compressed)} compressed of {_kilobytes(self.budget)}"


def weigh(pages: dict[str, bytes], *, budget: int) -> Weight:
    """Return the weight of the heaviest of *pages*, which map a path to its bytes."""
    import brotli

    weights = {path: len(brotli.compress(page, quality=_QUALITY)) for path, page in pages.items()}
    path = max(weights, key=lambda path: (weights[path], path))
    return Weight(path=path, size=len(pages[path]), compressed=weights[path], budget=budget)


def weight_of(built: Built) -> Weight:
    """Return the weight of the front page that was built."""
    config = built.config
    paths = [_FRONT, *(f"{code}/{_FRONT}" for code in config.languages[1:])]
    pages = {path: (built.site_dir / path).read_bytes() for path in paths}
    return weigh(pages, budget=config.budget.front_page)


def check_weight(root: Path, checked: Checked) -> Weight:
    """Return the weight that the front page would have.

    Raises :class:`ContentError` where it is over the budget.
    """
    from statusgen.render.frontpage import front_artefacts

    site = site_of(root, checked)
    pages = {artefact.path: artefact.render() for artefact in front_artefacts(site)}
    weight = weigh(pages, budget=checked.config.budget.front_page)
    if weight.over:
        source = disk.read_source(root, disk.SITE_FILE)
        at = Location(disk.SITE_FILE)
        if isinstance(source, SourceFile):
            at = place_in(source, "budget", "front_page")
        raise ContentError([_problem(weight, at)])
    return weight


def _problem(weight: Weight, at: Location) -> Problem:
    over = weight.compressed - weight.budget
    return Problem(
        at,
        f"the front page weighs {_kilobytes(weight.compressed)} compressed, {over:,} bytes more "
        f"than the budget allows ({weight.path})",
        "shorten the newest updates and the notices, use a smaller logo, or raise "
        "'budget: {front_page: …}'",
    )


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} kB"
