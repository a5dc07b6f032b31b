"""The ``statusgen`` command. Nothing heavy is imported before it is used."""

from __future__ import annotations

import gc
from importlib import import_module

import click

from statusgen import __version__
from statusgen.cli.groups import Group
from statusgen.errors import StatusgenError

#: What one wants → command → where it is, in the order that ``--help`` shows them.
SECTIONS = {
    "Write": {
        "incident": "statusgen.cli.incident:incident",
        "maintenance": "statusgen.cli.maintenance:maintenance",
        "notice": "statusgen.cli.notice:notice",
        "desk": "statusgen.cli.desk:desk",
        "clock": "statusgen.cli.clock:clock",
        "check": "statusgen.cli.check:check",
        "fmt": "statusgen.cli.fmt:fmt",
    },
    "Look": {
        "serve": "statusgen.cli.serve:serve",
        "build": "statusgen.cli.build:build",
    },
    "Go live, and back": {
        "publish": "statusgen.cli.publish:publish",
        "verify": "statusgen.cli.publish:verify",
        "status": "statusgen.cli.publish:status",
        "releases": "statusgen.cli.publish:releases",
        "rollback": "statusgen.cli.publish:rollback",
        "watch": "statusgen.cli.watch:watch",
        "next-change": "statusgen.cli.next_change:next_change",
    },
    "Set up": {
        "init": "statusgen.cli.init:init",
        "theme": "statusgen.cli.theme:theme",
        "fallback": "statusgen.cli.fallback:fallback",
        "infra": "statusgen.cli.infra:infra",
        "doctor": "statusgen.cli.doctor:doctor",
    },
}
COMMANDS = {name: place for section in SECTIONS.values() for name, place in section.items()}


class LazyGroup(Group):
    """A group that imports a command when it is called, and shows no traceback to its user."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by what one wants."""
        for title, commands in SECTIONS.items():
            self.write_commands(ctx, formatter, title, commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return keep_examples(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none, suggest the nearest."""
        if args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            if near:
                ctx.fail(f"No such command '{args[0]}'. Did you mean '{near[0]}'?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what a user caused is said, not thrown."""
        try:
            return super().invoke(ctx)
        except StatusgenError as error:
            from statusgen.cli.say import say_error

            say_error(error)
            ctx.exit(1)


def keep_examples(command: click.Command) -> click.Command:
    r"""Let click see the marks before examples, which it must not wrap.

    It knows them as the control character; a raw docstring, which may hold the backslashes
    of an example, has a backslash and a letter.
    """
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    for child in getattr(command, "commands", {}).values():
        keep_examples(child)
    return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)
@click.version_option(__version__, prog_name="statusgen")
def main() -> None:
    r"""Turn incident Markdown into a status page that stays up.

    \b
    Start:      statusgen init mystatus && cd mystatus
    Look:       statusgen serve
    Go live:    statusgen publish
    """
    # A command makes a lot that it keeps to its end, its modules first of all: looking for
    # garbage among that took a tenth of a small build.
    gc.set_threshold(100_000, 50, 50)


keep_examples(main)

__all__ = ["main"]
