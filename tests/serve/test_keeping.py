"""When the page is published by itself: a state machine under a clock of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.serve.keeping import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    LONGEST_WAIT,
    SETTLE,
    Hands,
    Outcome,
    Plan,
    Result,
    Woken,
    counts,
    keep,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
FAILED = Outcome(result=Result.FAILED)
REFUSED = Outcome(result=Result.REFUSED, said=("content/site.yaml:1:1: no",))


def done(until: datetime | None = None) -> Outcome:
    return Outcome(result=Result.DONE, said=("release r, published",), holds_until=until)


class World:
    """A clock that moves when somebody waits, and things that happen at certain seconds."""

    def __init__(self, outcomes: Sequence[Outcome], *, saves: Sequence[float], end: float) -> None:
        self.time = NOON
        self.goes: list[float] = []
        self.lines: list[str] = []
        self._outcomes = list(outcomes)
        events = [(second, Woken.CHANGE) for second in saves] + [(end, Woken.STOP)]
        self._events = sorted(events, key=lambda event: event[0])

    def wait(self, seconds: float) -> Woken:
        second, woken = self._events[0]
        if NOON + second * SECOND <= self.time + timedelta(seconds=seconds):
            self._events.pop(0)
            self.time = max(self.time, NOON + second * SECOND)
            return woken
        self.time += timedelta(seconds=seconds)
        return Woken.TIME

    def go(self) -> Outcome:
        self.goes.append((self.time - NOON).total_seconds())
        return self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]

    def run(self) -> list[float]:
        """Return the seconds at which it went."""
        hands = Hands(now=lambda: self.time, wait=self.wait, go=self.go, tell=self.lines.append)
        keep(hands)
        return self.goes


def test_it_begins_at_once_and_then_waits_for_a_save() -> None:
    assert World([done()], saves=[], end=7200).run() == [0]
    assert World([done()], saves=[1000], end=7200).run() == [0, 1000 + SETTLE.total_seconds()]


def test_saves_in_a_row_are_one_change() -> None:
    assert World([done()], saves=[100, 101, 102.5], end=200).run() == [0, 104.5]


def test_it_goes_at_the_instant_when_the_page_turns_by_itself() -> None:
    turns = [done(NOON + HOUR), done(NOON + 2 * HOUR), done()]
    assert World(turns, saves=[], end=5 * 3600).run() == [0, 3600, 7200]


def test_a_save_before_that_instant_does_not_lose_it() -> None:
    world = World([done(NOON + HOUR)], saves=[100], end=3500)
    assert world.run() == [0, 102]
    world = World([done(NOON + HOUR), done(NOON + HOUR), done()], saves=[100], end=4000)
    assert world.run() == [0, 102, 3600]


def test_lost_networks_are_tried_again_ever_later_and_then_it_is_well() -> None:
    assert World([FAILED, FAILED, FAILED, done()], saves=[], end=3600).run() == [0, 5, 15, 35]


def test_it_never_waits_longer_than_its_longest_pause() -> None:
    goes = World([FAILED], saves=[], end=4 * 3600).run()
    gaps = [b - a for a, b in pairwise(goes)]
    assert max(gaps) == gaps[-1] == LONGEST_PAUSE.total_seconds()
    assert gaps == sorted(gaps)


def test_pauses_begin_anew_after_a_success() -> None:
    turn = done(NOON + 60 * SECOND)
    assert World([FAILED, FAILED, turn, FAILED, done()], saves=[], end=600).run() == [
        *(0, 5, 15),
        *(60, 65),
    ]


def test_a_save_does_not_wait_for_the_end_of_a_pause() -> None:
    world = World([FAILED] * 9 + [done()], saves=[900], end=1000)
    assert 902 in world.run()


def test_mistakes_are_not_tried_again_but_after_a_save() -> None:
    world = World([REFUSED, done()], saves=[7000], end=9000)
    assert world.run() == [0, 7002]
    assert "content/site.yaml:1:1: no" in world.lines


def test_an_instant_that_has_passed_while_targets_were_down_makes_no_storm() -> None:
    late = Outcome(result=Result.FAILED, holds_until=NOON - HOUR)
    assert World([late, late, done()], saves=[], end=60).run() == [0, 5, 15]


def test_the_turn_of_the_page_is_not_slept_through_while_a_target_is_down() -> None:
    plan = Plan(at=NOON, failures=10)
    turn = NOON + 10 * SECOND
    assert plan.after(Outcome(result=Result.FAILED, holds_until=turn), NOON).at == turn


def test_it_says_what_came_of_it_and_what_is_next() -> None:
    world = World([FAILED, done(NOON + HOUR)], saves=[], end=60)
    world.run()
    assert world.lines == [
        "trying again at 2026-11-23 12:00:05 UTC",
        "release r, published",
        "next change by itself: 2026-11-23 13:00:00 UTC",
    ]


@given(
    failures=st.integers(0, 10**6),
    ahead=st.none() | st.timedeltas(timedelta(days=-9), timedelta(days=9)),
    result=st.sampled_from(Result),
)
def test_whatever_happens_the_next_look_is_soon_and_never_twice_at_once(
    failures: int, ahead: timedelta | None, result: Result
) -> None:
    until = None if ahead is None else NOON + ahead
    plan = Plan(at=NOON, failures=failures).after(Outcome(result=result, holds_until=until), NOON)
    assert 0 <= plan.pause(NOON) <= LONGEST_WAIT.total_seconds()
    if result is Result.FAILED:
        assert plan.at is not None
        assert plan.at > NOON
        assert plan.at - NOON <= LONGEST_PAUSE
        if until is None:
            assert plan.at - NOON >= FIRST_PAUSE


@pytest.mark.parametrize(
    ("paths", "wanted"),
    [
        (["content/incidents/a.md"], True),
        (["content/incidents/a.md~", "content/incidents/a.md"], True),
        (["content/.a.md.swp"], False),
        (["content/incidents/#a.md#", "content/~lock"], False),
        ([], False),
    ],
)
def test_an_editors_own_files_are_no_change(paths: list[str], wanted: bool) -> None:
    assert counts(paths) is wanted
