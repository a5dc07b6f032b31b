"""``statusgen fmt``."""

from __future__ import annotations

from pathlib import Path

import click

from statusgen.cli.options import root_argument
from statusgen.cli.say import say


@click.command()
@root_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
@click.pass_context
def fmt(ctx: click.Context, root: Path, only_check: bool) -> None:
    r"""Write update headings and their lines in one form, and change nothing else.

    \b
    Example:
      statusgen fmt
    """
    from statusgen.formatting import format_project

    changed = format_project(root, write=not only_check)
    for path in changed:
        say(f"{'would change' if only_check else 'changed'} {path}")
    files = "file" if len(changed) == 1 else "files"
    say(f"{len(changed)} {files} {'to change' if only_check else 'changed'}")
    if only_check and changed:
        ctx.exit(1)
