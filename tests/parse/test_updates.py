"""Updates as people write them; what is said of mistakes is in tests/cases/updates.md."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.errors import Level, Problem
from statusgen.model import ComponentStatus, Severity, Update, UpdateStatus
from statusgen.parse.context import ParseContext
from statusgen.parse.headings import find_headings, split_heading
from statusgen.parse.statuses import STATUSES, Kind, words_of
from statusgen.parse.updates import (
    TranslatedUpdates,
    UpdatesSource,
    parse_translated_updates,
    parse_updates,
)
from tests.parse.case_files import Case, read_cases
from tests.parse.shop import problems_of, shop, shown

PATH = "content/incidents/x.md"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def read(body: str, kind: Kind = "incident", first_line: int = 1) -> UpdatesSource:
    context = ParseContext(shop())
    return parse_updates(body, path=PATH, first_line=first_line, context=context, kind=kind)


def read_translation(body: str) -> TranslatedUpdates:
    context = ParseContext(shop())
    return parse_translated_updates(
        body, path="content/incidents/x.fr.md", first_line=5, context=context, kind="incident"
    )


def updates_of(body: str, kind: Kind = "incident") -> list[Update]:
    """Return the updates of *body*, in which nothing may be wrong."""
    source = read(body, kind)
    assert source.problems == ()
    return [update for update, _ in source.updates]


def heading(status: str, minutes: int = 0) -> str:
    return f"## {status} — {NOON + timedelta(minutes=minutes):%Y-%m-%d %H:%M} UTC"


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name) for case in read_cases("updates")]
)
def test_a_mistake_is_told_with_its_place_and_what_to_do(case: Case) -> None:
    assert shown(problems_of(case.path, case.source)) == case.problems


def test_a_body_is_a_summary_and_updates_in_order_of_time() -> None:
    source = read(
        "\n\nWhat it is about.\n\n- a\n\n"
        "## Resolved — 2026-11-23 12:30 UTC\n\nOver.\n\n\n"
        "## Investigating — 2026-11-23 12:00 UTC\n\nBegun.\n\n### Why\n\nBecause.\n",
        first_line=7,
    )

    assert source.summary == "What it is about.\n\n- a"
    assert [(update.status, update.line, text) for update, text in source.updates] == [
        (UpdateStatus.INVESTIGATING, 18, "Begun.\n\n### Why\n\nBecause."),
        (UpdateStatus.RESOLVED, 13, "Over."),
    ]


def test_the_lines_under_a_heading_say_what_changes() -> None:
    (update,) = updates_of(
        "## Identified — 2026-11-23 14:45 UTC\n"
        "Components: checkout = Partial_Outage, Search = operational\n"
        "SEVERITY: major\n"
        "next_update: 15:15\n"
        "Id: abc\n"
        "Posted: 2026-11-23 14:46 UTC\n"
        "Edited: 2026-11-23 16:46 Europe/Paris\n"
        "And words.\n"
    )

    assert update == Update(
        id="abc",
        status=UpdateStatus.IDENTIFIED,
        at=datetime(2026, 11, 23, 14, 45, tzinfo=UTC),
        components=(
            ("checkout", ComponentStatus.PARTIAL_OUTAGE),
            ("search", ComponentStatus.OPERATIONAL),
        ),
        severity=Severity.P2,
        next_update=datetime(2026, 11, 23, 15, 15, tzinfo=UTC),
        posted=datetime(2026, 11, 23, 14, 46, tzinfo=UTC),
        edited=datetime(2026, 11, 23, 15, 46, tzinfo=UTC),
        line=1,
    )


@pytest.mark.parametrize(
    ("under", "text"),
    [
        pytest.param("Severity: P1\nwords", "words", id="another-line-ends-them"),
        pytest.param("Severity: P1\n\nSeverity: high", "Severity: high", id="a-blank-line-does"),
        pytest.param("\nId: x is text", "Id: x is text", id="a-blank-line-first"),
        pytest.param("Note: x\nSeverity: high", "Note: x\nSeverity: high", id="an-unknown-name"),
        pytest.param("Id: a\nhttps://x.example", "https://x.example", id="an-address"),
        pytest.param("\n    indented code", "    indented code", id="an-indent-that-means-code"),
        pytest.param("\n  words  \n \n", "words", id="one-that-does-not"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_rest_is_markdown(under: str, text: str) -> None:
    (one,) = read(f"{heading('Update')}\n{under}").updates

    assert one[1] == text


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("a <!-- not yet sure --> b", "a  b"),
        ("<!--\n## Update — 2026-11-23 13:00 UTC\n-->\n\na", "a"),
        ("a\n\n<!-- b\n\n```\nc -->", "a"),
        ("a `<!-- b -->` ``<!-- ` -->``", "a `<!-- b -->` ``<!-- ` -->``"),
        ("```\n<!-- a -->\n```", "```\n<!-- a -->\n```"),
        ("a <!-- b", "a <!-- b"),
        ("a --> b <!-- c", "a --> b <!-- c"),
    ],
)
def test_comments_among_writers_are_not_published(written: str, published: str) -> None:
    source = read(f"{written}\n\n{heading('Update')}\n\n{written}\n")

    assert source.summary == published
    assert [text for _, text in source.updates] == [published]


def test_all_means_every_component_but_those_named() -> None:
    body = f"{heading('Investigating')}\nComponents: search = major outage, all = operational\n"

    (update,) = updates_of(body)

    assert update.components == (
        ("checkout", ComponentStatus.OPERATIONAL),
        ("search", ComponentStatus.MAJOR_OUTAGE),
        ("partner-api", ComponentStatus.OPERATIONAL),
    )


def test_update_keeps_the_status_before_it_in_time() -> None:
    body = "\n".join(
        [
            heading("Update", 40),
            heading("Resolved", 30),
            heading("Update", 20),
            heading("Identified", 10),
            heading("Investigating"),
        ]
    )

    found = [(update.status.value, update.says_update) for update in updates_of(body)]

    assert found == [
        ("investigating", False),
        ("identified", False),
        ("identified", True),
        ("resolved", False),
        ("resolved", True),
    ]


def test_a_first_update_of_an_incident_is_investigating_and_that_is_said() -> None:
    source = read(f"{heading('Update', 5)}\n{heading('Identified', 10)}")
    ((first, _), _) = source.updates
    (problem,) = source.problems
    assert (first.status, first.says_update) == (UpdateStatus.INVESTIGATING, True)
    assert (problem.level, problem.at.line, problem.at.column) == (Level.ADVICE, 1, 4)
    assert "no status before it" in problem.message


def test_a_first_update_of_maintenance_is_scheduled() -> None:
    (update,) = updates_of(heading("Update"), kind="maintenance")

    assert (update.status, update.says_update) == (UpdateStatus.SCHEDULED, True)


def test_maintenance_needs_no_update() -> None:
    assert read("We will be quick.", kind="maintenance") == UpdatesSource(
        "We will be quick.", (), ()
    )


@pytest.mark.parametrize("kind", ["incident", "maintenance"])
@pytest.mark.parametrize("separator", [" — ", " – ", " - ", " | ", "—", "|", " -- "])
@pytest.mark.parametrize("style", [str, str.lower, str.upper, lambda word: word.replace(" ", "_")])
def test_a_heading_may_be_written_in_many_ways(
    kind: Kind, separator: str, style: Callable[[str], str]
) -> None:
    for word, status in zip(words_of(kind), (*STATUSES[kind], None), strict=True):
        stamp = "2026-11-23 12:00 UTC"
        earlier = {"Postmortem": "Resolved", "Update": STATUSES[kind][0].value}.get(word)
        before = f"{heading(earlier, -1)}\n" if earlier else ""
        first = updates_of(f"{before}## {style(word)}{separator}{stamp}", kind)[-1]
        assert first.at == NOON
        assert first.says_update is (status is None)
        assert first.status is (status or STATUSES[kind][0])
        if separator.strip() != separator or "-" not in separator:
            swapped = updates_of(f"{before}## {stamp}{separator}{style(word)}", kind)[-1]
            assert swapped == first


def test_an_id_is_the_time_and_counts_among_equals_in_order_of_the_file() -> None:
    body = "\n".join(
        [
            heading("Update", 10),
            heading("Investigating"),
            heading("Update"),
            "Id: mine",
            heading("Update"),
            "## Update — 2026-11-23 12:00:30 UTC",
        ]
    )

    found = {update.line: update.id for update in updates_of(body)}

    assert found == {
        1: "20261123T1210Z",
        2: "20261123T1200Z",
        3: "mine",
        5: "20261123T1200Z-3",
        6: "20261123T120030Z",
    }


def test_an_id_that_is_given_is_not_made_again() -> None:
    body = f"{heading('Investigating')}\n{heading('Update', 5)}\nId: 20261123T1200Z\n"

    assert [update.id for update in updates_of(body)] == ["20261123T1200Z-2", "20261123T1200Z"]


def test_words_change_no_id() -> None:
    before = read(f"{heading('Investigating')}\n\nWe are loking into it.")
    after = read(f"Now with a summary.\n\n{heading('Identified')}\n\nWe are looking into it.")

    assert before.updates[0][0].id == after.updates[0][0].id


def test_an_incident_without_updates_says_how_one_begins() -> None:
    (problem,) = read("Words alone.").problems

    assert problem.message == "this incident has no update"
    assert "## Investigating — 2026-11-23 14:20 UTC" in problem.hint


def test_mistakes_under_a_heading_are_told_though_the_heading_is_wrong() -> None:
    source = read("## Resolvd — 2026-11-23 12:00 UTC\nSeverity: P9\nNext update: in 5 parsecs\n")

    assert [problem.at.line for problem in source.problems] == [2, 3, 1]
    assert source.updates == ()


def test_a_translation_has_words_for_the_originals_times() -> None:
    source = read_translation(
        "Résumé.\n\n## Resolved — 2026-11-23 12:30 UTC\n\nRétabli.\n\n"
        "## investigating | 2026-11-23 13:00 Europe/Paris\nSeverity: P1\nNext update: 14:00\n\n"
        "Nous cherchons.\n"
    )

    assert source == TranslatedUpdates(
        "Résumé.",
        (
            (NOON, 11, "Nous cherchons."),
            (NOON + timedelta(minutes=30), 7, "Rétabli."),
        ),
        (),
    )


def test_a_translations_headings_are_checked_and_its_order_is_not() -> None:
    source = read_translation(
        "## Résolu — 2026-11-23 12:00 UTC\n\n## Resolved — 2026-11-23 12:00 UTC\n"
        "\n## Monitoring — 2026-11-23 12:10 UTC\n"
    )

    assert [str(problem).splitlines()[0] for problem in source.problems] == [
        "content/incidents/x.fr.md:5:4: unknown status 'Résolu'"
    ]
    assert len(source.updates) == 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Resolved — 2026-11-23 14:20 UTC", ("Resolved", 0, "2026-11-23 14:20 UTC", 11)),
        ("2026-11-23 14:20 - In-progress", ("In-progress", 19, "2026-11-23 14:20", 0)),
        ("In-progress-2026-11-23 14:20", ("In-progress", 0, "2026-11-23 14:20", 12)),
        ("Resolved", None),
        ("2026-11-23", None),
        ("Resolved — soon", None),
        ("a" + " " * 300 + "— 2026-11-23", None),
    ],
)
def test_a_heading_has_two_parts(text: str, parts: tuple[str, int, str, int] | None) -> None:
    assert split_heading(text) == parts


def test_many_fences_that_nothing_closes_take_no_time() -> None:
    body = "".join(f"{'`' * (3 + number % 5)}x\n" for number in range(50_000))

    assert find_headings(f"{body}\n## Update") == [
        (50_001, len(body) + 1, len(body) + 10, "Update", 4)
    ]


LINES = st.sampled_from(
    [
        *(heading(word, minutes) for word in words_of("incident") for minutes in (0, 0, 5)),
        *(
            "## In progress — 2026-11-23 12:00",
            "## ",
            "##x",
            "### Why",
            "```",
            "~~~",
            "<!--",
            "-->",
        ),
        *("Components: checkout = major outage", "Components: all", "Severity: P1", "Severity:"),
        *("Next update: in 30 minutes", "Next update: 12:10", "Id: a", "Id: b c", "Posted: x"),
        *("", "", "words", "    ## code", "\t", "Edited: 2026-11-23 12:00 UTC", "é—|=,: "),
    ]
)
BODIES = st.lists(LINES | st.text(max_size=12), max_size=15).map("\n".join)


@given(BODIES, st.sampled_from(["incident", "maintenance"]))
def test_no_body_makes_it_fail(body: str, kind: Kind) -> None:
    source = read(body, kind, first_line=3)
    updates = [update for update, _ in source.updates]
    lines = body.count("\n") + 1

    assert updates == sorted(updates, key=lambda update: update.at)
    assert all(3 <= update.line < 3 + lines for update in updates)
    assert all(
        problem.at.line == 0 or 3 <= problem.at.line < 3 + lines for problem in source.problems
    )
    assert len(set(source.problems)) == len(source.problems)
    given_ids = [update.id for update in updates if not update.id.startswith("2026")]
    made_ids = [update.id for update in updates if update.id.startswith("2026")]
    assert len(set(made_ids)) == len(made_ids)
    assert len(set(given_ids)) == len(given_ids) or any(
        isinstance(problem, Problem) and "the id" in problem.message for problem in source.problems
    )


@given(BODIES)
def test_a_copy_of_the_original_is_a_translation_of_it(body: str) -> None:
    source, copy = read(body, first_line=5), read_translation(body)

    assert copy.summary == source.summary
    assert [(update.at, update.line, text) for update, text in source.updates] == list(copy.updates)
