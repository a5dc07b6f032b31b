"""``statusgen notice``: a banner for what is no trouble but should be known."""

from __future__ import annotations

from typing import Any

import click

from statusgen.cli.editing import added, completing_ids, ending_options
from statusgen.cli.groups import Group


@click.group(cls=Group)
def notice() -> None:
    r"""Write a banner: opening hours, last order dates. It is no incident.

    \b
    Examples:
      statusgen notice new --title "Open on Sunday" --message "All stores, from ten to six."
      statusgen notice end open-on-sunday
    """


@notice.command("new")
@added(
    click.option("--title", metavar="TEXT", help="The banner's heading."),
    click.option("-m", "--message", metavar="TEXT", help="The words; '-' reads them."),
    click.option("--starts", metavar="TIME", help="From when it is shown; else at once."),
    click.option("--ends", metavar="TIME", help="Until when, or for how long."),
    click.option("--id", metavar="ID", help="Its address; else made from the title."),
    click.option("--draft", is_flag=True, help="Only previews show it."),
)
@ending_options
@click.pass_context
def new(ctx: click.Context, /, **options: Any) -> None:
    r"""Put up a notice.

    \b
    Example:
      statusgen notice new --title "Last orders for Christmas" --ends "2026-12-24 16:00" \
        --message "Order by Monday, and it arrives in time."
    """
    from statusgen.cli.notice_edits import begin

    del options
    begin(ctx)


@notice.command("end")
@click.argument("id", required=False, shell_complete=completing_ids("notices"))
@click.option("--at", metavar="TIME", help="When it stops being shown; else now.")
@ending_options
@click.pass_context
def end(ctx: click.Context, /, **options: Any) -> None:
    r"""Take the notice ID down; its page stays.

    \b
    Example:
      statusgen notice end last-orders-for-christmas
    """
    from statusgen.cli.notice_edits import end_it

    del options
    end_it(ctx)
