"""What somebody types by night: the wrong incident, the wrong zone, nothing at all."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.cli.typed import Done, statusgen

NOW = "2026-11-23T14:20:30Z"
NEW = ("incident", "new", "--severity", "P1", "--component", "checkout", "--message", "We look.")
WORK = ("maintenance", "new", "--title", "Database work", "--component", "orders")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert statusgen("init", ".", cwd=tmp_path).status == 0
    for place in (tmp_path / "content").glob("[im][na]*/*.md"):
        place.unlink()
    return tmp_path


def typed(project: Path, *words: str, at: str = NOW) -> Done:
    return statusgen(*words, "--now", at, cwd=project)


@pytest.fixture
def twice(project: Path) -> Path:
    """Return a project with an outage of last week, and the same again, which goes on."""
    old = ("--title", "Checkout fails", "--at", "2026-11-16 10:00 UTC")
    assert typed(project, *NEW, *old).status == 0
    over = ("--message", "It works again.", "--at", "2026-11-16 11:00 UTC")
    assert typed(project, "incident", "resolve", "checkout", *over).status == 0
    assert typed(project, *NEW, "--title", "Checkout fails again").status == 0
    return project


# --- which one


def test_of_several_that_fit_the_one_that_goes_on_is_meant(twice: Path) -> None:
    done = typed(twice, "incident", "update", "checkout", "--message", "More.")
    assert done.out.splitlines()[0] == "content/incidents/2026-11-23-checkout-fails-again.md"


def test_a_postmortem_is_of_the_one_that_is_over(twice: Path) -> None:
    done = typed(twice, "incident", "postmortem", "checkout", "--message", "A disk was full.")
    assert done.out.splitlines()[0] == "content/incidents/2026-11-16-checkout-fails.md"


def test_where_two_go_on_they_are_named(twice: Path) -> None:
    typed(twice, *NEW, "--title", "Checkout is slow")
    done = typed(twice, "incident", "resolve", "checkout", "--message", "Over.")
    assert done.status == 1
    assert "2026-11-23-checkout-is-slow, 2026-11-23-checkout-fails-again" in done.err
    assert "2026-11-16" not in done.err


def test_at_a_terminal_those_that_go_on_are_offered(twice: Path) -> None:
    terminal = Terminal(twice, "incident", "resolve", "--message", "Over.", "--now", NOW)
    terminal.answer("Which one [2026-11-23-checkout-fails-again]", "")
    terminal.answer("Save this?", "")
    assert terminal.end() == 0
    assert "2026-11-16" not in terminal.seen


def test_maintenance_that_is_over_is_not_meant(project: Path) -> None:
    for day in ("2026-11-24", "2026-12-01"):
        words = ("--starts", f"{day} 02:00 UTC", "--ends", "2 hours")
        assert typed(project, *WORK, *words).status == 0
    done = typed(project, "maintenance", "start", "database", at="2026-11-30T10:00Z")
    assert done.out.splitlines()[0] == "content/maintenance/2026-12-01-database-work.md"


# --- when


def test_an_update_before_the_beginning_has_a_time_of_another_zone(twice: Path) -> None:
    before = ("--message", "More.", "--at", "13:20 UTC")
    done = typed(twice, "incident", "update", "again", *before)
    assert done.status == 1
    assert "--at: 2026-11-23 13:20 UTC is before it began, 2026-11-23 14:20 UTC" in done.err
    assert "is this the right time zone?" in done.err


def test_maintenance_may_have_begun_a_while_ago(project: Path) -> None:
    done = typed(project, *WORK, "--starts", "10 minutes ago", "--ends", "2 hours")
    assert done.out.splitlines()[2] == "14:10 UTC to 16:10 UTC"
    refused = typed(project, *WORK, "--starts", "2026-11-23 10:00 UTC", "--ends", "2 hours")
    assert "--starts: 2026-11-23 10:00 UTC is not after 2026-11-23 14:20 UTC" in refused.err


# --- nothing to say


@pytest.mark.parametrize("words", ["  ", "\n", "-"])
def test_an_update_without_words_is_refused(twice: Path, words: str) -> None:
    place = twice / "content/incidents/2026-11-23-checkout-fails-again.md"
    before = place.read_bytes()
    done = typed(twice, "incident", "update", "again", "--message", words)
    assert done.status == 1
    assert "there are no words in it" in done.err
    assert place.read_bytes() == before


# --- too late, too early


def test_who_resolves_what_is_resolved_is_told(twice: Path) -> None:
    words = ("incident", "resolve", "again", "--message", "It works again for everyone.")
    assert typed(twice, *words).err == ""
    later = typed(twice, *words, at="2026-11-23T14:40Z")
    assert later.status == 0
    assert "it was over already, at 2026-11-23 14:20 UTC" in later.err
    assert "'--status investigating' opens it again" in later.err
    reopened = (
        "incident",
        "update",
        "again",
        "--status",
        "Investigating",
        "--message",
        "It fails.",
    )
    assert typed(twice, *reopened, at="2026-11-23T14:50Z").err == ""


def test_what_is_under_way_is_not_said_not_to_take_place(project: Path) -> None:
    typed(project, *WORK, "--starts", "10 minutes ago", "--ends", "2 hours")
    done = typed(project, "maintenance", "cancel", "database")
    assert done.status == 1
    assert "is under way since 2026-11-23 14:10 UTC" in done.err
    words = ("--message", "We stop here, and go on next week.")
    assert typed(project, "maintenance", "cancel", "database", *words).status == 0


def test_what_has_not_begun_is_not_done(project: Path) -> None:
    typed(project, *WORK, "--starts", "2026-12-01 02:00 UTC", "--ends", "2 hours")
    done = typed(project, "maintenance", "complete", "database")
    assert done.status == 1
    assert "has not begun: it is planned for 2026-12-01 02:00 UTC" in done.err


# --- at a terminal


def test_the_tab_key_completes_components_and_what_is_odd_is_said_before_it_is_saved(
    project: Path,
) -> None:
    terminal = Terminal(project, "incident", "new", "--title", "Nobody can pay", "--now", NOW)
    terminal.answer("Severity (P1, P2, P3)", "1")
    terminal.answer("What is affected", "che\t, sea\t = deg\t")
    terminal.answer("Next update in", "soon")
    terminal.answer("Next update in", "20 minutes")
    terminal.answer("Which words", "0")
    terminal.answer("Your words", "A hiccup.")
    terminal.answer("Save this?", "n")
    assert terminal.end() == 1
    assert "'soon' is no time" in terminal.seen
    assert "nothing is said of what still works" in terminal.seen
    assert "  checkout: major outage\r\n  search: degraded performance\r\n" in terminal.seen
    assert "'hiccup' is on the list of words to avoid" in terminal.seen


def test_what_cannot_be_is_asked_again_and_not_told_at_the_end(twice: Path) -> None:
    terminal = Terminal(twice, "incident", "new", "--severity", "P3", "--now", NOW)
    terminal.answer("What do customers notice", "Checkout fails again")
    terminal.answer("What do customers notice", "x" * 150)
    terminal.answer("What do customers notice", "Search is slow")
    terminal.answer("What is affected", "search")
    terminal.answer("Next update in", "")
    terminal.answer("Which words", "0")
    terminal.answer("Your words", "Search takes {cause}.")
    assert terminal.end() == 1
    assert "there is content/incidents/2026-11-23-checkout-fails-again.md already" in terminal.seen
    assert "a title has at most 140 characters: this is 150" in terminal.seen
    assert "'{cause}' is not filled in" in terminal.seen
    assert "so that it is not lost:\r\n\r\nSearch takes {cause}.\r\n" in terminal.seen


def test_the_times_of_a_maintenance_are_asked_again(project: Path) -> None:
    words = ("maintenance", "new", "--title", "Database work", "--component", "orders")
    terminal = Terminal(project, *words, "--now", NOW)
    terminal.answer("When does it start", "tomorrow")
    terminal.answer("When does it start", "2026-12-01 02:00 UTC")
    terminal.answer("When does it end", "2026-12-01 01:00 UTC")
    terminal.answer("When does it end", "2 hours")
    terminal.answer("Save this?", "y")
    assert terminal.end() == 0
    assert "2026-12-01 01:00 UTC is not after 2026-12-01 02:00 UTC" in terminal.seen
    written = (project / "content/maintenance/2026-12-01-database-work.md").read_text()
    assert "ends: 2026-12-01 04:00 UTC" in written


def test_ctrl_c_at_a_question_writes_nothing(project: Path) -> None:
    terminal = Terminal(project, "incident", "new", "--now", NOW)
    terminal.wait_for("What do customers notice")
    terminal.interrupt()
    terminal.type("\r")  # Python hears of a signal before it waits for a key, or at the next one
    assert terminal.end() == 1
    assert "Traceback" not in terminal.seen
    assert list((project / "content/incidents").glob("*")) == []
