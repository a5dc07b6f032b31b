"""``statusgen infra``: what the places need that the page is published to."""

from __future__ import annotations

from pathlib import Path

import click

from statusgen.cli.options import root_argument
from statusgen.cli.say import note, say

#: The names of :class:`statusgen.publish.permissions.Feature`.
FEATURES = ("publish", "rollback", "cdn")


@click.group()
def infra() -> None:
    r"""Print what the places need that the page is published to.

    \b
    Example:
      statusgen infra iam > policy.json
    """


@infra.command()
@root_argument
@click.option(
    "--feature",
    "features",
    type=click.Choice(FEATURES),
    multiple=True,
    help="Only what this needs; may be given several times.",
)
def iam(root: Path, features: tuple[str, ...]) -> None:
    r"""Print the IAM policy for whoever publishes: these targets, and nothing else.

    \b
    Examples:
      statusgen infra iam > policy.json
      statusgen infra iam --feature publish
    """
    import msgspec

    from statusgen.publish.permissions import Feature, policy
    from statusgen.settings import read_settings

    config = read_settings(root).config
    told = policy(config.targets, [Feature(name) for name in features or FEATURES])
    if not told["Statement"]:
        note("no target here is a bucket of Amazon's: there is nothing to allow")
    say(msgspec.json.format(msgspec.json.encode(told)).decode())
