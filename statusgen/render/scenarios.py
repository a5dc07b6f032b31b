"""The cases that the response plan knows for the page that stands in for the shop."""

from __future__ import annotations

import enum


class Scenario(enum.StrEnum):
    """What the page that stands in for the shop says. The value is its name in commands."""

    FULL = "full"  #: the shop does not answer: the one page that may come by itself
    PLANNED = "planned"  #: maintenance that was announced
    PARTIAL = "partial"  #: the shop is open, and a part of it, such as checkout, is not

    @property
    def path(self) -> str:
        """Return where the page is on the published site, e.g. ``fallback-planned.html``."""
        return "fallback.html" if self is Scenario.FULL else f"fallback-{self.value}.html"
