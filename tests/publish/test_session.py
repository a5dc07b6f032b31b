"""Trying again, in time, and several things at once."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from statusgen.publish.errors import DeadlineError, StoppedError, TargetError
from statusgen.publish.ports import LONGEST_PAUSE, TRIES
from tests.publish.world import Clock, MemoryStore, make_ports, make_session

BUSY = TargetError("busy", passing=True)


class Flaky:
    """Fails so many times, and then returns what it is given."""

    def __init__(self, times: int, fault: TargetError = BUSY) -> None:
        self.left, self.fault, self.calls = times, fault, 0

    def __call__(self, value: str) -> str:
        self.calls += 1
        self.left -= 1
        if self.left >= 0:
            raise self.fault
        return value


def test_what_passes_is_tried_again_after_growing_pauses() -> None:
    clock = Clock()
    session = make_session(MemoryStore(), make_ports(clock))
    assert session.attempt(Flaky(4), "x") == "x"
    assert clock.slept == [0.1, 0.2, 0.4, 0.8]


def test_a_pause_is_random_up_to_its_bound() -> None:
    clock = Clock()
    ports = replace(make_ports(clock), jitter=lambda: 0.99)
    make_session(MemoryStore(), ports).attempt(Flaky(3), "x")
    assert clock.slept == pytest.approx([0.198, 0.396, 0.792])


def test_a_pause_is_as_long_as_the_server_asks() -> None:
    clock = Clock()
    session = make_session(MemoryStore(), make_ports(clock))
    session.attempt(Flaky(1, TargetError("busy", passing=True, wait=7)), "x")
    assert clock.slept == [7]


def test_pauses_do_not_grow_for_ever() -> None:
    clock = Clock()
    session = make_session(MemoryStore(), make_ports(clock))
    with pytest.raises(TargetError, match="busy"):
        session.attempt(Flaky(100), "x")
    assert len(clock.slept) == TRIES - 1
    assert max(clock.slept) <= LONGEST_PAUSE


def test_what_does_not_pass_is_not_tried_again() -> None:
    flaky = Flaky(1, TargetError("denied"))
    with pytest.raises(TargetError, match="denied"):
        make_session(MemoryStore()).attempt(flaky, "x")
    assert flaky.calls == 1


def test_there_is_a_deadline() -> None:
    clock = Clock()
    session = make_session(MemoryStore(), make_ports(clock), patience=1)
    with pytest.raises(DeadlineError, match="no time left to try again: busy"):
        session.attempt(Flaky(100), "x")
    assert sum(clock.slept) <= 1


def test_nothing_is_begun_once_it_is_stopped() -> None:
    session = make_session(MemoryStore())
    session.ports.stop.set()
    flaky = Flaky(0)
    with pytest.raises(StoppedError):
        session.attempt(flaky, "x")
    assert flaky.calls == 0


@pytest.mark.parametrize("workers", [1, 4])
def test_results_come_in_the_order_of_their_items(workers: int) -> None:
    session = make_session(MemoryStore(), workers=workers)
    assert session.each(lambda n: n * n, range(50)) == [n * n for n in range(50)]


@pytest.mark.parametrize("workers", [1, 4])
def test_a_failure_keeps_the_rest_from_beginning(workers: int) -> None:
    begun: list[int] = []

    def act(number: int) -> None:
        begun.append(number)
        if number == 2:
            raise BUSY
        threading.Event().wait(0.005)

    with pytest.raises(TargetError):
        make_session(MemoryStore(), workers=workers).each(act, range(1000))
    assert len(begun) < 1000


def test_several_are_under_way_at_once() -> None:
    together = threading.Barrier(4)
    session = make_session(MemoryStore(), workers=4)
    session.each(lambda _: together.wait(10), range(4))
