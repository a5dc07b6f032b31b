"""Words without HTML keep their paragraphs, lists and line breaks, and nothing of the markup."""

from __future__ import annotations

import pytest

from statusgen.parse.body import render_markdown
from statusgen.render.plain import plain


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        pytest.param("One\nline.", "One line.", id="lines-of-the-file"),
        pytest.param("One.\n\nTwo.", "One.\n\nTwo.", id="paragraphs"),
        pytest.param("One  \ntwo", "One\ntwo", id="a-break-that-is-meant"),
        pytest.param("**a** `b` [c](d.html)", "a b c", id="marks"),
        pytest.param("a < b & c > d", "a < b & c > d", id="signs"),
        pytest.param("x\n\n- a\n- b\n\ny", "x\n\n- a\n- b\n\ny", id="list"),
        pytest.param("| a | b |\n|---|---|\n| c | d |", "a b\nc d", id="table"),
        pytest.param("## Head\n\ntext", "Head\n\ntext", id="heading"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_words_are_left(markdown: str, words: str) -> None:
    assert plain(render_markdown(markdown)) == words
