"""The commands as they are typed: what they print, write and exit with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from statusgen import __version__
from statusgen.cli import COMMANDS
from tests.cli.typed import statusgen
from tests.processes import PATIENCE

EXAMPLE = Path(__file__).parents[2] / "content"
NOW = "2026-11-23T15:00:00Z"


def program(*words: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run it as a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "statusgen", *words],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


@pytest.fixture
def started(tmp_path: Path) -> Path:
    assert statusgen("init", "page", cwd=tmp_path).status == 0
    return tmp_path / "page"


def test_the_version_is_said(tmp_path: Path) -> None:
    assert program("--version", cwd=tmp_path).stdout == f"statusgen, version {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(tmp_path: Path, command: str) -> None:
    done = statusgen(command, "--help", cwd=tmp_path)
    assert done.status == 0
    assert f"statusgen {command}" in done.out.partition("Example")[2]


def test_the_help_shows_each_command_with_its_whole_sentence(tmp_path: Path) -> None:
    for words in ((), ("incident",), ("maintenance",), ("infra",)):
        shown = statusgen(*words, "--help", cwd=tmp_path).out
        assert "..." not in shown.partition("[ARGS]...")[2]
    shown = statusgen("--help", cwd=tmp_path).out
    rows = re.findall(r"^  ([a-z][a-z-]*)  +[A-Z]", shown, flags=re.MULTILINE)
    assert rows == list(COMMANDS)


def test_commands_come_in_the_order_of_an_incident(tmp_path: Path) -> None:
    shown = statusgen("incident", "--help", cwd=tmp_path).out.partition("Commands:")[2]
    places = [shown.index(f"\n  {name} ") for name in ("new", "update", "resolve", "postmortem")]
    assert places == sorted(places)


def test_a_mistyped_command_gets_the_nearest_one_and_status_2(tmp_path: Path) -> None:
    done = statusgen("biuld", cwd=tmp_path)
    assert done.status == 2
    assert "Did you mean 'build'?" in done.err


def test_outside_a_project_it_says_how_to_start_one(tmp_path: Path) -> None:
    for command in ("build", "check", "fmt", "next-change", "serve"):
        done = statusgen(command, cwd=tmp_path)
        assert done.status == 1
        assert "hint: start one with 'statusgen init'" in done.err


def test_a_new_project_builds_as_it_is(started: Path) -> None:
    done = statusgen("build", cwd=started)
    assert (done.status, done.err) == (0, "")
    assert "artefacts changed" in done.out
    assert (started / "site" / "index.html").is_file()


def test_init_overwrites_nothing(started: Path) -> None:
    place = started / "content" / "site.yaml"
    place.write_text("mine")
    done = statusgen("init", ".", cwd=started)
    assert done.status == 1
    assert "nothing was overwritten" in done.err
    assert place.read_text() == "mine"


def test_a_second_build_says_that_nothing_changed(started: Path) -> None:
    statusgen("build", cwd=started)
    assert statusgen("build", cwd=started).out.startswith("0 of ")


def test_mistakes_are_shown_with_place_and_hint_and_nothing_is_written(started: Path) -> None:
    (started / "content/incidents/2026-11-23-broken.md").write_text(
        "---\ntitle: Broken\nseverity: P1\ncomponents:\n  checkout: majr outage\n---\n\n"
        "## Investigatin — 2026-11-23 14:20 UTC\n\nWords.\n"
    )
    done = statusgen("build", cwd=started)
    assert done.status == 1
    assert not (started / "site" / "index.html").exists()
    lines = done.err.splitlines()
    places = [line.split(": ")[0] for line in lines if line.startswith("content/")]
    assert places == [
        "content/incidents/2026-11-23-broken.md:5:13",
        "content/incidents/2026-11-23-broken.md:8:4",
    ]
    assert "  hint: did you mean 'major outage'?" in lines
    assert "  hint: did you mean 'Investigating'?" in lines
    assert lines[-1] == "2 errors; nothing was changed"


def test_a_check_writes_nothing_and_says_so_by_its_status(started: Path) -> None:
    assert statusgen("check", cwd=started).status == 0
    assert not (started / "site").exists()
    (started / "content/incidents/x.md").write_text("no front matter")
    assert statusgen("check", cwd=started).status == 1


def test_fmt_changes_the_form_and_nothing_else(started: Path) -> None:
    place = started / "content/incidents/2026-11-20-odd.md"
    text = (
        "---\ntitle:   Odd spacing stays\nseverity: P3\n---\n\n"
        "## 2026-11-20 10:00 UTC - investigating\n\nSome   words.\n"
    )
    place.write_text(text)
    assert statusgen("fmt", "--check", cwd=started).status == 1
    assert place.read_text() == text
    assert statusgen("fmt", cwd=started).status == 0
    tidy = text.replace(
        "2026-11-20 10:00 UTC - investigating", "Investigating — 2026-11-20 10:00 UTC"
    )
    assert place.read_text() == tidy
    assert statusgen("fmt", "--check", cwd=started).status == 0


def test_the_next_change_is_an_instant_in_utc(started: Path) -> None:
    done = statusgen("next-change", "--now", NOW, cwd=EXAMPLE.parent)
    assert datetime.fromisoformat(done.out.strip()) > datetime.fromisoformat(NOW)


def test_a_wrong_time_is_a_wrong_command_line(started: Path) -> None:
    done = statusgen("build", "--now", "yesterday", cwd=started)
    assert done.status == 2
    assert "write it as 2026-11-23T15:00:00Z" in done.err


def test_timings_are_json(started: Path) -> None:
    timings = json.loads(statusgen("build", "--timings", cwd=started).out)
    assert timings["total"] > 0
    assert "derive" in timings["stages"]


def test_nothing_but_text_is_printed_where_nobody_watches(started: Path) -> None:
    (started / "content/incidents/x.md").write_text("no front matter")
    for env in ({}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}):
        done = program("build", cwd=started, **env)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "\x1b" not in done.stdout + done.stderr


def test_a_folder_that_may_not_be_written_is_said(started: Path) -> None:
    (started / ".statusgen").write_text("a file in the way")
    done = statusgen("build", cwd=started)
    assert done.status == 1
    assert done.err.startswith("error: cannot write")


def test_shell_completion_knows_the_commands(tmp_path: Path) -> None:
    done = statusgen(
        cwd=tmp_path, _STATUSGEN_COMPLETE="bash_complete", COMP_WORDS="statusgen bu", COMP_CWORD="1"
    )
    assert "build" in done.out
