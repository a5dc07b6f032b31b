"""``statusgen infra``: what the places need that the page is published to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from statusgen.cli.groups import Group
from statusgen.cli.options import now_option, root_argument
from statusgen.cli.say import note, say
from statusgen.errors import StatusgenError

if TYPE_CHECKING:
    from statusgen.config import Config

#: The names of :class:`statusgen.publish.permissions.Feature`; a test compares.
FEATURES = ("publish", "rollback", "cdn", "verify", "doctor")
#: What a publisher does, and so what a policy is for unless told otherwise.
PUBLISHERS = ("publish", "rollback", "cdn")
#: The names of :class:`statusgen.infra.stack.Ci`.
CIS = ("github", "gitlab")
#: The names in :data:`statusgen.infra.schedule.SCHEDULES`.
SCHEDULES = ("cron", "systemd", "eventbridge")
F = TypeVar("F", bound=Callable[..., Any])


def _pipeline_options(function: F) -> F:
    for option in (
        click.option(
            "--install",
            default="",
            metavar="REQUIREMENT",
            help="What pip installs.  [default: this version of statusgen]",
        ),
        click.option(
            "--branch", default="main", show_default=True, help="The branch that is published."
        ),
    ):
        function = option(function)
    return function


@click.group(cls=Group)
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


@infra.command("github-actions")
@root_argument
@_pipeline_options
@click.option(
    "--every",
    type=click.IntRange(5, 60),
    default=10,
    show_default=True,
    metavar="MINUTES",
    help="How often to look whether the page changes by itself.",
)
def github_actions(root: Path, branch: str, install: str, every: int) -> None:
    r"""Print a GitHub workflow: check on pull requests, publish what is merged or due.

    \b
    Example:
      statusgen infra github-actions > .github/workflows/status-page.yml
    """
    from statusgen.infra.github_actions import VERSIONS, head, workflow
    from statusgen.infra.pipeline import pipeline_of
    from statusgen.infra.writing import to_yaml

    told = pipeline_of(_config(root), install=install)
    made = workflow(told, every=every, branch=branch)
    say(to_yaml(made, head=head(told), remarks=VERSIONS).rstrip("\n"))


@infra.command("gitlab-ci")
@root_argument
@_pipeline_options
def gitlab_ci(root: Path, branch: str, install: str) -> None:
    r"""Print a GitLab pipeline: check on merge requests, publish what is merged or due.

    \b
    Example:
      statusgen infra gitlab-ci > .gitlab-ci.yml
    """
    from statusgen.infra.gitlab_ci import head, pipeline_file
    from statusgen.infra.pipeline import pipeline_of
    from statusgen.infra.writing import to_yaml

    told = pipeline_of(_config(root), install=install)
    say(to_yaml(pipeline_file(told, branch=branch), head=head(told)).rstrip("\n"))


@infra.command()
@root_argument
@now_option
@click.option("--for", "kind", type=click.Choice(SCHEDULES), default="cron", show_default=True)
@click.option(
    "--every",
    type=click.IntRange(1, 59),
    default=5,
    show_default=True,
    metavar="MINUTES",
    help="How often to look whether there is anything to publish.",
)
@click.option("--once", is_flag=True, help="Only at the instant that 'next-change' names.")
def schedule(root: Path, now: datetime, kind: str, every: int, once: bool) -> None:
    r"""Print what publishes the page when it changes though nobody edits it.

    A maintenance begins, a notice ends, midnight for the day bars. Where nothing has
    changed, `statusgen publish` costs one request.

    \b
    Examples:
      statusgen infra schedule
      statusgen infra schedule --for systemd --every 1
      statusgen infra schedule --for eventbridge --once
    """
    import shutil

    from statusgen.build import state_of
    from statusgen.infra.schedule import SCHEDULES as WRITERS
    from statusgen.infra.schedule import Order

    instant = state_of(root, now=now).holds_until if once else None
    if once and instant is None:
        raise StatusgenError("the page does not change by itself: there is nothing to schedule")
    order = Order(
        program=shutil.which("statusgen") or "statusgen",
        folder=str(root.resolve()),
        every=every,
        once=instant,
    )
    say(WRITERS[kind](order).rstrip("\n"))


def _config(root: Path) -> Config:
    from statusgen.settings import require_settings

    return require_settings(root).config
