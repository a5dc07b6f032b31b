"""Names that become addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.errors import Location
from statusgen.parse.names import MAX_NAME, RESERVED, name_problem, slug

HERE = Location("x.md")


@pytest.mark.parametrize("name", ["checkout", "2026-11-23-checkout", "0", "a-", "k2p9qv7w1xyz"])
def test_small_letters_digits_and_hyphens_are_safe(name: str) -> None:
    assert name_problem(name, kind="incident", at=HERE) is None


@pytest.mark.parametrize(
    "name",
    ["", "-a", "A", "a b", "a/b", "..", "a.b", "a_b", "é", "a\n", "a\0", "%2e", "con", "lpt1"],
)
def test_everything_else_is_not(name: str) -> None:
    assert name_problem(name, kind="incident", at=HERE) is not None


@pytest.mark.parametrize("kind", RESERVED)
def test_what_the_site_has_itself_is_taken(kind: str) -> None:
    assert all(name_problem(name, kind=kind, at=HERE) for name in RESERVED[kind])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Storefront", "storefront"),
        ("Café & Crème brûlée", "cafe-creme-brulee"),
        ("  Search / Browse  ", "search-browse"),
        ("支払い", ""),
        ("ﬁne № 5", "fine-no-5"),
    ],
)
def test_a_name_is_made_of_any_latin_text(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_what_is_made_is_safe_or_nothing(text: str) -> None:
    made = slug(text)
    assert len(made) <= MAX_NAME
    assert made == "" or slug(made) == made
    problem = name_problem(made, kind="target", at=HERE) if made else None
    assert problem is None or "reserved" in problem.message
