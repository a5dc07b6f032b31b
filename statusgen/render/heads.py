"""The tags in a page's head that say what it is: to browsers, search engines, shared links."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

from markupsafe import Markup

from statusgen.render.views import Alternate, FeedLink, Sheet


def head_tags(
    sheet: Sheet,
    *,
    title: str,
    canonical: str,
    icon: str,
    home: str,
    alternates: tuple[Alternate, ...],
) -> Markup:
    """Return the title and every other tag about the page.

    Written here and not in a template because ten thousand pages have them, and
    because no theme has a reason to say them in other words (HTML Living Standard,
    Open Graph, RFC 6596 for the canonical address, hreflang as Google reads it).
    """
    url = escape(canonical)
    tags = [
        f"<title>{escape(title)}</title>",
        f'<link rel="canonical" href="{url}">',
        f'<meta property="og:type" content="{sheet.og_type}">',
        f'<meta property="og:title" content="{escape(sheet.title)}">',
        f'<meta property="og:url" content="{url}">',
        f'<link rel="icon" href="{escape(icon)}">',
    ]
    if sheet.description:
        description = escape(sheet.description)
        tags.append(f'<meta name="description" content="{description}">')
        tags.append(f'<meta property="og:description" content="{description}">')
    if sheet.image:
        tags += [
            f'<meta property="og:image" content="{escape(sheet.image)}">',
            '<meta property="og:image:width" content="1200">',
            '<meta property="og:image:height" content="630">',
            f'<meta property="og:image:alt" content="{escape(sheet.image_alt)}">',
            '<meta name="twitter:card" content="summary_large_image">',
        ]
    if not sheet.indexed:
        tags.append('<meta name="robots" content="noindex">')
    spoken = [(one.code, one.url) for one in alternates]
    spoken += [("x-default", one.url) for one in alternates[:1]]  # to readers of any other language
    tags += [
        f'<link rel="alternate" hreflang="{code}" href="{escape(place)}">' for code, place in spoken
    ]
    tags += [_feed_tag(feed, home) for feed in sheet.feeds]
    if sheet.json_ld is not None:
        tags.append(f'<script type="application/ld+json">{_json_ld(sheet.json_ld)}</script>')
    return Markup("\n".join(tags))  # noqa: S704 - every value is escaped above


def _feed_tag(feed: FeedLink, home: str) -> str:
    return (
        f'<link rel="alternate" type="{feed.type}" title="{escape(feed.title)}" '
        f'href="{escape(home + feed.path)}">'
    )


def _json_ld(data: Mapping[str, object]) -> str:
    """Return *data* so that it cannot end the element that it stands in."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
