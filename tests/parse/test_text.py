"""Bytes that are text, bytes that could be, and bytes that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.errors import Problem
from statusgen.parse.text import decode
from statusgen.sources import MAX_SOURCE_SIZE, SourceFile, too_large

PATH = "content/incidents/x.md"


def read(data: bytes) -> str | Problem:
    return decode(SourceFile(PATH, data))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"", "", id="nothing"),
        pytest.param("Zürich 😀".encode(), "Zürich 😀", id="utf-8"),
        pytest.param(b"\xef\xbb\xbf---\n", "---\n", id="byte-order-mark"),
        pytest.param(b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n", id="line-ends"),
        pytest.param(b"a\x0bb\x0cc", "a b c", id="soft-breaks-become-spaces"),
        pytest.param(b"a\x01\x08\x1b\x7fb", "ab", id="controls-go"),
        pytest.param("a\ufffeb\uffffc".encode(), "abc", id="no-characters-go"),
        pytest.param(b"a\tb", "a\tb", id="tabs-stay"),
        pytest.param("a\u2028b\u0085c".encode(), "a\u2028b\u0085c", id="odd-breaks-stay"),
    ],
)
def test_text_is_read(data: bytes, text: str) -> None:
    assert read(data) == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(
            "---\ntitle: Zürich\n".encode("latin-1"),
            f"{PATH}:2:9: this is not UTF-8: byte 0xFC\n"
            "  hint: if it should be 'ü', the file is in another encoding: save it as UTF-8",
            id="latin-1",
        ),
        pytest.param(
            "é\r\nx\rab".encode() + b"\xff",
            f"{PATH}:3:3: this is not UTF-8: byte 0xFF\n"
            "  hint: if it should be 'ÿ', the file is in another encoding: save it as UTF-8",
            id="columns-count-characters-and-all-line-ends-count",
        ),
        pytest.param(
            b"ab\xf0\x9f",
            f"{PATH}:1:3: this is not UTF-8: byte 0xF0\n"
            "  hint: if it should be 'ð', the file is in another encoding: save it as UTF-8",
            id="cut-off-in-a-character",
        ),
        pytest.param(
            "title: x".encode("utf-16"),
            f"{PATH}:1:1: this file is in UTF-16\n"
            "  hint: save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
            id="utf-16",
        ),
        pytest.param(
            b"one\ntw\0o",
            f"{PATH}:2:3: there is a NUL byte here\n  hint: is this a text file?",
            id="nul",
        ),
    ],
)
def test_what_is_no_utf_8_is_a_problem_with_its_place(data: bytes, said: str) -> None:
    assert str(read(data)) == said


def test_a_file_may_have_a_megabyte_and_no_more() -> None:
    assert read(b"a" * MAX_SOURCE_SIZE) == "a" * MAX_SOURCE_SIZE
    assert read(b"a" * (MAX_SOURCE_SIZE + 1)) == too_large(PATH, MAX_SOURCE_SIZE + 1)


def test_a_file_that_is_too_large_is_told_with_its_size() -> None:
    assert str(too_large(PATH, 50_000_000)) == (
        f"{PATH}: this file is too large: 50,000,000 bytes, at most 1,000,000 are read\n"
        "  hint: is it a text file? Pictures and logs go elsewhere, and are linked to"
    )


@given(st.binary())
def test_any_bytes_are_text_without_controls_or_a_problem(data: bytes) -> None:
    found = read(data)
    if isinstance(found, str):
        assert not [c for c in found if (c < " " and c not in "\t\n") or c == "\x7f"]
    else:
        assert found.at.path == PATH


@given(st.text())
def test_text_that_is_clean_comes_back_as_it_was(text: str) -> None:
    clean = "".join(c for c in text if c.isprintable() or c in "\t\n")
    clean = clean.lstrip("\ufeff")
    assert read(clean.encode()) == clean
