"""``statusgen check``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
    problems, summary = _look_at(root, now=now, strict=strict)
    wrong = any(strict or problem.level is Level.ERROR for problem in problems)
    if form == "text":
        if wrong:
            raise ContentError(problems)
        say_problems(problems)
        say(summary)
        return
    from statusgen.cli.check_formats import FORMATS

    text = FORMATS[form](problems)
    if text:
        say(text)
    if wrong:
        ctx.exit(1)


def _look_at(root: Path, *, now: datetime, strict: bool) -> tuple[list[Problem], str]:
    """Return everything that is wrong or could be better, sorted, and a line for when it is not."""
    from statusgen.build import check_project
    from statusgen.trying import page_problems
    from statusgen.weight import check_weight

    found = {*_wording_advice(root), *_target_problems(root)}
    summary = ""
    try:
        checked = check_project(root, now=now, strict=strict, advise=True)
        found |= {*checked.advice, *page_problems(root, checked)}
        summary = f"{checked.summary()}; {check_weight(root, checked)}"
    except ContentError as error:
        found |= {*error.problems}
    return sorted(found), summary


def _target_problems(root: Path) -> Iterator[Problem]:
    from statusgen import disk
    from statusgen.config_reader import read_config
    from statusgen.publish.checking import target_problems
    from statusgen.sources import SourceFile

    source = disk.read_source(root, disk.SITE_FILE)
    config = read_config(source)[0] if isinstance(source, SourceFile) else None
    if config is not None and isinstance(source, SourceFile):
        yield from target_problems(config, root, source)


def _wording_advice(root: Path) -> Iterator[Problem]:
    """Yield advice on wording templates that cannot be used: no page is made of them."""
    from statusgen.edit.wording import read_templates

    _, problems = read_templates(root)
    yield from (replace(problem, level=Level.ADVICE) for problem in problems)
