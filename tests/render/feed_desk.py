"""A comms lead's folder, and readers of its feeds that poll after each change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from statusgen.config import Config
from statusgen.parse.context import ParseContext
from statusgen.parse.incidents import parse_incident
from statusgen.parse.maintenance import parse_maintenance
from statusgen.render.feeds import update_feeds
from statusgen.render.history_feeds import history_feeds
from statusgen.render.site import Site
from statusgen.sources import SourceFile
from tests.render.feed_reading import links_of, read, xml
from tests.render.feed_samples import CONFIG, Sample, at, rendered, site_of

FEEDS = ("feed.atom", "feed.rss", "history.atom", "maintenance.atom", "components/checkout.atom")


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
        self.take_in(data)

    def take_in(self, data: bytes) -> None:
        """Read a feed, or an archive of one, from its end."""
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

    def __init__(self, feeds: Sequence[str] = FEEDS) -> None:
        self.files: dict[str, str] = {}
        self.config = CONFIG
        self.readers = {name: Reader() for name in feeds}
        self.follower = Reader()  #: follows ``prev-archive`` back to the first update (RFC 5005)

    def publish(self, now: str) -> None:
        """Build at *now* and again a little later, as schedulers do; all readers poll twice."""
        for later in (timedelta(), timedelta(minutes=7)):
            site = site_written(self.files, now=at(now) + later, config=self.config)
            listed = [*update_feeds(site), *history_feeds(site)]
            made = rendered([one for one in listed if one.path in self.readers])
            for name, reader in self.readers.items():
                reader.poll(made[name])

    def publish_with_archives(self, now: str) -> None:
        """Publish, and let one look at everything that there is to find."""
        self.publish(now)
        listed = update_feeds(site_written(self.files, now=at(now), config=self.config))
        made = rendered([one for one in listed if one.path.startswith("feed")])
        chain, path = [], "feed.atom"
        while path:
            chain.append(made[path])
            earlier = links_of(xml(made[path]), "prev-archive")
            path = earlier[0].removeprefix(self.config.url) if earlier else ""
        for data in reversed(chain):
            self.follower.take_in(data)

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
