"""``statusgen check`` and ``clock`` for machines, and the files that make machines call them."""

import json
import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from statusgen.cli.check_formats import as_github, as_json, as_sarif
from statusgen.errors import Level, Location, Problem
from tests.cli.terminal import Terminal
from tests.cli.typed import statusgen
from tests.fenced_blocks import blocks_of

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T15:00:00Z"
ODD = Problem(
    Location("content/incidents/a b.md", 3, 7),
    "100% of 'x, y: z'\nfails",
    "do, that: 5%",
    Level.ERROR,
    "yaml",
)
WHOLE = Problem(Location("content/site.yaml"), "this file is empty")
LATE = Problem(Location("x.md", 2, 1), "late", "", Level.ADVICE, "late-update")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with an incident that deserves advice."""
    assert statusgen("init", ".", cwd=tmp_path).status == 0
    for place in (tmp_path / "content").glob("[im][na]*/*.md"):
        place.unlink()
    return write(tmp_path, "It was @jane. The app works.")


def write(root: Path, words: str) -> Path:
    (root / "content" / "incidents").mkdir(exist_ok=True)
    (root / "content" / "incidents" / "x.md").write_text(
        "---\ntitle: x\nseverity: P1\ncomponents: [checkout]\n---\n\n"
        f"## Investigating — 2026-11-23 14:00 UTC\n\n{words}\n"
    )
    return root


# --- the formats


def test_json_has_every_problem_with_its_place() -> None:
    assert json.loads(as_json([ODD, WHOLE, LATE])) == {
        "version": 1,
        "errors": 2,
        "advice": 1,
        "problems": [
            {
                "path": "content/incidents/a b.md",
                "line": 3,
                "column": 7,
                "level": "error",
                "rule": "yaml",
                "message": "100% of 'x, y: z'\nfails",
                "hint": "do, that: 5%",
            },
            {
                "path": "content/site.yaml",
                "line": None,
                "column": None,
                "level": "error",
                "rule": "content",
                "message": "this file is empty",
                "hint": "",
            },
            {
                "path": "x.md",
                "line": 2,
                "column": 1,
                "level": "advice",
                "rule": "late-update",
                "message": "late",
                "hint": "",
            },
        ],
    }


def test_annotations_escape_what_github_would_misread() -> None:
    assert as_github([ODD, WHOLE, LATE]).splitlines() == [
        (
            "::error file=content/incidents/a b.md,line=3,col=7,title=statusgen yaml::"
            "100%25 of 'x, y: z'%0Afails%0Ado, that: 5%25"
        ),
        "::error file=content/site.yaml,title=statusgen content::this file is empty",
        "::warning file=x.md,line=2,col=1,title=statusgen late-update::late",
    ]


def test_sarif_has_what_the_standard_requires() -> None:
    log = json.loads(as_sarif([ODD, WHOLE, LATE]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["content", "late-update", "yaml"]
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert places[0]["artifactLocation"]["uri"] == "content/incidents/a%20b.md"
    assert [place.get("region") for place in places] == [
        {"startLine": 3, "startColumn": 7},
        None,
        {"startLine": 2, "startColumn": 1},
    ]


# --- the command


def test_advice_is_told_and_is_no_error(project: Path) -> None:
    done = statusgen("check", "--now", NOW, cwd=project)
    assert done.status == 0
    assert "x.md:9:8: advice: '@jane' looks like a person" in done.err
    assert done.out.startswith("no errors in ")
    again = statusgen("check", "--now", NOW, cwd=project)
    assert again.err == done.err


def test_strict_makes_an_error_of_advice(project: Path) -> None:
    for words in (["check", "--strict"], ["build", "--strict"]):
        done = statusgen(*words, "--now", NOW, cwd=project)
        assert done.status == 1
        assert "'@jane' looks like a person" in done.err
    assert not (project / "site" / "index.html").exists()


def test_a_build_gives_no_advice(project: Path) -> None:
    done = statusgen("build", "--now", NOW, cwd=project)
    assert (done.status, done.err) == (0, "")


def test_a_stray_line_is_told_each_time(project: Path) -> None:
    write(project, "The app works.\nSeverity: P2")
    for _ in range(2):
        done = statusgen("check", "--now", "2026-11-23T14:10Z", cwd=project)
        assert "'Severity:' changes nothing here" in done.err
    site = project / "content" / "site.yaml"
    site.write_text(site.read_text() + "checks: {stray-line: off}\n")
    assert statusgen("check", "--now", "2026-11-23T14:10Z", cwd=project).err == ""


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
@pytest.mark.parametrize(
    ("words", "strict", "status"),
    [
        pytest.param("It was @jane. The app works.", [], 0, id="advice"),
        pytest.param("It was @jane. The app works.", ["--strict"], 1, id="strict"),
        pytest.param("Back at {next_update}.", [], 1, id="error"),
    ],
)
def test_machines_are_told_on_standard_output(
    project: Path, form: str, words: str, strict: list[str], status: int
) -> None:
    write(project, words)
    done = statusgen("check", "--format", form, "--now", NOW, *strict, cwd=project)
    assert (done.status, done.err) == (status, "")
    assert ("unfilled" if "{" in words else "names-person") in done.out
    if form != "github":
        json.loads(done.out)


def test_where_there_is_nothing_machines_are_told_so(project: Path) -> None:
    write(project, "The app works.")
    now = "2026-11-23T14:10:00Z"
    assert statusgen("check", "--format", "github", "--now", now, cwd=project).out == ""
    out = statusgen("check", "--format", "json", "--now", now, cwd=project).out
    assert json.loads(out) == {"version": 1, "errors": 0, "advice": 0, "problems": []}


# --- the clock


@pytest.mark.parametrize(
    ("now", "status", "left"),
    [("2026-11-23T14:10:00Z", 0, 1200), ("2026-11-23T14:31:00Z", 4, -60)],
)
def test_the_clock_says_by_its_status_whether_something_is_overdue(
    project: Path, now: str, status: int, left: int
) -> None:
    done = statusgen("clock", "--format", "json", "--now", now, cwd=project)
    assert done.status == status
    document = json.loads(done.out)
    assert document["overdue"] is (status == 4)
    (due,) = document["due"]
    assert due == {
        "incident": "x",
        "path": "content/incidents/x.md",
        "title": "x",
        "severity": "P1",
        "what": "next-update",
        "at": "2026-11-23T14:30:00Z",
        "seconds_left": left,
        "overdue": status == 4,
        "promised": False,
        "drill": False,
        "url": "https://status.example.com/incidents/x.html",
    }


def test_the_clock_is_a_table_for_people(project: Path) -> None:
    done = statusgen("clock", "--now", "2026-11-23T14:10:00Z", cwd=project, NO_COLOR="1")
    assert re.search(r"next update +14:30 UTC +in 20 min +x +P1", done.out)
    assert "\x1b" not in done.out


def test_a_mistake_in_one_file_hides_only_that_one(project: Path) -> None:
    (project / "content" / "incidents" / "y.md").write_text("no front matter")
    done = statusgen("clock", "--now", "2026-11-23T14:31:00Z", cwd=project)
    assert done.status == 4
    assert "y.md:1:1: the front matter is missing" in done.err
    assert "1 min overdue" in done.out


def test_where_nothing_is_due_the_clock_says_so(project: Path) -> None:
    (project / "content" / "incidents" / "x.md").unlink()
    done = statusgen("clock", cwd=project)
    assert (done.status, done.out) == (0, "nothing is due\n")


def test_watching_needs_a_terminal(project: Path) -> None:
    done = statusgen("clock", "--watch", cwd=project)
    assert done.status == 2
    assert "--watch needs a terminal" in done.err


@pytest.mark.parametrize(
    ("now", "shown", "status"),
    [("2026-11-23T14:29:57Z", "overdue", 4), ("2026-11-23T14:10:00Z", "in 19 min", 0)],
)
def test_the_clock_counts_down_until_it_is_told_to_end(
    project: Path, now: str, shown: str, status: int
) -> None:
    terminal = Terminal(project, "clock", "--watch", "--now", now, kind="xterm")
    terminal.wait_for(shown)
    terminal.interrupt()
    assert terminal.end() == status


# --- what calls them


def example(title: str) -> Any:
    (found,) = [
        block for block in blocks_of(ROOT / "docs" / "checks.md") if block.option("title") == title
    ]
    return yaml.safe_load(found.text)


def run(line: str, root: Path) -> int:
    program, *words = shlex.split(line)
    assert program == "statusgen"
    return statusgen(*words, cwd=root).status


def test_the_hooks_are_defined_as_pre_commit_reads_them(project: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["statusgen-check", "statusgen-fmt"]
    for hook in hooks:
        assert {"id", "name", "entry", "language"} <= hook.keys()
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        assert re.search(hook["files"], "content/incidents/x.md")
        assert run(hook["entry"], project) == 0


def test_pre_commit_itself_accepts_the_hooks() -> None:
    hooks = import_module("pre_commit.clientlib").load_manifest(
        str(ROOT / ".pre-commit-hooks.yaml")
    )
    assert {hook["id"] for hook in hooks} >= {"statusgen-check"}


def test_the_guides_configuration_of_pre_commit_names_hooks_that_there_are() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (repo,) = example(".pre-commit-config.yaml")["repos"]
    assert {hook["id"] for hook in repo["hooks"]} <= {hook["id"] for hook in hooks}


def test_the_guides_workflow_runs_the_check(project: Path) -> None:
    workflow = example(".github/workflows/check.yaml")
    assert workflow[True]["pull_request"]["paths"] == ["content/**"]  # "on" is a yes to YAML 1.1
    assert workflow["permissions"] == {"contents": "read"}
    lines = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    commands = [line for line in lines if line.startswith("statusgen ")]
    assert [run(line, project) for line in commands] == [0]
    write(project, "Back at {next_update}.")
    assert [run(line, project) for line in commands] == [1]


def test_the_guides_tuning_is_read(project: Path) -> None:
    guide = (ROOT / "docs" / "checks.md").read_text("utf-8")
    (tuning,) = re.findall(r"^```yaml\n(checks:\n.*?)^```", guide, re.MULTILINE | re.DOTALL)
    site = project / "content" / "site.yaml"
    site.write_text(site.read_text() + tuning)
    assert statusgen("check", cwd=project).status == 0


def test_targets_and_wording_templates_are_looked_at_with_everything_else(project: Path) -> None:
    site = project / "content" / "site.yaml"
    local = "- {name: local, type: directory, path: published}"
    targets = "- {name: a, type: directory, path: site}\n  - {name: b, type: s4}\n"
    site.write_text(site.read_text().replace(local, targets).replace("timezone:", "time_zone:"))
    mine = project / "content" / "messages" / "mine.md"
    mine.write_text("---\nmoment: soon\nchannel: website\n---\nx\n")
    done = statusgen("check", "--now", NOW, cwd=project)
    assert done.status == 1
    assert "mine.md:2:9: advice: moment: unknown 'soon'" in done.err
    assert re.findall(r"^content/site\.yaml:\d+:\d+: (.*)$", done.err, re.MULTILINE) == [
        "unknown key 'time_zone'",
        "target 'a': 'site' is a part of the project itself",
        "target 'b': there is no type 's4'",
    ]
