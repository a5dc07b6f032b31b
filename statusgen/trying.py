"""Trying a project's own templates on pages of each kind, without building the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from statusgen import disk
from statusgen.build import Checked
from statusgen.cache import open_cache
from statusgen.errors import ContentError, Problem

if TYPE_CHECKING:
    from statusgen.render.site import Site


def site_of(root: Path, checked: Checked) -> Site:
    """Return what was checked as a site that pages can be rendered of."""
    from statusgen.render.site import Site
    from statusgen.settings import read_settings

    with closing(open_cache(root)) as cache:
        compiled = cache.get("bytecode", dict[str, bytes]) or {}
    env = read_settings(root, bytecode=compiled).env
    return Site(env=env, state=checked.state, archive=checked.archive)


def page_problems(root: Path, checked: Checked) -> Iterator[Problem]:
    """Yield what comes up when a page of each kind is made from the project's own templates.

    Nothing where it has none: the templates that come with statusgen are tested.
    """
    if not (root / disk.THEMES / checked.config.theme / "templates").is_dir():
        return
    from statusgen.render.samples import sample_pages

    for artefact in sample_pages(site_of(root, checked), ()):
        try:
            artefact.render()
        except ContentError as error:
            yield from error.problems
