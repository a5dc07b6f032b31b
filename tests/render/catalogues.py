"""The default theme's catalogues, and what its source says, for the tests of languages."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "themes/default/locales"
#: The folders' names, e.g. "zh_Hans".
CATALOGUES = sorted(place.parent.parent.name for place in LOCALES.glob("*/LC_MESSAGES/messages.po"))
#: The same as site.yaml has them, e.g. "zh-Hans".
CODES = [name.replace("_", "-") for name in CATALOGUES]
#: The functions whose first words are a message, as in docs/themes.md.
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "markup": None,
    "ngettext": (1, 2),
    "nmarkup": (1, 2),
}


def file_of(name: str, ending: str) -> bytes:
    """Return the catalogue *name* as people (``po``) or machines (``mo``) read it."""
    return (LOCALES / name / "LC_MESSAGES" / f"messages.{ending}").read_bytes()


@cache
def catalogue(name: str) -> Catalog:
    """Return the catalogue *name*."""
    return read_po(io.BytesIO(file_of(name, "po")))


def forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a message or of what is said for it: one, or those of the plural."""
    return (string,) if isinstance(string, str) else tuple(string or ())


@cache
def messages() -> frozenset[str | tuple[str, ...]]:
    """Return every message that the source and the templates of the default theme say."""
    found: set[str | tuple[str, ...]] = set()
    for folder, method in (("statusgen/render", "python"), ("themes/default/templates", "jinja2")):
        pattern = "**.py" if method == "python" else "**.html"
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder, method_map=[(pattern, method)], keywords=_KEYWORDS
        ):
            found.add(message)
    return frozenset(found)
