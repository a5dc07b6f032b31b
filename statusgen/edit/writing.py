"""Values as a content file spells them: times, statuses, components, texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from statusgen.model import ComponentStatus, ComponentStatuses, Severity, UpdateStatus
from statusgen.parse.component_lists import ALL
from statusgen.parse.headings import SEPARATORS
from statusgen.parse.statuses import word_of
from statusgen.yaml_source import Mapping, Scalar, read_yaml

_DAY = timedelta(days=1)
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # no page can show them


def write_time(at: datetime) -> str:
    """Return e.g. ``2026-11-23 14:20 UTC``, with seconds only where there are any."""
    moment = at.astimezone(UTC)
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d} {clock} UTC"


def write_next_update(due: datetime, *, after: datetime) -> str:
    """Return when the next update is due, as short as it is clear: ``14:50 UTC``.

    A time of day means the first such time after *after*, so that a day later needs a date.
    """
    whole = write_time(due)
    return whole.partition(" ")[2] if timedelta() < due - after < _DAY else whole


def write_status(status: ComponentStatus) -> str:
    """Return e.g. ``partial outage``."""
    return status.key.replace("_", " ")


def write_components(components: ComponentStatuses) -> str:
    """Return e.g. ``checkout = partial outage, search = operational``."""
    return ", ".join(f"{component} = {write_status(status)}" for component, status in components)


def write_heading(status: UpdateStatus | None, at: datetime) -> str:
    """Return the heading of an update; None for *status* is ``Update``."""
    return f"## {word_of(status)} {SEPARATORS[0]} {write_time(at)}"


def write_value(text: str) -> str:
    """Return *text* on one line as YAML: in quotes only where YAML would misread it.

    Control characters, which nobody can see, are left out.
    """
    line = _CONTROLS.sub("", _SPACES.sub(" ", text)).strip()
    node, problems = read_yaml(f"key: {line}", path="")
    plain = (
        isinstance(node, Mapping)
        and not problems
        and [value for _, value in node.entries] == [Scalar(line, 1, len("key: ") + 1)]
    )
    if plain and line not in ("", "~", "null"):
        return line
    return json.dumps(line, ensure_ascii=False)  # JSON's strings are a part of YAML


def write_affected(
    components: ComponentStatuses, *, usual: ComponentStatus, everything: int
) -> Iterable[str]:
    """Yield the front matter's lines on *components*, as short as may be.

    *usual* is the status that a component takes without one, *everything* the number of
    components that the site has.
    """
    statuses = {status for _, status in components}
    names = [component for component, _ in components]
    if len(names) == everything > 1 and len(statuses) == 1:
        names = [ALL]
        components = ((ALL, statuses.copy().pop()),)
    if not components:
        return
    if statuses == {usual}:
        yield f"components: {ALL}" if names == [ALL] else f"components: [{', '.join(names)}]"
        return
    yield "components:"
    yield from (f"  {name}: {write_status(status)}" for name, status in components)


def write_attributes(
    components: ComponentStatuses,
    severity: Severity | None,
    next_update: datetime | None,
    *,
    after: datetime,
) -> Iterable[str]:
    """Yield the lines straight under a heading."""
    if components:
        yield f"Components: {write_components(components)}"
    if severity is not None:
        yield f"Severity: {severity}"
    if next_update is not None:
        yield f"Next update: {write_next_update(next_update, after=after)}"
