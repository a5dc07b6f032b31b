"""Text that every XML and JSON reader accepts."""

from __future__ import annotations

import re

#: What XML 1.0 has no way to write (W3C, "Extensible Markup Language 1.0", section 2.2),
#: which takes in the lone surrogates that UTF-8, and so JSON, cannot hold either.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return *text* without the characters that XML and UTF-8 cannot carry.

    They have no shape that a reader could miss; everything else stays as it is.
    """
    return _NOT_XML.sub("", text)
