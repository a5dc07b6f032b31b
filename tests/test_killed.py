"""A build is killed at any moment: no file is torn, and the next build makes the site right."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from statusgen import disk
from statusgen.build import BuildRequest, build_project
from statusgen.errors import ContentError
from tests.bench.made_up import NOW, make_project

Files = Mapping[str, bytes]
INCIDENTS = "content/incidents"
#: What Python says before it changes something on the disk (sys.addaudithook).
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}
#: More changes than a build of this size makes: about 110.
ALL = 200


def build(root: Path) -> None:
    build_project(BuildRequest(root=root, now=NOW, workers=1))


def killed(root: Path, *, after: int) -> bool:
    """Build in a process that is killed before it changes more than *after* things on the disk.

    Return whether it was; else it came to its end before that.
    """
    child = os.fork()
    if child == 0:
        left = after

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event == "open":
                flags = arguments[2]
                writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
            else:
                writes = event in CHANGES
            left -= bool(writes)
            if writes and left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            build(root)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def site(root: Path) -> dict[str, bytes]:
    folder = root / "site"
    return {path: (folder / path).read_bytes() for path, _ in disk.list_files(folder)}


def put(root: Path, sources: Files) -> None:
    """Make *sources* the project's incidents."""
    folder = root / INCIDENTS
    for place in folder.iterdir():
        if place.name not in sources:
            place.unlink()
    for name, data in sources.items():
        if not (folder / name).exists() or (folder / name).read_bytes() != data:
            (folder / name).write_bytes(data)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_project(tmp_path, incidents=8, seed=1)
    return tmp_path


@pytest.fixture
def before(root: Path) -> Files:
    return {place.name: place.read_bytes() for place in (root / INCIDENTS).iterdir()}


@pytest.fixture
def after(before: Files) -> Files:
    """Return the sources after an edit: one more, one gone, one with an update more."""
    first, *_, last = sorted(before)
    more = f"\n## Update — {NOW - timedelta(minutes=1):%Y-%m-%d %H:%M} UTC\n\nOne thing more.\n"
    rest = {name: data for name, data in before.items() if name != first}
    return {**rest, last: before[last] + more.encode(), "2020-01-01-new.md": before[first]}


def test_killed_at_any_moment_no_file_is_torn_and_the_next_build_heals(
    root: Path, before: Files, after: Files
) -> None:
    """Whether the edit stays, or is taken back before anybody builds again."""
    build(root)
    old = site(root)
    put(root, after)
    build(root)
    new = site(root)
    put(root, before)
    build(root)
    moments = range(0, ALL, 11)
    for moment in moments:
        put(root, after)
        was_killed = killed(root, after=moment)
        for path, data in site(root).items():
            assert data in (old.get(path), new.get(path)), path
        taken_back = moment % 2
        put(root, before if taken_back else after)
        build(root)
        assert site(root) == (old if taken_back else new)
        assert disk.read_manifest(root / "site") == site(root).keys()
        assert [place.name for place in (root / disk.WORK).iterdir()] == ["cache"]
        put(root, before)
        build(root)
        assert site(root) == old
        if not was_killed:
            break
    assert not was_killed
    assert moment > moments[5]  # there were moments to be killed at


@pytest.mark.parametrize("moment", [60, 250])
def test_killed_during_the_first_build_the_next_one_makes_everything(
    root: Path, moment: int
) -> None:
    assert killed(root, after=moment)
    build(root)
    made = site(root)
    shutil.rmtree(root / "site")
    shutil.rmtree(root / disk.WORK)
    build(root)
    assert made == site(root)


def test_what_is_removed_beside_a_mistake_is_gone_once_that_is_mended(
    root: Path, before: Files
) -> None:
    build(root)
    first, *_, last = sorted(before)
    (root / INCIDENTS / first).unlink()
    (root / INCIDENTS / last).write_text("a mistake")
    with pytest.raises(ContentError):
        build(root)
    (root / INCIDENTS / last).write_bytes(before[last])
    build(root)
    stem = first.removesuffix(".md")
    assert [path for path in site(root) if stem in path and not path.startswith("history")] == []


def test_without_the_cache_what_is_no_longer_made_is_still_known_to_be_ours(
    root: Path, before: Files
) -> None:
    build(root)
    (root / "site" / "theirs.html").write_text("theirs")
    (root / INCIDENTS / min(before)).unlink()
    shutil.rmtree(root / disk.WORK)
    build(root)
    left = site(root)
    assert f"incidents/{min(before).removesuffix('.md')}.html" not in left
    assert left["theirs.html"] == b"theirs"
