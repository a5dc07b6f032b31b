"""Pictures of every kind of page in every way it is shown, for people to look at.

They are in ``artifacts/``, with a page that shows them all: CI keeps that folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from tests.browser.scenes import KINDS, MODES, Mode, open_page, shown

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parents[2] / "artifacts"
NARROW, WIDE = MODES["light"], MODES["wide"]
DARK_WIDE = Mode(width=WIDE.width, height=WIDE.height, options=MODES["dark"].options)
#: (site, its folder of a language, name of the mode, mode, kinds of pages)
SETS: tuple[tuple[str, str, str, Mode, tuple[str, ...]], ...] = (
    ("busy", "", "phone", NARROW, tuple(KINDS)),
    ("busy", "", "phone-dark", MODES["dark"], tuple(KINDS)),
    ("busy", "", "desktop", WIDE, tuple(KINDS)),
    ("busy", "", "desktop-dark", DARK_WIDE, ("front", "incident", "component")),
    ("busy", "", "phone-narrow", MODES["narrow"], ("front", "incident", "component")),
    ("busy", "", "phone-large-text", MODES["large-text"], ("front", "incident", "component")),
    ("busy", "", "phone-forced-colours", MODES["forced-colours"], ("front", "incident")),
    ("calm", "", "phone", NARROW, ("front", "component")),
    ("calm", "", "phone-dark", MODES["dark"], ("front",)),
    ("calm", "", "desktop", WIDE, ("front",)),
    ("arabic", "ar/", "phone", NARROW, ("front", "incident", "component", "month")),
    ("arabic", "ar/", "desktop", WIDE, ("front",)),
    ("other_theme", "", "phone", NARROW, ("front", "incident", "component", "history")),
    ("other_theme", "", "phone-dark", MODES["dark"], ("front", "incident")),
    ("other_theme", "", "phone-large-text", MODES["large-text"], ("front",)),
    ("other_theme", "", "desktop", WIDE, ("front", "incident", "component")),
)


class Shot(NamedTuple):
    """A picture to take."""

    name: str
    site: str  #: the fixture of its folder
    path: str
    mode: Mode


SHOTS = [
    Shot(f"{site}-{kind}-{name}", site, prefix + KINDS[kind], mode)
    for site, prefix, name, mode, kinds in SETS
    for kind in kinds
]


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


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_page_has_its_picture_taken(
    browser: Browser, request: pytest.FixtureRequest, album: dict[str, str], shot: Shot
) -> None:
    folder: Path = request.getfixturevalue(shot.site)
    picture = FOLDER / f"{shot.name}.png"
    with shown(browser, shot.mode) as page:
        page.clock.set_fixed_time("2026-11-23T14:50:00Z")
        open_page(page, (folder / shot.path).as_uri(), shot.mode)
        page.screenshot(path=picture, full_page=True)
    album[shot.name] = picture.name
    assert picture.stat().st_size > 5_000
