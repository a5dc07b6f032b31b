"""An incident is found however somebody names it, and times however somebody says them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from statusgen.edit.moments import parse_coming, parse_past
from statusgen.edit.naming import choose
from statusgen.errors import Location, Problem, StatusgenError

FILES = {
    f"{name}": f"content/incidents/{name}.md"
    for name in ("2026-11-21-search", "2026-11-23-checkout", "2026-11-23-checkout-again")
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-11-23-checkout", "2026-11-23-checkout"),
        ("2026-11-21", "2026-11-21-search"),
        ("again", "2026-11-23-checkout-again"),
        ("content/incidents/2026-11-21-search.md", "2026-11-21-search"),
        ("2026-11-21-search.fr.md", "2026-11-21-search"),
        ("https://status.shop.example/incidents/2026-11-21-search.html", "2026-11-21-search"),
    ],
)
def test_one_file_is_meant(name: str, expected: str) -> None:
    assert choose(name, FILES, kind="incident") == FILES[expected]


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("2026-11-23", "may be any of 2", "2026-11-23-checkout-again"),
        ("2026-11-23-chekout", "there is no incident", "did you mean '2026-11-23-checkout'?"),
        ("zzz", "there is no incident", "the newest are 2026-11-23-checkout-again"),
        ("", "there is no incident", "the newest are"),
    ],
)
def test_none_or_several_are_said(name: str, message: str, hint: str) -> None:
    with pytest.raises(StatusgenError, match=message) as raised:
        choose(name, FILES, kind="incident")
    assert hint in raised.value.hint


LONDON = ZoneInfo("Europe/London")
AT = Location("--at")
NOW = datetime(2026, 7, 1, 14, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", NOW),
        ("14:10 UTC", datetime(2026, 7, 1, 14, 10, tzinfo=UTC)),
        ("15:10", datetime(2026, 7, 1, 14, 10, tzinfo=UTC)),
        ("14:24 UTC", datetime(2026, 7, 1, 14, 24, tzinfo=UTC)),
        ("14:30 UTC", datetime(2026, 6, 30, 14, 30, tzinfo=UTC)),
        ("10 minutes ago", datetime(2026, 7, 1, 14, 10, 30, tzinfo=UTC)),
        ("1h ago", datetime(2026, 7, 1, 13, 20, 30, tzinfo=UTC)),
        ("2026-06-30 23:50", datetime(2026, 6, 30, 22, 50, tzinfo=UTC)),
    ],
)
def test_a_time_that_has_been(text: str, expected: datetime) -> None:
    assert parse_past(text, now=NOW, zone=LONDON, at=AT) == expected


@pytest.mark.parametrize("text", ["yesterday", "a while ago", "25:00", ""])
def test_what_is_no_time_is_said(text: str) -> None:
    assert isinstance(parse_past(text, now=NOW, zone=LONDON, at=AT), Problem)


@pytest.mark.parametrize("text", ["30 minutes", "in 30 minutes", "14:50:30 UTC", "15:50:30"])
def test_a_time_that_is_to_come(text: str) -> None:
    expected = datetime(2026, 7, 1, 14, 50, 30, tzinfo=UTC)
    assert parse_coming(text, after=NOW, zone=LONDON, at=AT) == expected
