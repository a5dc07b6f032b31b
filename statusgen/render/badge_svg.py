"""A badge as SVG: told by shape, text and colour, light and dark, with no font needed.

Texts are fitted to the places that were measured for them (``textLength``), so that the
badge looks the same in whatever font the reader has. Light colours stand in attributes,
so that a policy that forbids styles leaves a whole badge; dark ones in a style.
"""

from __future__ import annotations

import unicodedata
from math import ceil
from typing import Any

import msgspec

from statusgen.model import ComponentStatus

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_HEIGHT, _BASELINE, _FONT_SIZE = 24, 16, 12
_PADDING, _GAP, _ICON = 9, 7, 14
_DRAWN_IN = 20  #: the square in which shapes are drawn

_NARROW, _WIDE = frozenset("fijlrtI.,:;'|!()[]{}- "), frozenset("mwMW@%—…")
_NARROW_WIDTH, _USUAL_WIDTH, _CAPITAL_WIDTH, _WIDE_WIDTH = 3.9, 6.6, 7.9, 10.2
_BOLDER = 1.06


class Look(msgspec.Struct, frozen=True):
    """How a status looks. The colours are those of the default theme, 4.5:1 and more."""

    light: str
    dark: str
    shape: str  #: the path of its ground, in a square of 20
    mark: str  #: the path of the line on it


LOOKS: dict[ComponentStatus, Look] = {
    ComponentStatus.OPERATIONAL: Look(
        "#14754a", "#52c78f", "M10 1a9 9 0 1 1 0 18a9 9 0 1 1 0-18z", "m5.8 10.4 2.9 2.9 5.5-6.2"
    ),
    ComponentStatus.UNDER_MAINTENANCE: Look(
        "#2a5bbd",
        "#8aafff",
        "M5.5 1h9a4.5 4.5 0 0 1 4.5 4.5v9a4.5 4.5 0 0 1-4.5 4.5h-9a4.5 4.5 0 0 1-4.5-4.5v-9"
        "a4.5 4.5 0 0 1 4.5-4.5z",
        "M14.6 7.7a3.2 3.2 0 1 1-2.3-2.3M9.2 10.8l-4 4",
    ),
    ComponentStatus.DEGRADED_PERFORMANCE: Look(
        "#805300", "#e5b548", "M10 1 19.6 18.6H.4z", "M10 7v5.6M10 14.6v2"
    ),
    ComponentStatus.PARTIAL_OUTAGE: Look(
        "#a1440a", "#f7a56d", "m10 0 10 10-10 10L0 10z", "M5.6 10h8.8"
    ),
    ComponentStatus.MAJOR_OUTAGE: Look(
        "#b0142c",
        "#ff8a92",
        "M6 .5h8L19.5 6v8L14 19.5H6L.5 14V6z",
        "m6.4 6.4 7.2 7.2m0-7.2-7.2 7.2",
    ),
}

_GROUND = {"class": "g", "fill": "#ffffff", "stroke": "#8a929c"}
_LABEL = {"class": "l", "fill": "#555c66"}
_MESSAGE = {"class": "m", "fill": "#15181c", "font-weight": "600"}
_LINE = {"stroke-width": "2.3", "stroke-linecap": "round", "stroke-linejoin": "round"}
_DARK = (
    "@media (prefers-color-scheme: dark) {{ .g {{ fill: #101316; stroke: #6d7681 }}"
    " .l {{ fill: #a0a8b2 }} .m {{ fill: #eceff2 }} .s {{ fill: {color} }}"
    " .k {{ stroke: #101316 }} }}"
)


class Badge(msgspec.Struct, frozen=True, kw_only=True):
    """What a badge says, as plain text that can be written as XML."""

    label: str
    message: str
    status: ComponentStatus
    language: str
    rtl: bool = False  #: written from the right: the label is at the right


def render_svg(badge: Badge) -> bytes:
    """Return *badge* as an image with a name, fit for ``<img>`` on any page."""
    from lxml.etree import tostring  # 30 ms

    label, message = text_width(badge.label), text_width(badge.message, bold=True)
    icon_at = _PADDING + label + _GAP
    message_at = icon_at + _ICON + _GAP
    width = message_at + message + _PADDING
    drawing = _Drawing(badge, width)
    drawing.text(badge.label, _PADDING, label, _LABEL)
    drawing.icon(LOOKS[badge.status], icon_at)
    drawing.text(badge.message, message_at, message, _MESSAGE)
    data: bytes = tostring(drawing.root, encoding="UTF-8", xml_declaration=True)
    return data


def text_width(text: str, *, bold: bool = False) -> int:
    """Return about how many pixels *text* is wide at a size of 12."""
    width = sum(map(_character_width, text))
    return ceil(width * _BOLDER if bold else width)


def _character_width(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _FONT_SIZE
    if character in _NARROW:
        return _NARROW_WIDTH
    if character in _WIDE:
        return _WIDE_WIDTH
    return _CAPITAL_WIDTH if character.isupper() else _USUAL_WIDTH


class _Drawing:
    """An SVG that grows. Places are measured from where reading begins."""

    def __init__(self, badge: Badge, width: float) -> None:
        self._rtl = badge.rtl
        self._width = width
        named = f"{badge.label}: {badge.message}"
        size = {"width": f"{width:g}", "height": str(_HEIGHT)}
        view = f"0 0 {width:g} {_HEIGHT}"
        self.root = _element("svg", {**size, "viewBox": view, "role": "img", "aria-label": named})
        self.root.set(_LANGUAGE, badge.language)
        self._add("title", {}).text = named
        self._add("style", {}).text = _DARK.format(color=LOOKS[badge.status].dark)
        inside = {"width": f"{width - 1:g}", "height": str(_HEIGHT - 1)}
        self._add("rect", {"x": "0.5", "y": "0.5", "rx": "6", **inside, **_GROUND})

    def text(self, text: str, start: float, length: float, style: dict[str, str]) -> None:
        """Add *text* from *start* on, made to be *length* wide."""
        middle = self._from_left(start, length) + length / 2
        added = self._add(
            "text",
            {
                **style,
                "x": f"{middle:g}",
                "y": str(_BASELINE),
                "text-anchor": "middle",
                "textLength": f"{length:g}",
                "lengthAdjust": "spacingAndGlyphs",
                "font-family": "system-ui,sans-serif",
                "font-size": str(_FONT_SIZE),
                "aria-hidden": "true",
            },
        )
        added.text = text

    def icon(self, look: Look, start: float) -> None:
        """Add a status's shape."""
        scale = f"scale({_ICON / _DRAWN_IN:g})"
        left = self._from_left(start, _ICON)
        group = self._add(
            "g", {"transform": f"translate({left:g} {(_HEIGHT - _ICON) / 2:g}) {scale}"}
        )
        group.append(_element("path", {"class": "s", "fill": look.light, "d": look.shape}))
        line = {"class": "k", "fill": "none", "stroke": "#ffffff", "d": look.mark, **_LINE}
        group.append(_element("path", line))

    def _from_left(self, start: float, length: float) -> float:
        return self._width - start - length if self._rtl else start

    def _add(self, name: str, attributes: dict[str, str]) -> _Node:
        added = _element(name, attributes)
        self.root.append(added)
        return added


_Node = Any  # lxml has no types


def _element(name: str, attributes: dict[str, str]) -> _Node:
    from lxml.etree import Element

    return Element(_NAMESPACE + name, attributes, nsmap={None: _NAMESPACE[1:-1]})
