"""The same words in another language at the desk: begun, seen, saved, and never half."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.desk.visitor import OPEN, Visitor, everything, example

FRENCH = "2025-11-28-black-friday"


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    """Give a browser at the desk of the example, whose open incident nobody has translated."""
    root = example(tmp_path)
    (root / f"content/incidents/{OPEN}.fr.md").unlink()
    return Visitor(root)


def file(visitor: Visitor, identity: str = OPEN, language: str = "fr") -> dict[str, Any]:
    which = {"kind": "incidents", "id": identity, "language": language}
    told: dict[str, Any] = visitor.told("api/file", which)
    return told


def work(text: str, base: str, identity: str = OPEN) -> dict[str, Any]:
    which = {"task": "raw", "kind": "incidents", "id": identity, "language": "fr"}
    return which | {"text": text, "base": base}


def write(text: str, words: str) -> str:
    """Return *text* with *words* below its first heading, and a French title."""
    text = text.replace("Some customers cannot pay on the website", "Paiements impossibles")
    first, end, rest = text.partition(" 14:19 UTC\n")
    return f"{first}{end}\n{words}\n{rest}"


def test_it_begins_with_a_heading_for_each_update(visitor: Visitor) -> None:
    told = file(visitor)
    assert told["path"] == f"content/incidents/{OPEN}.fr.md"
    assert told["digest"] == ""
    original = visitor.file().read_text()
    headings = [line for line in original.splitlines() if line.startswith("## ")]
    assert told["text"].startswith("---\ntitle: Some customers cannot pay on the website\n---\n\n")
    assert [line for line in told["text"].splitlines() if line.startswith("## ")] == headings


def test_what_is_written_is_seen_and_the_rest_in_the_original(visitor: Visitor) -> None:
    text = write(file(visitor)["text"], "Nous cherchons la cause.")
    before = everything(visitor.root)
    told = visitor.told("api/preview", {"work": work(text, "")})
    assert told["page"] == f"fr/incidents/{OPEN}.html"
    assert told["problems"] == []
    assert "Nous cherchons la cause." in told["html"]
    assert "It is better and not yet good" in told["html"]
    front = visitor.told("api/preview", {"work": work(text, ""), "page": "index.html"})
    assert front["page"] == "fr/index.html"
    assert "Paiements impossibles" in front["html"]
    assert everything(visitor.root) == before


def test_it_is_saved_beside_the_original_and_counted(visitor: Visitor) -> None:
    text = write(file(visitor)["text"], "Nous cherchons la cause.")
    before = visitor.file().read_bytes()
    told = visitor.told("api/save", work(text, ""))
    place = visitor.root / f"content/incidents/{OPEN}.fr.md"
    assert told["path"] == f"content/incidents/{OPEN}.fr.md"
    assert place.read_text() == text
    assert visitor.file().read_bytes() == before
    state = visitor.get("api/state").get_json()
    (one,) = [one for one in state["incidents"] if one["id"] == OPEN]
    assert one["translated"] == {"fr": 1}
    assert state["languages"] == [{"id": "fr", "name": "français"}]
    assert "Nous cherchons la cause." in visitor.get(f"site/fr/incidents/{OPEN}.html").text


def test_what_is_new_in_the_original_gets_a_heading_and_nothing_else_changes(
    visitor: Visitor,
) -> None:
    visitor.told("api/save", work(write(file(visitor)["text"], "Nous cherchons."), ""))
    before = file(visitor)
    visitor.told("api/save", visitor.update("Nearly there.", status="monitoring"))
    after = file(visitor)
    assert after["text"] == before["text"] + "\n## Monitoring — 2026-11-23 15:08 UTC\n"
    assert after["digest"] == before["digest"]


def test_a_stray_heading_is_shown_where_it_is_and_nothing_is_written(visitor: Visitor) -> None:
    text = file(visitor)["text"] + "\n## Update — 2026-11-23 10:00 UTC\n\nBonjour.\n"
    before = everything(visitor.root)
    answer = visitor.post("api/save", work(text, ""))
    assert answer.status_code == 422
    (problem,) = answer.get_json()["problems"]
    assert problem["field"] == "text"
    assert problem["line"] == text[: text.index("10:00")].count("\n") + 1
    assert everything(visitor.root) == before


def test_who_translates_what_somebody_else_has_just_translated_sees_both(visitor: Visitor) -> None:
    text = file(visitor)["text"]
    assert visitor.post("api/save", work(write(text, "Le leur."), "")).status_code == 200
    answer = visitor.post("api/save", work(write(text, "Le mien."), ""))
    assert answer.status_code == 409
    told = answer.get_json()
    assert "Le leur." in told["theirs"]
    assert "Le mien." in told["mine"]
    again = work(write(text, "Le mien."), told["base"])
    assert visitor.post("api/save", again).status_code == 200


def test_one_that_is_there_is_edited_as_it_is(visitor: Visitor) -> None:
    place = visitor.root / f"content/incidents/{FRENCH}.fr.md"
    told = file(visitor, FRENCH)
    assert told["text"].startswith(place.read_text().rstrip("\n"))
    text = place.read_text().replace("onze", "douze")
    assert visitor.post("api/save", work(text, told["digest"], FRENCH)).status_code == 200
    assert place.read_text() == text


@pytest.mark.parametrize("language", ["en", "de", "../fr", "fr.md", "FR", "\x00"])
def test_a_language_that_the_page_has_not_is_no_way_out(visitor: Visitor, language: str) -> None:
    before = everything(visitor.root)
    which = {"kind": "incidents", "id": OPEN, "language": language}
    assert visitor.post("api/file", which).status_code == 422
    given = work("x", "") | {"language": language}
    assert visitor.post("api/save", given).status_code in (409, 422)
    assert everything(visitor.root) == before


def test_a_link_in_place_of_a_translation_is_not_followed(visitor: Visitor) -> None:
    outside = visitor.root.parent / f"{visitor.root.name}-outside.md"
    outside.write_text("mine")
    (visitor.root / f"content/incidents/{OPEN}.fr.md").symlink_to(outside)
    which = {"kind": "incidents", "id": OPEN, "language": "fr"}
    assert visitor.post("api/file", which).status_code == 422
    assert visitor.post("api/save", work("x", "")).status_code in (409, 422)
    assert outside.read_text() == "mine"


@pytest.mark.parametrize(
    ("kind", "identity"),
    [("maintenance", "2026-12-01-order-database"), ("pages", "about"), ("notices", "")],
)
def test_everything_else_can_be_translated_too(visitor: Visitor, kind: str, identity: str) -> None:
    folder = visitor.root / "content" / kind
    names = sorted(p.stem for p in folder.glob("*.md") if "." not in p.stem)
    identity = identity if identity in names else names[0]
    which = {"kind": kind, "id": identity, "language": "fr"}
    told = visitor.told("api/file", which)
    assert told["text"].startswith("---\n")
    given = {"task": "raw", **which, "text": told["text"], "base": told["digest"]}
    shown = visitor.told("api/preview", {"work": given})
    assert shown["page"].startswith("fr/")
    assert shown["html"]
