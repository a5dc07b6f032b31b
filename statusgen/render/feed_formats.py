"""A feed as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1: the same bytes for the same feed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec

from statusgen.config import Config
from statusgen.render import links
from statusgen.render.feed_entries import Entry
from statusgen.render.xml_text import clean

ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"

_Made = Any  # feedgen's generators and entries, and lxml's elements, have no types

#: RFC 5005's namespace and the Atom namespace, as lxml writes a name in one.
_HISTORY = "http://purl.org/syndication/history/1.0"
_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: When a feed without entries was last changed: never. Any fixed time would do.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed is, in no format yet. Text need not be clean, paths are from the site's root."""

    path: str  #: where it is, in the format that it is for
    title: str
    description: str
    language: str
    page: str  #: the page that says the same
    entries: tuple[Entry, ...]  #: newest first
    subscribe: str = ""  #: of an archive (RFC 5005): the feed that it continues
    earlier: str = ""  #: the newest archive with earlier entries

    @property
    def updated(self) -> datetime:
        """Return when an entry last changed, whenever the feed was made."""
        return max((entry.updated for entry in self.entries), default=NEVER)


#: How to write a feed in one format.
Format = Callable[[Feed, Config], bytes]


def atom(feed: Feed, config: Config) -> bytes:
    """Return *feed* as Atom. The id of an archive is that of the feed it continues."""
    made = _generator(feed, config)
    made.id(links.absolute(feed.subscribe or feed.path, config))
    links_of: Mapping[str, str] = {
        "hub": config.hub,
        "current": feed.subscribe and links.absolute(feed.subscribe, config),
        "prev-archive": feed.earlier and links.absolute(feed.earlier, config),
    }
    for rel, href in links_of.items():
        if href:
            made.link(href=href, rel=rel)
    _link_self_and_page(made, feed, config, ATOM)
    made.register_extension("entries", partial(_AtomEntries, feed), rss=False)
    text: bytes = made.atom_str()
    return text


def rss(feed: Feed, config: Config) -> bytes:
    """Return *feed* as RSS 2.0 with the Atom link to itself that validators ask for."""
    made = _generator(feed, config)
    _link_self_and_page(made, feed, config, RSS)
    made.register_extension("entries", partial(_RssItems, feed, config.hub), atom=False)
    text: bytes = made.rss_str()
    return text


def _generator(feed: Feed, config: Config) -> _Made:
    from feedgen.feed import FeedGenerator  # lxml takes 30 ms

    made = FeedGenerator()
    made.title(clean(feed.title))
    made.subtitle(clean(feed.description))
    made.language(feed.language)
    made.updated(feed.updated)
    made.author(name=clean(config.name), uri=config.url)
    made.generator("statusgen")
    return made


def _link_self_and_page(made: _Made, feed: Feed, config: Config, media: str) -> None:
    """Add what comes last: of all links, feedgen takes the last one for RSS's ``link``."""
    media_type = media.partition(";")[0]
    made.link(href=links.absolute(feed.path, config), rel="self", type=media_type)
    page = links.absolute(feed.page, config)
    made.link(href=page, rel="alternate", type="text/html", hreflang=feed.language)


class _AtomEntries:
    """Puts the entries into an Atom feed, and says so where it is an archive.

    feedgen's own entries leave out a link's type, and take half as long again.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes that are needed."""
        return {"fh": _HISTORY} if self._feed.subscribe else {}

    def extend_atom(self, root: _Made) -> _Made:
        """Add the entries to *root*."""
        from lxml.etree import SubElement

        if self._feed.subscribe:  # never changes (RFC 5005, section 4)
            SubElement(root, f"{{{_HISTORY}}}archive")
        for entry in self._feed.entries:
            _atom_entry(SubElement(root, "entry"), entry, SubElement)
        return root


def _atom_entry(made: _Made, entry: Entry, add: Callable[..., _Made]) -> None:
    add(made, "id").text = entry.id
    add(made, "title").text = entry.title
    add(made, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    add(made, "published").text = entry.published.isoformat()
    add(made, "updated").text = entry.updated.isoformat()
    if entry.status is not None:
        add(made, "category", {"term": entry.status[0], "label": entry.status[1]})
    add(made, "content", {"type": "html"}).text = entry.html


class _RssItems:
    """Puts the items into an RSS feed, and names the WebSub hub (W3C, "WebSub", section 4).

    feedgen's own items switch the process's locale for each date, which other threads see.
    """

    def __init__(self, feed: Feed, hub: str) -> None:
        self._feed = feed
        self._hub = hub

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes that are needed; the feed has them already."""
        return {}

    def extend_rss(self, root: _Made) -> _Made:
        """Add the items to the channel of *root*."""
        from lxml.etree import SubElement

        channel = root[0]
        if self._hub:
            SubElement(channel, _ATOM_LINK, {"rel": "hub", "href": self._hub})
        for entry in self._feed.entries:
            _rss_item(SubElement(channel, "item"), entry, SubElement)
        return root


def _rfc_822(at: datetime) -> str:
    """Return *at*, in UTC, e.g. ``Mon, 23 Nov 2026 14:54:00 +0000`` (RFC 822, section 5).

    As :func:`email.utils.format_datetime`, for which half of a mail program is imported.
    """
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"{day}, {at.day:02} {month} {at.year:04} {at.time():%H:%M:%S} +0000"


def _rss_item(made: _Made, entry: Entry, add: Callable[..., _Made]) -> None:
    add(made, "title").text = entry.title
    add(made, "link").text = entry.url
    add(made, "description").text = entry.html
    add(made, "guid", {"isPermaLink": "false"}).text = entry.id
    if entry.status is not None:
        add(made, "category").text = entry.status[1]
    add(made, "pubDate").text = _rfc_822(entry.published)
