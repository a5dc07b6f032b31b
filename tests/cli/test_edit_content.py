"""Writing from the command line: what is asked, written, printed, refused."""

import difflib
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.cli.typed import statusgen

NOW = "2026-11-23T14:20:30Z"
NEW = (
    *("incident", "new", "--title", "Nobody can pay", "--severity", "P1"),
    *("--component", "checkout=major outage", "--message", "We look. The app works."),
)
PATH = "content/incidents/2026-11-23-nobody-can-pay.md"
URL = "https://status.example.com/incidents/2026-11-23-nobody-can-pay.html"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert statusgen("init", ".", cwd=tmp_path).status == 0
    for place in (tmp_path / "content").glob("[im][na]*/*.md"):
        place.unlink()
    return tmp_path


@pytest.fixture
def begun(project: Path) -> Path:
    assert statusgen(*NEW, "--now", NOW, cwd=project).status == 0
    return project


def text(root: Path, path: str = PATH) -> str:
    return (root / path).read_text("utf-8")


# --- an incident, from its beginning to its end


def test_a_new_incident_prints_its_path_its_address_and_its_clock(project: Path) -> None:
    done = statusgen(*NEW, "--next", "20 minutes", "--now", NOW, cwd=project)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        PATH,
        URL,
        "next update due 14:40 UTC, in 19 min, as promised",
    ]
    assert text(project) == (
        "---\ntitle: Nobody can pay\nseverity: P1\ncomponents: [checkout]\n---\n\n"
        "## Investigating — 2026-11-23 14:20 UTC\nNext update: 14:40 UTC\n\n"
        "We look. The app works.\n"
    )
    assert statusgen("check", "--now", NOW, cwd=project).err == ""


def test_the_story_of_an_incident(begun: Path) -> None:
    first = text(begun)
    steps = (
        (
            *("update", "--status", "identified", "--component", "checkout = partial outage"),
            *("--severity", "P2", "--next", "1 hour", "--message", "A disk. The app works."),
        ),
        ("resolve", "--message", "Everything works again.", "--ended", "5 minutes ago"),
        ("postmortem", "--message", "A disk was full."),
    )
    for hour, (command, *words) in enumerate(steps, 15):
        now = f"2026-11-23T{hour}:00:00Z"
        done = statusgen("incident", command, "2026-11", *words, "--now", now, cwd=begun)
        assert (done.status, done.err) == (0, "")
        assert done.out.splitlines()[:2] == [PATH, URL]
    assert text(begun) == first.replace(
        "[checkout]\n", "[checkout]\nresolved: 2026-11-23 15:55 UTC\n"
    ) + (
        "\n## Identified — 2026-11-23 15:00 UTC\nComponents: checkout = partial outage\n"
        "Severity: P2\nNext update: 16:00 UTC\n\nA disk. The app works.\n"
        "\n## Resolved — 2026-11-23 16:00 UTC\n\nEverything works again.\n"
        "\n## Postmortem — 2026-11-23 17:00 UTC\n\nA disk was full.\n"
    )
    assert statusgen("build", "--now", "2026-11-23T18:00:00Z", cwd=begun).status == 0
    assert (begun / "site/incidents/2026-11-23-nobody-can-pay.html").is_file()


def test_words_may_be_piped_in(begun: Path) -> None:
    done = statusgen(
        *("incident", "update", "pay", "--message", "-", "--now", NOW),
        cwd=begun,
        given=b"\xef\xbb\xbfOne.\r\n\r\n- two\r\n",
    )
    assert done.status == 0
    assert text(begun).endswith("## Update — 2026-11-23 14:20 UTC\n\nOne.\n\n- two\n")


def test_a_folder_elsewhere_can_be_written_to(begun: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "content"
    done = statusgen(
        *("incident", "update", "pay", "-C", "..", "--message", "More.", "--now", NOW),
        cwd=elsewhere,
    )
    assert done.out.splitlines()[0] == f"../{PATH}"
    assert text(begun).endswith("More.\n")


def test_what_was_noticed_had_begun(project: Path) -> None:
    words = ("--detected", "13:40 UTC", "--now", NOW)
    done = statusgen(*NEW, *words, cwd=project)
    assert done.out.splitlines()[2] == "the first update comes 10 min late"
    assert "started: 2026-11-23 13:40 UTC\ndetected: 2026-11-23 13:40 UTC\n" in text(project)


def test_a_draft_a_drill_and_what_is_pinned_are_marked(project: Path) -> None:
    words = ("--draft", "--drill", "--pinned", "--id", "x", "--now", NOW)
    assert statusgen(*NEW, *words, cwd=project).status == 0
    assert "pinned: true\ndraft: true\ndrill: true\n" in text(project, "content/incidents/x.md")


# --- templates


def test_a_template_is_filled_from_the_incident(project: Path) -> None:
    words = ("--title", "x", "--severity", "P1", "--component", "checkout", "--component", "search")
    done = statusgen(
        *("incident", "new", *words, "--template", "investigating-website"),
        *("--detected", "14:10 UTC", "--now", NOW),
        cwd=project,
    )
    assert done.status == 0
    written = text(project, "content/incidents/2026-11-23-x.md")
    assert "Affected: Checkout and Search. Next update: 14:50 UTC." in written
    assert "Next update: 14:50 UTC\n\nWe are currently experiencing" in written  # and is promised


def test_a_brace_that_nobody_fills_is_refused_and_nothing_is_written(begun: Path) -> None:
    before = text(begun)
    done = statusgen("incident", "resolve", "pay", "--template", "resolved-website", cwd=begun)
    assert done.status == 1
    assert "content/messages/resolved-website.md:" in done.err
    assert text(begun) == before
    words = ("--message", "Works: {news} {component}", "--now", NOW)
    assert (
        "--message:1:8: '{news}' is not filled in"
        in statusgen("incident", "resolve", "pay", *words, cwd=begun).err
    )
    done = statusgen("incident", "resolve", "pay", *words, "--fill", "news=all", cwd=begun)
    assert done.status == 0
    assert text(begun).endswith("Works: all Checkout\n")


# --- what is refused


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("incident", "new"), "--title, --severity, --component, --message"),
        (("incident", "new", "--title", "x", "--severity", "P1"), "--component, --message"),
        (("incident", "update"), "ID, --message"),
        (("incident", "update", "pay"), "--message"),
        (("incident", "resolve", "pay"), "--message"),
        (("maintenance", "new", "--title", "x"), "--component, --starts, --ends"),
        (("maintenance", "extend", "x"), "--until"),
        (("maintenance", "cancel"), "ID"),
        (("notice", "new"), "--title, --message"),
        (("notice", "end"), "ID"),
    ],
)
def test_where_nobody_can_be_asked_what_is_missing_is_named(
    begun: Path, words: Sequence[str], missing: str
) -> None:
    done = statusgen(*words, cwd=begun)
    assert done.status == 2
    assert f"missing: {missing} (nobody can be asked" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--severity", "P9"), "--severity: unknown severity 'P9'"),
        (("--component", "chekout"), "--component: there is no component 'chekout'"),
        (("--component", "checkout=slow"), "--component: unknown status 'slow'"),
        (("--next", "soon"), "--next: 'soon' is no time"),
        (("--at", "2026-11-23 15:00 UTC"), "ahead of time"),
        (("--id", "Not An Id"), "cannot be part of an address"),
        (("--title", "x" * 150), "title has 150 characters"),
        (("--message", "## What works"), "would begin another update"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(
    project: Path, words: Sequence[str], said: str
) -> None:
    done = statusgen(*NEW, *words, "--now", NOW, cwd=project)
    assert done.status == 1
    assert said in done.err
    assert list((project / "content" / "incidents").glob("*")) == []


def test_an_incident_of_that_name_is_not_overwritten(begun: Path) -> None:
    before = text(begun)
    done = statusgen(*NEW, "--now", NOW, cwd=begun)
    assert done.status == 1
    assert f"there is {PATH} already" in done.err
    assert text(begun) == before


def test_what_comes_after_the_end_is_refused(begun: Path) -> None:
    statusgen("incident", "resolve", "pay", "--message", "Over.", "--now", NOW, cwd=begun)
    before = text(begun)
    done = statusgen(
        *("incident", "update", "pay", "--status", "monitoring", "--message", "x", "--now", NOW),
        cwd=begun,
    )
    assert "'Monitoring' comes after 'Resolved'" in done.err
    assert text(begun) == before


def test_a_mistake_in_another_file_keeps_nobody_from_writing(begun: Path) -> None:
    (begun / "content" / "incidents" / "y.md").write_text("no front matter")
    words = ("incident", "update", "pay", "--message", "More.", "--now", NOW)
    assert statusgen(*words, cwd=begun).status == 0
    assert text(begun).endswith("More.\n")


def test_the_nearest_incident_is_offered(begun: Path) -> None:
    done = statusgen("incident", "update", "2026-11-23-nobody-cn-pay", "-m", "x", cwd=begun)
    assert (done.status, done.out) == (1, "")
    assert "hint: did you mean '2026-11-23-nobody-can-pay'?" in done.err


def test_an_incident_from_elsewhere_is_found_by_the_id_that_it_keeps(begun: Path) -> None:
    place = begun / PATH
    place.write_text(text(begun).replace("title:", "id: kctbh9vrtdwd\ntitle:", 1), "utf-8")
    address = "https://status.example.com/incidents/kctbh9vrtdwd.html"
    done = statusgen("incident", "update", address, "-m", "More.", "--now", NOW, cwd=begun)
    assert done.out.splitlines()[:2] == [PATH, address]


# --- what comes before and after


def test_a_dry_run_shows_the_change_and_writes_nothing(begun: Path) -> None:
    before = text(begun)
    words = ("incident", "update", "pay", "--message", "More.", "--now", NOW)
    done = statusgen(*words, "--dry-run", cwd=begun)
    assert text(begun) == before
    assert statusgen(*words, cwd=begun).status == 0
    diff = difflib.unified_diff(
        before.splitlines(), text(begun).splitlines(), f"a/{PATH}", f"b/{PATH}", lineterm=""
    )
    assert done.out == "\n".join(diff) + "\n"
    new = statusgen(*NEW, "--id", "other", "--dry-run", "--now", NOW, cwd=begun)
    assert new.out.startswith("--- /dev/null\n+++ b/content/incidents/other.md\n")
    assert not (begun / "content/incidents/other.md").exists()


def test_one_command_goes_from_a_sentence_to_the_live_page(project: Path) -> None:
    done = statusgen(*NEW, "--at", "1 minute ago", "--publish", cwd=project)
    assert done.status == 0, done.err
    path = done.out.splitlines()[0]
    live = project / "published" / "incidents" / f"{Path(path).stem}.html"
    assert "We look. The app works." in live.read_text("utf-8")


def test_where_nothing_can_be_published_the_words_are_kept(project: Path) -> None:
    (project / "content" / "incidents" / "y.md").parent.mkdir(exist_ok=True)
    (project / "content" / "incidents" / "y.md").write_text("no front matter")
    done = statusgen(*NEW, "--at", "1 minute ago", "--publish", cwd=project)
    assert done.status == 1
    assert "the words are saved, but nothing was published" in done.err
    assert (project / done.out.splitlines()[0]).is_file()


def test_without_a_target_nothing_is_written_that_was_to_be_published(project: Path) -> None:
    site = project / "content" / "site.yaml"
    site.write_text(site.read_text("utf-8").partition("targets:")[0])
    done = statusgen(*NEW, "--now", NOW, "--publish", cwd=project)
    assert done.status == 1
    assert "there is no target to publish to" in done.err
    assert not (project / PATH).exists()


# --- lists


def test_incidents_are_listed(begun: Path) -> None:
    statusgen(*NEW, "--id", "2026-11-22-old", "--at", "2026-11-22 10:00 UTC", cwd=begun)
    statusgen("incident", "resolve", "old", "-m", "It works again.", "--now", NOW, cwd=begun)
    listed = statusgen("incident", "list", "--now", NOW, cwd=begun)
    assert listed.out == (
        "2026-11-23-nobody-can-pay  P1  Investigating  Nobody can pay  next update in 29 min\n"
    )
    done = statusgen("incident", "list", "--all", "--format", "json", "--now", NOW, cwd=begun)
    new, old = json.loads(done.out)
    assert (old["id"], old["status"], old["active"]) == ("2026-11-22-old", "resolved", False)
    assert new | {"due": []} == {
        "id": "2026-11-23-nobody-can-pay",
        "path": PATH,
        "title": "Nobody can pay",
        "status": "investigating",
        "severity": "P1",
        "impact": "critical",
        "active": True,
        "draft": False,
        "drill": False,
        "started": "2026-11-23T14:20:00Z",
        "ended": None,
        "updated": "2026-11-23T14:20:00Z",
        "components": {"checkout": "major_outage"},
        "url": URL,
        "due": [],
    }
    assert [due["what"] for due in new["due"]] == ["next-update"]


# --- maintenance and notices


def test_the_story_of_a_maintenance(project: Path) -> None:
    done = statusgen(
        *("maintenance", "new", "--title", "Database work", "--component", "orders"),
        *("--starts", "2026-12-01 02:00 UTC", "--ends", "2 hours", "--effect", "Slow."),
        *("--now", NOW),
        cwd=project,
    )
    path = "content/maintenance/2026-12-01-database-work.md"
    assert done.out.splitlines() == [
        path,
        "https://status.example.com/maintenance/2026-12-01-database-work.html",
        "2026-12-01 02:00 UTC to 2026-12-01 04:00 UTC",
    ]
    listed = statusgen("maintenance", "list", "--format", "json", "--now", NOW, cwd=project)
    (found,) = json.loads(listed.out)
    assert (found["id"], found["status"]) == ("2026-12-01-database-work", "scheduled")
    for minute, words in enumerate(
        [("start",), ("extend", "--until", "05:00 UTC"), ("complete", "--message", "Done.")], 10
    ):
        command, *more = words
        now = f"2026-12-01T03:{minute}:00Z"
        done = statusgen("maintenance", command, "database", *more, "--now", now, cwd=project)
        assert (done.status, done.err) == (0, "")
    written = text(project, path)
    assert "\nends: 2026-12-01 05:00 UTC\n" in written
    assert [line for line in written.splitlines() if line.startswith("## ")] == [
        "## Scheduled — 2026-11-23 14:20 UTC",
        "## In progress — 2026-12-01 03:10 UTC",
        "## Update — 2026-12-01 03:11 UTC",
        "## Completed — 2026-12-01 03:12 UTC",
    ]
    assert "We expect to be done by 05:00 UTC." in written


def test_a_maintenance_is_not_extended_to_an_earlier_end(project: Path) -> None:
    words = ("--starts", "2026-12-01 02:00 UTC", "--ends", "2 hours", "--component", "orders")
    statusgen("maintenance", "new", "--title", "x", *words, "--now", NOW, cwd=project)
    before = text(project, "content/maintenance/2026-12-01-x.md")
    done = statusgen(
        *("maintenance", "extend", "x", "--until", "03:30 UTC", "--now", "2026-12-01T03:00:00Z"),
        cwd=project,
    )
    assert "it is planned until 2026-12-01 04:00 UTC" in done.err
    assert text(project, "content/maintenance/2026-12-01-x.md") == before


def test_a_notice_goes_up_and_comes_down(project: Path) -> None:
    words = ("--title", "Open on Sunday", "--message", "All *stores*.", "--now", NOW)
    assert statusgen("notice", "new", *words, cwd=project).status == 0
    path = "content/notices/open-on-sunday.md"
    assert text(project, path) == "---\ntitle: Open on Sunday\n---\n\nAll *stores*.\n"
    later = "2026-11-24T10:00:00Z"
    assert statusgen("notice", "end", "open", "--now", later, cwd=project).status == 0
    assert text(project, path) == (
        "---\ntitle: Open on Sunday\nends: 2026-11-24 10:00 UTC\n---\n\nAll *stores*.\n"
    )


# --- completion


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("incident ne", "new"),
        ("incident new --component che", "checkout"),
        ("incident new --component checkout=pa", "checkout=partial outage"),
        ("incident new --template resolved-we", "resolved-website"),
        ("incident update 2026", "2026-11-23-nobody-can-pay"),
        ("incident update --severity P", "P2"),
    ],
)
def test_the_shell_completes(begun: Path, typed: str, offered: str) -> None:
    words = f"statusgen {typed}"
    done = statusgen(
        cwd=begun,
        _STATUSGEN_COMPLETE="bash_complete",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
    )
    assert f"plain,{offered}" in done.out.splitlines()


def test_outside_a_project_nothing_is_completed_and_nothing_breaks(tmp_path: Path) -> None:
    done = statusgen(
        cwd=tmp_path,
        _STATUSGEN_COMPLETE="bash_complete",
        COMP_WORDS="statusgen incident update 2",
        COMP_CWORD="3",
    )
    assert (done.out.strip(), done.err) == ("", "")


# --- at a terminal


def test_at_a_terminal_a_new_incident_is_asked_for(project: Path) -> None:
    terminal = Terminal(project, "incident", "new", "--now", NOW)
    terminal.answer("What do customers notice", "Nobody can pay")
    terminal.answer("Severity (P1, P2, P3)", "p9")
    terminal.answer("Severity (P1, P2, P3)", "p1")
    assert "critical: full website failure, immediate business impact" in terminal.seen
    terminal.answer("What is affected", "chekout")
    terminal.answer("What is affected", "Checkout, search = degraded performance")
    assert "did you mean 'checkout'?" in terminal.seen
    terminal.answer("Next update in", "")
    terminal.answer("Which words", "1")
    terminal.answer("Save this?", "y")
    assert terminal.end() == 0
    assert text(project).startswith(
        "---\ntitle: Nobody can pay\nseverity: P1\ncomponents:\n  checkout: major outage\n"
        "  search: degraded performance\n---\n\n## Investigating — 2026-11-23 14:20 UTC\n"
        "Next update: 14:50 UTC\n\nWe are currently experiencing technical issues"
    )


def test_at_a_terminal_an_update_is_asked_for(begun: Path) -> None:
    terminal = Terminal(begun, "incident", "update", "--now", NOW)
    terminal.answer("Which one", "")
    terminal.answer("Status", "monitoring")
    terminal.answer("Next update in", "20 minutes")
    terminal.answer("Which words", "0")
    terminal.answer("Your words", "It is mended.")
    terminal.answer("Save this?", "")
    assert terminal.end() == 0
    assert text(begun).endswith(
        "## Monitoring — 2026-11-23 14:20 UTC\nNext update: 14:40 UTC\n\nIt is mended.\n"
    )


def test_at_a_terminal_what_a_template_needs_is_asked_for(begun: Path) -> None:
    terminal = Terminal(begun, "incident", "resolve", "pay", "--now", NOW)
    terminal.answer("Which words", "1")
    terminal.answer("{cause}", "A disk was full.")
    terminal.answer("{fix}", "added another")
    terminal.answer("Save this?", "n")
    assert terminal.end() == 1
    assert "A disk was full." in terminal.seen
    assert "Resolved" not in text(begun)
