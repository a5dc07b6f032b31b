"""Names that become addresses: safe on every disk, in every address, for good."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from statusgen.errors import Location, Problem
from statusgen.parse.context import short

MAX_NAME = 100  #: characters; leaves room for folders and endings in any file system
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_OTHER = re.compile(r"[^a-z0-9]+")

#: Files that cannot be made on Windows, whatever their ending (Microsoft, "Naming Files,
#: Paths, and Namespaces").
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
#: What the site itself has at the place where these would go.
RESERVED: Mapping[str, frozenset[str]] = {
    "incident": frozenset({"index", "unresolved"}),
    "maintenance": frozenset({"index", "active", "upcoming"}),
    "notice": frozenset({"index"}),
    "component": frozenset({"index", "all"}),
    "group": frozenset({"index", "all"}),
    "target": frozenset(),
    "page": frozenset(
        {
            *("index", "404", "fallback", "feed", "history", "api", "status", "badge"),
            *("embed", "fallback-planned", "fallback-partial"),
            *("release", "sitemap", "robots", "incidents", "maintenance", "components"),
            *("notices", "pages", "support", "static", "assets", "statusgen"),
        }
    ),
}


def name_problem(name: str, *, kind: str, at: Location) -> Problem | None:
    """Return what is wrong with *name* for a *kind* of :data:`RESERVED`, or None.

    A name has small letters, digits and hyphens, begins with a letter or digit, and is
    at most :data:`MAX_NAME` characters long.
    """
    if len(name) > MAX_NAME:
        return Problem(
            at, f"'{short(name)}' is too long", f"at most {MAX_NAME} characters, it has {len(name)}"
        )
    if not _NAME.fullmatch(name):
        better = slug(name)
        hint = "small letters a-z, digits and hyphens"
        return Problem(
            at,
            f"'{short(name)}' cannot be part of an address",
            f"use {hint}: {better}" if better else f"use {hint}",
        )
    if name in RESERVED[kind] or name in _DEVICES:
        why = "Windows cannot store it" if name in _DEVICES else "the site has its own"
        return Problem(at, f"'{name}' is a reserved name: {why}", "choose another name")
    return None


def slug(text: str) -> str:
    """Return *text* as a name, or "" if it has no letter or digit of the Latin script."""
    plain = unicodedata.normalize("NFKD", text)
    latin = "".join(c for c in plain if not unicodedata.combining(c))
    return _OTHER.sub("-", latin.lower()).strip("-")[:MAX_NAME].rstrip("-")
