"""Addresses that stand in the text as they are: which characters belong to one.

As in GitHub's Markdown (GFM 0.29, section 6.9): the punctuation after an address belongs
to the sentence, a bracket only where it was opened within the address. An address is in
ASCII, so that it ends where Chinese or Japanese text goes on without a space.
"""

from __future__ import annotations

_HOST = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?"
_ANY = r"[A-Za-z0-9\-._~:/?#@!$&+,;=%]"
_LAST = r"[A-Za-z0-9\-/#@$&+=%]"
_BRACKETED = rf"\({_ANY}*\)"
_REST = rf"(?:{_ANY}|{_BRACKETED})*(?:{_LAST}|{_BRACKETED})"

#: A pattern: an address that is to become a link.
BARE_ADDRESS = rf"(?<![A-Za-z0-9/@.])https?://{_HOST}(?:/(?:{_REST})?|[?#]{_REST})?"
