"""Whether the targets of site.yaml could be opened, found out without going there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from statusgen.config import Config, Target
from statusgen.errors import Problem, StatusgenError
from statusgen.parse.places import place_in
from statusgen.publish.opening import CDNS, TARGETS, load_kind, read_options
from statusgen.publish.opening_targets import DirectoryOptions, folder_of
from statusgen.publish.s3 import S3Options
from statusgen.sources import SourceFile

_OPTIONS: Mapping[str, type[msgspec.Struct]] = {"s3": S3Options, "directory": DirectoryOptions}


def target_problems(config: Config, root: Path, source: SourceFile) -> Iterator[Problem]:
    """Yield what keeps each target from being opened, at its name in *source*, site.yaml."""
    for target in config.targets:
        try:
            _check(target, root)
        except StatusgenError as error:
            at = place_in(source, "targets", text=target.name)
            yield Problem(at, str(error), error.hint)


def _check(target: Target, root: Path) -> None:
    what = f"target '{target.name}'"
    load_kind(target.type, TARGETS, "statusgen.targets", what)
    kind = _OPTIONS.get(target.type)
    options = read_options(target.options, kind, what) if kind else None
    if isinstance(options, DirectoryOptions):
        folder_of(options, root, what)
    if target.cdn.type != "none":
        load_kind(target.cdn.type, CDNS, "statusgen.cdns", f"{what}, cdn")
