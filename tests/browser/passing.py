"""Time that passes for a page faster than for the servers that it asks."""

from __future__ import annotations

from playwright.sync_api import Page, Request


def pass_time(page: Page, milliseconds: int, *, step: int, patience: int) -> None:
    """Let time pass in steps, and what is asked in each be answered before the next.

    A page gives up by its own clock, which stands still while it is waited for here. What is
    never answered is waited for only *patience* times five milliseconds.
    """
    under_way: set[Request] = set()

    def add(request: Request) -> None:
        under_way.add(request)

    def discard(request: Request) -> None:
        under_way.discard(request)

    listeners = (("request", add), ("requestfinished", discard), ("requestfailed", discard))
    for event, listener in listeners:
        page.on(event, listener)  # type: ignore[call-overload]
    for _ in range(milliseconds // step):
        page.clock.run_for(step)
        for _ in range(patience):
            if not under_way:
                break
            page.wait_for_timeout(5)
    for event, listener in listeners:
        page.remove_listener(event, listener)
