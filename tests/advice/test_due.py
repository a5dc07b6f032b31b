"""What is due for an incident, and what is not spoken of."""

from datetime import UTC, datetime, timedelta

import pytest

from statusgen.advice.due import FORGOTTEN, Due, What, list_dues
from tests.advice.test_rules import PATH, SHOP
from tests.parsed_files import SITE, ParsedFiles

START = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OPEN = "## Investigating — 2026-11-23 14:00 UTC\n"
OVER = f"{OPEN}\n## Resolved — 2026-11-23 15:00 UTC\n"


def dues(body: str, *, keys: str = "", now: datetime = START) -> list[Due]:
    front = f"---\ntitle: Checkout fails\nseverity: P1\n{keys}---\n\n"
    parsed = ParsedFiles({SITE: SHOP, PATH: front + body})
    return list(list_dues(parsed.facts.incidents, parsed, now=now))


@pytest.mark.parametrize(
    ("body", "keys", "what", "at"),
    [
        pytest.param(OPEN, "", What.NEXT_UPDATE, START + 30 * MINUTE, id="by-the-plan"),
        pytest.param(
            f"{OPEN}Next update: 14:20 UTC\n",
            "",
            What.NEXT_UPDATE,
            START + 20 * MINUTE,
            id="as-promised",
        ),
        pytest.param(
            OPEN,
            "draft: true\ndetected: 2026-11-23 13:50 UTC\n",
            What.FIRST_UPDATE,
            START + 20 * MINUTE,
            id="a-draft",
        ),
        pytest.param(OPEN, "drill: true\n", What.NEXT_UPDATE, START + 30 * MINUTE, id="a-drill"),
        pytest.param(OVER, "", What.REVIEW, START + 49 * HOUR, id="over"),
    ],
)
def test_one_thing_is_due(body: str, keys: str, what: What, at: datetime) -> None:
    (due,) = dues(body, keys=keys)
    assert (due.what, due.at) == (what, at)
    assert (due.promised, due.drill) == ("Next update" in body, "drill" in keys)
    assert not due.overdue(now=at)
    assert due.overdue(now=at + MINUTE)
    assert due.left(now=at - MINUTE) == MINUTE


@pytest.mark.parametrize(
    ("body", "keys", "now"),
    [
        pytest.param(f"{OVER}\n## Postmortem — 2026-11-24 15:00 UTC\n", "", START, id="reviewed"),
        pytest.param(OVER, "review: https://x.example/\n", START, id="reviewed-elsewhere"),
        pytest.param(OVER, "draft: true\n", START, id="a-draft-of-what-is-over"),
        pytest.param(OVER, "", START + 49 * HOUR + FORGOTTEN, id="forgotten"),
        pytest.param(OVER, "", START + timedelta(days=900), id="long-over"),
    ],
)
def test_nothing_is_due(body: str, keys: str, now: datetime) -> None:
    assert dues(body, keys=keys, now=now) == []


def test_the_most_urgent_comes_first() -> None:
    front = "---\ntitle: x\nseverity: {}\n---\n\n"
    files = {
        f"content/incidents/{s}.md": front.format(s.upper()) + OPEN for s in ("p3", "p2", "p1")
    }
    parsed = ParsedFiles({SITE: SHOP, **files})
    found = list_dues(parsed.facts.incidents, parsed, now=START)
    assert [due.incident for due in found] == ["p1", "p2", "p3"]
