"""What a page carries inside: its styles, its script, and the policy that allows just these.

Nothing is loaded from elsewhere. The Content-Security-Policy (W3C CSP Level 3) names
the digests of the one style and the one script of a page, so that nothing that ever
got into a page by mistake would run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from markupsafe import Markup

from statusgen.config import Brand
from statusgen.errors import StatusgenError
from statusgen.render.brand import DARK_GROUND, LIGHT_GROUND, readable
from statusgen.render.theme import Theme

#: page kind → the styles and scripts below ``static/`` that it carries, in order.
STYLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "front": ("css/base.css", "css/article.css", "css/front.css"),
        "article": ("css/base.css", "css/article.css"),
        "active": ("css/base.css", "css/article.css"),
        "component": ("css/base.css", "css/front.css", "css/component.css"),
        "list": ("css/base.css", "css/front.css"),
        "history": ("css/base.css", "css/front.css"),
        "plain": ("css/base.css",),
        "fallback": ("css/fallback.css",),
        "embed": ("css/embed.css",),
    }
)
SCRIPTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "front": ("js/times.js", "js/live.js"),
        "article": ("js/times.js",),
        "active": ("js/times.js", "js/live.js"),
        "component": ("js/times.js",),
        "list": ("js/times.js",),
        "history": ("js/search.js",),
        "plain": (),
        "fallback": ("js/fallback.js",),
        "embed": (),
    }
)
#: Rules that every layer may add; the default theme's first.
EXTRA = "css/extra.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]) ?")
_AFTER_COLON = re.compile(r": ")
_LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
#: A string or template, or an operator with spaces around it. No + and -: "a - -b".
_SCRIPT_SPACE = re.compile(
    r"""('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)"""
    r"""|[ ]*([=<>?:*,;{}()\[\]&|!]+)[ ]*"""
)
_NEEDLESS_LINE_END = re.compile(r"(?<={)\n|\n(?=})")
_STRING = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`""")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))
_CONST = "const "
_LINE_START = re.compile(r"\s*\n\s*")


class Inline(msgspec.Struct, frozen=True, kw_only=True):
    """The inline parts of one kind of page."""

    css: Markup
    script: Markup
    policy: str  #: the value of Content-Security-Policy


def make_inline(kind: str, *, theme: Theme, brand: Brand) -> Inline:
    """Return what pages of *kind* carry. Raises :class:`StatusgenError` for a missing part."""
    css = minified_css(brand_rules(brand) + "".join(_styles(kind, theme)))
    script = minified_script("".join(_parts(SCRIPTS[kind], theme)))
    return Inline(css=Markup(css), script=Markup(script), policy=policy(css, script))  # noqa: S704 - our own files


def _styles(kind: str, theme: Theme) -> list[str]:
    extra = [data.decode() for data in theme.every_static(EXTRA)]
    return _parts(STYLES[kind], theme) + extra


def _parts(names: tuple[str, ...], theme: Theme) -> list[str]:
    parts = []
    for name in names:
        data = theme.static(name)
        if data is None:
            raise StatusgenError(
                f"the theme has no static file '{name}'",
                hint="put the default theme back, or a file of this name into the project's theme",
            )
        parts.append(data.decode())
    return parts


def brand_rules(brand: Brand) -> str:
    """Return the brand's colour as properties: as readable text on light and on dark."""
    light = readable(brand.color, LIGHT_GROUND)
    dark = readable(brand.color, DARK_GROUND)
    return f":root{{--brand:{light};--brand-dark:{dark}}}"


def minified_css(text: str) -> str:
    """Return *text* without comments and needless space. Strings must not hold ``{};,``."""
    text = _SPACE.sub(" ", _COMMENT.sub("", text)).strip()
    return _AFTER_COLON.sub(":", _AROUND.sub(r"\1", text)).replace(";}", "}")


def minified_script(text: str) -> str:
    """Return *text* without comments on lines of their own, indentation and needless space.

    Line ends stay but at braces, so that no statement runs into the next. Strings and
    templates stay as they are; a regular expression must hold no space.
    """
    lines = _LINE_START.sub("\n", _LINE_COMMENT.sub("", text)).strip()
    lines = _NEEDLESS_LINE_END.sub("", lines)
    return _joined(_SCRIPT_SPACE.sub(lambda found: found[1] or found[2], lines))


def _joined(script: str) -> str:
    """Return *script* with neighbouring lines that are one ``const`` each as one of them."""
    lines: list[str] = []
    for line in script.split("\n"):
        if lines and line.startswith(_CONST) and _is_const(lines[-1]):
            lines[-1] += "," + line.removeprefix(_CONST)
        else:
            lines.append(line)
    return "\n".join(lines)


def _is_const(line: str) -> bool:
    """Return whether *line* is one whole declaration: what it opens, it closes."""
    code = _STRING.sub("", line)
    return line.startswith(_CONST) and all(code.count(a) == code.count(b) for a, b in _PAIRS)


def policy(css: str, script: str, *, connect: str = "'self'") -> str:
    """Return the policy that allows exactly *css* and *script* inline, and our own files.

    *connect* is where the script may ask.
    """
    allowed = digest_source(script) if script else "'none'"
    return (
        f"default-src 'none'; style-src {digest_source(css)}; script-src {allowed}; "
        f"img-src 'self' data:; connect-src {connect}; base-uri 'none'; form-action 'none'"
    )


def digest_source(text: str) -> str:
    """Return the CSP source of an inline *text*, e.g. ``'sha256-…'``."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
