"""What the commands that write content have in common: their options, and how they end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from statusgen.cli.options import now_option
from statusgen.cli.say import note, say, say_problems
from statusgen.errors import ContentError, Location, Problem, StatusgenError

if TYPE_CHECKING:
    from statusgen.edit.project import Project
    from statusgen.edit.saving import Change
    from statusgen.model import Severity

F = TypeVar("F", bound=Callable[..., Any])
Options = dict[str, Any]
_MINUTE = timedelta(minutes=1)


# --- options


def added(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Return a decorator that adds *options* in this order."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def project_option(function: F) -> F:
    """Add ``--root``: the project's folder, by default the one we are in."""
    return click.option(
        "-C",
        "--root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=".",
        metavar="DIR",
        help="The project's folder, if it is not this one.",
        callback=lambda _ctx, _param, value: _project(value),
    )(function)


def _project(root: Path) -> Path:
    from statusgen.disk import find_root

    return find_root(root)


def ending_options(function: F) -> F:
    """Add what every command has that writes: where, when, whether, and what then."""
    return added(
        click.option("--dry-run", is_flag=True, help="Show the change, and write nothing."),
        click.option("--publish", is_flag=True, help="Then do what 'statusgen publish' does."),
        project_option,
        now_option,
    )(function)


def words_options(function: F) -> F:
    """Add the options that say where the words come from."""
    return added(
        click.option(
            "-m", "--message", metavar="TEXT", help="The words, in Markdown; '-' reads them."
        ),
        click.option(
            "--template",
            metavar="NAME",
            shell_complete=_complete_templates,
            help="Take the words of a template instead.",
        ),
        click.option(
            "--fill",
            multiple=True,
            metavar="NAME=TEXT",
            help="What to put in place of {NAME}; may be given several times.",
        ),
    )(function)


def component_option(example: str, multiple: bool = True) -> Callable[[F], F]:  # noqa: FBT002
    """Return a decorator that adds ``--component``."""
    return click.option(
        "--component",
        "components",
        multiple=multiple,
        metavar="ID[=STATUS]",
        shell_complete=_complete_components,
        help=f"What is affected, e.g. {example}; may be given several times.",
    )


at_option = click.option(
    "--at", metavar="TIME", help="When: 14:20, '10 minutes ago', '2026-11-23 14:20 UTC'."
)


# --- completion


def completing_ids(folder: str) -> Callable[..., list[CompletionItem]]:
    """Return a function that completes the ids of the files in *folder*."""

    def complete(ctx: click.Context, _param: click.Parameter, word: str) -> list[CompletionItem]:
        try:
            found = reversed(open_from(ctx.params).files(folder))
        except StatusgenError:
            return []
        return [CompletionItem(identity) for identity in found if identity.startswith(word)]

    return complete


def _complete_components(
    ctx: click.Context, _param: click.Parameter, word: str
) -> list[CompletionItem]:
    try:
        components = open_from(ctx.params).config.components
    except StatusgenError:
        return []
    identity, equals, _ = word.partition("=")
    if equals:
        statuses = ("degraded performance", "partial outage", "major outage", "operational")
        found = [CompletionItem(f"{identity}={status}") for status in statuses]
        return [item for item in found if item.value.startswith(word)]
    return [CompletionItem(c.id, help=c.name) for c in components if c.id.startswith(word)]


def _complete_templates(
    ctx: click.Context, _param: click.Parameter, word: str
) -> list[CompletionItem]:
    from statusgen.edit.wording import read_templates

    try:
        templates, _ = read_templates(Path(ctx.params.get("root") or "."))
    except StatusgenError:
        return []
    names = sorted(template.name for template in templates if not template.language)
    return [CompletionItem(name) for name in names if name.startswith(word)]


def open_from(options: Options) -> Project:
    """Return the project that the command's *options* name."""
    from statusgen.edit.project import open_project

    return open_project(Path(options.get("root") or "."))


# --- values


def moment(
    options: Options, name: str, project: Project, *, after: datetime | None = None
) -> datetime | None:
    """Return the time that an option gives, in UTC; None where it is not given.

    With *after* it is still to come, else it has been.
    """
    text = options.get(name)
    if text is None:
        return None
    from statusgen.edit.moments import parse_coming, parse_past

    at, zone = Location(f"--{name.removesuffix('_update')}"), project.config.zone
    if after is None:
        found = parse_past(text, now=this_minute(options["now"]), zone=zone, at=at)
    else:
        found = parse_coming(text, after=after, zone=zone, at=at)
    if isinstance(found, Problem):
        raise ContentError([found])
    return found


def this_minute(now: datetime) -> datetime:
    """Return *now* as it is written: to the minute."""
    return now.replace(second=0, microsecond=0)


def fillings(options: Options) -> dict[str, str]:
    """Return what ``--fill`` gives, by placeholder."""
    found = {}
    for text in options.get("fill") or ():
        name, equals, value = text.partition("=")
        if not equals:
            raise click.BadParameter(f"'{text}' is no NAME=TEXT", param_hint="'--fill'")
        found[name.strip().strip("{}")] = value.strip()
    return found


def severity_of(text: str) -> Severity:
    """Return the severity that *text* spells. Raises :class:`ContentError`."""
    from statusgen.parse import context

    found = context.severity_of(text)
    if found is None:
        raise ContentError([context.severity_problem(text, at=Location("--severity"))])
    return found


# --- how it ends


def finish(
    ctx: click.Context, project: Project, change: Change, address: str, told: Iterable[str] = ()
) -> None:
    """Check *change*, write it, say what came of it; with ``--publish`` put it online.

    *address* is the page's, relative to the site; "" where there is none.
    """
    from statusgen.edit.reading import ahead_of_time
    from statusgen.edit.saving import save

    options = ctx.params
    problems = ahead_of_time(change.after, project.context, now=options["now"])
    if problems:
        raise ContentError(problems)
    if options["dry_run"]:
        say(change.diff())
        return
    if options["publish"]:
        from statusgen.cli.publish import choose_targets

        choose_targets(project.config, ())
    save(project.root, change)
    say(str(project.root / change.path))
    if address:
        say(project.config.address(address))
    for line in told:
        say(line)
    if options["publish"]:
        _publish(ctx, project.root)


def _publish(ctx: click.Context, root: Path) -> None:
    from statusgen.cli.publish import publish

    try:
        ctx.invoke(publish, root=root)
    except ContentError as error:
        say_problems(error.problems)
        note("the words are saved, but nothing was published: mend this, then 'statusgen publish'")
        ctx.exit(1)
