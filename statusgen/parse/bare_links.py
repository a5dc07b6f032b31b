"""The Python-Markdown extension that makes links of bare addresses."""

from __future__ import annotations

from collections.abc import Mapping
from re import Match
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, AtomicString

from statusgen.parse.patterns import BARE_ADDRESS

#: After raw HTML (90), so that addresses in tags are safe; before emphasis (60), so that
#: underscores in addresses are.
_PRIORITY = 85


class BareLinkProcessor(InlineProcessor):
    """Makes a link of every bare address, but for those within links."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self, m: Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        """Return the link, or None, and the part of *data* that it stands for."""
        if self._follows_raw_html(data[: m.start()]):
            return None, m.start(), m.end()
        link = Element("a", {"href": m[0]})
        link.text = AtomicString(m[0])
        return link, m.start(), m.end()

    def _follows_raw_html(self, before: str) -> bool:
        """Return whether *before* ends in a tag: the address may be the text of an ``<a>``.

        Python-Markdown has put what it has dealt with aside, and a mark in its place: tags
        as text, everything else as elements.
        """
        if self.md is None or not before.endswith(ETX):
            return False
        marks = INLINE_PLACEHOLDER_RE.findall(before)
        stash: Mapping[str, object] = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
        return bool(marks) and isinstance(stash.get(marks[-1]), str)


class BareLinkExtension(Extension):
    """Adds :class:`BareLinkProcessor`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processor with *md*."""
        md.inlinePatterns.register(BareLinkProcessor(BARE_ADDRESS, md), "bare_link", _PRIORITY)
