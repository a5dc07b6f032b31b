"""What a page would load from elsewhere: it must load nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from statusgen.doctor.findings import Seen, UnansweredError, Verdict, well
from statusgen.doctor.ports import Scene

#: Element → its attributes that make a browser load something.
_LOADS = {
    **dict.fromkeys(("script", "iframe", "frame", "embed", "audio", "track"), ("src",)),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "object": ("data",),
    "link": ("href",),
    "base": ("href",),
    "input": ("src",),
}
#: Kinds of <link> that a browser follows by itself.
_FOLLOWED = frozenset(
    {
        "stylesheet",
        "icon",
        "preload",
        "modulepreload",
        "prefetch",
        "preconnect",
        "dns-prefetch",
        "manifest",
        "apple-touch-icon",
        "mask-icon",
    }
)
_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')\s]+)""", re.IGNORECASE)
_NAMED = 3  #: how many are named


def check_strangers(scene: Scene) -> Iterator[Seen]:
    """Look at the built pages for anything that they load from another host."""
    found: dict[str, str] = {}
    count = 0
    for path, body in scene.pages():
        count += 1
        for address in loaded(body.decode("utf-8", "replace")):
            host = urlsplit(address).hostname
            if host and host != scene.config.host:
                found.setdefault(address, path)
    if not count:
        raise UnansweredError("nothing is built yet", hint="run: statusgen build")
    for address, path in list(found.items())[:_NAMED]:
        yield Seen(
            Verdict.FAIL,
            f"{path} loads {address}",
            "put the file into the theme's static/ folder, or do without it",
        )
    if not found:
        yield well(f"{count} built pages load nothing from elsewhere")


def loaded(page: str) -> list[str]:
    """Return every address that a browser loads by itself for *page*."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.addresses


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        self.addresses += _CSS.findall(told.get("style", ""))
        if tag == "link" and not _FOLLOWED & set(told.get("rel", "").lower().split()):
            return
        for name in _LOADS.get(tag, ()):
            values = told.get(name, "").split(",") if name == "srcset" else [told.get(name, "")]
            self.addresses += [value.split()[0] for value in values if value.split()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.addresses += _CSS.findall(data)
