"""The company's colour, made readable (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

from __future__ import annotations

#: The darkest light ground and the lightest dark one that the default theme has text on.
LIGHT_GROUND, DARK_GROUND = "#eaf0fc", "#2a2212"
#: WCAG's least contrast of text with its ground.
READABLE = 4.5

Rgb = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two ``#rrggbb`` colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: str, ground: str) -> str:
    """Return *color*, or the nearest darker or lighter one that is readable on *ground*."""
    target = (0, 0, 0) if _luminance(_rgb(ground)) > 0.18 else (255, 255, 255)  # noqa: PLR2004
    start = _rgb(color)
    for step in range(101):
        found = _hex(_mixed(start, target, step / 100))
        if contrast(found, ground) >= READABLE:
            return found
    return _hex(target)


def ink_on(color: str) -> str:
    """Return black or white, whichever reads better on *color*."""
    return max(("#ffffff", "#111111"), key=lambda ink: contrast(ink, color))


def _mixed(start: Rgb, target: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, target, strict=True))
    return red, green, blue


def _rgb(color: str) -> Rgb:
    digits = color.lstrip("#")
    if len(digits) == 3:  # noqa: PLR2004 - the short form
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _hex(color: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


def _luminance(color: Rgb) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for share in (channel / 255 for channel in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
