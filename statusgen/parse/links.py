"""Relative links in sanitised HTML, made to fit where the HTML stands."""

from __future__ import annotations

import re

#: Tags of sanitised HTML that hold an address. In it attributes have double quotes around
#: them and a "<" always begins a tag, so that nothing in the text can be taken for one.
_TAG = re.compile(r'<(?:a|img)(?: [a-z]+="[^"]*")+')
_ADDRESS = re.compile(r' (href|src)="([^"]*)"')
#: Addresses that say themselves where they are: a scheme, another host, this page.
_WHOLE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|$")
_RELATIVE = re.compile(r' (?:href|src)="(?!https?:|mailto:|tel:|sms:|//|#|")')


def rebase(html: str, prefix: str) -> str:
    """Return sanitised *html* with *prefix* before every relative address in it.

    Links in Markdown start at the site's root, with or without a slash: ``about.html`` and
    ``/about.html`` are the same. *prefix* leads from where the HTML will stand to that
    root and ends in a slash: ``../`` in a page, ``https://status.example/`` in a feed.
    Addresses with a scheme, of another host (``//…``) or within the text (``#…``) stay.
    """
    if not _RELATIVE.search(html):
        return html

    def attribute(match: re.Match[str]) -> str:
        name, address = match.groups()
        if _WHOLE.match(address):
            return match[0]
        return f' {name}="{prefix}{address.removeprefix("/")}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(attribute, tag[0]), html)
