"""Killed at any request, raced at any step: readers see a whole site and the next publish ends it.

In memory, where every instant can be looked at; ``test_servers.py`` does the same to real
processes over HTTP.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.publish.errors import ConflictError, TargetError
from statusgen.publish.ports import Progress
from statusgen.publish.prepare import Choices
from statusgen.publish.record import HEAD_KEY, Head, decode
from statusgen.publish.release import Outcome, publish
from tests.publish.matrix import Matrix
from tests.publish.world import (
    HOUR,
    MINUTE,
    NEW,
    OLD,
    OTHER,
    TEN,
    Clock,
    FakeCdn,
    Killed,
    MemoryStore,
    flaws,
    here_but_dead,
    make_ports,
    make_session,
    make_site,
    public,
    small_site,
)

Files = Mapping[str, bytes]
Hook = Callable[[str, str], None]
PLAIN = Choices()
#: All that has been published goes at once: what is left must be exactly the release.
AT_ONCE = Choices(grace=timedelta(0))


class Trap:
    """Lets a number of requests through and then does something."""

    def __init__(self, after: int, spring: Callable[[], None]) -> None:
        self.left, self.spring = after, spring

    def __call__(self, _name: str, _key: str) -> None:
        self.left -= 1
        if self.left == -1:
            self.spring()


def die() -> None:
    raise Killed


def both(first: Hook, second: Hook) -> Hook:
    """Return a hook that does the one and then the other."""

    def hook(name: str, key: str) -> None:
        first(name, key)
        second(name, key)

    return hook


def watched(*releases: Files) -> tuple[MemoryStore, list[str]]:
    """Return a store that holds the first of *releases*, and what readers find wrong after that."""
    store, found = MemoryStore(), list[str]()
    publish(make_session(store), make_site(releases[0]), PLAIN)

    def look(name: str, key: str) -> None:
        if name in {"put", "delete"}:
            found.extend(flaws(public(store), *releases))

    store.after = look
    return store, found


def requests_of(store: MemoryStore, action: Callable[[], object]) -> int:
    """Return how many requests *action* makes."""
    before = len(store.log)
    action()
    return len(store.log) - before


def steps_from(old: Files, new: Files, choices: Choices = PLAIN) -> int:
    """Return how many requests it takes to go from *old* to *new*."""
    store, _ = watched(old)
    return requests_of(store, lambda: publish(make_session(store), make_site(new), choices))


def finish(store: MemoryStore, files: Files) -> None:
    """Publish *files* after whatever happened, and check that nothing else is left."""
    ports = make_ports(Clock(TEN + HOUR), alive=here_but_dead)
    publish(make_session(store, ports, cdn=FakeCdn()), make_site(files), AT_ONCE)
    assert public(store) == files
    head = decode(store.objects[HEAD_KEY][0], Head)
    assert head.intent is None
    assert head.purge is None
    assert head.live is not None
    assert head.live.id == make_site(files).id
    before = len(store.log)
    assert publish(make_session(store), make_site(files), PLAIN).outcome is Outcome.UNCHANGED
    assert len(store.log) == before + 1


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    ("following", "choices"),
    [
        pytest.param(NEW, PLAIN, id="then-the-same"),
        pytest.param(OTHER, PLAIN, id="then-another"),
        pytest.param(NEW, AT_ONCE, id="while-removing"),
    ],
)
def test_killed_at_any_request_the_site_is_whole_and_the_next_publish_completes_it(
    moment: str, following: Files, choices: Choices, matrix: Matrix
) -> None:
    steps = steps_from(OLD, NEW, choices)
    for step in range(steps):
        store, found = watched(OLD, NEW, following)
        trap, look = Trap(step, die), store.after
        assert look is not None
        if moment == "before":
            store.before = trap
        else:
            store.after = both(look, trap)
        with pytest.raises(Killed):
            publish(make_session(store), make_site(NEW), choices)
        store.before, store.after = None, look
        finish(store, following)
        assert found == []
    matrix.held(f"killed {moment} a request", "memory", steps)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_during_a_first_publish_the_next_one_completes_it(
    moment: str, matrix: Matrix
) -> None:
    empty = MemoryStore()
    steps = requests_of(empty, lambda: publish(make_session(empty), make_site(NEW), PLAIN))
    for step in range(steps):
        store = MemoryStore()
        setattr(store, moment, Trap(step, die))
        with contextlib.suppress(Killed):  # a refusal is no answer to be killed after
            publish(make_session(store), make_site(NEW), PLAIN)
        store.before = store.after = None
        assert flaws(public(store), NEW) == []
        finish(store, NEW)
    matrix.held("killed in a first publish", "memory", steps)


def test_going_back_to_what_was_live_undoes_an_interrupted_publish(matrix: Matrix) -> None:
    steps = steps_from(OLD, NEW)
    for step in range(steps):
        store, _ = watched(OLD)
        store.before, store.after = Trap(step, die), None
        with pytest.raises(Killed):
            publish(make_session(store), make_site(NEW), PLAIN)
        store.before = None
        finish(store, OLD)
    matrix.held("killed, then the old content", "memory", steps)


@pytest.mark.parametrize(
    "applied", [pytest.param(False, id="request-lost"), pytest.param(True, id="answer-lost")]
)
def test_a_request_or_an_answer_that_is_lost_is_made_again(applied: bool, matrix: Matrix) -> None:
    steps = steps_from(OLD, NEW)
    for step in range(steps):
        store, found = watched(OLD, NEW)

        def lose() -> None:
            raise TargetError("the connection was reset", passing=True)

        trap, look = Trap(step, lose), store.after
        assert look is not None
        if applied:
            store.after = both(look, trap)
        else:
            store.before = trap
        done = publish(make_session(store), make_site(NEW), PLAIN)
        assert done.outcome is Outcome.PUBLISHED
        store.before, store.after = None, look
        finish(store, NEW)
        assert found == []
    matrix.held("answer lost" if applied else "request lost", "memory", steps)


def test_a_service_that_is_down_for_longer_ends_the_publish_and_keeps_nobody_waiting(
    matrix: Matrix,
) -> None:
    steps = steps_from(OLD, NEW)
    for step in range(1, steps):
        store, found = watched(OLD, NEW)
        down = Trap(step, lambda: None)

        def refuse(name: str, key: str, down: Trap = down) -> None:
            down(name, key)
            if down.left < 0:
                raise TargetError("the service is busy (SlowDown)", passing=True)

        store.before = refuse
        with pytest.raises(TargetError, match="SlowDown"):
            publish(make_session(store), make_site(NEW), PLAIN)
        store.before = None
        finish(store, NEW)
        assert found == []
    matrix.held("down from a request on", "memory", steps)


def race(store: MemoryStore, at: int, rival: Callable[[], object]) -> Callable[[Progress], None]:
    """Return a listener that lets *rival* act just before the publish's step number *at*."""
    left = [at]

    def tell(progress: Progress) -> None:
        left[0] -= 1
        if left[0] == -1:
            rival()

    return tell


def tells_of(old: Files, new: Files) -> int:
    """Return how many steps a publish tells of."""
    heard: list[Progress] = []
    store, _ = watched(old)
    publish(make_session(store, make_ports(tell=heard.append)), make_site(new), PLAIN)
    return len(heard)


def test_of_two_publishers_racing_at_any_step_one_wins_and_is_not_damaged(matrix: Matrix) -> None:
    steps = tells_of(OLD, NEW)
    for step in range(1, steps):  # at step 0 neither has begun
        store, found = watched(OLD, NEW, OTHER)
        clock, lost = Clock(), list[str]()

        def rival(store: MemoryStore = store, clock: Clock = clock, lost: list[str] = lost) -> None:
            try:
                publish(make_session(store, make_ports(clock)), make_site(OTHER), PLAIN)
            except ConflictError as error:
                lost.append(str(error))

        ports = make_ports(clock, tell=race(store, step, rival))
        try:
            publish(make_session(store, ports), make_site(NEW), PLAIN)
        except ConflictError as error:
            lost.append(str(error))
        [message] = lost
        winner = NEW if make_site(NEW).id in message else OTHER
        assert make_site(winner).id in message
        assert {path: public(store)[path] for path in winner} == winner
        assert found == []
        finish(store, winner)
    matrix.held("two publishers racing", "memory", steps)


def test_a_publisher_that_slept_through_its_claim_does_no_harm(matrix: Matrix) -> None:
    steps = tells_of(OLD, NEW)
    for step in range(1, steps):  # at step 0 neither has begun
        store, found = watched(OLD, NEW, OTHER)
        clock = Clock()

        def rival(store: MemoryStore = store, clock: Clock = clock) -> None:
            clock.at += 5 * MINUTE
            publish(make_session(store, make_ports(clock)), make_site(OTHER), PLAIN)

        ports = make_ports(clock, tell=race(store, step, rival))
        session = make_session(store, ports, patience=3600)
        with contextlib.suppress(ConflictError):
            publish(session, make_site(NEW), PLAIN)
        assert {path: public(store)[path] for path in OTHER} == OTHER
        assert found == []
        finish(store, OTHER)
    matrix.held("asleep while another published", "memory", steps)


def test_a_long_publish_renews_its_claim() -> None:
    store, _ = watched(OLD)
    clock = Clock()

    def slow(name: str, key: str) -> None:
        clock.at += timedelta(seconds=30)

    store.before = slow
    done = publish(make_session(store, make_ports(clock), patience=3600), make_site(NEW), PLAIN)
    assert done.outcome is Outcome.PUBLISHED
    assert len([key for name, key in store.log if name == "put" and key == HEAD_KEY]) > 4


sites = st.dictionaries(st.sampled_from("abcdef"), st.just(0), min_size=1)


@settings(max_examples=60)
@given(
    publishes=st.lists(st.tuples(sites, st.integers(0, 25)), min_size=1, max_size=6),
    last=sites,
    workers=st.sampled_from([1, 4]),
)
def test_whatever_was_interrupted_how_often_the_last_publish_is_what_is_there(
    publishes: list[tuple[dict[str, int], int]], last: dict[str, int], workers: int
) -> None:
    store = MemoryStore()
    published: list[Files] = []
    ports = make_ports(alive=here_but_dead)
    for version, (incidents, kill_at) in enumerate([*publishes, (last, 10**6)], start=1):
        files = small_site(dict.fromkeys(incidents, version), version=version)
        published.append(files)
        store.before = Trap(kill_at, die)
        with contextlib.suppress(Killed):
            publish(make_session(store, ports, workers=workers), make_site(files), PLAIN)
        assert flaws(public(store), *published) == []
    store.before = None
    finish(store, published[-1])


@pytest.mark.parametrize("content", ["content", "headers"])
@pytest.mark.parametrize("step", [1, 2, 300, 699, 704])
def test_a_large_publish_that_was_killed_is_completed(
    content: str, step: int, matrix: Matrix
) -> None:
    pages = {f"incidents/{n}.html": b"version: 1\n" + b"x" * 600 for n in range(700)}
    old, new = OLD | pages, OLD | pages
    if content == "content":
        new = OLD | dict.fromkeys(pages, b"version: 2\n" + b"x" * 600)
    store = MemoryStore()
    publish(make_session(store), make_site(old), PLAIN)
    store.before = Trap(step, die)
    encoding = "gzip" if content == "headers" else "none"
    with pytest.raises(Killed):
        publish(make_session(store, encoding=encoding), make_site(new), PLAIN)
    store.before = None
    ports = make_ports(Clock(TEN + HOUR), alive=here_but_dead)
    publish(make_session(store, ports), make_site(new), AT_ONCE)
    assert public(store) == new
    assert {headers.encoding for _, headers in store.objects.values()} == {""}
    before = len(store.log)
    assert publish(make_session(store), make_site(new), PLAIN).outcome is Outcome.UNCHANGED
    assert len(store.log) == before + 1
    matrix.held("killed in a large publish", "memory")
