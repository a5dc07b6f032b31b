"""A whole file through a browser's text box, which knows one kind of line end."""

from __future__ import annotations

from difflib import SequenceMatcher

from statusgen.edit.document import Document, open_document
from statusgen.errors import ContentError
from statusgen.sources import SourceFile


def keep_line_ends(before: bytes, text: str) -> bytes:
    r"""Return *text*, whose lines end in ``\n``, as bytes with the line ends of *before*.

    A line that is as it was stays byte for byte, and a byte order mark stays; new lines end
    as the file's first one does.
    """
    try:
        document = open_document(SourceFile("before", before))
    except ContentError:
        return text.encode(errors="replace")  # it was no text: nothing of it can be kept
    old = [line.rstrip("\r\n") for line in document.lines]
    new = text.replace("\r\n", "\n").split("\n")
    ended = new[-1] == ""
    lines = new[:-1] if ended else new
    out: list[str] = []
    matcher = SequenceMatcher(None, old, lines, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            out += document.lines[start:end]
        else:
            out += [line + document.line_end for line in lines[first:last]]
    return (document.mark + _closed(out, document, ended=ended)).encode(errors="replace")


def _closed(lines: list[str], document: Document, *, ended: bool) -> str:
    r"""Return *lines* as one text; only the last may lack its end, if the new text has none."""
    if not lines:
        return ""
    whole = [
        line if line.endswith(("\r", "\n")) else line + document.line_end for line in lines[:-1]
    ]
    last = lines[-1].rstrip("\r\n")
    end = lines[-1][len(last) :] or document.line_end
    return "".join(whole) + last + (end if ended else "")
