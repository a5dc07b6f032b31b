"""What a page carries inside, and that its colours can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.config import Brand
from statusgen.errors import StatusgenError
from statusgen.render.brand import DARK_GROUND, LIGHT_GROUND, contrast, readable
from statusgen.render.inline import SCRIPTS, STYLES, make_inline, minified_css, minified_script
from statusgen.render.theme import make_theme
from tests.render.world import theme_layers

THEME = make_theme(theme_layers())
TONES = ("ok", "maint", "slow", "part", "down")
READABLE = 4.5


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        pytest.param("a { color: red; }\n\nb{}", "a{color:red}b{}", id="space"),
        pytest.param("/* one */ a /* two */ { x: y }", "a{x:y}", id="comments"),
        pytest.param(
            "a , b > c :hover { x: 1px 2px }", "a,b > c :hover{x:1px 2px}", id="selectors"
        ),
        pytest.param("a { width: calc(1px + 2px) }", "a{width:calc(1px + 2px)}", id="sums"),
        pytest.param(
            "@media (min-width: 4rem) { a { x: y } }", "@media (min-width:4rem){a{x:y}}", id="media"
        ),
    ],
)
def test_styles_lose_what_they_do_not_need(css: str, expected: str) -> None:
    assert minified_css(css) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("// why\nconst a = 1\n\n  f(a, b)\n", "const a=1\nf(a,b)", id="space"),
        pytest.param("x = 'a = b'", "x='a = b'", id="strings-stay"),
        pytest.param("x = `${a + b} = c`", "x=`${a + b} = c`", id="templates-stay"),
        pytest.param('x = "it\\"s = y" + z', 'x="it\\"s = y" + z', id="escaped-quotes"),
        pytest.param("a = b - -c", "a=b - -c", id="signs-stay-apart"),
        pytest.param("a = b ? c : !d && e", "a=b?c:!d&&e", id="operators"),
        pytest.param("f(() => {\n  g()\n  h()\n})", "f(()=>{g()\nh()})", id="braces"),
        pytest.param("const a = 1\nconst b = 2\ng()", "const a=1,b=2\ng()", id="declarations"),
        pytest.param(
            "const f = () => {\n  g()\n  const a = 1\n}\nconst b = 2",
            "const f=()=>{g()\nconst a=1}\nconst b=2",
            id="declarations-inside-of-one",
        ),
        pytest.param("const a = '('\nconst b = ')'", "const a='(',b=')'", id="brackets-in-text"),
    ],
)
def test_scripts_lose_what_they_do_not_need(script: str, expected: str) -> None:
    assert minified_script(script) == expected


def test_a_theme_without_a_part_says_which() -> None:
    with pytest.raises(StatusgenError, match=r"css/base\.css"):
        make_inline("plain", theme=make_theme(()), brand=Brand())


def palette(scheme: str) -> dict[str, str]:
    """Return the colours of the default theme in a colour scheme."""
    css = THEME.static("css/base.css") or b""
    light, dark = re.findall(r":root \{(.*?)\}", css.decode(), re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", dark))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_colour_is_readable_on_every_ground_it_stands_on(scheme: str) -> None:
    colors = palette(scheme)
    grounds = {name: colors[name] for name in ("bg", "soft", *(f"{tone}-t" for tone in TONES))}
    pairs = [(ink, ground) for ink in ("ink", "muted") for ground in grounds]
    pairs += [(tone, ground) for tone in TONES for ground in ("bg", f"{tone}-t")]
    weak = {
        (ink, ground): contrast(colors[ink], colors[ground])
        for ink, ground in pairs
        if contrast(colors[ink], colors[ground]) < READABLE
    }
    assert weak == {}
    brand = readable(Brand().color, LIGHT_GROUND if scheme == "light" else DARK_GROUND)
    assert all(contrast(brand, ground) >= READABLE for ground in grounds.values())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_what_can_be_pressed_stands_out(scheme: str) -> None:
    colors = palette(scheme)
    assert contrast(colors["edge"], colors["bg"]) >= 3  # WCAG 2.2, 1.4.11


@given(st.integers(min_value=0, max_value=0xFFFFFF))
def test_any_brand_colour_is_made_readable(number: int) -> None:
    color = f"#{number:06x}"
    for ground in (LIGHT_GROUND, DARK_GROUND):
        found = readable(color, ground)
        assert contrast(found, ground) >= READABLE
        assert found == color or contrast(color, ground) < READABLE


def test_contrast_is_wcag_s() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#fff", "#ffffff") == 1


def test_every_kind_of_page_has_its_parts() -> None:
    assert STYLES.keys() == SCRIPTS.keys()
    for kind in STYLES:
        assert make_inline(kind, theme=THEME, brand=Brand()).css
