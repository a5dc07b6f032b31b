"""The example in ``content/`` is what a newcomer sees first: complete, and without a mistake."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from statusgen.config import Config
from statusgen.config_reader import read_config
from statusgen.model import Severity, UpdateStatus
from statusgen.sources import SourceFile
from tests.fenced_blocks import ROOT
from tests.parsed_files import SITE, ParsedFiles

#: The instant that it is written for; the Makefile builds it as of then.
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
#: Words that no finished text has.
UNFINISHED = re.compile(r"lorem|ipsum|\bTODO\b|\bTBD\b|\bXXX\b|\{\{|\}\}", re.IGNORECASE)


@pytest.fixture(scope="module")
def example() -> ParsedFiles:
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in sorted((ROOT / "content").rglob("*.*"))
        if path.suffix in (".md", ".yaml")
    }
    return ParsedFiles(files)


def test_nothing_is_wrong_with_it_not_even_a_little(example: ParsedFiles) -> None:
    assert example.problems(now=NOW) == []


def test_it_is_a_shop_in_the_middle_of_an_outage(example: ParsedFiles) -> None:
    state = example.state(now=NOW)
    (incident,) = state.active
    assert incident.severity is Severity.P1
    assert incident.clock.promised
    assert incident.clock.next_update_due is not None
    assert incident.clock.next_update_due > NOW
    assert [one.starts for one in state.upcoming] == [datetime(2026, 12, 1, 2, tzinfo=UTC)]
    assert len(state.notices) == 1
    assert len(state.pages) >= 2


def test_it_has_two_years_of_every_severity(example: ParsedFiles) -> None:
    shown = example.state(now=NOW).incidents
    assert shown[0].started - shown[-1].started > timedelta(days=700)
    assert set(Counter(incident.severity for incident in shown)) >= set(Severity)
    assert len(shown) >= 25


def test_it_shows_every_turn_that_an_incident_can_take(example: ParsedFiles) -> None:
    courses = [[u.status for u in one.incident.updates] for one in example.incidents.values()]
    seen = {status for course in courses for status in course}
    reopened = [UpdateStatus.RESOLVED, UpdateStatus.INVESTIGATING]
    assert seen >= {
        UpdateStatus.INVESTIGATING,
        UpdateStatus.IDENTIFIED,
        UpdateStatus.MONITORING,
        UpdateStatus.RESOLVED,
        UpdateStatus.POSTMORTEM,
    }
    assert any(reopened in [course[at : at + 2] for at in range(len(course))] for course in courses)
    assert any(one.incident.draft for one in example.incidents.values())
    assert any(one.incident.drill for one in example.incidents.values())
    assert any("fr" in one.incident.languages for one in example.incidents.values())


def test_maintenance_was_completed_and_cancelled_too(example: ParsedFiles) -> None:
    state = example.state(now=NOW)
    statuses = Counter(one.status for one in state.maintenances)
    assert statuses[UpdateStatus.CANCELLED] == 1
    assert statuses[UpdateStatus.COMPLETED] > 3


def test_nobody_waited_longer_than_promised_without_an_apology(example: ParsedFiles) -> None:
    late = [
        one.id
        for one in example.incidents.values()
        if one.clock.first_update_at > one.clock.first_update_due
    ]
    assert late == ["2025-01-07-website-down"]
    text = example.original(example.incidents[late[0]].incident.path)
    assert text.updates[0] is not None
    assert "sorry" in text.updates[0].text


def test_what_is_promised_is_kept(example: ParsedFiles) -> None:
    broken = [
        (one.id, update.at)
        for one in example.incidents.values()
        for update, following in zip(one.incident.updates, one.incident.updates[1:], strict=False)
        if update.next_update is not None and following.at > update.next_update
    ]
    assert broken == []


def test_nothing_is_unfinished() -> None:
    texts = {path: path.read_text("utf-8") for path in (ROOT / "content").rglob("*.md")}
    assert {
        path.name: found for path, text in texts.items() if (found := UNFINISHED.search(text))
    } == {}


def test_what_is_for_the_support_team_is_not_published(example: ParsedFiles) -> None:
    pages = {page.id for page in example.state(now=NOW, drafts=True).pages}
    assert {path for path in example.parsed if "/support/" in path}
    assert not {page for page in pages if page.startswith("support/")}


def test_it_publishes_to_nowhere_but_a_folder_that_is_cleaned_away() -> None:
    config: Config | None
    config, _ = read_config(SourceFile(SITE, (ROOT / SITE).read_bytes()))
    assert config is not None
    assert [(target.type, target.options["path"]) for target in config.targets] == [
        ("directory", "build/published")
    ]
