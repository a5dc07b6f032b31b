"""What ``statusgen init`` writes is right on any day, under any name."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from statusgen.config_reader import read_config
from statusgen.model import ComponentStatus
from statusgen.parse.fmt import canonical
from statusgen.sources import SourceFile
from statusgen.starter import starter_files
from tests.parsed_files import SITE, ParsedFiles

TODAY = date(2026, 11, 23)
NAME, URL = "Northwind Shop", "https://status.northwind.example/"
#: Any that the format can write, a month from either end.
DAYS = st.dates(min_value=date(1970, 2, 1), max_value=date(2199, 11, 30))
#: What people can see and type.
VISIBLE = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])


def starter(today: date = TODAY, name: str = NAME, url: str = URL) -> dict[str, str]:
    files = starter_files(name=name, url=url, today=today)
    return {f"content/{path}": text for path, text in files.items()}


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


@given(DAYS)
@example(date(2028, 2, 29))
@example(date(2026, 10, 25))
@settings(max_examples=50)
def test_nothing_is_wrong_with_the_starter_on_any_day_from_its_first_minute_on(day: date) -> None:
    assert ParsedFiles(starter(day)).problems(now=at(day, 0)) == []


@given(DAYS)
@settings(max_examples=50)
def test_it_shows_an_incident_that_is_over_and_maintenance_to_come(day: date) -> None:
    state = ParsedFiles(starter(day)).state(now=at(day, 23, 59))
    assert state.active == ()
    assert state.overall.worst is ComponentStatus.OPERATIONAL
    assert state.last_trouble_ended is not None
    assert state.last_trouble_ended.date() == day - timedelta(days=3)
    assert [one.starts for one in state.upcoming] == [at(day + timedelta(days=7), 2)]
    assert [page.id for page in state.pages] == ["welcome"]


def test_days_count_from_the_given_one_in_names_and_words() -> None:
    files = starter()
    incident = files["content/incidents/2026-11-20-checkout-errors.md"]
    maintenance = files["content/maintenance/2026-11-30-database-upgrade.md"]
    assert "started: 2026-11-20 14:05 UTC" in incident
    assert "starts: 2026-11-30 02:00 UTC" in maintenance


def test_no_mark_is_left_unfilled() -> None:
    files = starter()
    assert [path for path, text in files.items() if "{{" in text or "}}" in text] == []
    assert [path for path in files if re.search(r"/day\b", path)] == []


@given(st.text(VISIBLE, min_size=1, max_size=90))
@example('Bob\'s "Best" #1: shop')
@example("{{ day }}")
@example("\\")
@settings(max_examples=50)
def test_any_name_comes_through_as_it_was_given(name: str) -> None:
    plain = " ".join(f"x{name}x".split())
    config, problems = read_config(SourceFile(SITE, starter(name=plain)[SITE].encode()))
    assert config is not None
    assert (config.name, problems) == (plain, ())


def test_the_address_is_the_given_one() -> None:
    files = ParsedFiles(starter(url="https://example.org/status"))
    assert files.config.url == "https://example.org/status/"


@pytest.mark.parametrize("kind", ["incidents", "maintenance"])
def test_updates_are_written_in_the_canonical_form(kind: str) -> None:
    updates = {path: text for path, text in starter().items() if f"/{kind}/" in path}
    assert updates
    assert {path: canonical(text, kind=kind) for path, text in updates.items()} == updates


def test_there_are_words_for_every_moment_that_a_night_has() -> None:
    heads = [text for path, text in starter().items() if path.startswith("content/messages/")]
    moments = {name for text in heads for name in re.findall(r"(?m)^moment: (.+)$", text)}
    assert moments == {"investigating", "update", "resolved", "follow-up"}
