"""The picture that shows where a link to an incident is shared: 1200 × 630 pixels, PNG.

Only an incident that goes on has one: the page of one that is over has nothing urgent to
show, and stands still. The letters are the theme's, so that the bytes are the same on every
machine: those of the default theme are Latin, Greek and Cyrillic. They are put one after the
other. What needs more than that, joined letters or another direction, and letters that there
are none of are left out: the shape, the colour and the name say what the card can, instead.

Source: the Open Graph protocol (ogp.me), and the size that most networks ask for.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import msgspec

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.derive.values import Archive, IncidentState
from statusgen.errors import StatusgenError
from statusgen.render import links
from statusgen.render.brand import LIGHT_GROUND, readable
from statusgen.render.env import RenderEnv
from statusgen.render.language import Language
from statusgen.render.viewer import Viewer, tone_of

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
#: Changes when cards are drawn in another way.
_DRAWING = "card 2"
_PAPER, _INK, _MUTED = "#ffffff", "#15181c", "#555c66"
_EDGE, _SHAPE, _SMOOTH = 80, 96, 4
_TITLE_SIZES = (76, 64, 54)
_LINES = 3  #: most lines of a title
_NO_LETTER = "\U0010ffff"
FONT = "card/font.ttf"  #: below a theme's ``static/``
#: Letters that run from the right (UAX 9), and characters that are put on or into another one.
_BACKWARDS, _ATTACHED = ("R", "AL", "AN"), ("Mn", "Mc", "Me")

#: tone → colour and outline of its shape in a square of 20, and the white mark in it.
_SHAPES: dict[str, tuple[str, tuple[tuple[float, float], ...], tuple[tuple[float, ...], ...]]] = {
    "operational": ("#14754a", (), ((5.8, 10.4, 8.7, 13.3, 14.2, 7.1),)),
    "under_maintenance": ("#2a5bbd", ((1, 1), (19, 1), (19, 19), (1, 19)), ((5, 15, 15, 5),)),
    "degraded_performance": (
        "#805300",
        ((10, 1), (19.6, 18.6), (0.4, 18.6)),
        ((10, 7, 10, 12.6), (10, 14.6, 10, 16.4)),
    ),
    "partial_outage": ("#a1440a", ((10, 0), (20, 10), (10, 20), (0, 10)), ((5.6, 10, 14.4, 10),)),
    "major_outage": (
        "#b0142c",
        ((6, 0.5), (14, 0.5), (19.5, 6), (19.5, 14), (14, 19.5), (6, 19.5), (0.5, 14), (0.5, 6)),
        ((6.4, 6.4, 13.6, 13.6), (13.6, 6.4, 6.4, 13.6)),
    ),
}


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """All that a card shows."""

    title: str
    label: str  #: the status's name
    tone: str  #: the key of the status whose shape and colour it has
    name: str  #: the company's
    host: str  #: where the page is
    color: str  #: the company's


def card_artefacts(env: RenderEnv, state: IncidentState, archive: Archive) -> Iterator[Artefact]:
    """Yield the card of an incident in each language while it goes on, and nothing after."""
    if not state.active:
        return
    font = env.theme.static(FONT) or b""
    for language in env.languages.values():
        card = _card(env, language, state, archive)
        path = links.in_language(links.card(state.id), language.code, env.config)
        yield Artefact(
            path=path,
            key=key_of(_DRAWING, path, card, font),
            media_type="image/png",
            render=partial(draw, card, font),
            stage=Stage.ASSET,
        )


def card_address(env: RenderEnv, language: Language, state: IncidentState) -> str:
    """Return the absolute address of an incident's card; nothing where it has none."""
    path = links.in_language(links.card(state.id), language.code, env.config)
    return links.absolute(path, env.config) if state.active else ""


def _card(env: RenderEnv, language: Language, state: IncidentState, archive: Archive) -> Card:
    return Card(
        title=Viewer(env, language, archive).prose(state.incident.path).title,
        label=language.update_statuses[state.status],
        tone=tone_of(state),
        name=env.config.name,
        host=env.config.host,
        color=readable(env.config.brand.color, LIGHT_GROUND),
    )


def draw(card: Card, font: bytes) -> bytes:
    """Return the PNG of *card* with the letters of *font* (TrueType or OpenType).

    Raises :class:`StatusgenError` where that is none.
    """
    from PIL import Image, ImageDraw  # 40 ms

    letters = partial(_letters, font)
    color = _SHAPES[card.tone][0]
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 20), fill=color)
    pen.rectangle((_EDGE, HEIGHT - 120, WIDTH - _EDGE, HEIGHT - 119), fill="#dfe3e7")
    image.paste(_shape(card.tone), (_EDGE, 90))
    title, label, name = (_composed(text) for text in (card.title, card.label, card.name))
    if can_draw(label, font):
        pen.text((_EDGE + _SHAPE + 32, 138), label, color, letters(48), anchor="lm")
    said = next((text for text in (title, name) if can_draw(text, font)), "")
    size, lines = _fitted(said, letters)
    pen.multiline_text((_EDGE, 222), "\n".join(lines), _INK, letters(size), spacing=size // 6)
    if can_draw(name, font) and said != name:
        pen.text((_EDGE, HEIGHT - 66), name, card.color, letters(36), anchor="lm")
    pen.text((WIDTH - _EDGE, HEIGHT - 66), card.host, _MUTED, letters(30), anchor="rm")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def can_draw(text: str, font: bytes) -> bool:
    """Return whether *font* has a letter for each character, and one after the other is right."""
    letters = _letters(font, 20)
    nothing = _glyph(letters, _NO_LETTER)
    return all(
        unicodedata.bidirectional(char) not in _BACKWARDS
        and unicodedata.category(char) not in _ATTACHED
        and (char.isspace() or _glyph(letters, char) != nothing)
        for char in _composed(text)
    )


def _composed(text: str) -> str:
    """Return *text* with an accented letter as one character where there is one."""
    return unicodedata.normalize("NFC", text)


def _glyph(letters: FreeTypeFont, char: str) -> tuple[tuple[int, int], bytes]:
    mask = letters.getmask(char)
    return mask.size, bytes(mask)


@lru_cache(maxsize=8)
def _letters(font: bytes, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    try:
        # Not every machine has what lays out letters in another way.
        return ImageFont.truetype(io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise StatusgenError(
            f"themes: static/{FONT} is no font", hint="use a .ttf or .otf file, under that name"
        ) from error


def _fitted(title: str, letters: Callable[[int], FreeTypeFont]) -> tuple[int, list[str]]:
    """Return the largest size at which *title* fits, and its lines; cut where none does."""
    for size in _TITLE_SIZES:
        lines = _wrapped(title, letters(size))
        if len(lines) <= _LINES:
            return size, lines
    last = lines[_LINES - 1]
    while letters(size).getlength(f"{last} …") > WIDTH - 2 * _EDGE:
        last = last[:-1].rstrip(".,;: ")
    return size, [*lines[: _LINES - 1], f"{last} …"]


def _wrapped(text: str, font: FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= WIDTH - 2 * _EDGE:
            lines[-1] = longer
        else:
            lines += _pieces(word, font)
    return lines


def _pieces(word: str, font: FreeTypeFont) -> list[str]:
    """Return *word* in pieces that fit on a line: nearly always one."""
    pieces = [""]
    for char in word:
        if font.getlength(pieces[-1] + char) > WIDTH - 2 * _EDGE:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _shape(tone: str) -> Image:
    """Return the shape of a status, drawn large and made smaller, so that its edges are smooth."""
    from PIL import Image, ImageDraw

    color, outline, marks = _SHAPES[tone]
    side = _SHAPE * _SMOOTH
    scale = side / 20
    image = Image.new("RGB", (side, side), _PAPER)
    pen = ImageDraw.Draw(image)
    if outline:
        pen.polygon([(x * scale, y * scale) for x, y in outline], fill=color)
    else:
        pen.ellipse((0, 0, side - 1, side - 1), fill=color)
    for mark in marks:
        points = [value * scale for value in mark]
        pen.line(points, fill=_PAPER, width=round(2.2 * scale), joint="curve")
    return image.resize((_SHAPE, _SHAPE), Image.Resampling.LANCZOS)
