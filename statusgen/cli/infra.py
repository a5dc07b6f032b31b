"""``statusgen infra``: what the places need that the page is published to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from statusgen.cli.options import root_argument
from statusgen.cli.say import note, say

if TYPE_CHECKING:
    from statusgen.config import Config

#: The names of :class:`statusgen.publish.permissions.Feature`; a test compares.
FEATURES = ("publish", "rollback", "cdn", "verify", "doctor")
#: What a publisher does, and so what a policy is for unless told otherwise.
PUBLISHERS = ("publish", "rollback", "cdn")
#: The names of :class:`statusgen.infra.stack.Ci`.
CIS = ("github", "gitlab")


@click.group()
def infra() -> None:
    r"""Print what the places need that the page is published to.

    Everything is made from content/site.yaml and printed; nothing is set up by itself.

    \b
    Examples:
      statusgen infra cloudformation > page.yaml
      statusgen infra github-actions > .github/workflows/status-page.yml
      statusgen infra iam > policy.json
    """


@infra.command()
@root_argument
@click.option(
    "--feature",
    "features",
    type=click.Choice(FEATURES),
    multiple=True,
    help="Only what this needs; may be given again.  [default: publish, rollback, cdn]",
)
def iam(root: Path, features: tuple[str, ...]) -> None:
    r"""Print the IAM policy for whoever publishes: these targets, and nothing else.

    \b
    Examples:
      statusgen infra iam > policy.json
      statusgen infra iam --feature publish
    """
    from statusgen.infra.writing import to_json
    from statusgen.publish.permissions import Feature, policy

    chosen = [Feature(name) for name in features or PUBLISHERS]
    told = policy(_config(root).targets, chosen)
    if not told["Statement"]:
        note("there is nothing to allow: no target here is a bucket of Amazon's, or it needs none")
    say(to_json(told).rstrip("\n"))


@infra.command()
@root_argument
@click.option(
    "--part",
    type=click.Choice(("page", "standby")),
    default="page",
    show_default=True,
    help="The page's stack, or the second bucket's in another region.",
)
@click.option(
    "--ci",
    type=click.Choice(CIS),
    default="github",
    show_default=True,
    help="Whose pipelines may take the deploy role.",
)
@click.option(
    "--format", "form", type=click.Choice(("yaml", "json")), default="yaml", show_default=True
)
def cloudformation(root: Path, part: str, ci: str, form: str) -> None:
    r"""Print a CloudFormation template: private bucket, CDN, domain and deploy role.

    What site.yaml says of its first bucket (and of a second one in another region) is
    filled in as defaults; what it does not say are parameters. docs/standing-up.md has
    the steps.

    \b
    Examples:
      statusgen infra cloudformation > page.yaml
      statusgen infra cloudformation --part standby > standby.yaml
    """
    from statusgen.infra.cloudformation import page_template, standby_template
    from statusgen.infra.stack import Ci, stack_of
    from statusgen.infra.writing import to_json, to_yaml

    stack = stack_of(_config(root), ci=Ci(ci))
    template = page_template(stack) if part == "page" else standby_template(stack)
    say((to_json(template) if form == "json" else to_yaml(template)).rstrip("\n"))


def _config(root: Path) -> Config:
    from statusgen.settings import read_settings

    return read_settings(root).config
