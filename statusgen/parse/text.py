"""A file's bytes as text."""

from __future__ import annotations

import re

from statusgen.errors import Location, Problem
from statusgen.sources import MAX_SOURCE_SIZE, SourceFile, too_large

#: Control characters that no XML document may hold (XML 1.0, section 2.2). They come in by
#: copying from elsewhere, nobody can see them, and a feed with one of them is broken.
_CONTROLS = bytes(c for c in (*range(0x01, 0x09), *range(0x0E, 0x20), 0x7F))
_SPACED = bytes.maketrans(b"\x0b\x0c", b"  ")  # a word processor's soft line and page breaks
_NONCHARACTERS = re.compile("[\ufffe\uffff]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(source: SourceFile) -> str | Problem:
    r"""Return the text of *source* with ``\n`` line ends, or why it cannot be read.

    The encoding is UTF-8; a byte order mark is dropped, as are invisible control
    characters, so that the text can stand in any page or feed. What git has left half merged
    is nothing to publish either.
    """
    data = source.data
    if len(data) > MAX_SOURCE_SIZE:
        return too_large(source.path, len(data))
    if data.startswith(_UTF16):
        return Problem(
            Location(source.path, 1, 1),
            "this file is in UTF-16",
            "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data:
        at = _place(source.path, data, data.index(b"\0"))
        return Problem(at, "there is a NUL byte here", "is this a text file?")
    try:
        text = data.translate(_SPACED, _CONTROLS).decode()
    except UnicodeDecodeError:
        return _not_utf8(source.path, data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<<<<<<< " in text and (line := _conflict(text)):
        return Problem(
            Location(source.path, line, 1),
            "two versions of this file are in conflict here",
            "keep what is right of both, and take out the lines <<<<<<<, ======= and >>>>>>>",
        )
    return _NONCHARACTERS.sub("", text) if "\ufffe" in text or "\uffff" in text else text


def _conflict(text: str) -> int:
    """Return the line where git has left a conflict (git-merge, "How conflicts are presented").

    0 where there is none: not every ``<`` is git's.
    """
    padded = "\n" + text
    start = padded.find("\n<<<<<<< ")
    middle = padded.find("\n=======\n", start) if start >= 0 else -1
    end = padded.find("\n>>>>>>> ", middle) if middle >= 0 else -1
    return padded.count("\n", 0, start) + 1 if end >= 0 else 0


def _not_utf8(path: str, data: bytes) -> Problem:
    start = 0
    try:
        data.decode()
    except UnicodeDecodeError as error:
        start = error.start
    was = data[start : start + 1].decode("cp1252", errors="replace")
    return Problem(
        _place(path, data, start),
        f"this is not UTF-8: byte 0x{data[start]:02X}",
        f"if it should be '{was}', the file is in another encoding: save it as UTF-8",
    )


def _place(path: str, data: bytes, offset: int) -> Location:
    """Return where the byte at *offset* is; everything before it must be UTF-8."""
    before = data[:offset].decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    last = before.rfind("\n")
    return Location(path, before.count("\n") + 1, len(before) - last)
