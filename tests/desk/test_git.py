"""A commit for each save, where the project is in git; and the same without."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from statusgen.desk.git import Checkout, find_checkout
from tests.desk.visitor import OPEN, Visitor, example
from tests.processes import PATIENCE


def git(root: Path, *arguments: str) -> str:
    """Run git as somebody else's terminal does."""
    done = subprocess.run(
        ["git", "-C", str(root), *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    if shutil.which("git") is None:
        pytest.fail("these tests need git")
    root = example(tmp_path / "project")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Comms Lead")
    git(root, "config", "user.email", "comms@northwind.example")
    git(root, "config", "commit.gpgsign", "false")
    (root / ".gitignore").write_text("/.statusgen/\n")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=Begin")
    found = find_checkout(root)
    assert found is not None
    return found


def test_a_save_is_a_commit_of_that_file_alone(checkout: Checkout) -> None:
    visitor = Visitor(checkout.root, checkout=checkout)
    other = visitor.file("2026-11-17-search-filters")
    other.write_text(other.read_text() + "\n")
    git(checkout.root, "add", "--", "content")  # and even staged it is not ours
    told = visitor.told("api/save", visitor.update("Nearly.", status="monitoring"))
    assert told["git_error"] == ""
    shown = git(checkout.root, "show", "--name-only", "--format=%h|%an|%s", "HEAD").split("\n")
    assert shown[0] == f"{told['commit']}|Comms Lead|Monitoring: {OPEN}"
    assert [line for line in shown[1:] if line] == [f"content/incidents/{OPEN}.md"]
    assert "search-filters" in git(checkout.root, "status", "--porcelain")


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        pytest.param("Nobody can pay", "Report: Nobody can pay (P2)", id="plain"),
        pytest.param("$(touch x); `y` -m", "Report: $(touch x); `y` -m (P2)", id="no-shell"),
        pytest.param("--amend", "Report: --amend (P2)", id="no-option"),
        pytest.param("# not a comment", "Report: # not a comment (P2)", id="no-comment"),
    ],
)
def test_a_new_file_is_committed_with_a_message_that_says_what(
    checkout: Checkout, title: str, subject: str
) -> None:
    visitor = Visitor(checkout.root, checkout=checkout)
    work = {"task": "new-incident", "title": title, "severity": "P2", "message": "We look."}
    assert visitor.told("api/save", work)["git_error"] == ""
    assert git(checkout.root, "log", "-1", "--format=%s").strip() == subject
    assert not (checkout.root / "x").exists()
    assert git(checkout.root, "status", "--porcelain") == ""


def test_the_history_of_a_file_says_who_changed_what(checkout: Checkout) -> None:
    visitor = Visitor(checkout.root, checkout=checkout)
    visitor.post("api/save", visitor.update("Nearly there."))
    told = visitor.told("api/history", {"kind": "incidents", "id": OPEN})
    assert told["git"]
    assert [one["subject"] for one in told["past"]] == [f"Update: {OPEN}", "Begin"]
    assert told["past"][0]["who"] == "Comms Lead"
    assert "+Nearly there." in told["past"][0]["patch"].splitlines()


def test_a_commit_that_git_refuses_is_said_and_the_file_is_saved(checkout: Checkout) -> None:
    hook = checkout.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'not on a Friday' >&2\nexit 1\n")
    hook.chmod(0o755)
    visitor = Visitor(checkout.root, checkout=checkout)
    told = visitor.told("api/save", visitor.update("Nearly there."))
    assert "not on a Friday" in told["git_error"]
    assert "Nearly there." in visitor.file().read_text()


def test_a_commit_is_pushed_where_that_is_wanted(checkout: Checkout, tmp_path: Path) -> None:
    far = tmp_path / "far.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(far))
    git(checkout.root, "remote", "add", "origin", str(far))
    git(checkout.root, "push", "--quiet", "--set-upstream", "origin", "main")
    pushing = Checkout(root=checkout.root, push=True)
    visitor = Visitor(checkout.root, checkout=pushing)
    assert visitor.told("api/save", visitor.update("Nearly there."))["pushed"]
    assert git(far, "log", "-1", "--format=%s", "main").strip() == f"Update: {OPEN}"
    shutil.rmtree(far)
    told = visitor.told("api/save", visitor.update("And now it is over.", status="resolved"))
    assert not told["pushed"]
    assert "not pushed" in told["git_error"]
    assert told["commit"]


def test_without_git_it_works_the_same(visitor: Visitor) -> None:
    told = visitor.told("api/save", visitor.update("Nearly there."))
    assert (told["commit"], told["git_error"]) == ("", "")
    assert visitor.told("api/history", {"kind": "incidents", "id": OPEN}) == {
        "git": False,
        "past": [],
    }
    assert visitor.get("api/state").get_json()["git"] is None


def test_a_project_that_a_checkout_ignores_is_in_none(checkout: Checkout, tmp_path: Path) -> None:
    inner = example(checkout.root / "ignored")
    (checkout.root / ".gitignore").write_text("/.statusgen/\n/ignored/\n")
    assert find_checkout(inner) is None
    assert find_checkout(tmp_path) is None
