"""A year of edits, as a reader of feeds lives through it: each piece of news once, in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
import pytest

from statusgen.config import Config
from statusgen.parse.context import ParseContext
from statusgen.parse.incidents import parse_incident
from statusgen.parse.maintenance import parse_maintenance
from statusgen.render.feeds import update_feeds
from statusgen.render.history_feeds import history_feeds
from statusgen.render.site import Site
from statusgen.sources import SourceFile
from tests.render.feed_reading import read
from tests.render.feed_samples import CONFIG, Sample, at, rendered, site_of

WEEKS = 24  #: of small incidents, which push all others out of the feeds


def site_written(files: Mapping[str, str], *, now: datetime, config: Config) -> Site:
    """Return the site that content *files* make at *now*."""
    samples: list[Sample] = []
    for path, text in sorted(files.items()):
        parse = parse_incident if path.startswith("incidents/") else parse_maintenance
        parsed = parse(SourceFile(f"content/{path}", text.encode()), {}, ParseContext(config))
        assert parsed.item is not None, parsed.problems
        assert not parsed.problems
        samples.append(Sample(parsed.item, parsed.texts))
    return site_of(*samples, config=config, now=now)


class Reader:
    """Shows each entry once, by its id, and one again whose ``updated`` has moved."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.silently_changed = 0
        self._known: dict[str, tuple[str, str, str]] = {}
        self._last = b""

    def poll(self, data: bytes) -> None:
        """Read a feed that has been fetched and is not the same as before, oldest news first."""
        if data == self._last:
            return
        self._last = data
        for entry in reversed(read(data).entries):
            text = entry.content[0].value if "content" in entry else entry.summary
            moved = dict.get(entry, "updated") or entry.published
            known = self._known.get(entry.id)
            if known is None or known[0] != moved:
                self.shown.append(entry.title)
            elif known != (moved, entry.title, text):
                self.silently_changed += 1
            self._known[entry.id] = (moved, entry.title, text)


class Desk:
    """A comms lead's folder, and readers that poll every feed after each change."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.config = CONFIG
        self.readers = {name: Reader() for name in ("feed.atom", "feed.rss", "history.atom")}

    def publish(self, now: str) -> None:
        """Build at *now* and again a little later, as schedulers do; all readers poll twice."""
        for later in (timedelta(), timedelta(minutes=7)):
            site = site_written(self.files, now=at(now) + later, config=self.config)
            listed = [*update_feeds(site), *history_feeds(site)]
            made = rendered([one for one in listed if one.path in self.readers])
            for name, reader in self.readers.items():
                reader.poll(made[name])

    def incident(self, name: str, title: str, *, severity: str = "P2") -> None:
        """Begin an incident's file."""
        self.files[f"incidents/{name}.md"] = (
            f"---\ntitle: {title}\nseverity: {severity}\ncomponents: [checkout]\n---\n"
        )

    def say(self, name: str, heading: str, words: str) -> None:
        """Add an update."""
        self.files[name] += f"\n## {heading} UTC\n\n{words}\n"

    def replace(self, name: str, old: str, new: str) -> None:
        """Correct what is written."""
        assert old in self.files[name]
        self.files[name] = self.files[name].replace(old, new)


@pytest.fixture(scope="module")
def desk() -> Desk:
    """Return a desk after one long year."""
    desk = Desk()
    a, b, m = "incidents/2026-01-12-pay.md", "incidents/2026-03-02-search.md", "maintenance/db.md"
    desk.publish("2026-01-01 09:00")

    desk.incident("2026-01-12-pay", "Customers cannot pya")
    desk.say(a, "Investigating — 2026-01-12 10:00", "We lok into it.")
    desk.publish("2026-01-12 10:01")
    desk.replace(a, "cannot pya", "cannot pay")
    desk.replace(a, "We lok", "We look")
    desk.publish("2026-01-12 10:09")
    desk.say(a, "Identified — 2026-01-12 10:30", "A failover.")
    desk.say(a, "Update — 2026-01-12 10:45", "Still at it.")
    desk.publish("2026-01-12 10:46")
    desk.say(a, "Resolved — 2026-01-12 11:00", "It works.")
    desk.publish("2026-01-12 11:01")
    desk.say(a, "Investigating — 2026-01-12 11:40", "It is back.")
    desk.publish("2026-01-12 11:41")
    desk.say(a, "Resolved — 2026-01-12 13:00", "It works for good.")
    desk.publish("2026-01-12 13:01")
    desk.replace(a, "Customers cannot pay", "Card payments failed twice")
    desk.publish("2026-01-13 09:00")

    desk.files[m] = (
        "---\ntitle: Database upgrade\ncomponents: [checkout]\n"
        "starts: 2026-02-10 02:00 UTC\nends: 2026-02-10 04:00 UTC\n---\n"
        "\n## Scheduled — 2026-02-03 09:00 UTC\n\nWe will upgrade.\n"
    )
    desk.publish("2026-02-03 09:01")
    desk.replace(m, "starts: 2026-02-10 02:00 UTC", "starts: 2026-02-10 01:00 UTC")
    desk.publish("2026-02-04 09:00")
    desk.publish("2026-02-10 01:00")
    desk.publish("2026-02-10 04:00")

    desk.incident("2026-03-02-search", "Search is slow", severity="P3")
    desk.say(b, "Investigating — 2026-03-02 08:00", "Looking.")
    desk.say(b, "Investigating — 2026-03-02 08:00", "Two people wrote at once.")
    desk.publish("2026-03-02 08:01")
    desk.say(b, "Resolved — 2026-03-02 08:30", "Fast again.")
    desk.publish("2026-03-02 08:31")
    renamed = [msgspec.structs.replace(one, name=f"{one.name} ™") for one in desk.config.components]
    desk.config = msgspec.structs.replace(desk.config, components=tuple(renamed))
    desk.publish("2026-03-03 09:00")
    desk.say(a, "Postmortem — 2026-03-09 12:00", "What we learned.")
    desk.publish("2026-03-09 12:01")

    for week in range(WEEKS):
        day = datetime(2026, 4, 1) + timedelta(weeks=week)  # noqa: DTZ001 - only its date is used
        name = f"{day:%Y-%m-%d}-blip"
        desk.incident(name, f"Blip {week}", severity="P3")
        desk.say(f"incidents/{name}.md", f"Investigating — {day:%Y-%m-%d} 10:00", "Hm.")
        desk.say(f"incidents/{name}.md", f"Resolved — {day:%Y-%m-%d} 10:20", "Gone.")
        desk.publish(f"{day:%Y-%m-%d} 10:21")
    desk.replace(b, "Fast again.", "Fast again, for all.")
    desk.publish("2026-12-31 09:00")
    return desk


NEWS = [
    "Investigating: Customers cannot pya (Checkout)",
    "Identified: Customers cannot pay (Checkout)",
    "Identified: Customers cannot pay (Checkout)",
    "Resolved: Customers cannot pay (Checkout)",
    "Investigating: Customers cannot pay (Checkout)",
    "Resolved: Customers cannot pay (Checkout)",
    "Scheduled: Database upgrade (Checkout)",
    "In progress: Database upgrade (Checkout)",
    "Completed: Database upgrade (Checkout)",
    "Investigating: Search is slow (Checkout)",
    "Investigating: Search is slow (Checkout)",
    "Resolved: Search is slow (Checkout)",
    "Postmortem: Card payments failed twice (Checkout ™)",
    *(
        f"{status}: Blip {week} (Checkout ™)"
        for week in range(WEEKS)
        for status in ("Investigating", "Resolved")
    ),
]


def test_a_reader_shows_each_update_once_and_in_order(desk: Desk) -> None:
    assert desk.readers["feed.atom"].shown == NEWS
    assert desk.readers["feed.rss"].shown == NEWS


def test_corrections_and_new_titles_reach_what_was_shown_without_showing_it_again(
    desk: Desk,
) -> None:
    # Two corrections of the first update; the new title, in six; the window, in one; the
    # component's name, in all but the ones that nobody lists any more.
    assert desk.readers["feed.atom"].silently_changed >= 1 + 6 + 1 + 12


def test_the_history_shows_an_incident_again_only_when_there_is_news_of_it(desk: Desk) -> None:
    shown = desk.readers["history.atom"].shown
    payments = [title for title in shown if "cannot" in title or title.startswith("Card")]
    assert payments == [
        "Customers cannot pya",
        *["Customers cannot pay"] * 4,
        "Card payments failed twice",
    ]
    assert shown.count("Database upgrade") == 3
    assert shown.count("Search is slow") == 2
    assert all(shown.count(f"Blip {week}") == 1 for week in range(WEEKS))
