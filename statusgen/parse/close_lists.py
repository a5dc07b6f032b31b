"""The Python-Markdown extension for lists that stand right under a line of text.

    What still works:
    - search
    - orders by phone

Python-Markdown wants an empty line between the two and makes one paragraph of it otherwise.
Everybody else, GitHub among them, sees a list, and so does whoever writes at night. The
rule is CommonMark's (0.31, section 5.3): a list of numbers has to begin with 1 here, so
that a line which happens to begin with "14. " stays text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from statusgen.parse.patterns import LIST_BELOW_TEXT

#: After everything that may begin within a block (quotes: 20), before paragraphs (10).
_PRIORITY = 12


class CloseListProcessor(BlockProcessor):
    """Splits a paragraph from the list under it."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self._below = re.compile(LIST_BELOW_TEXT)

    def test(self, parent: Element, block: str) -> bool:
        """Return whether there is a list under text; an item's own text is left alone."""
        return parent.tag != "li" and self._below.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Have the text read, and put the list back to be read next."""
        text, items = self._below.split(blocks.pop(0), maxsplit=1)
        self.parser.parseBlocks(parent, [text])
        blocks.insert(0, items)


class CloseListExtension(Extension):
    """Adds :class:`CloseListProcessor`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processor with *md*."""
        processor = CloseListProcessor(md.parser)
        md.parser.blockprocessors.register(processor, "close_list", _PRIORITY)
