"""A feed as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1: the same bytes for the same feed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

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

#: When a feed without entries was last changed: never. Any fixed time would do.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
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
    if feed.subscribe:
        made.register_extension("history", _ArchiveMark, rss=False)
    text: bytes = made.atom_str()
    return text


def rss(feed: Feed, config: Config) -> bytes:
    """Return *feed* as RSS 2.0 with the Atom link to itself that validators ask for."""
    made = _generator(feed, config)
    if config.hub:
        made.register_extension("hub", partial(_HubLink, config.hub), atom=False)
    _link_self_and_page(made, feed, config, RSS)
    text: bytes = made.rss_str()
    return text


def _generator(feed: Feed, config: Config) -> _Made:
    from feedgen.entry import FeedEntry  # lxml takes 30 ms
    from feedgen.feed import FeedGenerator

    made = FeedGenerator()
    made.title(clean(feed.title))
    made.subtitle(clean(feed.description))
    made.language(feed.language)
    made.updated(feed.updated)
    made.author(name=clean(config.name), uri=config.url)
    made.generator("statusgen")
    for entry in feed.entries:
        made.add_entry(_entry(entry, FeedEntry), order="append")
    return made


def _entry(entry: Entry, new: Callable[[], _Made]) -> _Made:
    made = new()
    made.id(entry.id)
    made.title(entry.title)
    made.published(entry.published)
    made.updated(entry.updated)
    made.link({"href": entry.url, "rel": "alternate", "type": "text/html"})
    made.content(entry.html, type="html")
    if entry.status is not None:
        term, label = entry.status
        made.category({"term": term, "label": label})
    return made


def _link_self_and_page(made: _Made, feed: Feed, config: Config, media: str) -> None:
    """Add what comes last: of all links, feedgen takes the last one for RSS's ``link``."""
    media_type = media.partition(";")[0]
    made.link(href=links.absolute(feed.path, config), rel="self", type=media_type)
    page = links.absolute(feed.page, config)
    made.link(href=page, rel="alternate", type="text/html", hreflang=feed.language)


class _ArchiveMark:
    """Says in an Atom feed that it is an archive, which never changes (RFC 5005, section 4)."""

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes that are needed."""
        return {"fh": _HISTORY}

    def extend_atom(self, feed: _Made) -> _Made:
        """Add the mark to *feed*."""
        feed.append(feed.makeelement(f"{{{_HISTORY}}}archive"))
        return feed


class _HubLink:
    """Names the WebSub hub in an RSS feed (W3C, "WebSub", section 4)."""

    def __init__(self, href: str) -> None:
        self._href = href

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes that are needed; the feed has them already."""
        return {}

    def extend_rss(self, feed: _Made) -> _Made:
        """Add the link to the channel of *feed*."""
        feed[0].append(feed.makeelement(_ATOM_LINK, {"rel": "hub", "href": self._href}))
        return feed
