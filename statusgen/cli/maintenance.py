"""``statusgen maintenance``: write about planned work."""

from __future__ import annotations

from typing import Any

import click

from statusgen.cli.editing import (
    added,
    at_option,
    completing_ids,
    component_option,
    ending_options,
    project_option,
    words_options,
)
from statusgen.cli.groups import Group
from statusgen.cli.options import now_option

_ID = click.argument("id", required=False, shell_complete=completing_ids("maintenance"))


@click.group(cls=Group)
def maintenance() -> None:
    r"""Write about planned work: announce it, and say when the night differs from the plan.

    By the clock alone it begins and ends at its times; nobody has to be awake for that.

    \b
    Examples:
      statusgen maintenance new
      statusgen maintenance extend order-database --until "05:30 UTC"
      statusgen maintenance cancel order-database --message "It is put off."
    """


@maintenance.command("new")
@added(
    click.option("--title", metavar="TEXT", help="What is done, in one line."),
    component_option("orders"),
    click.option("--starts", metavar="TIME", help="When, e.g. '2026-12-01 02:00 UTC'."),
    click.option("--ends", metavar="TIME", help="Until when, or for how long: '2 hours'."),
    click.option("--effect", metavar="TEXT", default="", help="What customers will notice."),
    at_option,
    click.option("--id", metavar="ID", help="Its address; else the day and the title."),
    click.option("--draft", is_flag=True, help="Only previews show it."),
    click.option("--drill", is_flag=True, help="A rehearsal: it is never published."),
)
@words_options
@ending_options
@click.pass_context
def new(ctx: click.Context, /, **options: Any) -> None:
    r"""Announce planned work: its file, with the first message.

    Without words of your own it takes those that lie ready.

    \b
    Example:
      statusgen maintenance new --title "Order database upgrade" --component orders \
        --starts "2026-12-01 02:00 UTC" --ends "2 hours" \
        --effect "Orders cannot be placed for up to ten minutes."
    """
    from statusgen.cli.maintenance_edits import begin

    del options
    begin(ctx)


@maintenance.command("start")
@_ID
@at_option
@words_options
@ending_options
@click.pass_context
def start(ctx: click.Context, /, **options: Any) -> None:
    r"""Say that the work ID has begun, where that is not when it was planned.

    \b
    Example:
      statusgen maintenance start order-database
    """
    from statusgen.cli.maintenance_edits import add_update_to

    del options
    add_update_to(ctx, "in_progress")


@maintenance.command("extend")
@_ID
@click.option("--until", "until", metavar="TIME", help="The new end: '05:30 UTC', '1 hour'.")
@at_option
@words_options
@ending_options
@click.pass_context
def extend(ctx: click.Context, /, **options: Any) -> None:
    r"""Say that the work ID takes longer, and until when. A span counts from now.

    \b
    Example:
      statusgen maintenance extend order-database --until "05:30 UTC"
    """
    from statusgen.cli.maintenance_edits import extend_it

    del options
    extend_it(ctx)


@maintenance.command("complete")
@_ID
@at_option
@words_options
@ending_options
@click.pass_context
def complete(ctx: click.Context, /, **options: Any) -> None:
    r"""Say that the work ID is done.

    \b
    Example:
      statusgen maintenance complete order-database
    """
    from statusgen.cli.maintenance_edits import add_update_to

    del options
    add_update_to(ctx, "completed")


@maintenance.command("cancel")
@_ID
@at_option
@words_options
@ending_options
@click.pass_context
def cancel(ctx: click.Context, /, **options: Any) -> None:
    r"""Say that the work ID does not take place, or is given up.

    \b
    Example:
      statusgen maintenance cancel order-database --message "It is put off for a week."
    """
    from statusgen.cli.maintenance_edits import add_update_to

    del options
    add_update_to(ctx, "cancelled")


@maintenance.command("list")
@click.option("--all", "everything", is_flag=True, help="What is over, too.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)
@project_option
@now_option
@click.pass_context
def list_(ctx: click.Context, /, **options: Any) -> None:
    r"""List what is planned and under way, with the ids that other commands take.

    \b
    Example:
      statusgen maintenance list
    """
    from statusgen.cli.incident_list import print_maintenances

    del options
    print_maintenances(ctx.params)
