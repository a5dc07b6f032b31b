"""``statusgen incident``: write about what is wrong."""

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

_ID = click.argument("id", required=False, shell_complete=completing_ids("incidents"))
_STATUSES = ("investigating", "identified", "monitoring", "resolved", "postmortem", "update")
_FIRST = ("investigating", "identified", "monitoring", "resolved")
_severity_option = click.option(
    "--severity",
    metavar="P1|P2|P3",
    shell_complete=lambda _ctx, _param, word: [
        s for s in ("P1", "P2", "P3") if s.startswith(word.upper())
    ],
    help="How bad it is: P1 all is down, P2 a part, P3 something small.",
)
_next_option = click.option(
    "--next",
    "next_update",
    metavar="TIME",
    help="When the next update comes: '30 minutes', '14:50 UTC'.",
)


@click.group(cls=Group)
def incident() -> None:
    r"""Write about what is wrong: the first message, the next ones, the end.

    Everything goes to a Markdown file in content/incidents/ that you can also edit by
    hand. What a command line leaves out is asked for.

    \b
    Examples:
      statusgen incident new
      statusgen incident update 2026-11-23-checkout --status identified
      statusgen incident resolve 2026-11-23-checkout --message "It works again." --publish
    """


@incident.command("new")
@added(
    click.option("--title", metavar="TEXT", help="What customers notice, in one line."),
    _severity_option,
    component_option('checkout="major outage"'),
    click.option(
        "--status",
        type=click.Choice(_FIRST, case_sensitive=False),
        default="investigating",
        show_default=True,
        help="What the first message says.",
    ),
    _next_option,
    at_option,
    click.option("--detected", metavar="TIME", help="When you noticed: the clock runs from here."),
    click.option("--started", metavar="TIME", help="Since when customers have been affected."),
    click.option("--id", metavar="ID", help="Its address; else the date and the title."),
    click.option("--pinned", is_flag=True, help="It comes first on the page."),
    click.option("--draft", is_flag=True, help="Only previews show it."),
    click.option("--drill", is_flag=True, help="A rehearsal: it is never published."),
)
@words_options
@ending_options
@click.pass_context
def new(ctx: click.Context, /, **options: Any) -> None:
    r"""Begin an incident: its file, with the first message.

    Prints the file's path, the page's address, and what is due when.

    \b
    Example:
      statusgen incident new --title "Some customers cannot pay" --severity P1 \
        --component checkout="major outage" --next "30 minutes" \
        --message "We are working on it. The app and the phone line work."
    """
    from statusgen.cli.incident_new import begin

    del options
    begin(ctx)


@incident.command("update")
@_ID
@added(
    click.option(
        "--status",
        type=click.Choice(_STATUSES, case_sensitive=False),
        help="What it says of the incident.",
    ),
    component_option("search=operational"),
    _severity_option,
    _next_option,
    at_option,
)
@words_options
@ending_options
@click.pass_context
def update(ctx: click.Context, /, **options: Any) -> None:
    r"""Say more about the incident ID: its id, or the beginning of it.

    Without --status the status stays as it is.

    \b
    Example:
      statusgen incident update 2026-11-23 --status identified \
        --component checkout="partial outage" --next "30 minutes" \
        --message "We know what it is. One payment in three goes through."
    """
    from statusgen.cli.incident_more import add_update_to

    del options
    add_update_to(ctx, ctx.params["status"])


@incident.command("resolve")
@_ID
@added(
    at_option,
    click.option("--ended", metavar="TIME", help="When it was really over, if that was earlier."),
)
@words_options
@ending_options
@click.pass_context
def resolve(ctx: click.Context, /, **options: Any) -> None:
    r"""Say that the incident ID is over. Every component goes back to operational.

    \b
    Example:
      statusgen incident resolve 2026-11-23 --message "The checkout works again for everyone."
    """
    from statusgen.cli.incident_more import add_update_to

    del options
    add_update_to(ctx, "resolved")


@incident.command("postmortem")
@_ID
@at_option
@words_options
@ending_options
@click.pass_context
def postmortem(ctx: click.Context, /, **options: Any) -> None:
    r"""Tell the story of the incident ID afterwards. Its review is held with that.

    \b
    Example:
      statusgen incident postmortem 2026-11-23 --message - < story.md
    """
    from statusgen.cli.incident_more import add_update_to

    del options
    add_update_to(ctx, "postmortem")


@incident.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that are over, too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)
@project_option
@now_option
@click.pass_context
def list_(ctx: click.Context, /, **options: Any) -> None:
    r"""List the incidents that go on, newest first, with the ids that other commands take.

    \b
    Example:
      statusgen incident list --all --format json
    """
    from statusgen.cli.incident_list import print_incidents

    del options
    print_incidents(ctx.params)
