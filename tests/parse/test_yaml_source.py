"""YAML as nodes: text stays text, and every node knows its place."""

from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from statusgen.errors import Location, Problem
from statusgen.yaml_problems import quoted
from statusgen.yaml_source import (
    LOADER,
    MAX_DEPTH,
    MAX_PROBLEMS,
    Mapping,
    Node,
    Parser,
    Scalar,
    Sequence,
    read_yaml,
)

BOTH = pytest.mark.parametrize("loader", [LOADER, yaml.SafeLoader])
Loader = Callable[[str], Parser]


def read(text: str, loader: Loader = LOADER) -> tuple[Node | None, tuple[Problem, ...]]:
    return read_yaml(text, path="site.yaml", loader=loader)


@BOTH
def test_nodes_have_their_text_and_place(loader: Loader) -> None:
    node, problems = read("name: Zürich 😀 # yes\nlist: [1.10, 'no']\n\nat:\n  x: ~\n", loader)
    assert problems == ()
    assert node == Mapping(
        (
            (Scalar("name", 1, 1), Scalar("Zürich 😀", 1, 7)),
            (
                Scalar("list", 2, 1),
                Sequence((Scalar("1.10", 2, 8), Scalar("no", 2, 14, plain=False)), 2, 7),
            ),
            (Scalar("at", 4, 1), Mapping(((Scalar("x", 5, 3), Scalar("~", 5, 6)),), 5, 3)),
        ),
        1,
        1,
    )


@BOTH
def test_lines_count_from_where_the_text_stands_in_its_file(loader: Loader) -> None:
    node, problems = read_yaml("a: 1\na: 2\n", path="x.md", first_line=7, loader=loader)
    assert isinstance(node, Mapping)
    assert node.entries == ((Scalar("a", 7, 1), Scalar("1", 7, 4)),)
    assert [problem.at for problem in problems] == [Location("x.md", 8, 1)]
    _, broken = read_yaml("a: 1\nb: c: d\n", path="x.md", first_line=7, loader=loader)
    assert [problem.at for problem in broken] == [Location("x.md", 8, 5)]


@pytest.mark.parametrize("text", ["", "\n\n", "# later\n", "---\n...\n"])
@BOTH
def test_nothing_is_no_node_and_no_problem(text: str, loader: Loader) -> None:
    node, problems = read(text, loader)
    assert problems == ()
    assert node is None or (isinstance(node, Scalar) and node.empty)


@pytest.mark.parametrize(
    ("value", "empty"),
    [("", True), ("~", True), ("null", True), ('""', False), ("'~'", False), ("none", False)],
)
def test_a_value_is_empty_if_nothing_stands_there(value: str, *, empty: bool) -> None:
    node, _ = read(f"a: {value}\n")
    assert isinstance(node, Mapping)
    assert isinstance(node.entries[0][1], Scalar)
    assert node.entries[0][1].empty is empty


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        pytest.param("Order #123 fails", "#123 fails", id="a-number"),
        pytest.param("Order # 123", "", id="a-comment-with-a-space"),
        pytest.param("Order ## agreed", "", id="a-comment-with-two"),
        pytest.param("Order#123", "", id="no-comment-at-all"),
        pytest.param("'Order #123'", "", id="in-quotes"),
        pytest.param("#0b5fff", "#0b5fff", id="nothing-else"),
    ],
)
def test_text_that_yaml_takes_for_a_comment_is_kept_to_be_told(line: str, lost: str) -> None:
    node, _ = read(f"a: {line}\nb: 2\n")
    assert isinstance(node, Mapping)
    assert isinstance(node.entries[0][1], Scalar)
    assert node.entries[0][1].lost == lost


@BOTH
def test_what_is_nested_as_deep_as_allowed_is_read(loader: Loader) -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH, loader)[1] == ()
    deeper = MAX_DEPTH + 1
    assert len(read("[" * deeper + "]" * deeper, loader)[1]) == 1


def test_a_megabyte_of_brackets_is_told_at_once() -> None:
    (problem,) = read("[" * 1_000_000)[1]
    assert "nested" in problem.message


def test_a_flood_of_mistakes_ends_somewhere() -> None:
    _, problems = read("".join(f"a{i}: *b\n" for i in range(1000)))
    assert len(problems) == MAX_PROBLEMS


@BOTH
@given(text=st.text(alphabet=st.sampled_from("ab:-#'\"[]{}&*!|>%@`?,\\ \n\té😀\u2028\x85\x01\xa0")))
def test_no_text_raises_and_every_problem_is_inside_of_it(text: str, loader: Loader) -> None:
    _, problems = read(text, loader)
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.at.line <= len(lines)
        assert 1 <= problem.at.column <= len(lines[problem.at.line - 1]) + 1


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_the_quotes_that_are_offered_make_any_line_readable(text: str) -> None:
    node, problems = read(f"a: {quoted(text)}\n")
    assert problems == ()
    assert isinstance(node, Mapping)
    value = node.entries[0][1]
    assert isinstance(value, Scalar)
    kept = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
    assert value.text == kept
