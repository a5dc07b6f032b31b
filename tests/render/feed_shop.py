"""A made-up shop's feeds."""

from __future__ import annotations

from statusgen.render.feeds import update_feeds
from statusgen.render.history_feeds import history_feeds
from tests.render.feed_reading import read
from tests.render.feed_samples import PARTLY, Said, Sample, incident, maintenance, rendered, site_of

CHECKOUT = incident(
    "2026-11-23-checkout",
    Said("investigating", "2026-11-23 14:20", "We see it.", next_update="2026-11-23 14:50"),
    Said("identified", "2026-11-23 14:45", "A failover.", {"checkout": PARTLY}),
)
UPGRADE = maintenance(
    "2026-11-20-database",
    "2026-11-20 02:00/2026-11-20 04:00",
    Said("scheduled", "2026-11-18 09:00", "We will upgrade."),
)
SHOP = (CHECKOUT, UPGRADE)
HOST = "tag:status.northwind.example"


def feeds(*samples: Sample, **options: object) -> dict[str, bytes]:
    """Return every feed of more than one item by its path."""
    site = site_of(*samples, **options)  # type: ignore[arg-type]
    return rendered([*update_feeds(site), *history_feeds(site)])


def content(data: bytes, place: int = 0) -> str:
    """Return the HTML of the entry at *place*."""
    return str(read(data).entries[place].content[0].value)
