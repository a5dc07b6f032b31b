"""Nothing dangerous gets through, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.parse.body import rebase, render_markdown
from statusgen.parse.sanitise import sanitise
from tests.parse.attacks import ATTACKS
from tests.parse.safety import dangers

PIECES = st.one_of(
    st.sampled_from(ATTACKS),
    st.sampled_from(["\n", "\n\n", "- ", "> ", "`", "```\n", "<", ">", '"', "'", "[", "](", ")"]),
    st.text(alphabet="ab<>/=\"'& :;()[]!`*_#|-\n\t\\\x00\x01\u00a0", max_size=8),
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_markdown_leaves_nothing_dangerous(attack: str) -> None:
    assert dangers(render_markdown(attack)) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_html_leaves_nothing_dangerous(attack: str) -> None:
    assert dangers(sanitise(attack)) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick='x'>x</p>",
        "<p title='x'>x</p>",
        "<a href='JavaScript:x'>x</a>",
        "<a href=' java\tscript:x'>x</a>",
        "<img src='/\\x.example/a.png'>",
        "<td class='header'>x</td>",
        "<!-- x -->",
    ],
)
def test_what_these_tests_call_dangerous_includes(html: str) -> None:
    assert dangers(html) != []


@pytest.mark.parametrize("prefix", ["", "../", "https://status.example/sub/"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_link_that_is_moved_stays_harmless(attack: str, prefix: str) -> None:
    assert dangers(rebase(render_markdown(attack), prefix)) == []


@given(st.lists(PIECES, max_size=6).map("".join))
def test_attacks_in_any_mixture_leave_nothing_dangerous(text: str) -> None:
    html = render_markdown(text)

    assert dangers(html) == []
    assert dangers(rebase(html, "../")) == []


@given(st.lists(PIECES, max_size=6).map("".join))
def test_sanitised_html_is_canonical_and_fit_for_xml(text: str) -> None:
    html = sanitise(text)

    assert sanitise(html) == html
    assert not any(ord(letter) < 0x20 and letter not in "\t\n\r" for letter in html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<script>x</script>y", "y"),
        ("<div>words stay</div>", "words stay"),
        ("<img src='https://x.example/a.png' alt='A &lt; \"b\"'>", "A &lt; &quot;b&quot;"),
        ("<img title=t src=//x.example/a.png>", ""),
        ("<img src=images/a.png alt=a>", '<img src="images/a.png" alt="a">'),
        ("<h1>a</h1><H2>b</H2><h3>c</h3>", "<h3>a</h3><h3>b</h3><h3>c</h3>"),
        ("<p>a&#1;b&#x7f;c</p>", "<p>abc</p>"),
        ('<a href="java&#1;script:alert(1)">x</a>', "<a>x</a>"),
        ('<code class="language-c++">x</code>', '<code class="language-c++">x</code>'),
        ('<code class="hidden">x</code>', "<code>x</code>"),
        ('<ol start="3"><li>x</li></ol>', '<ol start="3"><li>x</li></ol>'),
        ('<ol start="-1"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        (
            '<a href="https://x.example/?a=1&b=2">x</a>',
            '<a href="https://x.example/?a=1&amp;b=2">x</a>',
        ),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
    ],
)
def test_what_is_harmless_stays(html: str, expected: str) -> None:
    assert sanitise(html) == expected
