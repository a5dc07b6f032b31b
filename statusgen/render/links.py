"""Where things are: every address of the site, relative to its root, in one place."""

from __future__ import annotations

from urllib.parse import quote

from statusgen.config import Config

FRONT = "index.html"
NOT_FOUND = "404.html"
HISTORY = "history/index.html"
CALENDAR = "maintenance.ics"
RELEASE = "release.json"  #: written by publishing, read by the page's script
FEED_ATOM, FEED_RSS, FEED_JSON = "feed.atom", "feed.rss", "feed.json"
HISTORY_ATOM, HISTORY_RSS = "history.atom", "history.rss"
MAINTENANCE_ATOM = "maintenance.atom"


def incident(item_id: str, suffix: str = ".html") -> str:
    """Return the path of an incident's page, or with ``.atom`` its feed."""
    return f"incidents/{item_id}{suffix}"


def maintenance(item_id: str, suffix: str = ".html") -> str:
    """Return the path of a maintenance's page."""
    return f"maintenance/{item_id}{suffix}"


def component(item_id: str, suffix: str = ".html") -> str:
    """Return the path of a component's page, or with ``.atom``, ``.rss``, ``.svg`` of the rest."""
    return f"components/{item_id}{suffix}"


def notice(item_id: str) -> str:
    """Return the path of a notice's page."""
    return f"notices/{item_id}.html"


def page(item_id: str) -> str:
    """Return the path of an extra page."""
    return f"{item_id}.html"


def month(key: str) -> str:
    """Return the path of a month's history; *key* is e.g. ``2026-11``."""
    return f"history/{key}.html"


def card(item_id: str) -> str:
    """Return the path of the picture that shows where a link to an incident is shared."""
    return f"cards/{item_id}.png"


def search(year: int) -> str:
    """Return the path of a year's part of the search index."""
    return f"search/{year}.json"


def in_language(path: str, language: str, config: Config) -> str:
    """Return where *path* is in *language*: the default one is at the root, others below it."""
    return path if language == config.languages[0] else f"{language}/{path}"


def to_root(path: str) -> str:
    """Return what leads from *path* to the site's root, e.g. ``../../`` or nothing."""
    return "../" * path.count("/")


def absolute(path: str, config: Config) -> str:
    """Return the absolute address of *path*.

    The front page's is the site's own. Every other keeps its whole name, for a
    folder's ``index.html`` is found by few hosts.
    """
    return config.address("" if path == FRONT else quote(path))
