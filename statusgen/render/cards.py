"""The picture that shows where a link to an incident is shared: 1200 × 630 pixels, PNG.

Only an incident that goes on has one: the page of one that is over has nothing urgent to
show, and stands still. The letters are those that Pillow brings along, so that the bytes are
the same on every machine. They have few letters beyond English ones: where one is missing, the
shape, the colour and the name say what the card can, instead of boxes.

Source: the Open Graph protocol (ogp.me), and the size that most networks ask for.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import msgspec

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.derive.values import Archive, IncidentState
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
_DRAWING = "card 1"
_PAPER, _INK, _MUTED = "#ffffff", "#15181c", "#555c66"
_EDGE, _SHAPE, _SMOOTH = 80, 96, 4
_TITLE_SIZES = (76, 64, 54)
_LINES = 3  #: most lines of a title
_NO_LETTER = "\U0010ffff"

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
    for language in env.languages.values():
        card = _card(env, language, state, archive)
        path = links.in_language(links.card(state.id), language.code, env.config)
        yield Artefact(
            path=path,
            key=key_of(_DRAWING, path, card),
            media_type="image/png",
            render=partial(draw, card),
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


def draw(card: Card) -> bytes:
    """Return the PNG of *card*."""
    from PIL import Image, ImageDraw  # 40 ms

    color = _SHAPES[card.tone][0]
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 20), fill=color)
    pen.rectangle((_EDGE, HEIGHT - 120, WIDTH - _EDGE, HEIGHT - 119), fill="#dfe3e7")
    image.paste(_shape(card.tone), (_EDGE, 90))
    if can_draw(card.label):
        pen.text((_EDGE + _SHAPE + 32, 138), card.label, color, _font(48), anchor="lm")
    said = next((text for text in (card.title, card.name) if can_draw(text)), "")
    size, lines = _fitted(said)
    pen.multiline_text((_EDGE, 228), "\n".join(lines), _INK, _font(size), spacing=size // 4)
    if can_draw(card.name) and said != card.name:
        pen.text((_EDGE, HEIGHT - 66), card.name, card.color, _font(36), anchor="lm")
    pen.text((WIDTH - _EDGE, HEIGHT - 66), card.host, _MUTED, _font(30), anchor="rm")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def can_draw(text: str) -> bool:
    """Return whether there is a letter for each character of *text*."""
    font = _font(20)
    nothing = _glyph(font, _NO_LETTER)
    return all(char.isspace() or _glyph(font, char) != nothing for char in text)


def _glyph(font: FreeTypeFont, char: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(char)
    return mask.size, bytes(mask)


@lru_cache(maxsize=8)
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - Pillow's wheels have FreeType
    return font


def _fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which *title* fits, and its lines; cut where none does."""
    for size in _TITLE_SIZES:
        lines = _wrapped(title, _font(size))
        if len(lines) <= _LINES:
            return size, lines
    last = lines[_LINES - 1]
    while _font(size).getlength(f"{last} …") > WIDTH - 2 * _EDGE:
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
