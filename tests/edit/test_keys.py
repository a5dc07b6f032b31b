"""A key of a file's front matter, set where people also write."""

import pytest

from statusgen.edit.keys import set_key
from statusgen.errors import ContentError
from statusgen.parse.context import ParseContext
from statusgen.sources import SourceFile
from tests.parse.shop import shop

PATH = "content/maintenance/2026-12-01-database.md"
CONTEXT = ParseContext(shop())
NEW = "2026-12-01 05:00 UTC"


def put(text: str, key: str = "ends", value: str = NEW) -> str:
    return set_key(SourceFile(PATH, text.encode()), key, value, CONTEXT).data.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("ends: 2026-12-01 04:00 UTC", f"ends: {NEW}", id="plain"),
        pytest.param("ends:   2026-12-01 04:00 # agreed", f"ends:   {NEW} # agreed", id="comment"),
        pytest.param("ends: '2026-12-01 04:00'  #x", f"ends: {NEW}  #x", id="single-quotes"),
        pytest.param('ends: "2026-12-01 04:00"', f"ends: {NEW}", id="double-quotes"),
        pytest.param("Ends : 2026-12-01 04:00", f"Ends : {NEW}", id="another-spelling"),
        pytest.param('"ends": 2026-12-01 04:00', f'"ends": {NEW}', id="a-quoted-key"),
    ],
)
def test_a_value_is_replaced_and_what_is_around_it_stays(before: str, after: str) -> None:
    text = "---\n# top\ntitle: Work  # t\n{}\n\nstarts: 2026-12-01 02:00 UTC\n---\n\nWords.\n"
    for line_end in ("\n", "\r\n"):
        given = text.format(before).replace("\n", line_end)
        assert put(given) == text.format(after).replace("\n", line_end)


@pytest.mark.parametrize("fence", ["---", "...", "---  "])
@pytest.mark.parametrize("below", ["", "\n", "\n\nWords.\n---\n"])
def test_a_key_that_is_not_there_becomes_the_last_one(fence: str, below: str) -> None:
    above = "---\ntitle: Work\nstarts: 2026-12-01 02:00\nends: 2026-12-01 04:00\n# end\n"
    assert put(f"{above}{fence}{below}", "draft", "true") == f"{above}draft: true\n{fence}{below}"


def test_a_key_that_is_empty_gets_its_value() -> None:
    before = "---\ntitle: Work\neffect:\nstarts: 2026-12-01 02:00\nends: 2026-12-01 04:00\n---\n"
    assert put(before, "effect", "None.") == before.replace("effect:\n", "effect: None.\n")


def test_indented_keys_get_one_of_their_indent() -> None:
    before = "---\n  title: Work\n  starts: 2026-12-01 02:00\n  ends: 2026-12-01 04:00\n---\n"
    assert put(before, "draft", "true") == before.replace("04:00\n", "04:00\n  draft: true\n")


def test_a_byte_order_mark_stays() -> None:
    before = "\ufeff---\ntitle: Work\nstarts: 2026-12-01 02:00\nends: 2026-12-01 04:00\n---\n"
    assert put(before) == before.replace("2026-12-01 04:00", NEW)


@pytest.mark.parametrize(
    ("before", "key", "value", "said"),
    [
        pytest.param(
            "---\n{title: Work, starts: 2026-12-01 02:00, ends: 2026-12-01 04:00}\n---\n",
            "ends",
            NEW,
            "lines of their own",
            id="keys-in-braces",
        ),
        pytest.param(
            "---\ntitle: Work\nstarts: 2026-12-01 02:00\nends: >-\n  2026-12-01 04:00\n---\n",
            "ends",
            NEW,
            "more than one line",
            id="a-block",
        ),
        pytest.param(
            "---\ntitle: Work\nstarts: 2026-12-01 02:00\nends: 2026-12-01 04:00\n---\n",
            "ends",
            "2026-12-01 01:00 UTC",
            "it ends before it starts",
            id="a-value-that-is-wrong",
        ),
        pytest.param(
            "---\ntitle: Wo\x01rk\nstarts: 2026-12-01 02:00\nends: 2026-12-01 04:00\n---\n",
            "ends",
            NEW,
            "control characters",
            id="invisible-characters",
        ),
    ],
)
def test_what_cannot_be_set_is_refused(before: str, key: str, value: str, said: str) -> None:
    with pytest.raises(ContentError, match=said):
        put(before, key, value)
