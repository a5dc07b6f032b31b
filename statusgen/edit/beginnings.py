"""New files: an incident, a maintenance or a notice in its first words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from statusgen.edit.reading import read_file
from statusgen.edit.updates import NewUpdate, clean_message, update_text
from statusgen.edit.writing import write_affected, write_time, write_value
from statusgen.errors import ContentError, Problem
from statusgen.model import ComponentStatus, ComponentStatuses, Severity
from statusgen.parse.content import classify
from statusgen.parse.context import ParseContext
from statusgen.parse.names import MAX_NAME, slug
from statusgen.sources import SourceFile

#: What a component has that an incident of that severity lists without a status.
USUAL = {
    Severity.P1: ComponentStatus.MAJOR_OUTAGE,
    Severity.P2: ComponentStatus.PARTIAL_OUTAGE,
    Severity.P3: ComponentStatus.DEGRADED_PERFORMANCE,
}
_LONG = 60  # characters of an id that are made from a title


@dataclass(frozen=True, kw_only=True, slots=True)
class NewIncident:
    """An incident that is to be written."""

    id: str
    title: str
    severity: Severity
    components: ComponentStatuses
    update: NewUpdate  #: the first one; its ``components`` stay empty
    started: datetime | None = None
    detected: datetime | None = None
    pinned: bool = False
    draft: bool = False
    drill: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class NewMaintenance:
    """A maintenance that is to be written."""

    id: str
    title: str
    components: ComponentStatuses
    starts: datetime
    ends: datetime
    update: NewUpdate  #: the first one
    effect: str = ""
    draft: bool = False
    drill: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class NewNotice:
    """A notice that is to be written."""

    id: str
    title: str
    message: str
    starts: datetime | None = None
    ends: datetime | None = None
    draft: bool = False


def begin_incident(new: NewIncident, context: ParseContext) -> SourceFile:
    """Return the file of *new*. Raises :class:`ContentError` where it would have a mistake."""
    times = {"started": new.started, "detected": new.detected}
    keys = [
        f"title: {write_value(new.title)}",
        f"severity: {new.severity}",
        *_affected(new.components, USUAL[new.severity], context),
        *_times(times),
        *_flags(pinned=new.pinned, draft=new.draft, drill=new.drill),
    ]
    body = update_text(new.update, clean_message(new.update.message))
    return _file(f"content/incidents/{new.id}.md", keys, body, context)


def begin_maintenance(new: NewMaintenance, context: ParseContext) -> SourceFile:
    """Return the file of *new*. Raises :class:`ContentError` where it would have a mistake."""
    keys = [
        f"title: {write_value(new.title)}",
        *_affected(new.components, ComponentStatus.UNDER_MAINTENANCE, context),
        *_times({"starts": new.starts, "ends": new.ends}),
        *([f"effect: {write_value(new.effect)}"] if new.effect else []),
        *_flags(draft=new.draft, drill=new.drill),
    ]
    body = update_text(new.update, clean_message(new.update.message))
    return _file(f"content/maintenance/{new.id}.md", keys, body, context)


def begin_notice(new: NewNotice, context: ParseContext) -> SourceFile:
    """Return the file of *new*. Raises :class:`ContentError` where it would have a mistake."""
    keys = [
        f"title: {write_value(new.title)}",
        *_times({"starts": new.starts, "ends": new.ends}),
        *_flags(draft=new.draft),
    ]
    body = clean_message(new.message) + "\n"
    return _file(f"content/notices/{new.id}.md", keys, body, context)


def dated_id(title: str, day: date, *, fallback: str) -> str:
    """Return an id such as ``2026-11-23-some-customers-cannot-pay`` for *title*.

    It is cut between words. A title without a letter of the Latin script has *fallback*.
    """
    words = slug(title) or fallback
    if len(words) > _LONG:
        words = words[: _LONG + 1].rpartition("-")[0] or words[:_LONG]
    return f"{day.isoformat()}-{words}"[:MAX_NAME]


def _affected(
    components: ComponentStatuses, usual: ComponentStatus, context: ParseContext
) -> Iterable[str]:
    return write_affected(components, usual=usual, everything=len(context.config.components))


def _times(times: dict[str, datetime | None]) -> Iterable[str]:
    return (f"{key}: {write_time(at)}" for key, at in times.items() if at is not None)


def _flags(**flags: bool) -> Iterable[str]:
    return (f"{name}: true" for name, given in flags.items() if given)


def _file(path: str, keys: list[str], body: str, context: ParseContext) -> SourceFile:
    name = classify(path, context.config)
    if isinstance(name, Problem):
        raise ContentError([name])
    text = "\n".join(["---", *keys, "---", "", body])
    source = SourceFile(path, text.encode(errors="surrogateescape"))
    read_file(source, context)
    return source
