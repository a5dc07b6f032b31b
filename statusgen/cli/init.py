"""``statusgen init``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from statusgen.cli.say import say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--name", default="Example Shop", help="The shop's name, as customers know it.")
@click.option("--url", default="https://status.example.com/", help="Where the page will be.")
def init(folder: Path, name: str, url: str) -> None:
    r"""Start a status page in FOLDER, with content to write over.

    Nothing that is already there is overwritten.

    \b
    Example:
      statusgen init mystatus --name "Northwind Shop"
    """
    from statusgen.beginning import begin_project

    paths = begin_project(folder, name=name, url=url, today=datetime.now(UTC).date())
    for path in paths:
        say(f"wrote {folder / path}")
    say()
    say("Next:")
    if folder != Path():
        say(f"  cd {folder}")
    say("  statusgen serve      look at it while you write")
    say("  statusgen build      make the page in site/")
    say("Then make content/site.yaml yours.")
