"""``statusgen watch`` as a process that stays up."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import PATIENCE, ended
from tests.publish.servers import ENVIRONMENT
from tests.publish.web import Asked, Reply, serving


class Watching:
    """A running ``statusgen watch``, and what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, words: str) -> str:
        """Return the next line with *words*."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                line = self._lines.get(timeout=max(deadline - time.monotonic(), 0))
            except queue.Empty:
                pytest.fail(f"it did not say '{words}' but: {''.join(self.said)}")
            self.said.append(line)
            if words in line:
                return line

    def end(self) -> int:
        """Ask it to end; return its status, or where it hangs."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)  # it says what each of its threads does
            self.until("Current thread")
            pytest.fail(f"it did not end: {''.join([*self.said, *self.rest()])}")

    def rest(self) -> Iterator[str]:
        with contextlib.suppress(queue.Empty):
            while True:
                yield self._lines.get(timeout=1)


@contextmanager
def watching(root: Path, *words: str) -> Iterator[Watching]:
    command = [sys.executable, "-m", "statusgen", "watch", "--settle", "0.2", *words]
    process = subprocess.Popen(
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **ENVIRONMENT, "PYTHONUNBUFFERED": "1", "PYTHONFAULTHANDLER": "1"},
    )
    with ended(process):
        watch = Watching(process)
        yield watch
        assert watch.end() == 0


@pytest.fixture
def page(tmp_path: Path) -> Path:
    command = [sys.executable, "-m", "statusgen", "init", "page"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=PATIENCE)
    return tmp_path / "page"


INCIDENT = """\
---
title: Card payments fail
severity: P1
---

## Investigating — 2026-11-20 10:00 UTC

Card payments fail at the checkout. Everything else works.
"""


def test_what_is_saved_is_published(page: Path) -> None:
    live = page / "published" / "incidents" / "2026-11-20-cards.html"
    with watching(page, "--publish") as watch:
        watch.until("next change by itself")
        assert (page / "published" / "index.html").is_file()
        (page / "content" / "incidents" / "2026-11-20-cards.md").write_text(INCIDENT, "utf-8")
        watch.until("published")
        watch.until("next change by itself")
        assert "Card payments fail" in live.read_text("utf-8")


def test_a_mistake_is_shown_and_what_is_live_stays(page: Path) -> None:
    place = page / "content" / "incidents" / "2026-11-20-cards.md"
    live = page / "published" / "incidents" / "2026-11-20-cards.html"
    with watching(page, "--publish") as watch:
        watch.until("next change by itself")
        place.write_text(INCIDENT.replace("Investigating", "Investigatin"), "utf-8")
        watch.until("2026-11-20-cards.md:6:4")
        watch.until("what is live stays as it is")
        assert not live.exists()
        place.write_text(INCIDENT, "utf-8")
        watch.until("next change by itself")
        assert live.is_file()


def test_a_target_that_is_down_is_tried_again_until_it_is_back(page: Path) -> None:
    obstacle = page / "published"
    obstacle.write_text("a file, where the folder should be")
    with watching(page, "--publish") as watch:
        watch.until("trying again at")
        assert not (page / "published" / "index.html").exists()
        obstacle.unlink()
        watch.until("next change by itself")
        assert (page / "published" / "index.html").is_file()


def test_it_ends_though_a_publish_is_waiting_for_a_target(page: Path) -> None:
    reached = threading.Event()

    def busy(_: Asked) -> Reply:
        reached.set()
        return Reply(503, {"Retry-After": "250"})  # longer than it may take to end

    with serving(busy) as web:
        target = f"{{name: b, type: s3, bucket: b, region: x, endpoint_url: '{web.address}'}}"
        site = page / "content" / "site.yaml"
        before = site.read_text("utf-8").partition("targets:")[0]
        site.write_text(f"{before}targets:\n  - {target}\n", "utf-8")
        with watching(page, "--publish") as watch:
            assert reached.wait(PATIENCE)
        assert "stopped" in "".join([*watch.said, *watch.rest()])


def test_without_publish_it_builds_and_puts_nothing_online(page: Path) -> None:
    with watching(page) as watch:
        watch.until("next change by itself")
        assert (page / "site" / "index.html").is_file()
        assert not (page / "published").exists()


def test_without_a_target_there_is_nothing_to_watch_for(page: Path) -> None:
    site = page / "content" / "site.yaml"
    text = site.read_text("utf-8")
    assert "targets:" in text
    site.write_text(text.partition("targets:")[0], "utf-8")
    command = [sys.executable, "-m", "statusgen", "watch", "--publish"]
    done = subprocess.run(
        command, cwd=page, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 1
    assert "there is no target to publish to" in done.stderr
