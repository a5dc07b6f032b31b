"""One spelling for what may be spelt in several ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.parse.fmt import canonical
from tests.parse.shop import parse

FRONT = "---\ntitle:   Checkout is down   # keep me\nseverity: p1\n---\n"


@pytest.mark.parametrize(
    ("written", "formatted"),
    [
        pytest.param(
            "## Investigating — 2026-11-23 14:20 UTC",
            "## Investigating — 2026-11-23 14:20 UTC",
            id="canonical",
        ),
        pytest.param(
            "  ##resolved - 2026-11-23T9:05:00.5Z ##",
            "## Resolved — 2026-11-23 09:05 UTC",
            id="iso",
        ),
        pytest.param(
            "## 2026-11-23 14:20 Europe/London | Update",
            "## Update — 2026-11-23 14:20 Europe/London",
            id="swapped",
        ),
        pytest.param(
            "## MONITORING – 2026-11-23 14:20", "## Monitoring — 2026-11-23 14:20", id="no-zone"
        ),
        pytest.param(
            "## Identified --- 2026-11-23 14:20:30+01:00",
            "## Identified — 2026-11-23 14:20:30 +01:00",
            id="seconds-and-offset",
        ),
        pytest.param("## Fixed — 2026-11-23 14:20", "## Fixed — 2026-11-23 14:20", id="no-status"),
        pytest.param("## Resolved — tomorrow", "## Resolved — tomorrow", id="no-time"),
        pytest.param(
            "## Resolved  — 2026-11-23 14:20 CET",
            "## Resolved  — 2026-11-23 14:20 CET",
            id="no-zone",
        ),
        pytest.param(
            "## Completed  — 2026-11-23 14:20", "## Completed  — 2026-11-23 14:20", id="other-kind"
        ),
        pytest.param(
            "### resolved - 2026-11-23 14:20", "### resolved - 2026-11-23 14:20", id="level-3"
        ),
    ],
)
def test_headings_are_rewritten_if_they_can_be_read(written: str, formatted: str) -> None:
    body = "\nA summary.  \n\n{}\nWords *stay* as  they are.\n\n"
    assert canonical(FRONT + body.format(written), kind="incidents") == FRONT + body.format(
        formatted
    )


@pytest.mark.parametrize(
    ("written", "formatted"),
    [
        pytest.param(
            "components:checkout=Partial_Outage,  Partner API = OPERATIONAL ,",
            "Components: checkout = partial outage, Partner API = operational",
            id="components",
        ),
        pytest.param(
            "Components: checkout = majr outage, search",
            "Components: checkout = majr outage, search",
            id="unknown-status",
        ),
        pytest.param("SEVERITY : critical", "Severity: P1", id="severity"),
        pytest.param("Severity: P9", "Severity: P9", id="unknown-severity"),
        pytest.param("next_update:  in 30  minutes ", "Next update: in 30  minutes", id="next"),
        pytest.param("Next updat: 14:50", "Next updat: 14:50", id="nearly-a-name"),
        pytest.param(
            "id:A1\nposted: 2026-11-23 14:20", "Id: A1\nPosted: 2026-11-23 14:20", id="two"
        ),
        pytest.param("\nseverity: P2", "\nseverity: P2", id="not-straight-under-the-heading"),
        pytest.param("Hello: world", "Hello: world", id="words"),
    ],
)
def test_lines_straight_under_a_heading_are_rewritten(written: str, formatted: str) -> None:
    text = FRONT + "## Update — 2026-11-23 14:20 UTC\n{}\n\nWords.\n"
    assert canonical(text.format(written), kind="incidents") == text.format(formatted)


def test_maintenance_has_statuses_of_its_own() -> None:
    text = "---\n---\n## in_progress - 2026-11-23 14:20\n\n## resolved - 2026-11-23 14:20\n"
    assert canonical(text, kind="maintenance") == (
        "---\n---\n## In progress — 2026-11-23 14:20\n\n## resolved - 2026-11-23 14:20\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(FRONT, id="no-body"),
        pytest.param(FRONT.rstrip(), id="no-line-end"),
        pytest.param(FRONT + "```\n## resolved - 2026-11-23 14:20\n```\n", id="code"),
        pytest.param(
            "---\n## resolved - 2026-11-23 14:20\ntitle: x\n---\n", id="a-comment-in-front-matter"
        ),
    ],
)
def test_everything_else_stays_byte_for_byte(text: str) -> None:
    assert canonical(text, kind="incidents") == text


def test_an_update_may_end_the_file_without_a_line_end() -> None:
    assert canonical(FRONT + "## resolved - 2026-11-23 14:20", kind="incidents") == (
        FRONT + "## Resolved — 2026-11-23 14:20"
    )


PIECES = st.sampled_from(
    [
        *(
            "## ",
            "### ",
            "resolved",
            "Update",
            "In progress",
            " - ",
            " — ",
            "|",
            "2026-11-23 14:20",
        ),
        *(
            "T14:20:00Z",
            " UTC",
            " Europe/London",
            "+01:00",
            "\n",
            "\n\n",
            "components:",
            "Severity :",
        ),
        *(
            "next update: ",
            "checkout = major_outage",
            "=",
            ",",
            " ",
            "p1",
            "```",
            "<!--",
            "-->",
            "x",
        ),
        *("---", "\n---\n", "title: x", "\t", "#", "\u2028", "é"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


@given(front=st.sampled_from(["", FRONT, "\n---\n---\n"]), text=TEXTS)
def test_formatting_twice_changes_nothing_more(front: str, text: str) -> None:
    once = canonical(front + text, kind="incidents")
    assert canonical(once, kind="incidents") == once


@given(TEXTS)
def test_formatting_changes_no_meaning(text: str) -> None:
    path, source = "content/incidents/x.md", FRONT + "\n" + text
    before = parse(path, source)
    after = parse(path, canonical(source, kind="incidents"))
    assert after.texts == before.texts
    if before.item is None:
        assert after.item is None
    else:
        assert after.item is not None
        assert after.item.updates == before.item.updates
    assert [problem.message for problem in after.problems] == [
        problem.message for problem in before.problems
    ]
