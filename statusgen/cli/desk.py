"""``statusgen desk``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from statusgen.cli.options import Instant, root_argument
from statusgen.cli.say import say


@click.command()
@root_argument
@click.option("--port", default=8765, show_default=True, help="Where to listen; 0: any free port.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in your browser.")
@click.option("--no-git", is_flag=True, help="Save without a commit, even in a git checkout.")
@click.option("--push", is_flag=True, help="Push each commit to where the branch is pushed.")
@click.option("--now", type=Instant(), default=None, help="Pretend that it is this time.")
def desk(
    root: Path, port: int, open_browser: bool, no_git: bool, push: bool, now: datetime | None
) -> None:
    r"""Write incidents and publish them in your browser, with the real page beside the form.

    Only this machine can open it, and only with the address that is printed. Where the
    project is in a git checkout, each save is a commit. Ctrl+C ends it.

    \b
    Example:
      statusgen desk --open
    """
    from datetime import UTC

    from statusgen.desk.git import find_checkout
    from statusgen.desk.running import run_desk

    started = datetime.now(UTC)

    def clock() -> datetime:
        real = datetime.now(UTC)
        return real if now is None else now + (real - started)

    def ready(address: str) -> None:
        say(f"the desk is at {address} (Ctrl+C ends this)")
        if open_browser:
            click.launch(address)

    checkout = None if no_git else find_checkout(root.resolve(), push=push)
    run_desk(root, port=port, clock=clock, checkout=checkout, ready=ready)
