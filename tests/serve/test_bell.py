"""What wakes the loop that keeps the page as it must be."""

from __future__ import annotations

import threading

from statusgen.serve.keeping import Woken
from statusgen.serve.keeping_live import HEEDS_SIGNALS, Bell


def test_it_waits_for_as_long_as_it_is_told_to() -> None:
    assert Bell().wait(0) is Woken.TIME
    assert Bell().wait(HEEDS_SIGNALS + 0.1) is Woken.TIME


def test_it_is_heard_in_a_later_turn_of_the_wait_too() -> None:
    bell = Bell()
    threading.Timer(HEEDS_SIGNALS + 0.1, bell.stop).start()
    assert bell.wait(60) is Woken.STOP
    assert bell.stopped.is_set()


def test_an_editors_own_files_do_not_ring_it() -> None:
    bell = Bell()
    bell.changed(["content/incidents/.a.md.swp"])
    assert bell.wait(0) is Woken.TIME
    bell.changed(["content/incidents/a.md"])
    assert bell.wait(0) is Woken.CHANGE
