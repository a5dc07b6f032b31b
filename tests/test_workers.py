"""Work over many things gives the same results on one core or more."""

from __future__ import annotations

import os
import subprocess
import sys
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
        assert aside(os.getpid, workers=2)() == os.getpid()
    finally:
        over.set()
        other.join()


def test_where_one_worker_is_wanted_nothing_is_forked() -> None:
    assert aside(os.getpid, workers=1)() == os.getpid()


def test_a_process_of_one_thread_has_it_done_in_a_child() -> None:
    program = "import os; from statusgen.workers import aside; print(os.getpid(), "
    program += "aside(os.getpid, workers=2)())"
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    here, there = said.stdout.split()
    assert here != there
