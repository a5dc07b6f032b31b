"""``statusgen doctor``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from statusgen.cli.options import root_argument
from statusgen.cli.say import colour, say

if TYPE_CHECKING:
    from statusgen.config import Config
    from statusgen.doctor.findings import Finding
    from statusgen.doctor.ports import Scene

#: Seconds that one answer of a target may take.
PATIENCE = 20.0
#: How each verdict is shown.
_STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red", "unknown": "dim"}
#: How wide the table is where nothing says how wide it may be.
_WIDTH = 110


@click.command()
@root_argument
@click.option("--offline", is_flag=True, help="Ask nobody; look at what is here.")
@click.option("--probe", is_flag=True, help="Write a small file to every target and remove it.")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True
)
@click.pass_context
def doctor(ctx: click.Context, root: Path, offline: bool, probe: bool, form: str) -> None:
    r"""Say whether the page would be there if everything else were not.

    Looks at the page's address, name, certificate, provider and targets, and what they
    share with the main site; each finding says why it matters and what to do. What could
    not be found out is said too. Exit status: 1 if anything fails, else 0.

    \b
    Examples:
      statusgen doctor
      statusgen doctor --probe
    """
    from statusgen.doctor.examination import examine
    from statusgen.doctor.findings import failed
    from statusgen.settings import read_settings

    config = read_settings(root).config
    findings = examine(_scene(root, config, offline=offline, probe=probe))
    if form == "json":
        _say_json(findings)
    else:
        _say_table(findings)
    ctx.exit(1 if failed(findings) else 0)


def _scene(root: Path, config: Config, *, offline: bool, probe: bool) -> Scene:
    from statusgen import disk
    from statusgen.doctor.network import NoNetwork, RealNetwork
    from statusgen.doctor.places import NoPlaces, RealPlaces, built_pages
    from statusgen.doctor.ports import Scene
    from statusgen.publish.opening import open_session, real_ports

    ports = real_ports(lambda _: None)
    places = RealPlaces(lambda target: open_session(target, config, root, ports, seconds=PATIENCE))
    return Scene(
        config=config,
        now=datetime.now(UTC),
        network=NoNetwork() if offline else RealNetwork(),
        places=NoPlaces() if offline else places,
        pages=lambda: built_pages(root / disk.SITE),
        probe=probe,
    )


def _say_json(findings: Sequence[Finding]) -> None:
    import msgspec

    from statusgen.doctor.findings import failed

    told = {"findings": findings, "exit": 1 if failed(findings) else 0}
    say(msgspec.json.format(msgspec.json.encode(told)).decode())


def _say_table(findings: Sequence[Finding]) -> None:
    from collections import Counter

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("check", no_wrap=True)
    table.add_column("found", overflow="fold")
    for finding in findings:
        words = Text(finding.found)
        if finding.verdict in ("warn", "fail"):
            words.append(f"\nwhy: {finding.why}", style="dim")
        if finding.todo:
            words.append(f"\ndo:  {finding.todo}", style="dim")
        verdict = Text(finding.verdict.value, style=_STYLES[finding.verdict.value])
        table.add_row(verdict, finding.check, words)
    console = Console(no_color=colour() is False, highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH
    console.print(table)
    counts = Counter(finding.verdict.value for finding in findings)
    say(", ".join(f"{counts[name]} {name}" for name in _STYLES if counts[name]))
