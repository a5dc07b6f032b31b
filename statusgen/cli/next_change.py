"""``statusgen next-change``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from statusgen.cli.options import now_option, root_argument
from statusgen.cli.say import say


@click.command("next-change")
@root_argument
@now_option
def next_change(root: Path, now: datetime) -> None:
    r"""Print when the page must be built again though nobody edits it.

    A maintenance that begins or ends, a notice that appears, midnight for the
    day bars: point a scheduler at that minute. Prints an ISO 8601 time in UTC,
    or "never".

    \b
    Example:
      statusgen next-change
    """
    from statusgen.build import state_of

    until = state_of(root, now=now).holds_until
    say("never" if until is None else until.isoformat().replace("+00:00", "Z"))
