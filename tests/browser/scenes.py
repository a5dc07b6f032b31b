"""Every kind of page, and every way in which people have them shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Browser, Page

#: What a page is → where it is. Those of the bad afternoon; ``fallback.html`` stands alone.
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
    }
)
#: Text at twice its size, as readers set it in their browser (WCAG 2.2, 1.4.4).
LARGE_TEXT = ":root { font-size: 200% !important }"


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
