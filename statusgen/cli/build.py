"""``statusgen build``."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from statusgen.cli.options import now_option, root_argument
from statusgen.cli.say import progress, say


@click.command()
@root_argument
@now_option
@click.option("--drafts", is_flag=True, help="Include drafts and drills. Never publish this.")
@click.option("--strict", is_flag=True, help="Stop where 'statusgen check' has advice, too.")
@click.option("--timings", is_flag=True, help="Print the seconds of each stage as JSON.")
def build(root: Path, now: datetime, drafts: bool, strict: bool, timings: bool) -> None:
    r"""Make the page: content/ goes in, site/ comes out.

    Any mistake in content/ is shown with its file and line, and site/ stays as
    it was.

    \b
    Example:
      statusgen build
    """
    from statusgen.build import BuildRequest, build_project

    with progress() as tell:
        built = build_project(
            BuildRequest(root=root, now=now, drafts=drafts, strict=strict, progress=tell)
        )
    if timings:
        say(json.dumps({"total": built.seconds, "bytes": built.weight, "stages": built.timings}))
        return
    say(built.summary())
    if built.changed:
        from statusgen.weight import weight_of

        say(str(weight_of(built)))
    if drafts:
        say("drafts and drills are included: this is a preview, not for publishing")
