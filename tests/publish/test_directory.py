"""A folder as a target: what a web server reads there, at any instant and after any death."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from statusgen.publish.directory import DirectoryStore
from statusgen.publish.errors import ConditionError, TargetError
from statusgen.publish.prepare import Choices
from statusgen.publish.release import publish
from statusgen.publish.target import PRIVATE, Expect, Headers, Special, Stored
from tests.publish.matrix import Matrix
from tests.publish.world import (
    HOUR,
    NEW,
    OLD,
    TEN,
    Clock,
    Killed,
    flaws,
    here_but_dead,
    make_ports,
    make_session,
    make_site,
)

PAGE = Headers("text/html", "")
PLAIN, AT_ONCE = Choices(), Choices(grace=timedelta(0))


class Mortal(DirectoryStore):
    """A folder whose writer dies before, or after, a certain request."""

    def __init__(self, root: Path, *, at: int, moment: str) -> None:
        super().__init__(root)
        self.at, self.moment, self.count = at, moment, 0
        self.releases: tuple[Mapping[str, bytes], ...] = ()
        self.found: list[str] = []

    def _pass(self, moment: str) -> None:
        if moment == "after" and self.releases:
            self.found += flaws(site_in(self.root), *self.releases)
        if moment == self.moment:
            self.count += 1
            if self.count == self.at + 1:
                raise Killed

    def get(self, key: str) -> Stored | None:
        self._pass("before")
        stored = super().get(key)
        self._pass("after")
        return stored

    def put(self, key: str, body: bytes, headers: Headers, *, expect: Expect) -> str:
        self._pass("before")
        etag = super().put(key, body, headers, expect=expect)
        self._pass("after")
        return etag

    def delete(self, keys: Iterable[str]) -> dict[str, str]:
        self._pass("before")
        failed = super().delete(keys)
        self._pass("after")
        return failed


def site_in(root: Path) -> dict[str, bytes]:
    """Return what a web server would show."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
        and PRIVATE not in path.relative_to(root).as_posix() + "/"
        and path.name != "release.json"
    }


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_any_write_the_folder_is_a_whole_site(
    moment: str, tmp_path: Path, matrix: Matrix
) -> None:
    whole = Mortal(tmp_path / "whole", at=10**6, moment=moment)
    publish(make_session(whole), make_site(OLD), PLAIN)
    begun = whole.count
    publish(make_session(whole), make_site(NEW), AT_ONCE)
    steps = whole.count - begun
    for step in range(steps):
        root = tmp_path / str(step)
        publish(make_session(DirectoryStore(root)), make_site(OLD), PLAIN)
        mortal = Mortal(root, at=step, moment=moment)
        mortal.releases = (OLD, NEW)
        with pytest.raises(Killed):
            publish(make_session(mortal), make_site(NEW), AT_ONCE)
        assert mortal.found == []
        ports = make_ports(Clock(TEN + HOUR), alive=here_but_dead)
        publish(make_session(DirectoryStore(root), ports), make_site(NEW), AT_ONCE)
        assert site_in(root) == NEW
    matrix.held(f"killed {moment} a request", "directory", steps)


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    bodies = [letter * 400_000 for letter in (b"a", b"b")]
    etag = store.put("index.html", bodies[0], PAGE, expect=Special.ABSENT)
    over, seen = threading.Event(), set[bytes]()

    def read() -> None:
        while not over.is_set():
            seen.add((tmp_path / "index.html").read_bytes())

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        for turn in range(60):
            etag = store.put("index.html", bodies[turn % 2], PAGE, expect=etag)
    finally:
        over.set()
        reader.join(60)
    assert not reader.is_alive()
    assert seen <= set(bodies)


def test_of_many_writers_at_once_one_wins(tmp_path: Path) -> None:
    stores = [DirectoryStore(tmp_path) for _ in range(8)]
    begin, won = threading.Barrier(8), list[int]()

    def write(number: int) -> None:
        begin.wait(60)
        try:
            body = str(number).encode()
            stores[number].put("record", body, PAGE, expect=Special.ABSENT)
        except ConditionError:
            return
        won.append(number)

    writers = [threading.Thread(target=write, args=(n,), daemon=True) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    [winner] = won
    assert (tmp_path / "record").read_bytes() == str(winner).encode()


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    etag = store.put("a.html", b"old", PAGE, expect=Special.ABSENT)
    parts = tmp_path / PRIVATE / "parts"
    (parts / f"{store.writer}-2").symlink_to("/dev/full")
    with pytest.raises(TargetError, match="no space left") as caught:
        store.put("a.html", b"new", PAGE, expect=etag)
    assert "disk is full" in caught.value.hint
    assert not caught.value.passing
    assert (tmp_path / "a.html").read_bytes() == b"old"
    assert list(parts.iterdir()) == []


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "incidents").write_text("somebody's own")
    with pytest.raises(TargetError, match="incidents"):
        DirectoryStore(tmp_path).put("incidents/a.html", b"x", PAGE, expect=Special.ABSENT)
    assert (tmp_path / "incidents").read_text() == "somebody's own"


@pytest.mark.parametrize("key", ["../a.html", "/etc/a.html", "a/../../b.html"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(TargetError, match="no path inside"):
        DirectoryStore(tmp_path / "site").put(key, b"x", PAGE, expect=Special.ANYTHING)


def test_files_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        DirectoryStore(tmp_path).put("a.html", b"x", PAGE, expect=Special.ABSENT)
    finally:
        os.umask(before)
    assert (tmp_path / "a.html").stat().st_mode & 0o777 == 0o644


def test_what_a_dead_writer_left_is_swept_away(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    store.put("a.html", b"x", PAGE, expect=Special.ABSENT)
    old, new = tmp_path / PRIVATE / "parts" / "1-1", tmp_path / PRIVATE / "parts" / "1-2"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    store.clean()
    assert (old.exists(), new.exists()) == (False, True)


def test_empty_folders_go_with_their_last_file(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    store.put("deep/down/a.html", b"x", PAGE, expect=Special.ABSENT)
    store.delete(["deep/down/a.html"])
    assert not (tmp_path / "deep").exists()
