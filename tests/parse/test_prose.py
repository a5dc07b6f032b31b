"""The shortcut for plain prose gives Python-Markdown's bytes, or nothing."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from statusgen.parse.converter import CannotConvert, convert
from statusgen.parse.prose import render_prose
from statusgen.parse.sanitise import sanitise

#: What people write, each of which the shortcut takes, with what it becomes.
TAKEN = {
    "Checkout works again.": "<p>Checkout works again.</p>",
    "one\ntwo\n\nthree": "<p>one\ntwo</p>\n<p>three</p>",
    "a  \nb": "<p>a<br />\nb</p>",
    'R&D, 3 > 2, &copy; "x"': '<p>R&amp;D, 3 &gt; 2, &copy; "x"</p>',
    "**all** of *it*, _really_": ("<p><strong>all</strong> of <em>it</em>, <em>really</em></p>"),
    "set `pool.max_size` & `a*b`": ("<p>set <code>pool.max_size</code> &amp; <code>a*b</code></p>"),
    "snake_case_name": "<p>snake_case_name</p>",
    "[our page](https://x.example/a?b=1&c=2)": (
        '<p><a href="https://x.example/a?b=1&amp;c=2">our page</a></p>'
    ),
    '[call](tel:+44207 "now")': '<p><a href="tel:+44207" title="now">call</a></p>',
    "<https://x.example/>": '<p><a href="https://x.example/">https://x.example/</a></p>',
    "see https://x.example/a_b_c.": (
        '<p>see <a href="https://x.example/a_b_c">https://x.example/a_b_c</a>.</p>'
    ),
    "**[x](y.html) and `z`**": (
        '<p><strong><a href="y.html">x</a> and <code>z</code></strong></p>'
    ),
    "- one\n- **two**\n  more": "<ul>\n<li>one</li>\n<li><strong>two</strong>\n  more</li>\n</ul>",
    "3. c\n4. d": '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>',
    "a\n\n* b\n\nc": "<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n<p>c</p>",
    "Works:\n- search\n- *help*": (
        "<p>Works:</p>\n<ul>\n<li>search</li>\n<li><em>help</em></li>\n</ul>"
    ),
    "from 3 to\n5. That is it": "<p>from 3 to\n5. That is it</p>",
    "### Why\n\nBecause.": "<h3>Why</h3>\n<p>Because.</p>",
    '```\na < b & "c"\n\n- d\n```': (
        "<pre><code>a &lt; b &amp; &quot;c&quot;\n\n- d\n</code></pre>"
    ),
    "a\n\n```sql\nSELECT 1\n```\n\nb": (
        '<p>a</p>\n<pre><code class="language-sql">SELECT 1\n</code></pre>\n<p>b</p>'
    ),
    "現在、障害が発生しています。": "<p>現在、障害が発生しています。</p>",
    "": "",
}
#: What looks plain and is not quite, or is rare enough to be left to Python-Markdown.
LEFT = [
    "a\n# b",
    "a\n---",
    "a\n===\n",
    "> quoted",
    "a | b\n--|--\nc | d",
    "- a\n\n- b",
    "- a\n    - b",
    "- a\n\n  b",
    "- - a",
    "1. # a",
    "* * *",
    "***both***",
    "**a *b** c*",
    "`a\nb`",
    "``a`b``",
    "a ` b",
    "[a][b]\n\n[b]: c",
    "[a]: b",
    "![a](b.png)",
    "[a](b (c))",
    "[a](<b c>)",
    '[a](b "c\u2028d")',
    "a\n- b\n\n- c",
    "[x `](y)` z",
    "<b>a</b>",
    "a < b",
    "\\*a\\*",
    "&#42;a",
    "\ta",
    "    a",
    " a",
    "a\n \nb",
    "a\x02b",
    "١. a",
    "~~~\na\n~~~",
    "```\na",
    "a\n```\nb\n```\nc",
    "https://x.example_a_",
    "### \u00a0a",
    "a  \n\u00a0b",
    "_a https://x.example/b_c",
    "(https://x.example/a)",
]

PIECES = st.one_of(
    st.sampled_from([*TAKEN, *LEFT]),
    st.sampled_from(
        ["\n", "\n\n", "\n\n\n", "  \n", " ", ". ", "a", "b c", "é", "現", "\u00a0", "1"]
    ),
    st.sampled_from(["*", "**", "***", "_", "__", "`", "``", "```", "```\n", "\n```\n", "~~~"]),
    st.sampled_from(["[", "]", "(", ")", "](", "<", ">", "&", "&amp;", "&#", "!", "\\", "|", '"']),
    st.sampled_from(
        ["- ", "\n- ", "* ", "+ ", "1. ", "\n2. ", "# ", "\n### ", "\n> ", "\n---", "="]
    ),
    st.sampled_from(
        ["https://x.example", "http://x.example/(a)_", "://", "h", "<https://x.example>"]
    ),
    st.text(alphabet="ab *_`[]()<>&!\n-#.1:/h|=+~\"'\\\t\x85", max_size=6),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def by_python_markdown(text: str) -> str | None:
    try:
        return convert(text)
    except CannotConvert:
        return None


@pytest.mark.parametrize(("text", "html"), TAKEN.items())
def test_plain_prose_takes_the_shortcut(text: str, html: str) -> None:
    assert render_prose(text) == html == convert(text)


@pytest.mark.parametrize("text", LEFT)
def test_what_is_not_sure_is_left_to_python_markdown(text: str) -> None:
    assert render_prose(text) is None


@settings(max_examples=1500)
@given(TEXTS)
def test_the_shortcut_gives_python_markdowns_bytes(text: str) -> None:
    html = render_prose(text)

    assert html is None or html == by_python_markdown(text)


@settings(max_examples=1500)
@given(st.lists(st.sampled_from([*TAKEN, " ", "\n", "\n\n", ", "]), max_size=8).map("".join))
def test_mixtures_of_plain_prose_keep_their_bytes(text: str) -> None:
    html = render_prose(text)

    assert html is None or html == by_python_markdown(text)


@settings(max_examples=500)
@given(TEXTS)
@example("a\n\n- b\n- c\n\n```\nd\n```\n\n### e")
def test_the_shortcut_changes_nothing_on_the_page(text: str) -> None:
    shortcut, whole = render_prose(text), by_python_markdown(text)

    assert shortcut is None or whole is None or sanitise(shortcut) == sanitise(whole)


@settings(max_examples=300)
@given(st.lists(TEXTS, min_size=2, max_size=3))
def test_a_text_does_not_depend_on_those_before_it(texts: list[str]) -> None:
    first = [by_python_markdown(text) for text in texts]

    assert [by_python_markdown(text) for text in reversed(texts)] == first[::-1]
