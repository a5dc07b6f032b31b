"""No word of the interface is hard-coded: in a language in which every message stands in ⟦…⟧,
whatever stands outside was written by the people whose site it is, or is a date or a number."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from statusgen.config import Config
from statusgen.render.site import Site
from statusgen.render.theme import ThemeFiles
from tests.render.shop import make_site, rendered
from tests.render.world import Words, config, env

FRENCH = Path(__file__).parents[2] / "themes/default/locales/fr/LC_MESSAGES/messages.po"
OPEN, CLOSE = "⟦⟧"
SPOKEN = ("aria-label", "title", "alt", "placeholder", "content", "data-here", "data-found")
#: Attributes of meta elements are for machines, but for these.
META = ("description", "og:title", "og:description", "og:image:alt", "og:site_name")
#: Elements whose words are no sentences of ours: dates are from CLDR.
SILENT = ("script", "style", "time")


def pseudo() -> ThemeFiles:
    """A layer that says ⟦…⟧ for each message that there is a French one for.

    In French too: the fallback pages speak all languages at once.
    """
    catalog = Catalog(locale="en")
    for message in read_po(io.BytesIO(FRENCH.read_bytes()), locale="fr"):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = tuple(f"{OPEN}{one}{CLOSE}" for one in ids)
        if message.id:
            catalog.add(message.id, said if isinstance(message.id, tuple) else said[0])
    out = io.BytesIO()
    write_po(out, catalog)
    return ThemeFiles(name="project", catalogs={"en": out.getvalue(), "fr": out.getvalue()})


class Said(HTMLParser):
    """What a page says to people outside of brackets, piece by piece."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._silent: list[str] = []
        self._depth = 0  # a message may have elements in it
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in SILENT:
            self._silent.append(tag)
        if tag == "meta" and (found.get("name") or found.get("property")) not in META:
            return
        values = (found.get(name) for name in SPOKEN if tag != "link")
        self.pieces += [outside(value, 0)[0] for value in values if value]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            left, self._depth = outside(data, self._depth)
            self.pieces.append(left)


def outside(text: str, depth: int) -> tuple[str, int]:
    """Return what of *text* stands in no brackets, of which *depth* are open; and how many then."""
    left = []
    for char in text:
        depth += (char == OPEN) - (char == CLOSE)
        if depth == 0 and char != CLOSE:
            left.append(char)
    return "".join(left), depth


def written(site: Site) -> list[str]:
    """Return every text of the shop's people, the longest first."""
    settings: Config = site.config
    assert isinstance(site.archive, Words)
    texts = [text for several in site.archive._texts.values() for text in several]
    bodies = [body for text in texts for body in (text.summary, *text.updates) if body]
    found = {
        settings.name,
        settings.timezone,
        settings.contact.email,
        settings.contact.phone,
        *(said for way in settings.alternatives for said in (way.label, *way.labels.values())),
        *(one.name for one in settings.components),
        *(one.name for one in settings.groups),
        *(one.description for one in settings.components),
        *(text.title for text in texts),
        *(text.effect for text in texts),
        *(part for body in bodies for part in re.split(r"<[^>]*>|\n", body.html)),
    }
    return sorted(filter(str.strip, found), key=len, reverse=True)


def calendar() -> Iterator[str]:
    """Yield what CLDR calls days, months, zones and languages."""
    locale = Locale("en", "GB")
    for names in (locale.months, locale.days):
        for widths in names.values():
            for width in ("wide", "abbreviated"):
                yield from widths[width].values()
    yield from ("GMT", "BST", "and", "English", "French", "Français")


def hard_coded(html: str, allowed: list[str]) -> list[str]:
    """Return the words in *html* that stand in no message and nobody wrote."""
    known = re.compile("|".join(re.escape(text) for text in allowed))
    # What somebody wrote may hold a word of ours, or stand in one: it goes first.
    left = (known.sub(" ", piece) for piece in Said(html).pieces)
    return [text.strip() for text in left if re.search(r"[^\W\d_]", text)]


@pytest.mark.parametrize("theme", ["default", "gazette"])
@pytest.mark.parametrize("active", [True, False], ids=["trouble", "calm"])
def test_no_word_of_the_interface_is_hard_coded(theme: str, *, active: bool) -> None:
    configuration = config(languages=("en", "fr"), theme=theme)
    site = make_site(configuration, active=active, renderer=env(configuration, pseudo()))
    allowed = [*written(site), *sorted(calendar(), key=len, reverse=True)]
    found = {
        (path, text)
        for path, html in rendered(site).items()
        if not path.startswith("fr/")
        for text in hard_coded(html, allowed)
    }
    assert sorted(found) == []


def test_a_hard_coded_word_would_be_found() -> None:
    html = '<p>⟦Since ⟦noon⟧⟧ Checkout is <b>down</b></p><a aria-label="More">⟦x⟧</a>'
    assert hard_coded(html, ["Checkout"]) == ["is", "down", "More"]


def test_every_kind_of_page_says_something_in_brackets() -> None:
    configuration = config()
    pages = rendered(make_site(renderer=env(configuration, pseudo())))
    assert [path for path, html in pages.items() if OPEN not in html] == []
