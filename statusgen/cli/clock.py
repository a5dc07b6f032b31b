"""``statusgen clock``."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from statusgen.cli.options import Instant, root_argument

if TYPE_CHECKING:
    from statusgen.advice.due import Due
    from statusgen.build import Checked

#: The exit status where something is overdue; 1 to 3 mean other things elsewhere.
OVERDUE = 4
#: Seconds between two looks at the content, with ``--watch``.
_EVERY = 5.0


@click.command()
@root_argument
@click.option(
    "--now",
    type=Instant(),
    default=None,
    metavar="TIME",
    help="Pretend that it is this time, e.g. 2026-11-23T15:00:00Z.",
)
@click.option("--watch", is_flag=True, help="Stay, and count down. Ctrl+C ends it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or for programs.",
)
@click.pass_context
def clock(ctx: click.Context, root: Path, now: datetime | None, watch: bool, form: str) -> None:
    r"""Show what is due for each open incident: the next update, then the review.

    Exits with 0 if nothing is overdue and with 4 if something is, so that a scheduled job
    can call somebody. A mistake in a file hides only that file.

    \b
    Examples:
      statusgen clock --watch
      statusgen clock --format json
    """
    from datetime import UTC

    from statusgen.cli.clock_table import print_dues, watch_dues

    started = datetime.now(UTC)

    def tick() -> datetime:
        real = datetime.now(UTC)
        return real if now is None else now + (real - started)

    def look() -> tuple[Checked, tuple[Due, ...]]:
        from statusgen.advice.due import list_dues
        from statusgen.build import check_project

        at = tick()
        checked = check_project(root, now=at, lenient=True)
        return checked, list_dues(checked.facts.incidents, checked.archive, now=at)

    if watch:
        if form != "text" or not _can_count_down():
            raise click.UsageError("--watch needs a terminal, and no other format")
        overdue = watch_dues(look, tick, every=_EVERY)
    else:
        overdue = print_dues(*look(), form=form, now=now or started)
    ctx.exit(OVERDUE if overdue else 0)


def _can_count_down() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
