"""A content file as lines of text that go back to the bytes that they came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from statusgen.errors import ContentError, Problem
from statusgen.parse.frontmatter import body_start
from statusgen.parse.text import decode
from statusgen.sources import SourceFile

_BOM = "\ufeff"
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text, cut into lines where the parser sees line ends.

    So a line number that the parser gives is a place in ``lines``, whatever the line ends
    are, and whether or not the file begins with a byte order mark.
    """

    path: str
    lines: tuple[str, ...]  #: each with its own line end; the last may have none
    mark: str = ""  #: the byte order mark, if there is one

    @property
    def line_end(self) -> str:
        r"""Return the line end that the file has first; ``\n`` where it has none."""
        found = _LINE_END.search(self.lines[0]) if self.lines else None
        return found[0] if found else "\n"

    @property
    def body_at(self) -> int:
        """Return the place of the line that the body begins with, or would begin with."""
        text = self.text
        return text.count("\n", 0, body_start(text))

    @property
    def text(self) -> str:
        r"""Return the text as the parser sees it, but for characters that it leaves out."""
        return _LINE_END.sub("\n", "".join(self.lines))

    @property
    def source(self) -> SourceFile:
        """Return the file."""
        return SourceFile(self.path, (self.mark + "".join(self.lines)).encode())

    def insert(self, place: int, text: str) -> Document:
        r"""Return it with *text*, whose lines end in ``\n``, put in before line *place*.

        The new lines end as the others do. A line before them that has no end gets one.
        """
        before, after = list(self.lines[:place]), self.lines[place:]
        if before and not before[-1].endswith(("\r", "\n")):
            before[-1] += self.line_end
        return replace(self, lines=(*before, *self._cut(text), *after))

    def blank(self, place: int) -> bool:
        """Return whether nothing stands in line *place*, or there is no such line."""
        return not 0 <= place < len(self.lines) or not self.lines[place].strip()

    def _cut(self, text: str) -> tuple[str, ...]:
        return tuple(_LINES.findall(text.replace("\n", self.line_end)))


def open_document(source: SourceFile) -> Document:
    """Return *source* as a document. Raises :class:`ContentError` where it is no text."""
    readable = decode(source)
    if isinstance(readable, Problem):
        raise ContentError([readable])
    text = source.data.decode()
    mark = _BOM if text.startswith(_BOM) else ""
    return Document(source.path, tuple(_LINES.findall(text[len(mark) :])), mark)
