"""An item's words as a page shows them: HTML, marked where not in the page's language."""

from __future__ import annotations

import re

import msgspec
from markupsafe import Markup

from statusgen.model import Body
from statusgen.parse.links import rebase
from statusgen.render.words import Words

#: A heading's tag. In sanitised HTML a "<" always begins a tag.
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")


class Passage(msgspec.Struct, frozen=True):
    """A piece of prose as HTML and, where it is not the page's language, which it is."""

    html: Markup
    lang: str = ""


class Prose(msgspec.Struct, frozen=True):
    """One item's words on a page. ``root`` leads from the page to where links in prose start."""

    words: Words
    root: str

    @property
    def title(self) -> str:
        """Return the title."""
        return self.words.title

    @property
    def lang(self) -> str:
        """Return the language of the title where it is not the page's, else nothing."""
        if self.words.translation is not None:
            return ""
        return self._foreign(self.words.original.language)

    def summary(self, *, level: int) -> Passage | None:
        """Return the text before the first update; a page's or notice's body.

        Its highest heading becomes one of *level*.
        """
        translation, original = self.words.translation, self.words.original
        if translation is not None and translation.summary is not None:
            return self._passage(translation.summary, translation.language, level)
        return self._passage(original.summary, original.language, level)

    def update(self, index: int, *, level: int) -> Passage | None:
        """Return the words of the update at *index* of the item's updates."""
        return self._passage(*self.words.update(index), level)

    def _passage(self, body: Body | None, lang: str, level: int) -> Passage | None:
        if body is None or not body.html:
            return None
        html = rebase(body.html, self.root) if self.root else body.html
        html = with_headings(html, level) if _HEADING.search(html) else html
        return Passage(Markup(html), self._foreign(lang))  # noqa: S704 - sanitised when parsed

    def _foreign(self, lang: str) -> str:
        return "" if lang == self.words.language.code else lang


def with_headings(html: str, level: int) -> str:
    """Return sanitised *html* with its headings moved so that the highest is of *level*.

    The outline of a page has no gaps then, whatever level a writer begins with
    (WCAG 2.2, 1.3.1). None goes below the sixth.
    """
    highest = min(int(found[2]) for found in _HEADING.finditer(html))
    return _HEADING.sub(
        lambda found: f"<{found[1]}h{min(6, int(found[2]) - highest + level)}", html
    )
