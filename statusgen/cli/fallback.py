"""``statusgen fallback``."""

from __future__ import annotations

from pathlib import Path

import click

from statusgen.cli.options import root_argument
from statusgen.cli.say import note, say, say_problems

#: As :data:`statusgen.fallback.servers.SERVERS` has them; a test compares. Importing that
#: takes longer than showing the help.
SERVERS = (
    *("nginx", "apache", "haproxy", "varnish", "caddy"),
    *("cloudfront", "cloudflare", "fastly", "kubernetes"),
)
SCENARIOS = ("full", "planned", "partial")


@click.command()
@root_argument
@click.option(
    "--for", "server", type=click.Choice(SERVERS), required=True, help="What serves the page."
)
@click.option(
    "--scenario",
    "scenarios",
    type=click.Choice(SCENARIOS),
    multiple=True,
    help="Only this page and the full one; may be given again. Default: all three.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE",
    help="Only this language; may be given again, the first leads. Default: all of site.yaml.",
)
@click.option(
    "--path",
    "paths",
    multiple=True,
    default=("/checkout",),
    show_default=True,
    help="What a partial outage takes away, with all below it; may be given again.",
)
@click.option(
    "--retry-after",
    type=click.IntRange(1, 86_400),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="When crawlers and clients may ask again.",
)
@click.option("--at", "folder", default="", help="Where the files will be on the server.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="The folder to write to.  [default: fallback/<server>]",
)
def fallback(  # noqa: PLR0913, PLR0917 - click calls with all of them
    root: Path,
    server: str,
    scenarios: tuple[str, ...],
    languages: tuple[str, ...],
    paths: tuple[str, ...],
    retry_after: int,
    folder: str,
    out: Path | None,
) -> None:
    r"""Write the page for when the shop is down, and the configuration that serves it.

    The page says that the shop does not answer, with status 503, Retry-After and
    Cache-Control: no-store, in every language of site.yaml. It needs nothing but
    itself. The configuration has a comment for each line, and its head says where to
    put it and how to show a page at will.

    \b
    Examples:
      statusgen fallback --for nginx
      statusgen fallback --for haproxy --path /checkout --path /basket
      statusgen fallback --for cloudflare --language fr --language en --out edge
    """
    from statusgen.disk import write_file
    from statusgen.fallback.order import make_order
    from statusgen.fallback.servers import SERVERS as MAKERS
    from statusgen.fallback.servers import server_files
    from statusgen.render.scenarios import Scenario
    from statusgen.settings import require_settings

    settings = require_settings(root)
    say_problems(settings.problems)
    order = make_order(
        settings.env,
        scenarios=tuple(Scenario(name) for name in scenarios or SCENARIOS),
        languages=languages or settings.config.languages,
        folder=folder or MAKERS[server].folder,
        paths=paths,
        retry_after=retry_after,
    )
    place = out or root / "fallback" / server
    files = server_files(server, order)
    for file in files:
        write_file(place / file.name, file.data)
        say(f"{place / file.name}  {len(file.data):,} bytes")
    note(f"The head of {place / MAKERS[server].main} says what to do with them.")
