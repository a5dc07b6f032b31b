"""``statusgen watch``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from statusgen.cli.options import root_argument
from statusgen.cli.say import say
from statusgen.errors import StatusgenError


@click.command()
@root_argument
@click.option("--publish", "publishes", is_flag=True, help="Put each change online.")
@click.option(
    "--settle",
    type=click.FloatRange(0.1, 3600),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="Wait until nothing was saved for so long.",
)
def watch(root: Path, publishes: bool, settle: float) -> None:
    r"""Stay up, and build again at every save and whenever the page changes by itself.

    With --publish it is put online too. When a target or the network is down it tries
    again, ever later, up to every five minutes; a mistake in the content is shown, and
    what is live stays. Ctrl+C ends it.

    \b
    Example:
      statusgen watch --publish
    """
    import signal

    from statusgen import disk
    from statusgen.serve.keeping import Hands, keep
    from statusgen.serve.keeping_live import Bell, build_once, publish_once
    from statusgen.serve.watching import Watcher
    from statusgen.settings import read_settings

    if publishes and not read_settings(root).config.targets:
        raise StatusgenError(
            "there is no target to publish to", hint="name one in content/site.yaml under targets:"
        )
    bell = Bell()

    def end(number: int, _frame: object) -> None:
        signal.signal(number, signal.default_int_handler)  # a second one ends it at once
        bell.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    hands = Hands(
        now=lambda: datetime.now(UTC),
        wait=bell.wait,
        go=lambda: publish_once(root, _hear, stop=bell.stopped) if publishes else build_once(root),
        tell=lambda line: say(f"{datetime.now(UTC):%H:%M:%S} {line}"),
    )
    with Watcher(root, (disk.CONTENT, disk.THEMES)) as watcher:
        watcher.deliver(bell.changed)
        say("watching content/ and themes/ (Ctrl+C ends this)")
        keep(hands, settle=timedelta(seconds=settle))


def _hear(event: dict[str, Any]) -> None:
    """Leave out the single steps: what came of them is said at the end."""
    del event
