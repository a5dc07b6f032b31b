"""An item's words on a page: language, links, headings."""

from __future__ import annotations

import pytest

from statusgen.model import Body, Text
from statusgen.render.language import make_language
from statusgen.render.prose import Prose, with_headings
from statusgen.render.theme import make_theme
from statusgen.render.words import Words
from tests.render.world import config, theme_layers

THEME = make_theme(theme_layers())
CONFIG = config(languages=("en", "fr"))
FRENCH = make_language("fr", config=CONFIG, theme=THEME)
ENGLISH = make_language("en", config=CONFIG, theme=THEME)


def passage(html: str) -> Body:
    return Body("words", html)


ORIGINAL = Text(
    language="en",
    title="Down",
    summary=passage("<p>Since noon.</p>"),
    updates=(passage("<p>We look.</p>"), passage('<p><a href="about.html">Here</a>.</p>'), None),
)
TRANSLATION = Text(
    language="fr", title="En panne", updates=(passage("<p>Nous cherchons.</p>"), None, None)
)


def test_a_translation_stands_in_for_the_original() -> None:
    prose = Prose(Words(FRENCH, ORIGINAL, TRANSLATION), "")
    assert (prose.title, prose.lang) == ("En panne", "")
    update = prose.update(0, level=4)
    assert update is not None
    assert (update.html, update.lang) == ("<p>Nous cherchons.</p>", "")


def test_what_is_not_translated_is_the_original_and_says_its_language() -> None:
    prose = Prose(Words(FRENCH, ORIGINAL, TRANSLATION), "../")
    update, summary = prose.update(1, level=4), prose.summary(level=2)
    assert update is not None
    assert summary is not None
    assert (update.html, update.lang) == ('<p><a href="../about.html">Here</a>.</p>', "en")
    assert (summary.html, summary.lang) == ("<p>Since noon.</p>", "en")
    assert Prose(Words(FRENCH, ORIGINAL), "").lang == "en"


def test_the_original_on_a_page_of_its_language_is_not_marked() -> None:
    prose = Prose(Words(ENGLISH, ORIGINAL), "")
    summary = prose.summary(level=2)
    assert prose.lang == ""
    assert summary is not None
    assert summary.lang == ""


def test_an_update_without_words_has_no_passage() -> None:
    assert Prose(Words(ENGLISH, ORIGINAL), "").update(2, level=4) is None


@pytest.mark.parametrize(
    ("html", "level", "expected"),
    [
        pytest.param("<h3>a</h3><h4>b</h4>", 2, "<h2>a</h2><h3>b</h3>", id="up"),
        pytest.param("<h1>a</h1><h3>b</h3>", 4, "<h4>a</h4><h6>b</h6>", id="down"),
        pytest.param("<h1>a</h1><h6>b</h6>", 4, "<h4>a</h4><h6>b</h6>", id="never-below-six"),
        pytest.param('<h3 id="x">a</h3><hr>', 2, '<h2 id="x">a</h2><hr>', id="attributes-stay"),
        pytest.param("<h3>&lt;h3&gt;</h3>", 2, "<h2>&lt;h3&gt;</h2>", id="text-stays"),
    ],
)
def test_headings_move_so_that_the_outline_has_no_gap(html: str, level: int, expected: str) -> None:
    assert with_headings(html, level) == expected
