"""How old content is: by its commits, by its edits, never by the age of a clone."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statusgen.publish.revision import source_revision

COMMITTED = datetime(2026, 11, 23, 10, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 12, tzinfo=UTC)


def git(root: Path, *arguments: str, at: datetime = COMMITTED) -> None:
    env = {
        **os.environ,
        "GIT_AUTHOR_DATE": at.isoformat(),
        "GIT_COMMITTER_DATE": at.isoformat(),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    who = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(
        ["git", *who, *arguments], cwd=root, env=env, check=True, capture_output=True, timeout=60
    )


def edit(path: Path, at: datetime) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    os.utime(path, (at.timestamp(), at.timestamp()))


@pytest.fixture(params=["", "status/page"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a project with one commit, at the top of a repository or below it."""
    root = tmp_path / str(request.param)
    edit(root / "content" / "site.yaml", LATER)
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "first")
    return root


def test_it_is_the_time_of_the_commit(project: Path) -> None:
    revision = source_revision(project)
    assert revision.time == COMMITTED
    assert len(revision.label) >= 7


def test_a_commit_that_does_not_touch_the_content_is_none(project: Path) -> None:
    edit(project / "README.md", LATER)
    git(project, "add", ".")
    git(project, "commit", "-m", "second", at=LATER)
    assert source_revision(project).time == COMMITTED


def test_an_edit_that_is_not_committed_counts(project: Path) -> None:
    edit(project / "content" / "incidents" / "né w.md", LATER)
    revision = source_revision(project)
    assert revision.time == LATER
    assert revision.label.endswith(", edited")


def test_an_old_edit_makes_nothing_older(project: Path) -> None:
    edit(project / "content" / "incidents" / "x.md", datetime(2020, 1, 1, tzinfo=UTC))
    assert source_revision(project).time == COMMITTED


def test_a_removed_file_is_no_trouble(project: Path) -> None:
    (project / "content" / "site.yaml").unlink()
    assert source_revision(project).time == COMMITTED


def test_without_git_it_is_the_newest_edit(tmp_path: Path) -> None:
    edit(tmp_path / "content" / "site.yaml", COMMITTED)
    edit(tmp_path / "themes" / "mine" / "x.html", LATER)
    revision = source_revision(tmp_path, git=lambda _root, _arguments: None)
    assert (revision.time, revision.label) == (LATER, "")
