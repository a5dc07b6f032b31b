"""Reading projects: what is there, what leads out of it, and what goes away meanwhile."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from statusgen import disk
from statusgen.errors import Problem, StatusgenError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content" / "incidents").mkdir(parents=True)
    (tmp_path / "content" / "site.yaml").write_text("name: x")
    return tmp_path


def test_sources_are_listed_sorted_and_editors_files_are_passed_over(root: Path) -> None:
    folder = root / "content" / "incidents"
    for name in ("b.md", "a.md", ".a.md.swp", "a.md~", "~lock.md", "notes.txt", ".hidden.md"):
        (folder / name).write_text("x")
    assert list(disk.list_sources(root).files) == [
        "content/incidents/a.md",
        "content/incidents/b.md",
    ]


def test_a_link_that_leads_out_of_the_project_is_a_problem_and_is_not_followed(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("password")
    (root / "content" / "incidents" / "a.md").symlink_to(secret)
    (root / "content" / "pages").symlink_to(secret.parent)
    listing = disk.list_sources(root)
    assert listing.files == {}
    assert [p.at.path for p in listing.problems] == ["content/incidents/a.md", "content/pages"]
    assert "outside the project" in listing.problems[0].message


def test_a_link_inside_the_project_is_followed(root: Path) -> None:
    (root / "shared.md").write_text("words")
    (root / "content" / "incidents" / "a.md").symlink_to(root / "shared.md")
    assert list(disk.list_sources(root).files) == ["content/incidents/a.md"]


def test_a_pipe_is_a_problem_and_does_not_hang_the_build(root: Path) -> None:
    os.mkfifo(root / "content" / "incidents" / "a.md")
    listing = disk.list_sources(root)
    assert [p.message for p in listing.problems] == ["this is not a regular file"]


def test_a_file_that_went_away_is_as_if_it_had_never_been_there(root: Path) -> None:
    assert disk.read_source(root, "content/incidents/gone.md") is None


def test_a_huge_file_is_a_problem_that_says_its_size(root: Path) -> None:
    place = root / "content" / "incidents" / "a.md"
    with place.open("wb") as file:
        file.truncate(50_000_000)
    source = disk.read_source(root, "content/incidents/a.md")
    assert isinstance(source, Problem)
    assert "50,000,000 bytes" in source.message


def test_a_folder_in_a_files_place_is_a_problem(root: Path) -> None:
    (root / "content" / "incidents" / "a.md").mkdir()
    assert isinstance(disk.read_source(root, "content/incidents/a.md"), Problem)


def test_the_logo_may_not_lead_out_of_the_content_folder(root: Path) -> None:
    found = disk.read_asset(root, "../../etc/passwd")
    assert isinstance(found, Problem)
    assert "outside content/" in found.message


def test_a_missing_project_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StatusgenError, match=r"no content/site\.yaml") as raised:
        disk.find_root(tmp_path)
    assert "statusgen init" in raised.value.hint


def test_a_project_above_is_named(root: Path) -> None:
    with pytest.raises(StatusgenError) as raised:
        disk.find_root(root / "content")
    assert str(root) in raised.value.hint


def test_a_file_is_written_whole_or_not_at_all(root: Path) -> None:
    place = root / "content" / "incidents"
    with pytest.raises(StatusgenError):
        disk.write_file(place, b"a folder is in the way")
    assert list(root.glob("content/.*new")) == []


def test_what_looks_like_content_and_is_not_read_is_told(tmp_path: Path) -> None:
    for path in (
        "content/site.yaml",
        "content/site.yml",
        "content/README.md",
        "content/logo.svg",
        "content/.hidden.md",
        "content/incidents/a.md",
        "content/incidents/2026/b.markdown",
        "content/incidents/2026/graph.png",
        "content/Notices/c.md",
        "content/messages/README.md",
        "content/messages/words.txt",
        "content/archive/d.md",
        "maintenance/e.md",
    ):
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x")
    (tmp_path / "content/incidents/2025").symlink_to(tmp_path / "content/incidents/2026")
    listing = disk.list_sources(tmp_path)
    assert list(listing.files) == ["content/incidents/a.md"]
    told = {problem.at.path: problem.level.name for problem in listing.problems}
    assert told == {
        "content/Notices": "ERROR",
        "content/archive": "ADVICE",
        "content/incidents/2025": "ERROR",
        "content/incidents/2026/b.markdown": "ERROR",
        "content/incidents/2026/graph.png": "ADVICE",
        "content/messages/words.txt": "ERROR",
        "content/site.yml": "ERROR",
        "maintenance": "ADVICE",
    }


def test_a_project_whose_settings_have_another_name_is_told_which(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yml").write_text("name: x")
    with pytest.raises(StatusgenError) as why:
        disk.find_root(tmp_path)
    assert why.value.hint == "content/site.yml is there: rename it to site.yaml"


def test_another_disk_is_told_with_what_to_do() -> None:
    told = disk.disk_error(OSError(errno.EXDEV, os.strerror(errno.EXDEV)), "site")
    assert "target of type directory" in told.hint
