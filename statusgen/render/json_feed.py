"""A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from statusgen.config import Config
from statusgen.render import links
from statusgen.render.feed_entries import Entry
from statusgen.render.feed_formats import Feed
from statusgen.render.xml_text import clean

MEDIA_TYPE = "application/feed+json"
_VERSION = "https://jsonfeed.org/version/1.1"


class _Author(msgspec.Struct, frozen=True):
    name: str
    url: str


class _Hub(msgspec.Struct, frozen=True):
    url: str
    type: str = "WebSub"


class _Item(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    url: str
    title: str
    content_html: str
    date_published: datetime
    date_modified: datetime
    tags: list[str]
    language: str


class _JsonFeed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str
    language: str
    authors: list[_Author]
    hubs: list[_Hub] = []
    items: list[_Item]


def json_feed(feed: Feed, config: Config) -> bytes:
    """Return *feed* as JSON Feed 1.1."""
    return msgspec.json.encode(
        _JsonFeed(
            version=_VERSION,
            title=clean(feed.title),
            home_page_url=links.absolute(feed.page, config),
            feed_url=links.absolute(feed.path, config),
            description=clean(feed.description),
            language=feed.language,
            authors=[_Author(clean(config.name), config.url)],
            hubs=[_Hub(config.hub)] if config.hub else [],
            items=[_item(entry, feed.language) for entry in feed.entries],
        )
    )


def _item(entry: Entry, language: str) -> _Item:
    return _Item(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        content_html=entry.html,
        date_published=entry.published,
        date_modified=entry.updated,
        tags=[*([entry.status[1]] if entry.status else []), *entry.components],
        language=language,
    )
