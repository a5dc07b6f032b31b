"""Children that die, or are not wanted any more, keep nobody waiting."""

from __future__ import annotations

import os
import signal

import pytest

from statusgen.errors import StatusgenError
from statusgen.workers import WORTH_IT, each


def test_a_child_that_is_killed_is_told_and_not_waited_for() -> None:
    def die_at_150(number: int) -> int:
        if number == 150:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(StatusgenError, match="was killed") as caught:
        list(each(die_at_150, range(WORTH_IT), workers=2))
    assert "memory" in caught.value.hint


def test_who_takes_only_the_first_results_is_not_kept_waiting_for_the_rest() -> None:
    results = each(lambda n: n, range(WORTH_IT * 2), workers=2)
    assert next(iter(results)) in range(WORTH_IT * 2)
    del results


def test_a_child_takes_the_signal_to_end_and_leaves_ctrl_c_to_its_parent() -> None:
    """A parent that handles SIGTERM for itself would else have children that do not end."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        told = set(each(_handlers, range(WORTH_IT), workers=2))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert told == {(signal.SIG_DFL, signal.SIG_IGN)}


def _handlers(_: int) -> tuple[object, object]:
    return signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
