"""Keeping the page as it must be: again at every change, and at every instant that it turns.

What to do when is a value, :class:`Plan`; the loop only waits and does it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

#: Without further saves for so long somebody has finished saving.
SETTLE = timedelta(seconds=2)
#: After the first failure it is tried again so soon, and then ever later up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
#: A sleeping laptop's clock jumps: nobody waits longer than this without looking at it.
LONGEST_WAIT = timedelta(minutes=1)


class Result(enum.Enum):
    """What came of one go."""

    DONE = "done"
    FAILED = "failed"  #: it may work later: a target is down, the network is gone
    REFUSED = "refused"  #: the content has mistakes: only an edit helps


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one go, in words, and when the page turns by itself."""

    result: Result
    said: tuple[str, ...] = ()
    holds_until: datetime | None = None  #: None: never, or nobody knows


class Woken(enum.Enum):
    """Why a wait has ended."""

    TIME = "time"
    CHANGE = "change"
    STOP = "stop"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """When the next go is; ``at`` None: after the next change."""

    at: datetime | None
    failures: int = 0  #: in a row

    def is_due(self, now: datetime) -> bool:
        """Return whether it is time for a go."""
        return self.at is not None and self.at <= now

    def pause(self, now: datetime) -> float:
        """Return for how many seconds to wait before looking at the clock again."""
        wait = LONGEST_WAIT if self.at is None else self.at - now
        return max(min(wait, LONGEST_WAIT).total_seconds(), 0.0)

    def changed(self, now: datetime, *, settle: timedelta = SETTLE) -> Plan:
        """Return the plan after something was saved: soon, when the saving has ended."""
        return Plan(at=now + settle)

    def after(self, outcome: Outcome, now: datetime) -> Plan:
        """Return the plan after a go that came to *outcome*."""
        if outcome.result is Result.REFUSED:
            return Plan(at=None)
        if outcome.result is Result.DONE:
            return Plan(at=outcome.holds_until)
        pause = min(FIRST_PAUSE * 2 ** min(self.failures, 10), LONGEST_PAUSE)
        again = now + pause
        turn = outcome.holds_until
        at = again if turn is None or turn <= now else min(again, turn)
        return Plan(at=at, failures=self.failures + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hands:
    """What the loop works with."""

    now: Callable[[], datetime]
    #: Waits for so many seconds, or until something is saved, or until it is to end.
    wait: Callable[[float], Woken]
    go: Callable[[], Outcome]
    tell: Callable[[str], None]


def keep(hands: Hands, *, settle: timedelta = SETTLE) -> None:
    """Do what is due until told to stop; begins at once."""
    plan = Plan(at=hands.now())
    while True:
        if plan.is_due(hands.now()):
            outcome = hands.go()
            plan = plan.after(outcome, hands.now())
            for line in (*outcome.said, _when(plan, outcome)):
                hands.tell(line)
        woken = hands.wait(plan.pause(hands.now()))
        if woken is Woken.STOP:
            return
        if woken is Woken.CHANGE:
            plan = plan.changed(hands.now(), settle=settle)


def counts(paths: Iterable[str]) -> bool:
    """Return whether one of *paths* is more than an editor's own file."""
    names = [path.rpartition("/")[2] for path in paths]
    return any(
        not name.startswith((".", "~", "#")) and not name.endswith(("~", ".tmp", ".swp", ".swx"))
        for name in names
    )


def _when(plan: Plan, outcome: Outcome) -> str:
    at = "" if plan.at is None else f"{plan.at:%Y-%m-%d %H:%M:%S} UTC"
    if outcome.result is Result.REFUSED:
        return "what is live stays as it is; waiting for the next save"
    if outcome.result is Result.FAILED:
        return f"trying again at {at}"
    return f"next change by itself: {at or 'none'}"
