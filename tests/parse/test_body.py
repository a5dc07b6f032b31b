"""What Markdown becomes: the extensions that are on, and what is refused."""

import inspect
import sys
import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from statusgen.errors import Location, Problem
from statusgen.parse.body import body_problem, rebase, render_markdown
from statusgen.parse.converter import CannotConvert, convert

HERE = Location("content/pages/about.md", 4, 1)
FRAGMENTS = st.lists(
    st.sampled_from(["[", "](", ")", "<", "> ", "- ", "1. ", "*", "_", "`", "```\n", "\n", "    "])
    | st.sampled_from(["<!--", "-->", "<![", "<?", "<a ", "</a>", "&", "\\", "|", "--|--\n", "a"])
    | st.text(max_size=3),
    max_size=30,
).map("".join)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("one\ntwo", "<p>one\ntwo</p>", id="a-line-end-is-a-space"),
        pytest.param("one  \ntwo", "<p>one<br>\ntwo</p>", id="two-spaces-break-the-line"),
        pytest.param("# a\n\n## b\n\n#### c", "<h3>a</h3>\n<h3>b</h3>\n<h4>c</h4>", id="headings"),
        pytest.param("a\n===", "<h3>a</h3>", id="underlined-heading"),
        pytest.param(
            "- a\n- b\n    - c",
            "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>",
            id="nested-list",
        ),
        pytest.param(
            "1. a\n\n- b", "<ol>\n<li>a</li>\n</ol>\n<ul>\n<li>b</li>\n</ul>", id="sane-lists"
        ),
        pytest.param("7. a", '<ol start="7">\n<li>a</li>\n</ol>', id="a-list-starts-where-it-says"),
        pytest.param(
            "a\n* b\n\nc",
            "<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n<p>c</p>",
            id="a-list-needs-no-empty-line-above",
        ),
        pytest.param(
            "> a\n> 1. **b**",
            "<blockquote>\n<p>a</p>\n<ol>\n<li><strong>b</strong></li>\n</ol>\n</blockquote>",
            id="nor-does-it-in-a-quote",
        ),
        pytest.param("it rose to\n14. Then", "<p>it rose to\n14. Then</p>", id="a-number-is-none"),
        pytest.param("a\n-b\n--- c", "<p>a\n-b\n--- c</p>", id="nor-is-a-dash"),
        pytest.param("> a", "<blockquote>\n<p>a</p>\n</blockquote>", id="quote"),
        pytest.param("---", "<hr>", id="rule"),
        pytest.param(
            "~~~ python\n<b>\n~~~",
            '<pre><code class="language-python">&lt;b&gt;\n</code></pre>',
            id="fenced-code",
        ),
        pytest.param("    a < b", "<pre><code>a &lt; b\n</code></pre>", id="indented-code"),
        pytest.param("![a](b.png)", '<p><img alt="a" src="b.png"></p>', id="picture-of-the-site"),
        pytest.param("![a](https://x.example/b.png)", "<p>a</p>", id="picture-from-elsewhere"),
        pytest.param("<kbd>F5</kbd> <u>x</u>", "<p><kbd>F5</kbd> x</p>", id="some-html"),
        pytest.param("a <!-- secret --> b", "<p>a  b</p>", id="comment"),
        pytest.param("&copy; &lt;b&gt; & AT&T", "<p>© &lt;b&gt; &amp; AT&amp;T</p>", id="entities"),
        pytest.param("[a][]\n\n[a]: x.html", '<p><a href="x.html">a</a></p>', id="reference"),
        pytest.param(
            "[a](/x.html) [b](/)",
            '<p><a href="x.html">a</a> <a href="./">b</a></p>',
            id="the-root-is-the-site",
        ),
        pytest.param("[a](//x.example/)", '<p><a href="//x.example/">a</a></p>', id="another-host"),
        pytest.param("[a](/x:y)", '<p><a href="./x:y">a</a></p>', id="a-path-becomes-no-scheme"),
        pytest.param("مرحبا **بكم**", "<p>مرحبا <strong>بكم</strong></p>", id="right-to-left"),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert render_markdown(text) == html


def test_a_table_says_how_its_columns_are_aligned_by_class() -> None:
    html = render_markdown("a | b | c\n:--|:-:|--:\n1 | 2 | 3")

    assert '<th class="left">a</th>\n<th class="center">b</th>\n<th class="right">c</th>' in html
    assert '<td class="right">3</td>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://x.example", "https://x.example"),
        ("(https://x.example/a)", "https://x.example/a"),
        ("https://x.example/a_(b).", "https://x.example/a_(b)"),
        ("https://x.example/?q=a&b=c!", "https://x.example/?q=a&amp;b=c"),
        ("*https://x.example/a_b_c*", "https://x.example/a_b_c"),
        ("http://x.example:8080/#top, and", "http://x.example:8080/#top"),
        ("詳細はhttps://x.example/helpをご覧", "https://x.example/help"),
        ("a  \nhttps://x.example/b", "https://x.example/b"),
        ("- `a` https://x.example/b;", "https://x.example/b"),
        ("<https://x.example/a,b>", "https://x.example/a,b"),
    ],
)
def test_a_bare_address_becomes_a_link(text: str, address: str) -> None:
    assert f'<a href="{address}">{address}</a>' in render_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "`https://x.example`",
        "https://",
        "https://localhost",
        "ftp://x.example/",
        "xhttps://x.example/",
        "me@https://x.example/",
        "https://münchen.example/",
    ],
)
def test_what_is_no_whole_address_becomes_no_link(text: str) -> None:
    assert "<a" not in render_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "[https://x.example/a](https://x.example/b)",
        '<a href="https://x.example/b">https://x.example/a</a>',
        '<a href="https://x.example/b">`x` https://x.example/a</a>',
    ],
)
def test_an_address_in_a_link_stays_text(text: str) -> None:
    assert render_markdown(text).count("<a") in (1, 2)
    assert 'href="https://x.example/b"' in render_markdown(text)


@pytest.mark.parametrize(
    ("html", "moved"),
    [
        ('<a href="about.html">x</a>', '<a href="../about.html">x</a>'),
        ('<a href="./">x</a>', '<a href=".././">x</a>'),
        ('<a href="?q=1">x</a>', '<a href="../?q=1">x</a>'),
        ('<a href="a.html" title="t">x</a>', '<a href="../a.html" title="t">x</a>'),
        ('<img src="logo.svg" alt="href=&quot;">', '<img src="../logo.svg" alt="href=&quot;">'),
        ('<a href="https://x.example/">x</a>', '<a href="https://x.example/">x</a>'),
        ('<a href="//x.example/">x</a>', '<a href="//x.example/">x</a>'),
        ('<a href="mailto:a@x.example">x</a>', '<a href="mailto:a@x.example">x</a>'),
        ('<a href="#top">x</a>', '<a href="#top">x</a>'),
        ('<a href="">x</a>', '<a href="">x</a>'),
        ('<p>&lt;a href="x"&gt; src="y"</p>', '<p>&lt;a href="x"&gt; src="y"</p>'),
        ('<a title="a href=" href="x">y</a>', '<a title="a href=" href="../x">y</a>'),
    ],
)
def test_a_relative_link_gets_the_prefix_and_nothing_else_does(html: str, moved: str) -> None:
    assert rebase(html, "../") == moved


def test_a_feeds_links_are_absolute() -> None:
    html = render_markdown("[a](/incidents/x.html) and [b](https://x.example/)")

    assert rebase(html, "https://status.example/sub/") == (
        '<p><a href="https://status.example/sub/incidents/x.html">a</a> and '
        '<a href="https://x.example/">b</a></p>'
    )


@given(FRAGMENTS)
@example("<![a](b)")
@example("[](b)" * 5)
def test_no_text_makes_it_fail(text: str) -> None:
    html = render_markdown(text)

    assert render_markdown(text) == html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "a" * 50_001,
            "this text is too long: 50,001 characters, at most 50,000",
            id="characters",
        ),
        pytest.param("a\n" * 2_000, "this text has more than 2,000 lines", id="lines"),
        pytest.param("<" * 1_001, "this text has more than 1,000 '[' or '<'", id="tags"),
        pytest.param("[" * 1_001, "this text has more than 1,000 '[' or '<'", id="links"),
        pytest.param(
            "[" * 900 + "a" * 40_000, "this text has many '[' that are never closed", id="open"
        ),
        pytest.param(
            '[a](b "' * 900 + "a" * 40_000,
            "this text has many '[' that are never closed",
            id="title",
        ),
        pytest.param(">" * 10_000, "this text is nested too deeply", id="quotes"),
        pytest.param("a\n\n" + "1. " * 400, "this text is nested too deeply", id="numbers"),
        pytest.param("- a\n" + " " * 200 + "- b", "this text is nested too deeply", id="indent"),
    ],
)
def test_more_than_can_be_rendered_is_a_problem_and_shown_as_typed(text: str, message: str) -> None:
    problem = body_problem(text, at=HERE)

    assert isinstance(problem, Problem)
    assert (problem.at, problem.message) == (HERE, message)
    assert problem.hint
    assert render_markdown(text).startswith("<pre>")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("words " * 8_000, id="long"),
        pytest.param("a [b](c.html) d\n\n" * 900, id="many-links"),
        pytest.param("- a\n" * 1_900, id="long-list"),
        pytest.param("> a\n> > b\n> > > c", id="quotes-in-quotes"),
        pytest.param("-" * 300, id="a-long-rule"),
        pytest.param("```\n" + " " * 100 + "x\n```", id="indented-code"),
    ],
)
def test_what_people_write_is_no_problem(text: str) -> None:
    assert body_problem(text, at=HERE) is None


def test_what_python_markdown_cannot_follow_is_shown_as_typed() -> None:
    nested = "1. " * 100 + "<b>"
    assert "<ol>" in render_markdown(nested)

    def far_down(steps: int) -> str:
        return far_down(steps - 1) if steps else render_markdown(nested)

    room = 200  # for less than a hundred lists in each other
    found = far_down(sys.getrecursionlimit() - len(inspect.stack()) - room)

    assert found == f"<pre>{nested}</pre>".replace("<b>", "&lt;b&gt;")
    assert "<ol>" in render_markdown(nested)


def test_nesting_without_end_is_told_apart_from_other_failures() -> None:
    with pytest.raises(CannotConvert):
        convert("1. " * 5_000)


def test_threads_do_not_disturb_each_other() -> None:
    texts = [
        f"{number}\n===\n\n| a |\n|---|\n| {number} |\n\n***{number}***" for number in range(8)
    ]
    expected = [render_markdown(text) for text in texts]
    found: dict[int, list[str]] = {}

    def work(number: int) -> None:
        found[number] = [render_markdown(texts[number]) for _ in range(20)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {number: [html] * 20 for number, html in enumerate(expected)}
