"""Pictures of every kind of page in every way it is shown, for people to look at.

They are in ``artifacts/``, with a page that shows them all: CI keeps that folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.scenes import ALONE, FRAME, KINDS, MODES, Mode, open_page, shown

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parents[2] / "artifacts"
NARROW, WIDE = MODES["light"], MODES["wide"]
FIRST = ("front", "incident", "component")
DARK_WIDE = Mode(width=WIDE.width, height=WIDE.height, options=MODES["dark"].options)


class Set(NamedTuple):
    """Pictures to take of one site in one way of showing it."""

    site: str  #: the fixture of its folder
    prefix: str  #: the folder of a language in it
    name: str
    mode: Mode
    kinds: tuple[str, ...]


OTHERS = (*ALONE, FRAME)
SETS = tuple(
    Set(*one)
    for one in (
        ("busy", "", "phone", NARROW, tuple(KINDS)),
        ("busy", "", "phone-dark", MODES["dark"], tuple(KINDS)),
        ("busy", "", "desktop", WIDE, tuple(KINDS)),
        ("busy", "", "desktop-dark", DARK_WIDE, ("front", "incident", "component")),
        ("busy", "", "phone-narrow", MODES["narrow"], (*FIRST, *OTHERS)),
        ("busy", "", "phone-large-text", MODES["large-text"], (*FIRST, *OTHERS)),
        ("busy", "", "phone-forced-colours", MODES["forced-colours"], (*FIRST, *OTHERS)),
        ("calm", "", "phone", NARROW, ("front", "component")),
        ("calm", "", "phone-dark", MODES["dark"], ("front",)),
        ("calm", "", "desktop", WIDE, ("front",)),
        ("arabic", "ar/", "phone", NARROW, (*FIRST, "month", FRAME)),
        ("arabic", "ar/", "desktop", WIDE, ("front",)),
        ("other_theme", "", "phone", NARROW, (*FIRST, "history")),
        ("other_theme", "", "phone-dark", MODES["dark"], ("front", "incident")),
        ("other_theme", "", "phone-large-text", MODES["large-text"], ("front",)),
        ("other_theme", "", "desktop", WIDE, FIRST),
    )
)


@pytest.fixture(scope="module")
def album() -> Iterator[dict[str, str]]:
    """Collect file names, and write the page that shows them all."""
    FOLDER.mkdir(exist_ok=True)
    names: dict[str, str] = {}
    yield names
    figures = "".join(
        f'<figure><figcaption>{escape(name)}</figcaption><a href="{file}">'
        f'<img src="{file}" alt="{escape(name)}" loading="lazy"></a></figure>'
        for name, file in names.items()
    )
    (FOLDER / "index.html").write_text(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Screenshots</title><style>"
        "body{font:1rem system-ui;display:flex;flex-wrap:wrap;gap:2rem;background:#888}"
        "img{inline-size:22rem;max-block-size:60rem;object-fit:cover;object-position:top}"
        f"figure{{margin:0}}</style><h1 hidden>Screenshots</h1>{figures}\n"
    )


@pytest.mark.parametrize("pictures", SETS, ids=lambda one: f"{one.site}-{one.name}")
def test_pages_have_their_picture_taken(
    browser: Browser, request: pytest.FixtureRequest, album: dict[str, str], pictures: Set
) -> None:
    folder: Path = request.getfixturevalue(pictures.site)
    with shown(browser, pictures.mode) as page:
        page.clock.set_fixed_time("2026-11-23T14:50:00Z")
        for kind in pictures.kinds:
            name = f"{pictures.site}-{kind}-{pictures.name}"
            open_page(page, (folder / pictures.prefix / KINDS[kind]).as_uri(), pictures.mode)
            album[name] = take(page, FOLDER / f"{name}.png", whole=kind != FRAME)


def take(page: Page, picture: Path, *, whole: bool) -> str:
    """Take a picture, and return its file's name. A frame is as high as what is in it."""
    if whole:
        page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 5_000
    else:
        page.locator("body").screenshot(path=picture)
        assert picture.stat().st_size > 1_000
    return picture.name
