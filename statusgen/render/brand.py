"""The company's colour, made readable (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

from __future__ import annotations

import colorsys

#: The darkest light ground and the lightest dark one that the default theme has text on.
LIGHT_GROUND, DARK_GROUND = "#eaf0fc", "#2a2212"
#: WCAG's least contrast of text with its ground.
READABLE = 4.5
#: The luminance of which black and white stand out equally.
_MIDDLE = 0.18

Rgb = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two ``#rrggbb`` colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: str, ground: str) -> str:
    """Return *color*, or the nearest darker or lighter one of its hue that is readable on *ground*.

    What is readable on a ground is so on every lighter one, if it is light, and on
    every darker one, if it is dark.
    """
    if contrast(color, ground) >= READABLE:
        return color
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _rgb(color)))
    goal = 0.0 if _luminance(_rgb(ground)) > _MIDDLE else 1.0
    for step in range(1, 100):
        nearer = lightness + (goal - lightness) * step / 100
        found = _hex(colorsys.hls_to_rgb(hue, nearer, saturation))
        if contrast(found, ground) >= READABLE:
            return found
    return "#000000" if goal == 0 else "#ffffff"


def _rgb(color: str) -> Rgb:
    digits = color.lstrip("#")
    if len(digits) == 3:  # noqa: PLR2004 - the short form
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _hex(color: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in color)


def _luminance(color: Rgb) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for share in (channel / 255 for channel in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
