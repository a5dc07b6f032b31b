"""Work over many things gives the same results on one core or more."""

from __future__ import annotations

import os
import threading

import pytest

from statusgen.workers import WORTH_IT, aside, each


@pytest.mark.parametrize("workers", [1, 2])
def test_every_thing_is_worked_on_once(workers: int) -> None:
    things = range(WORTH_IT * 2)
    assert sorted(each(lambda n: n * n, things, workers=workers)) == [n * n for n in things]


def test_children_do_the_work_where_there_is_much() -> None:
    assert os.getpid() not in set(each(lambda _: os.getpid(), range(WORTH_IT), workers=2))


def test_an_error_in_a_child_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(each(lambda n: 1 // (n - 150), range(WORTH_IT), workers=2))


def test_a_process_with_other_threads_is_not_forked_for_work_aside() -> None:
    over = threading.Event()
    other = threading.Thread(target=over.wait, args=(60,), daemon=True)
    other.start()
    try:
        assert aside(os.getpid)() == os.getpid()
    finally:
        over.set()
        other.join()
