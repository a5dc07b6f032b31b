"""Forms to files: each task, its problems at their fields, and saving over nobody's work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.desk.raw import keep_line_ends
from statusgen.desk.wording import unwrapped
from tests.desk.visitor import OPEN, Visitor, everything

NEW: dict[str, Any] = {
    "task": "new-incident",
    "title": "Nobody can sign in",
    "severity": "P1",
    "components": {"accounts": "", "app": "degraded performance"},
    "next_update": "15:40 UTC",
    "message": "We are looking into it. Ordering by phone works.",
}


def test_a_new_incident_becomes_the_file_that_the_command_would_write(visitor: Visitor) -> None:
    told = visitor.told("api/save", NEW)
    assert told["path"] == "content/incidents/2026-11-23-nobody-can-sign-in.md"
    assert (visitor.root / told["path"]).read_text() == (
        "---\n"
        "title: Nobody can sign in\n"
        "severity: P1\n"
        "components:\n"
        "  accounts: major outage\n"
        "  app: degraded performance\n"
        "---\n"
        "\n"
        "## Investigating — 2026-11-23 15:08 UTC\n"
        "Next update: 15:40 UTC\n"
        "\n"
        "We are looking into it. Ordering by phone works.\n"
    )


def test_an_update_changes_nothing_else_of_the_file(visitor: Visitor) -> None:
    before = visitor.file().read_text()
    work = visitor.update("It works.", status="monitoring", components={"checkout": "operational"})
    assert visitor.post("api/save", work).status_code == 200
    assert visitor.file().read_text() == before + (
        "\n## Monitoring — 2026-11-23 15:08 UTC\nComponents: checkout = operational\n\nIt works.\n"
    )


def test_a_resolution_may_say_when_it_was_really_over(visitor: Visitor) -> None:
    work = visitor.update("It works for everyone.", status="resolved", ends="15:01 UTC")
    assert visitor.post("api/save", work).status_code == 200
    assert "resolved: 2026-11-23 15:01 UTC\n" in visitor.file().read_text()
    state = visitor.get("api/state").get_json()
    assert OPEN not in [one["id"] for one in state["incidents"]]
    assert {"incident": OPEN, "what": "review"}.items() <= state["dues"][-1].items()


def test_maintenance_is_planned_extended_and_completed(visitor: Visitor) -> None:
    plan = {
        "task": "new-maintenance",
        "title": "Move of the search",
        "components": {"search": ""},
        "starts": "2026-11-24 02:00 UTC",
        "ends": "04:00 UTC",
        "effect": "Search is slow.",
        "message": "We move the search.",
    }
    told = visitor.told("api/save", plan)
    assert told["id"] == "2026-11-24-move-of-the-search"
    base = {"task": "maintenance-update", "id": told["id"], "message": "It takes longer."}
    longer = {"ends": "2026-11-24 05:00 UTC", "status": "update", "base": told["digest"]}
    told = visitor.told("api/save", base | longer)
    text = visitor.file(told["id"], "maintenance").read_text()
    assert "ends: 2026-11-24 05:00 UTC\n" in text
    cancel = base | {"status": "cancelled", "base": told["digest"], "message": "Not today."}
    assert visitor.post("api/save", cancel).status_code == 200
    assert "## Cancelled — 2026-11-23 15:08 UTC" in (
        visitor.file(told["id"], "maintenance").read_text()
    )


def test_a_notice_is_put_up_and_taken_down(visitor: Visitor) -> None:
    notice = {"task": "new-notice", "title": "Late parcels", "message": "Snow in the north."}
    told = visitor.told("api/save", notice)
    assert told["path"] == "content/notices/late-parcels.md"
    end = {"task": "end-notice", "id": told["id"], "base": told["digest"]}
    assert visitor.post("api/save", end).status_code == 200
    assert "ends: 2026-11-23 15:08 UTC\n" in visitor.file("late-parcels", "notices").read_text()


def test_a_second_one_of_the_same_title_gets_a_name_of_its_own(visitor: Visitor) -> None:
    first, second = visitor.told("api/save", NEW), visitor.told("api/save", NEW)
    assert second["id"] == f"{first['id']}-2"


# --- problems where they are


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        pytest.param({"title": " "}, "title", "no title", id="no-title"),
        pytest.param({"severity": ""}, "severity", "how bad", id="no-severity"),
        pytest.param({"message": ""}, "message", "no words", id="no-words"),
        pytest.param({"title": "x" * 200}, "title", "140", id="long-title"),
        pytest.param({"components": {"chekout": ""}}, "components", "chekout", id="component"),
        pytest.param({"next_update": "soon"}, "next_update", "soon", id="next-update"),
        pytest.param({"at": "25:00"}, "at", "25:00", id="time"),
        pytest.param({"at": "2026-11-24 15:08 UTC"}, "at", "ahead of time", id="tomorrow"),
        pytest.param({"started": "yesterdy"}, "started", "yesterdy", id="started"),
        pytest.param({"status": "solved"}, "status", "solved", id="status"),
        pytest.param({"message": "A.\n\n## B\n"}, "message", "another update", id="heading"),
        pytest.param({"message": "We know {cause}."}, "message", "cause", id="braces"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_written(
    visitor: Visitor, change: dict[str, Any], field: str, words: str
) -> None:
    before = everything(visitor.root)
    answer = visitor.post("api/save", NEW | change)
    assert answer.status_code == 422
    errors = [one for one in answer.get_json()["problems"] if one["level"] == "error"]
    assert [one["field"] for one in errors] == [field]
    assert words in errors[0]["message"] + errors[0]["hint"]
    assert everything(visitor.root) == before


def test_advice_has_its_line_and_column_in_the_words(visitor: Visitor) -> None:
    work = visitor.update("It is better.\n\nOops, ask bob@example.com about it.")
    told = visitor.told("api/preview", {"work": work})
    found = {one["rule"]: one for one in told["problems"]}
    assert {"field": "message", "line": 3, "column": 1}.items() <= found["avoid"].items()
    where = {"field": "message", "line": 3, "column": 11, "level": "advice"}
    assert where.items() <= found["internal-address"].items()


def test_a_mistake_in_the_whole_file_has_its_line(visitor: Visitor) -> None:
    text = visitor.file().read_text().replace("## Identified", "## Identifed")
    line = text[: text.index("## Identifed")].count("\n") + 1
    work = {"task": "raw", "id": OPEN, "text": text}
    (problem,) = visitor.told("api/preview", {"work": work})["problems"]
    assert (problem["field"], problem["line"]) == ("text", line)
    assert "Identified" in problem["hint"]


# --- nobody's work is lost


def test_a_second_tab_does_not_save_over_the_first(visitor: Visitor) -> None:
    first, second = visitor.update("From the first tab."), visitor.update("From the second tab.")
    assert visitor.post("api/save", first).status_code == 200
    saved = visitor.file().read_bytes()
    answer = visitor.post("api/save", second)
    assert answer.status_code == 409
    assert visitor.file().read_bytes() == saved
    told = answer.get_json()
    assert told["theirs"] == saved.decode()
    assert "From the first tab." in told["mine"]
    assert "From the second tab." in told["mine"]
    assert visitor.post("api/save", second | {"base": told["base"]}).status_code == 200
    assert visitor.file().read_text() == told["mine"]


def test_a_whole_file_is_not_saved_over_an_edit_from_elsewhere(visitor: Visitor) -> None:
    told = visitor.told("api/file", {"kind": "incidents", "id": OPEN})
    mine = told["text"].replace("nobody has to hurry", "everybody has time")
    theirs = told["text"] + "\n## Update — 2026-11-23 15:05 UTC\n\nTheirs.\n"
    visitor.file().write_text(theirs)
    work = {"task": "raw", "id": OPEN, "text": mine, "base": told["digest"]}
    answer = visitor.post("api/save", work)
    assert answer.status_code == 409
    assert answer.get_json()["theirs"] == theirs
    assert answer.get_json()["mine"] == mine
    assert visitor.file().read_text() == theirs


def test_a_new_file_does_not_take_the_name_of_another(visitor: Visitor) -> None:
    saved = visitor.file().read_bytes()
    answer = visitor.post("api/save", NEW | {"id": OPEN})
    assert answer.status_code == 409
    assert answer.get_json()["theirs"] == saved.decode()
    assert visitor.file().read_bytes() == saved


def test_a_file_that_is_gone_does_not_take_the_words_with_it(visitor: Visitor) -> None:
    work = visitor.update("Nearly there.")
    visitor.file().unlink()
    answer = visitor.post("api/save", work)
    assert answer.status_code == 409
    assert answer.get_json()["mine"] == "Nearly there."
    assert not visitor.file().exists()


def test_of_several_who_save_at_once_one_is_the_first_and_nobody_is_overwritten(
    visitor: Visitor,
) -> None:
    works = [visitor.update(f"Words of number {n}.") for n in range(6)]
    before = visitor.file().read_text()
    everybody = [visitor.another() for _ in works]
    with ThreadPoolExecutor(len(works)) as pool:
        answers = list(pool.map(lambda who, work: who.post("api/save", work), everybody, works))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 5]
    after = visitor.file().read_text()
    (won,) = [n for n, answer in enumerate(answers) if answer.status_code == 200]
    assert after == f"{before}\n## Update — 2026-11-23 15:08 UTC\n\nWords of number {won}.\n"
    for answer in answers:
        if answer.status_code != 200:
            assert answer.get_json()["theirs"] == after


def test_what_is_not_saved_outlives_the_server(visitor: Visitor) -> None:
    work = visitor.update("Half a thou")
    assert visitor.post("api/keep", work).status_code == 200
    again = Visitor(visitor.root)
    (draft,) = again.get("api/state").get_json()["drafts"]
    assert draft["work"]["message"] == "Half a thou"
    assert draft["key"] == f"update:incidents/{OPEN}"
    assert again.post("api/save", work).status_code == 200
    assert again.get("api/state").get_json()["drafts"] == []


def test_a_damaged_draft_does_not_keep_the_desk_from_opening(visitor: Visitor) -> None:
    visitor.post("api/keep", visitor.update("x"))
    (place,) = (visitor.root / ".statusgen/desk/drafts").iterdir()
    place.write_bytes(b'{"key": "upd')
    assert visitor.get("api/state").get_json()["drafts"] == []


# --- the page as it would be


@pytest.mark.parametrize("page", ["", "index.html", "history/2026-11.html"])
def test_the_page_shows_what_is_not_saved_yet(visitor: Visitor, page: str) -> None:
    before = everything(visitor.root)
    work = NEW | {"title": "Nobody at all can sign in"}
    told = visitor.told("api/preview", {"work": work, "page": page})
    assert "Nobody at all can sign in" in told["html"]
    assert told["page"] == (page or f"incidents/{told['id']}.html")
    assert everything(visitor.root) == before
    saved = visitor.get(f"site/{page or 'index.html'}").text
    assert "Nobody at all can sign in" not in saved


def test_the_preview_is_the_page_that_is_built_once_it_is_saved(visitor: Visitor) -> None:
    work = visitor.update("Everything is **fine**.", status="resolved")
    told = visitor.told("api/preview", {"work": work})
    assert visitor.post("api/save", work).status_code == 200
    assert visitor.get(f"site/{told['page']}").text == told["html"]


def test_an_unfinished_form_is_shown_as_far_as_it_goes(visitor: Visitor) -> None:
    told = visitor.told("api/preview", {"work": {"task": "new-incident", "severity": "P2"}})
    assert "<h1" in told["html"]
    assert {one["field"] for one in told["problems"]} == {"title", "message"}
    work = visitor.update("We know {cause} and `{code}`.")
    told = visitor.told("api/preview", {"work": work})
    assert "We know {cause} and" in told["html"]
    assert [one["rule"] for one in told["problems"] if one["level"] == "error"] == ["unfilled"]


def test_a_mistake_in_another_file_keeps_nobody_from_writing(visitor: Visitor) -> None:
    visitor.file("2026-11-17-search-filters").write_text("broken")
    again = Visitor(visitor.root)
    told = again.told("api/preview", {"work": again.update("Better now."), "page": "index.html"})
    assert "Better now." in told["html"]
    assert told["problems"] == []
    assert again.post("api/save", again.update("Better now.")).status_code == 200
    problems = again.get("api/state").get_json()["problems"]
    assert any("search-filters" in one["at"] for one in problems)


def test_a_template_is_filled_with_what_the_form_knows(visitor: Visitor) -> None:
    work = NEW | {"components": {"accounts": ""}}
    told = visitor.told("api/fill", {"template": "investigating-website-p1", "work": work})
    assert "Accounts" in told["text"]
    assert "15:40 UTC" in told["text"]
    for one in told["open"]:
        assert f"{{{one['name']}}}" in told["text"]
    unknown = visitor.post("api/fill", {"template": "../../site", "work": work})
    assert unknown.status_code == 422


def test_ready_words_come_without_the_line_ends_of_their_file() -> None:
    text = "One two\nthree.\n\n- a\n- b\n\n1. c\n   d\n\nEnd  \nof it.\n\n# e\n\nFour\nfive.\n"
    assert unwrapped(text) == (
        "One two three.\n\n- a\n- b\n\n1. c\n   d\n\nEnd  \nof it.\n\n# e\n\nFour five."
    )
    assert unwrapped("```\na\nb\n```") == "```\na\nb\n```"


def test_the_clock_comes_with_the_state(visitor: Visitor) -> None:
    state = visitor.get("api/state").get_json()
    due = next(one for one in state["dues"] if one["incident"] == OPEN)
    assert due["what"] == "next-update"
    assert due["at"] == "2026-11-23T15:20:00Z"
    assert due["promised"]
    assert [one["id"] for one in state["severities"]] == ["P1", "P2", "P3"]


# --- a whole file through a browser's text box

LINES = st.lists(
    st.tuples(st.text("abc #-é", max_size=6), st.sampled_from(["\n", "\r\n", "\r"])), max_size=12
)


@settings(deadline=None, max_examples=200)
@given(LINES, st.booleans(), st.booleans())
def test_a_file_that_is_not_changed_stays_byte_for_byte(
    lines: list[tuple[str, str]], mark: bool, open_end: bool
) -> None:
    text = "".join(line + end for line, end in lines) + ("x" if open_end else "")
    before = (("\ufeff" if mark else "") + text).encode()
    shown = text.replace("\r\n", "\n").replace("\r", "\n")
    assert keep_line_ends(before, shown) == before


def test_a_new_line_ends_as_the_others_do() -> None:
    assert keep_line_ends(b"\xef\xbb\xbfa\r\nb\r\n", "a\nnew\nb\n") == (
        b"\xef\xbb\xbfa\r\nnew\r\nb\r\n"
    )


def test_an_awkward_file_is_edited_as_it_is(visitor: Visitor, tmp_path: Path) -> None:
    del tmp_path
    place = visitor.file()
    before = b"\xef\xbb\xbf" + place.read_bytes().replace(b"\n", b"\r\n")
    place.write_bytes(before)
    told = visitor.told("api/file", {"kind": "incidents", "id": OPEN})
    text = told["text"].replace("\r\n", "\n").replace("nine payments", "ten payments")
    work = {"task": "raw", "id": OPEN, "text": text, "base": told["digest"]}
    assert visitor.post("api/save", work).status_code == 200
    assert place.read_bytes() == before.replace(b"nine payments", b"ten payments")
