"""Arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Instant(click.ParamType[datetime]):
    """An ISO 8601 time; without an offset it is UTC."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return *value* as an aware datetime in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            when = datetime.fromisoformat(value.replace(" UTC", "Z"))
        except ValueError:
            self.fail(f"'{value}' is no time; write it as 2026-11-23T15:00:00Z", param, ctx)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def root_argument(function: F) -> F:
    """Add the ROOT argument: the project's folder, by default the one we are in."""
    return click.argument(
        "root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=".",
        callback=lambda _ctx, _param, value: _project(value),
    )(function)


def _project(root: Path) -> Path:
    from statusgen.disk import find_root

    return find_root(root)


def now_option(function: F) -> F:
    """Add ``--now``, which pretends that it is another time."""
    return click.option(
        "--now",
        type=Instant(),
        default=None,
        metavar="TIME",
        help="Pretend that it is this time, e.g. 2026-11-23T15:00:00Z.",
        callback=lambda _ctx, _param, value: value or datetime.now(UTC),
    )(function)
