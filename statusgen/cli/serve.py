"""``statusgen serve``."""

from __future__ import annotations

from pathlib import Path

import click

from statusgen.cli.options import Instant, root_argument
from statusgen.cli.say import say


@click.command()
@root_argument
@click.option("--port", default=8000, show_default=True, help="Where to listen; 0: any free port.")
@click.option("--now", type=Instant(), default=None, help="Pretend that it is this time.")
@click.option("--no-drafts", is_flag=True, help="Show the page as it would be published.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in your browser.")
def serve(root: Path, port: int, now: object, no_drafts: bool, open_browser: bool) -> None:
    r"""Look at the page while you write; it reloads itself at every save.

    A mistake is shown over the page with its file, line and hint, and the last
    good page stays. Only this machine can see it. Ctrl+C ends it.

    \b
    Example:
      statusgen serve --open
    """
    from datetime import UTC, datetime

    from statusgen.serve.running import run_preview

    started = datetime.now(UTC)

    def clock() -> datetime:
        real = datetime.now(UTC)
        return real if not isinstance(now, datetime) else now + (real - started)

    def ready(address: str) -> None:
        say(f"the page is at {address} (Ctrl+C ends this)")
        if open_browser:
            click.launch(address)

    run_preview(root, port=port, clock=clock, drafts=not no_drafts, ready=ready)
