"""``statusgen theme``."""

from __future__ import annotations

from pathlib import Path

import click

from statusgen.cli.groups import Group
from statusgen.cli.say import say


def _root_option(function: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=".",
        help="The project's folder; by default the one we are in.",
    )(function)


@click.group(cls=Group)
def theme() -> None:
    r"""See the themes that there are, and make one your own.

    \b
    Examples:
      statusgen theme list
      statusgen theme eject incident.html
    """


@theme.command("list")
@_root_option
def list_themes(root: Path) -> None:
    r"""Name every theme that 'theme:' in site.yaml can name.

    \b
    Example:
      statusgen theme list
    """
    from statusgen.theme_files import all_themes

    used = _used(root)
    for name, places in all_themes(root).items():
        mark = "  (in use)" if name == used else ""
        say(f"{name:16}from {' and '.join(places)}{mark}")


@theme.command()
@click.argument("templates", nargs=-1, metavar="[TEMPLATE]...")
@_root_option
def eject(templates: tuple[str, ...], root: Path) -> None:
    r"""Copy templates into the project's themes/ folder, where you can change them.

    Without a name all of them are copied. What is there already is never overwritten. A
    template that you copied no longer changes when statusgen does: copy only what you will
    change, or replace single blocks as docs/themes.md shows.

    \b
    Examples:
      statusgen theme eject incident.html footer.html
      statusgen theme eject
    """
    from statusgen.theme_files import eject_templates

    names = [name if name.endswith(".html") else f"{name}.html" for name in templates]
    done = eject_templates(root, _used(root), names)
    for path in done.written:
        say(f"wrote {path}")
    for path in done.kept:
        say(f"{path} is there already and was left as it is")


def _used(root: Path) -> str:
    """Return the theme that site.yaml names."""
    from statusgen.disk import find_root
    from statusgen.settings import read_settings

    return read_settings(find_root(root)).config.theme
