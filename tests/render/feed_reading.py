"""Feeds read back, as strict programs and as readers do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
from lxml import etree
from lxml.html import fragment_fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HISTORY = "{http://purl.org/syndication/history/1.0}"

#: RFC 822, section 5, with the year in four digits as RSS 2.0 prefers it.
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} \d\d:\d\d:\d\d \+0000"
)
#: What Markdown makes, sanitised.
_PROSE = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark"
        " ol p pre q s small span strong sub sup table tbody td tfoot th thead time tr u ul",
    )
)

#: RFC 4151, section 2.1, without percent-encoding: we use none.
TAG_URI = re.compile(
    r"tag:[a-z0-9]([a-z0-9.-]*[a-z0-9])?,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]+"
)


def xml(data: bytes) -> Any:
    """Return the root of *data*, which must be well-formed."""
    return etree.fromstring(data)


def read(data: bytes) -> Any:
    """Return *data* as feedparser reads it, which must have nothing to complain of."""
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def ids(data: bytes) -> list[str]:
    """Return the ids of the entries, in the order of the feed."""
    return [entry.id for entry in read(data).entries]


def titles(data: bytes) -> list[str]:
    """Return the titles of the entries, in the order of the feed."""
    return [entry.title for entry in read(data).entries]


def links_of(node: Any, rel: str) -> list[str]:
    """Return where the Atom links of *node* with that relation lead."""
    return [link.get("href") for link in node.findall(f"{ATOM}link") if link.get("rel") == rel]


def atom_faults(data: bytes) -> Iterator[str]:
    """Yield what RFC 4287 requires of a feed document and *data* does not do."""
    feed = xml(data)
    if feed.tag != f"{ATOM}feed":
        yield "the root is no atom:feed"
    if not feed.get(XML_LANG):
        yield "no xml:lang"
    yield from _required(feed, "feed")
    if len(links_of(feed, "self")) != 1:
        yield "not one link to itself"
    if feed.find(f"{ATOM}author/{ATOM}name") is None:
        yield "no author"
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in feed.findall(f"{ATOM}link")
        if link.get("rel") in (None, "alternate")
    ]
    if len(set(alternates)) != len(alternates):
        yield "two alternate links of one type and language"
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        yield from _required(entry, "entry")
        yield from _entry_faults(entry)
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(names)) != len(names):
        yield "two entries with one id"
    newest = max((entry.findtext(f"{ATOM}updated") for entry in entries), default=None)
    if newest is not None and feed.findtext(f"{ATOM}updated") != newest:
        yield "the feed was not updated when its newest entry was"


def html_faults(html: str) -> Iterator[str]:
    """Yield what a validator, or a reader that strips what it does not trust, would mind."""
    tree = fragment_fromstring(html, create_parent="div")
    for element in tree.iter():
        if element.tag not in _PROSE:
            yield f"content: <{element.tag}>"
        for name, value in element.attrib.items():
            if name in ("href", "src") and not urlsplit(value).scheme:
                yield f"content: {value} needs a page around it"
            if name == "style" or name.startswith("on"):
                yield f"content: {name}={value}"
    if "&amp;lt;" in html or "&amp;amp;" in html:
        yield "content: escaped twice"


def rss_faults(data: bytes) -> Iterator[str]:
    """Yield what RSS 2.0 and the W3C's validator ask for and *data* does not do."""
    channel = xml(data).find("channel")
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        if len(channel.findall(name)) != 1 or not channel.findtext(name):
            yield f"channel: not one {name}"
    own = [(link.get("rel"), link.get("type")) for link in channel.findall(f"{ATOM}link")]
    if ("self", "application/rss+xml") not in own:
        yield "channel: no link to itself"
    guids = [item.findtext("guid") for item in channel.findall("item")]
    if len(set(guids)) != len(guids):
        yield "two items with one guid"
    for item in channel.findall("item"):
        if item.find("guid").get("isPermaLink") != "false" or not TAG_URI.fullmatch(
            item.findtext("guid")
        ):
            yield f"item: the guid {item.findtext('guid')}"
        if not RFC_822.fullmatch(item.findtext("pubDate")):
            yield f"item: {item.findtext('pubDate')} is no date of RFC 822"
        if not item.findtext("link").startswith("https://"):
            yield f"item: {item.findtext('link')} is not absolute"
        yield from html_faults(item.findtext("description"))


def _required(node: Any, what: str) -> Iterator[str]:
    for name in ("id", "title", "updated"):
        found = node.findall(f"{ATOM}{name}")
        if len(found) != 1 or not (found[0].text or "").strip():
            yield f"{what}: not one {name}"
    stamp = node.findtext(f"{ATOM}updated") or ""
    if datetime.fromisoformat(stamp).tzinfo is None:
        yield f"{what}: updated has no zone"
    identity = node.findtext(f"{ATOM}id") or ""
    if not urlsplit(identity).scheme:
        yield f"{what}: {identity} is no IRI"


def _entry_faults(entry: Any) -> Iterator[str]:
    content = entry.findall(f"{ATOM}content")
    if len(content) != 1 or content[0].get("type") != "html":
        yield "entry: not one content of type html"
    if not TAG_URI.fullmatch(entry.findtext(f"{ATOM}id")):
        yield f"entry: {entry.findtext(f'{ATOM}id')} is no tag URI"
    for link in entry.findall(f"{ATOM}link"):
        if not link.get("href").startswith("https://"):
            yield f"entry: {link.get('href')} is not absolute"
    yield from html_faults(entry.findtext(f"{ATOM}content"))
    if "<" in entry.findtext(f"{ATOM}title"):
        yield "entry: a title with markup, that is plain text"
    published = datetime.fromisoformat(entry.findtext(f"{ATOM}published"))
    updated = datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
    if updated < published:
        yield "entry: updated before it was published"
