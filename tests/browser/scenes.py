"""Every kind of page, and every way in which people have them shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Browser, Page

from tests.render.world import NOW

#: What a page is → where it is. Those of the bad afternoon; :data:`ALONE` are no part of a folder.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "front": "index.html",
        "incident": "incidents/2026-11-23-checkout.html",
        "closed-incident": "incidents/2026-11-12-outage.html",
        "maintenance": "maintenance/2026-12-01-database.html",
        "component": "components/checkout.html",
        "history": "history/index.html",
        "month": "history/2026-11.html",
        "notice": "notices/black-friday.html",
        "page": "about.html",
        "not-found": "404.html",
        "fallback": "fallback.html",
        "fallback-planned": "fallback-planned.html",
        "fallback-partial": "fallback-partial.html",
        "embed": "embed.html",
    }
)
#: Kinds that there are once for all languages.
ALONE = ("fallback", "fallback-planned", "fallback-partial")
#: A kind that other sites have in a frame: rules of whole pages are theirs.
FRAME = "embed"
#: Text at twice its size, as readers set it in their browser (WCAG 2.2, 1.4.4).
LARGE_TEXT = ":root { font-size: 200% !important }"
#: What pages ask for and do without: a browser says by itself where it is not there.
ASKED_FOR = ("release.json", "embed.json")


@dataclass(frozen=True, kw_only=True)
class Mode:
    """How a page is shown. ``options`` are those of a Playwright context."""

    width: int = 390
    height: int = 844
    large_text: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


MODES: Mapping[str, Mode] = MappingProxyType(
    {
        "light": Mode(),
        "dark": Mode(options={"color_scheme": "dark"}),
        "forced-colours": Mode(options={"forced_colors": "active"}),
        "large-text": Mode(large_text=True),
        "narrow": Mode(width=320),
        "wide": Mode(width=1280, height=900),
        "reduced-motion": Mode(options={"reduced_motion": "reduce"}),
    }
)


@contextmanager
def shown(browser: Browser, mode: Mode) -> Iterator[Page]:
    """Give a page of a reader who has pages shown in *mode*."""
    context = browser.new_context(
        viewport={"width": mode.width, "height": mode.height},
        locale="en-GB",
        timezone_id="Europe/London",
        bypass_csp=True,  # for what the tests put into the page, which readers do not
        **mode.options,
    )
    page = context.new_page()
    yield page
    context.close()


def open_page(page: Page, address: str, mode: Mode) -> None:
    """Go to *address*, and have it shown in *mode*."""
    page.goto(address)
    if mode.large_text:
        page.add_style_tag(content=LARGE_TEXT)


@contextmanager
def reader(
    browser: Browser,
    *,
    zone: str = "Europe/London",
    locale: str = "en-GB",
    scripts: bool = True,
    width: int = 390,
    now: datetime = NOW,
) -> Iterator[Page]:
    """Give a page of a reader. Fails if the page says any error."""
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        timezone_id=zone,
        locale=locale,
        java_script_enabled=scripts,
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda said: (
            errors.append(said.text)
            if said.type in {"error", "warning"}
            and said.location["url"].rpartition("/")[2] not in ASKED_FOR
            else None
        ),
    )
    if scripts:
        page.clock.install(time=now)
    yield page
    context.close()
    assert errors == []
