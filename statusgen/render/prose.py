"""An item's words as a page shows them: HTML, marked where not in the page's language."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from statusgen.model import Body
from statusgen.parse.links import rebase
from statusgen.render.words import Words


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

    @property
    def summary(self) -> Passage | None:
        """Return the text before the first update; a page's or notice's body."""
        translation, original = self.words.translation, self.words.original
        if translation is not None and translation.summary is not None:
            return self._passage(translation.summary, translation.language)
        return self._passage(original.summary, original.language)

    def update(self, index: int) -> Passage | None:
        """Return the words of the update at *index* of the item's updates."""
        return self._passage(*self.words.update(index))

    def _passage(self, body: Body | None, lang: str) -> Passage | None:
        if body is None or not body.html:
            return None
        html = rebase(body.html, self.root) if self.root else body.html
        return Passage(Markup(html), self._foreign(lang))  # noqa: S704 - sanitised when parsed

    def _foreign(self, lang: str) -> str:
        return "" if lang == self.words.language.code else lang
