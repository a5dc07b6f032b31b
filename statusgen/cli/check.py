"""``statusgen check``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from statusgen.cli.options import now_option, root_argument
from statusgen.cli.say import say, say_problems
from statusgen.errors import ContentError, Level, Problem


@click.command()
@root_argument
@now_option
@click.option("--strict", is_flag=True, help="Treat advice as an error.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="For people, for programs, for GitHub Actions, for code scanning.",
)
@click.pass_context
def check(ctx: click.Context, root: Path, now: datetime, strict: bool, form: str) -> None:
    r"""Say what is wrong with content/ and what could read better, and write nothing.

    All mistakes are shown at once, each with its file, line and column and the nearest
    right thing. Where there is none, you get advice: what is late, what says too much.
    Exits with 1 if there is an error, with 0 if there is only advice.

    \b
    Examples:
      statusgen check
      statusgen check --strict --format github
    """
    from statusgen.build import check_project
    from statusgen.weight import check_weight

    if form == "text":
        checked = check_project(root, now=now, strict=strict, advise=True)
        say_problems(checked.advice)
        say(f"{checked.summary()}; {check_weight(root, checked)}")
        return
    problems: tuple[Problem, ...]
    try:
        checked = check_project(root, now=now, strict=strict, advise=True)
        check_weight(root, checked)
        problems = checked.advice
    except ContentError as error:
        problems = error.problems
    from statusgen.cli.check_formats import FORMATS

    text = FORMATS[form](problems)
    if text:
        say(text)
    if any(strict or problem.level is Level.ERROR for problem in problems):
        ctx.exit(1)
