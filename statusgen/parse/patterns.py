"""What our own parts of Markdown look like, to Python-Markdown and to the shortcut alike."""

from __future__ import annotations

# Addresses, as in GitHub's Markdown (GFM 0.29, section 6.9): the punctuation after one belongs
# to the sentence, a bracket only where it was opened within the address. They are in ASCII, so
# that one ends where Chinese or Japanese text goes on without a space.
_HOST = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?"
_ANY = r"[A-Za-z0-9\-._~:/?#@!$&+,;=%]"
_LAST = r"[A-Za-z0-9\-/#@$&+=%]"
_BRACKETED = rf"\({_ANY}*\)"
_REST = rf"(?:{_ANY}|{_BRACKETED})*(?:{_LAST}|{_BRACKETED})"

#: A pattern: an address that is to become a link.
BARE_ADDRESS = rf"(?<![A-Za-z0-9/@.])https?://{_HOST}(?:/(?:{_REST})?|[?#]{_REST})?"

#: A pattern: the line end between a paragraph and the list right under it.
LIST_BELOW_TEXT = r"\n(?=(?:[-*+]|1\.) +\S)"
