"""Components as they are named in a hurry: ``checkout``, ``Search = degraded performance``."""

from __future__ import annotations

from collections.abc import Iterable

from statusgen.errors import ContentError, Location, Problem
from statusgen.model import ComponentStatus, ComponentStatuses
from statusgen.parse.component_lists import ALL, parse_components
from statusgen.parse.context import ParseContext


def parse_affected(
    given: Iterable[str], *, usual: ComponentStatus | None, context: ParseContext, at: Location
) -> ComponentStatuses:
    """Return the components that *given* names, each with its status.

    Each text holds one or several, with commas. One without a status takes *usual*; None
    makes that a mistake. Raises :class:`ContentError` with every mistake.
    """
    parts = [part.strip() for text in given for part in text.split(",") if part.strip()]
    if usual is not None:
        word = usual.key.replace("_", " ")
        parts = [part if "=" in part else f"{part} = {word}" for part in parts]
    found = parse_components(", ".join(parts), at=Location(at.path), context=context)
    if isinstance(found, list):
        raise ContentError(
            Problem(Location(at.path), problem.message, problem.hint) for problem in found
        )
    return found


__all__ = ["ALL", "parse_affected"]
