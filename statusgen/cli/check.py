"""``statusgen check``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from statusgen.cli.options import now_option, root_argument
from statusgen.cli.say import say, say_problems


@click.command()
@root_argument
@now_option
@click.option("--strict", is_flag=True, help="Treat advice as an error.")
def check(root: Path, now: datetime, strict: bool) -> None:
    r"""Say what is wrong with content/, and where, and write nothing.

    All mistakes are shown at once, each with its file, line and column and the
    nearest right thing. Exits with 1 if there is an error.

    \b
    Example:
      statusgen check
    """
    from statusgen.build import check_project

    checked = check_project(root, now=now, strict=strict)
    say_problems(checked.advice)
    say(checked.summary())
