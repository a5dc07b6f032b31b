"""Saving never overwrites what somebody else has written."""

import multiprocessing
import os
import stat
from collections.abc import Sequence
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from statusgen.edit.saving import Change, ConflictError, save
from statusgen.errors import StatusgenError
from statusgen.sources import SourceFile

PATH = "content/incidents/x.md"


def file(data: bytes, path: str = PATH) -> SourceFile:
    return SourceFile(path, data)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content" / "incidents").mkdir(parents=True)
    return tmp_path


def left_over(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "content" / "incidents").iterdir())


def test_a_new_file_is_written_whole(root: Path) -> None:
    save(root, Change(file(b"new")))
    assert (root / PATH).read_bytes() == b"new"
    assert left_over(root) == ["x.md"]


def test_a_new_file_takes_nobodys_name(root: Path) -> None:
    (root / PATH).write_bytes(b"theirs")
    with pytest.raises(ConflictError, match="there is a file content"):
        save(root, Change(file(b"mine")))
    assert (root / PATH).read_bytes() == b"theirs"
    assert left_over(root) == ["x.md"]


def test_an_edit_replaces_what_it_was_made_of(root: Path) -> None:
    (root / PATH).write_bytes(b"old")
    (root / PATH).chmod(0o640)
    save(root, Change(file(b"new"), file(b"old")))
    assert (root / PATH).read_bytes() == b"new"
    assert stat.S_IMODE((root / PATH).stat().st_mode) == 0o640
    assert left_over(root) == ["x.md"]


def test_a_file_that_somebody_has_protected_is_left_alone(root: Path) -> None:
    (root / PATH).write_bytes(b"old")
    (root / PATH).chmod(0o444)
    with pytest.raises(StatusgenError, match="protected against changes"):
        save(root, Change(file(b"new"), file(b"old")))
    assert (root / PATH).read_bytes() == b"old"
    assert left_over(root) == ["x.md"]


def test_an_edit_of_what_has_changed_meanwhile_is_refused(root: Path) -> None:
    (root / PATH).write_bytes(b"theirs")
    with pytest.raises(ConflictError, match="has been changed meanwhile"):
        save(root, Change(file(b"mine"), file(b"old")))
    assert (root / PATH).read_bytes() == b"theirs"
    assert left_over(root) == ["x.md"]


def test_an_edit_of_what_is_gone_is_refused(root: Path) -> None:
    with pytest.raises(ConflictError, match="has been removed meanwhile"):
        save(root, Change(file(b"mine"), file(b"old")))
    assert left_over(root) == []


@pytest.mark.parametrize("path", ["content/../x.md", "x.md", "content/incidents/../../x.md"])
def test_nothing_is_written_outside_the_content(root: Path, path: str) -> None:
    with pytest.raises(StatusgenError, match="is outside content/"):
        save(root, Change(file(b"x", path)))
    assert not (root / "x.md").exists()


def test_a_link_out_of_the_content_is_not_followed(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"old")
    (root / PATH).symlink_to(outside)
    with pytest.raises(StatusgenError, match="is outside content/"):
        save(root, Change(file(b"new"), file(b"old")))
    assert outside.read_bytes() == b"old"


def test_a_link_within_the_content_stays_a_link(root: Path) -> None:
    real = root / "content" / "incidents" / "real.md"
    real.write_bytes(b"old")
    (root / PATH).symlink_to(real)
    save(root, Change(file(b"new"), file(b"old")))
    assert (real.read_bytes(), (root / PATH).is_symlink()) == (b"new", True)


def _add_line(root: Path, word: str) -> None:
    """Add a line of one's own, reading anew each time that somebody else was quicker."""
    while True:
        before = (root / PATH).read_bytes()
        try:
            save(root, Change(file(before + word.encode() + b"\n"), file(before)))
        except ConflictError:
            continue
        return


def run_all(writers: Sequence[ForkProcess]) -> None:
    """Run *writers* to their end; one that does not end by itself is killed."""
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        writer.kill()
        writer.join()


def _add_lines(root: Path, name: str) -> None:
    for number in range(25):
        _add_line(root, f"{name}{number}")


def test_of_many_who_write_at_once_nobody_loses_a_line(root: Path) -> None:
    (root / PATH).write_bytes(b"")
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_add_lines, args=(root, name)) for name in "abcd"]
    run_all(writers)
    assert [writer.exitcode for writer in writers] == [0] * 4
    lines = (root / PATH).read_text().split()
    assert sorted(lines) == sorted(f"{name}{number}" for name in "abcd" for number in range(25))


def _begin(root: Path, name: str) -> None:
    try:
        save(root, Change(file(name.encode())))
    except ConflictError:
        os._exit(3)


def test_of_many_who_begin_one_file_just_one_succeeds(root: Path) -> None:
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_begin, args=(root, name)) for name in "abcd"]
    run_all(writers)
    codes = [writer.exitcode for writer in writers]
    assert sorted(codes, key=str) == [0, 3, 3, 3]
    assert (root / PATH).read_text() == "abcd"[codes.index(0)]


def test_a_diff_shows_what_an_edit_changes() -> None:
    assert Change(file(b"a\r\nc\r\n"), file(b"a\r\nb\r\n")).diff() == (
        f"--- a/{PATH}\n+++ b/{PATH}\n@@ -1,2 +1,2 @@\n a\n-b\n+c"
    )
    assert Change(file(b"new\n")).diff() == f"--- /dev/null\n+++ b/{PATH}\n@@ -0,0 +1 @@\n+new"
