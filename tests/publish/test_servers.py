"""The release protocol against real S3 servers, over a network that fails at every request."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import pytest

from statusgen.publish.errors import ConflictError
from statusgen.publish.ledger import load
from statusgen.publish.ports import Progress
from statusgen.publish.prepare import Choices
from statusgen.publish.record import HEAD_KEY
from statusgen.publish.release import Done, Outcome, publish
from statusgen.publish.s3 import S3Store
from statusgen.publish.target import PRIVATE
from tests.publish.matrix import Matrix
from tests.publish.proxy import Fault, Proxy, Request, no_fault, proxy_to
from tests.publish.servers import new_bucket, open_store, plain_client
from tests.publish.world import (
    HOUR,
    MINUTE,
    TEN,
    Clock,
    flaws,
    here_but_dead,
    make_ports,
    make_session,
    make_site,
    small_site,
)

ROOT = Path(__file__).parent.parent.parent
PLAIN, AT_ONCE = Choices(), Choices(grace=timedelta(0))
Files = Mapping[str, bytes]
Hook = Callable[[Request], None]


def version(number: int) -> dict[str, bytes]:
    """Return the site's next state: an edit, a new incident, one that goes, another style."""
    incidents = {"a": number, "b": 1, f"new-{number}": number}
    return small_site(incidents, version=number, style=number % 3)


@dataclass
class Stage:
    """A bucket behind a proxy, and what has been published there."""

    proxy: Proxy
    bucket: str
    upstream: str
    published: list[Files] = field(default_factory=list)
    objects: dict[str, bytes] = field(default_factory=dict)  #: as the proxy saw them written
    wrong: list[str] = field(default_factory=list)

    @cached_property
    def store(self) -> S3Store:
        """Return the bucket as it is seen through the proxy; making a client takes its time."""
        return open_store(self.proxy.address, self.bucket)

    @cached_property
    def server(self) -> S3Store:
        """Return the bucket itself."""
        return open_store(self.upstream, self.bucket)

    def next(self) -> dict[str, bytes]:
        """Return the next version of the site, which counts as published from now on."""
        files = version(len(self.published) + 1)
        self.published.append(files)
        self.proxy.reset()
        self.proxy.after = self.watch
        return files

    def watch(self, request: Request, status: int) -> None:
        """Keep up with what readers see, and look at it after each write."""
        if status != 200 or request.method not in {"PUT", "POST"}:
            return
        with self.proxy.lock:
            if request.method == "PUT" and not request.key.startswith(PRIVATE):
                self.objects[request.key] = request.body
            if request.method == "POST" and request.query.startswith("delete"):
                for key in list(self.objects):
                    if f"<Key>{key}</Key>".encode() in request.body:
                        del self.objects[key]
            seen = {k: body for k, body in self.objects.items() if k != "release.json"}
        self.wrong += flaws(seen, *self.published)

    def publish(self, files: Files, choices: Choices = PLAIN) -> Done:
        # A removal is due after those that waited for a retry, too.
        later = 30 * MINUTE if choices is AT_ONCE else 0 * MINUTE
        clock = Clock(TEN + len(self.published) * HOUR + later)
        ports = make_ports(clock, alive=here_but_dead)
        return publish(make_session(self.store, ports, workers=4), make_site(files), choices)

    def finish(self, files: Files) -> None:
        """Publish once more, and check that the bucket holds that release and nothing else."""
        self.proxy.fault = no_fault
        self.publish(files, AT_ONCE)
        assert self.there() == files
        assert self.wrong == []
        before = len(self.proxy.seen)
        assert self.publish(files).outcome is Outcome.UNCHANGED
        assert [r.key for r in self.proxy.seen[before:]] == [HEAD_KEY]

    def there(self) -> dict[str, bytes]:
        """Return the site as it is at the server itself."""
        keys = [key for key, _ in self.server.list() if key != "release.json"]
        return {key: self.server.get(key).body for key in keys}  # type: ignore[union-attr]


@contextmanager
def staged(address: str) -> Iterator[Stage]:
    with proxy_to(address) as proxy:
        stage = Stage(proxy, new_bucket(address), address)
        stage.publish(stage.next())
        yield stage


@pytest.fixture(scope="module", params=["moto", "ministack"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Return a stage in front of each server."""
    with staged(request.getfixturevalue(f"{request.param}_address")) as stage:
        yield stage


def name_of(request: pytest.FixtureRequest) -> str:
    """Return which server a test has."""
    name: str = request.node.callspec.params["stage"]
    return name


def at_request(number: int, fault: Fault) -> Callable[[Request], Fault | None]:
    """Return what has *fault* befall one request."""
    return lambda request: fault if request.number == number else None


def steps_of(stage: Stage) -> int:
    """Return how many requests a publish of the next version takes."""
    files = stage.next()
    stage.publish(files)
    steps = len(stage.proxy.seen)
    stage.finish(files)
    return steps


def test_requests_are_as_few_as_they_can_be(stage: Stage) -> None:
    old = stage.published[-1]
    new = stage.next()
    stage.publish(new)
    k = len([path for path in new if old.get(path) != new[path]]) + 1
    assert len(stage.proxy.seen) == k + 3
    assert stage.there().keys() >= new.keys()
    stage.finish(new)


@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name.lower())
def test_a_fault_at_any_request_is_overcome(
    stage: Stage, fault: Fault, matrix: Matrix, request: pytest.FixtureRequest
) -> None:
    steps = steps_of(stage)
    for step in range(steps):
        files = stage.next()
        stage.proxy.fault = at_request(step, fault)
        assert stage.publish(files).outcome is Outcome.PUBLISHED
        stage.finish(files)
    matrix.held(fault.value, name_of(request), steps)


def test_a_slow_network_changes_nothing(
    stage: Stage, matrix: Matrix, request: pytest.FixtureRequest
) -> None:
    files = stage.next()
    stage.proxy.delay = 0.05
    stage.publish(files)
    stage.proxy.delay = 0
    stage.finish(files)
    matrix.held("latency", name_of(request), len(stage.proxy.seen))


def test_two_publishers_race_at_any_step(
    stage: Stage, matrix: Matrix, request: pytest.FixtureRequest
) -> None:
    heard: list[Progress] = []
    files = stage.next()
    race(stage, files, heard.append)
    stage.finish(files)
    for step in range(1, len(heard)):
        mine = stage.next()
        theirs = small_site({"a": len(stage.published), "b": 1}, version=len(stage.published))
        stage.published.append(theirs)
        lost: list[str] = []
        left = [step]

        def rival(theirs: Files = theirs, lost: list[str] = lost) -> None:
            lost.extend(race(stage, theirs, lambda _: None))

        lost += race(stage, mine, countdown(left, rival))
        [message] = lost
        winner = mine if make_site(mine).id in message else theirs
        assert make_site(winner).id in message
        stage.finish(winner)
    matrix.held("two publishers racing", name_of(request), len(heard) - 1)


def countdown(left: list[int], rival: Callable[[], None]) -> Callable[[Progress], None]:
    """Return a listener that lets *rival* act once it has heard so much."""

    def tell(_: Progress) -> None:
        left[0] -= 1
        if left[0] == -1:
            rival()

    return tell


def race(stage: Stage, files: Files, tell: Callable[[Progress], None]) -> list[str]:
    """Publish as one of two; return what the loser is told."""
    ports = make_ports(Clock(TEN + len(stage.published) * HOUR), tell=tell)
    try:
        publish(make_session(stage.store, ports), make_site(files), PLAIN)
    except ConflictError as error:
        return [str(error)]
    return []


class Publisher:
    """Runs publishes in processes that can be killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.publish.publisher"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        self.pid = 0

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)

    def start(self, stage: Stage, files: Files) -> None:
        order = {
            "address": stage.proxy.address,
            "bucket": stage.bucket,
            "files": {path: body.decode() for path, body in files.items()},
            "now": (TEN + len(stage.published) * HOUR).isoformat(),
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self.pid = int(self._line("pid"))
        self._process.stdin.write("go\n")  # no request of the child comes before we know it
        self._process.stdin.flush()

    def wait(self) -> int:
        return int(self._line("exit"))

    def _line(self, word: str) -> str:
        said, _, rest = self._lines.get(timeout=60).partition(" ")
        assert said == word
        return rest

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)  # with the child that it waits for
            self._process.wait(10)
            raise


@pytest.fixture(scope="module")
def publisher() -> Iterator[Publisher]:
    publisher = Publisher()
    yield publisher
    publisher.close()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_kill_9_at_any_request(
    stage: Stage,
    publisher: Publisher,
    moment: str,
    matrix: Matrix,
    request: pytest.FixtureRequest,
) -> None:
    steps = steps_of(stage)
    for step in range(steps):
        files = stage.next()

        def kill(request: Request, step: int = step) -> None:
            if request.number == step:
                os.kill(publisher.pid, signal.SIGKILL)

        def watch_and_kill(request: Request, status: int, kill: Hook = kill) -> None:
            stage.watch(request, status)
            kill(request)

        if moment == "before":
            stage.proxy.before = kill
        else:
            stage.proxy.after = watch_and_kill
        publisher.start(stage, files)
        assert publisher.wait() == -signal.SIGKILL
        stage.proxy.reset()
        stage.proxy.after = stage.watch
        publisher.start(stage, files)
        assert publisher.wait() == 0, "who was killed here keeps nobody waiting"
        stage.finish(files)
    matrix.held(f"kill -9 {moment} a request", name_of(request), steps)


def test_a_server_that_ignores_conditions_is_published_to_all_the_same(
    rclone_address: str, matrix: Matrix
) -> None:
    with proxy_to(rclone_address) as proxy:
        bucket = new_bucket(rclone_address, versioned=False)
        stage = Stage(proxy, bucket, rclone_address)
        first, second = stage.next(), stage.next()
        stage.publish(first)
        done = stage.publish(second)
        assert done.outcome is Outcome.PUBLISHED
        assert {key: stage.there()[key] for key in second} == second
        assert plain_client(rclone_address).list_objects_v2(Bucket=bucket)["KeyCount"] > 0
        head = load(make_session(stage.store)).head
        assert head is not None
        assert head.quirks.conditional is False
    matrix.held("conditions ignored", "rclone")
