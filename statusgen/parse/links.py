"""Relative links in sanitised HTML, made to fit where the HTML stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

#: Tags of sanitised HTML that hold an address. In it attributes have double quotes around
#: them and a "<" always begins a tag, so that nothing in the text can be taken for one.
_TAG = re.compile(r'<(?:a|img)(?: [a-z]+="[^"]*")+')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
#: Addresses that say themselves where they are: a scheme, another host, this page.
_WHOLE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|$")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RELATIVE = re.compile(r' (?:href|src)="(?!https?:|mailto:|tel:|sms:|//|#|")')
_PARTIAL = re.compile(r' (?:href|src)="(?!https?:|mailto:|tel:|sms:)')


def rebase(html: str, prefix: str) -> str:
    """Return sanitised *html* with *prefix* before every relative address in it.

    *prefix* leads from where the HTML will stand to the site's root, where links in prose
    start, and ends in a slash: ``../`` in a page, ``https://status.example/`` in a feed.
    Addresses with a scheme, of another host (``//…``) or within the text (``#…``) stay.
    """
    return _with_addresses(html, lambda address: prefix + address)


def absolute(html: str, *, root: str, page: str) -> str:
    """Return sanitised *html* with every address whole, for where it is read by itself.

    *root* is the site's address, where links in prose start, and ends in a slash; *page* is
    the address of the page that the HTML is from, for links within the text.
    """
    scheme = f"{urlsplit(root).scheme}:"

    def whole(address: str) -> str:
        if address.startswith("//"):
            return scheme + address
        return address if _SCHEME.match(address) else page + address

    if not _PARTIAL.search(html):
        return html
    return _each_address(rebase(html, root), whole)


def without_leading_slash(html: str) -> str:
    """Return sanitised *html* with ``/about.html`` written as ``about.html``.

    Links in prose start at the site's root, and that need not be the host's: the site may
    be under a path. ``/`` alone becomes ``./``.
    """
    return _with_addresses(html, _from_root) if '="/' in html else html


def _from_root(address: str) -> str:
    """Return *address* without leading slashes, and never with a scheme that it had not."""
    path = address.lstrip("/")
    # "/javascript:x" is a harmless path, "javascript:x" is a script.
    return path if path and ":" not in path else f"./{path}"


def _with_addresses(html: str, change: Callable[[str], str]) -> str:
    """Return *html* with every relative address changed."""
    if not _RELATIVE.search(html):
        return html
    return _each_address(html, lambda it: it if _WHOLE.match(it) else change(it))


def _each_address(html: str, change: Callable[[str], str]) -> str:
    """Return *html* with every address as *change* makes it."""

    def attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        return f' {name}="{change(value)}"' if name in ("href", "src") else match[0]

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)
