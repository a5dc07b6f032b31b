"""``statusgen publish`` and its kin: ``releases``, ``rollback``, ``verify`` and ``status``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from statusgen.cli.options import root_argument
from statusgen.cli.say import note, progress
from statusgen.errors import StatusgenError

if TYPE_CHECKING:
    from statusgen.build import Built
    from statusgen.config import Config, Target
    from statusgen.publish.everywhere import World
    from statusgen.publish.prepare import Choices
    from statusgen.publish.site import Site

#: Seconds that one target may take, unless ``--deadline`` says otherwise.
DEADLINE = 300
F = TypeVar("F", bound=Callable[..., Any])


def target_options(function: F) -> F:
    """Add the options that every command here has: which targets, how long, how to say it."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
        click.option(
            "--deadline",
            type=click.IntRange(min=1),
            default=DEADLINE,
            show_default=True,
            metavar="SECONDS",
            help="Give up on a target after this time.",
        ),
        click.option(
            "--target",
            "names",
            multiple=True,
            metavar="NAME",
            help="Only this target; may be given several times.",
        ),
    ):
        function = option(function)
    return function


@click.command()
@root_argument
@click.option("--dry-run", is_flag=True, help="Show what would be done, and why.")
@click.option("--force", is_flag=True, help="Publish although what is live is newer.")
@click.option("--allow-removals", is_flag=True, help="Remove however much is gone.")
@click.option("--remove-now", is_flag=True, help="Remove what is gone at once, not a day later.")
@click.option("--no-verify", is_flag=True, help="Do not look at the public address afterwards.")
@click.option("--repair", is_flag=True, help="Look at every file, and put right what is not ours.")
@click.option("--purge-only", is_flag=True, help="Only do the CDN purges that are still due.")
@target_options
@click.pass_context
def publish(ctx: click.Context, /, root: Path, **options: Any) -> None:
    r"""Build the page and put it online at every target.

    Readers never see half a release. Exit status: 0 all targets are up to date,
    3 some are, 1 none is.

    \b
    Examples:
      statusgen publish --dry-run
      statusgen publish
    """
    from statusgen.cli import publish_show as show
    from statusgen.publish import everywhere

    begun = time.monotonic()
    if options["purge_only"]:
        with working(_read_config(root), root, options) as (targets, world):
            ctx.exit(show.purged(everywhere.purge_site(targets, world), options["as_json"]))
    built = _build(root)
    site, choices = _site(built, root), _choices(options)
    with working(built.config, root, options) as (targets, world):
        if options["dry_run"]:
            plans = everywhere.plan_site(site, targets, world, choices)
            ctx.exit(show.planned(site, plans, options["as_json"]))
        watched = None if options["no_verify"] else begun
        with explaining_a_stop():
            results = everywhere.publish_site(site, targets, world, choices, begun=watched)
    ctx.exit(show.published(site, results, options["as_json"]))


@click.command()
@root_argument
@target_options
@click.pass_context
def releases(ctx: click.Context, /, root: Path, **options: Any) -> None:
    r"""List what is live at each target, and what can be gone back to.

    \b
    Example:
      statusgen releases
    """
    from statusgen.cli import publish_show as show
    from statusgen.publish import everywhere

    with working(_read_config(root), root, options) as (targets, world):
        standings = everywhere.standing(targets, world)
    ctx.exit(show.releases(standings, options["as_json"]))


@click.command()
@click.argument("release", default="")
@click.option(
    "--project",
    "root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=".",
    metavar="FOLDER",
    help="The project, if it is not here.",
)
@target_options
@click.pass_context
def rollback(ctx: click.Context, /, release: str, root: Path, **options: Any) -> None:
    r"""Put an earlier RELEASE online again: by default the one before the live one.

    Its bytes are restored as they were, as a release of their own. Content as old as
    what is taken down is refused by `publish` from then on, until you correct it.

    \b
    Examples:
      statusgen releases
      statusgen rollback
      statusgen rollback 3fa9c1d2
    """
    from statusgen.cli import publish_show as show
    from statusgen.disk import find_root
    from statusgen.publish import everywhere

    root = find_root(root)
    with working(_read_config(root), root, options) as (targets, world), explaining_a_stop():
        results = everywhere.rollback_site(targets, world, release)
    ctx.exit(show.rolled_back(results, options["as_json"]))


@click.command()
@root_argument
@click.option("--all", "whole", is_flag=True, help="Look at every file, not at a sample.")
@target_options
@click.pass_context
def verify(ctx: click.Context, /, root: Path, **options: Any) -> None:
    r"""Fetch the page as a reader does, from every target, and compare it with what is built.

    \b
    Example:
      statusgen verify --target primary
    """
    from statusgen.cli import publish_show as show
    from statusgen.publish import everywhere

    built = _build(root)
    site = _site(built, root)
    with working(built.config, root, options) as (targets, world):
        results = everywhere.verify_site(site, targets, world, whole=options["whole"])
    ctx.exit(show.verified(results, options["as_json"]))


@click.command()
@root_argument
@target_options
@click.pass_context
def status(ctx: click.Context, /, root: Path, **options: Any) -> None:
    r"""Show which release is live at each target, and whether the targets agree.

    Exit status: 0 they do, 3 they do not or not all answer, 1 none answers.

    \b
    Example:
      statusgen status
    """
    from statusgen.cli import publish_show as show
    from statusgen.publish import everywhere

    with working(_read_config(root), root, options) as (targets, world):
        standings = everywhere.standing(targets, world)
    now = datetime.now(UTC)
    ctx.exit(show.status(standings, everywhere.agree(standings), now, options["as_json"]))


@contextmanager
def working(
    config: Config, root: Path, options: dict[str, Any]
) -> Iterator[tuple[Sequence[Target], World]]:
    """Give the chosen targets and the real world, showing what goes on meanwhile."""
    from statusgen.cli.publish_tell import Teller
    from statusgen.publish.everywhere import World
    from statusgen.publish.fetching import open_fetch
    from statusgen.publish.opening import open_session, real_ports

    targets = choose_targets(config, options["names"])
    with progress() as bar:
        ports = real_ports(Teller(bar))
        yield (
            targets,
            World(
                ports=ports,
                open=lambda target: open_session(
                    target, config, root, ports, seconds=options["deadline"]
                ),
                fetch=open_fetch(),
            ),
        )


@contextmanager
def explaining_a_stop() -> Iterator[None]:
    """Say, when Ctrl+C ends it, how things are now."""
    try:
        yield
    except KeyboardInterrupt:
        note("stopped: at each target readers see the old release or the new one, and it is whole")
        note("  hint: 'statusgen status' says which; the next publish completes it")
        raise


def choose_targets(config: Config, names: Sequence[str]) -> tuple[Target, ...]:
    """Return the targets called *names*, or all; StatusgenError where there is none."""
    if not config.targets:
        raise StatusgenError(
            "there is no target to publish to",
            hint="name one in content/site.yaml under targets:, e.g. "
            "{name: local, type: directory, path: ../public}",
        )
    known = {target.name: target for target in config.targets}
    unknown = sorted(set(names) - known.keys())
    if unknown:
        raise StatusgenError(
            f"there is no target '{unknown[0]}'", hint=f"there are: {', '.join(known)}"
        )
    return tuple(target for target in config.targets if not names or target.name in names)


def _read_config(root: Path) -> Config:
    from statusgen.settings import read_settings

    return read_settings(root).config


def _build(root: Path) -> Built:
    from statusgen.build import BuildRequest, build_project

    with progress() as tell:
        return build_project(BuildRequest(root=root, now=datetime.now(UTC), progress=tell))


def _site(built: Built, root: Path) -> Site:
    from statusgen.publish.revision import source_revision
    from statusgen.publish.site import Site, release_id

    files = built.written
    return Site(
        files=files,
        read=lambda path: (built.site_dir / path).read_bytes(),
        revision=source_revision(root),
        id=release_id(files),
    )


def _choices(options: dict[str, Any]) -> Choices:
    from statusgen.publish.plan import GRACE
    from statusgen.publish.prepare import Choices

    return Choices(
        force=options["force"],
        allow_removals=options["allow_removals"],
        repair=options["repair"],
        grace=timedelta(0) if options["remove_now"] else GRACE,
    )
