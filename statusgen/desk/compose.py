"""From a form to the file as it would be: the same edits that the commands make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from statusgen.desk.library import Library
from statusgen.desk.raw import keep_line_ends
from statusgen.desk.times import Times, this_minute
from statusgen.desk.work import Work
from statusgen.edit.affected import parse_affected
from statusgen.edit.beginnings import (
    USUAL,
    NewIncident,
    NewMaintenance,
    NewNotice,
    begin_incident,
    begin_maintenance,
    begin_notice,
    dated_id,
)
from statusgen.edit.keys import set_key
from statusgen.edit.saving import Change
from statusgen.edit.updates import NewUpdate, add_update
from statusgen.edit.writing import write_heading, write_time
from statusgen.errors import ContentError, Location, Problem, StatusgenError
from statusgen.model import ComponentStatus, ComponentStatuses, Severity, UpdateStatus
from statusgen.parse.names import name_problem, slug
from statusgen.parse.placeholders import find_placeholders
from statusgen.parse.statuses import parse_status
from statusgen.sources import SourceFile

_SINGULAR = {"incidents": "incident", "maintenance": "maintenance", "notices": "notice"}
_NO_TITLE = "…"


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """What a form comes to."""

    change: Change
    id: str
    heading: str = ""  #: of the update that is new in it
    known: tuple[Problem, ...] = ()  #: what is wrong with the form, where it was a rough look

    @property
    def text(self) -> str:
        """Return the file as it would be."""
        return self.change.after.data.decode("utf-8", "replace")


def compose(work: Work, library: Library, *, now: datetime) -> Composed:
    """Return what *work* makes of its file.

    Raises :class:`ContentError` with what is wrong; a problem in a field of the form has
    the field's name for a path. Raises :class:`StatusgenError` where there is no such file.
    """
    missing = list(_missing(work))
    if missing:
        raise ContentError(missing)
    return COMPOSERS[work.task](work, library, now)


def compose_roughly(work: Work, library: Library, *, now: datetime) -> Composed:
    """Return what *work* makes of its file, to be looked at and not to be saved.

    What nobody has written yet and braces that nobody has filled are problems in ``known``,
    and the rest is shown all the same. Raises as :func:`compose` for others.
    """
    known = tuple(_missing(work))
    if known and work.is_new:
        work = msgspec.structs.replace(
            work,
            title=work.title if work.title.strip() else _NO_TITLE,
            severity=work.severity or "P1",
            id=work.id or ("" if work.title.strip() else "preview"),
        )
    build = COMPOSERS[work.task]
    try:
        composed = build(work, library, now)
    except ContentError as error:
        if work.task == "raw" or any(problem.rule != "unfilled" for problem in error.problems):
            raise ContentError([*known, *error.problems]) from error
        known += error.problems
        composed = build(_with_braces(work), library, now)
    return replace(composed, known=known)


_HAS_WORDS = frozenset(
    {"new-incident", "update", "new-maintenance", "maintenance-update", "new-notice"}
)


def _missing(work: Work) -> Iterator[Problem]:
    """Yield a problem for each field that may not be empty and is."""
    if work.is_new and not work.title.strip():
        yield Problem(Location("title", 1, 1), "there is no title yet")
    if work.task == "new-incident" and not work.severity:
        yield Problem(Location("severity", 1, 1), "choose how bad it is")
    if work.task in _HAS_WORDS and not work.message.strip():
        hint = "customers read this: say what it is like for them"
        yield Problem(Location("message", 1, 1), "there are no words yet", hint)


def _with_braces(work: Work) -> Work:
    """Return *work* with its braces written so that they stay braces."""
    message = work.message
    for found in reversed(list(find_placeholders(message))):
        message = f"{message[: found.start]}\\{message[found.start :]}"
    return msgspec.structs.replace(work, message=message)


# --- the tasks


def _new_incident(work: Work, library: Library, now: datetime) -> Composed:
    times = Times(library.project.config, now)
    at = times.past("at", work.at) or this_minute(now)
    started = times.past("started", work.started)
    detected = times.past("detected", work.detected)
    next_update = times.coming("next_update", work.next_update, after=at)
    status = _status(work, times.problems, UpdateStatus.INVESTIGATING)
    times.stop()
    severity = Severity(work.severity)
    day = at.astimezone(library.project.config.zone).date()
    identity = _new_id(work, library, dated_id(work.title, day, fallback="incident"))
    update = NewUpdate(at=at, status=status, message=work.message, next_update=next_update)
    after = begin_incident(
        NewIncident(
            id=identity,
            title=work.title,
            severity=severity,
            components=_components(work, library, USUAL[severity]),
            update=update,
            started=started,
            detected=detected,
            pinned=work.pinned,
            draft=work.draft,
            drill=work.drill,
        ),
        library.project.context,
    )
    return Composed(change=Change(after), id=identity, heading=write_heading(status, at))


def _update(work: Work, library: Library, now: datetime) -> Composed:
    before = existing(work, library)
    times = Times(library.project.config, now)
    at = times.past("at", work.at) or this_minute(now)
    next_update = times.coming("next_update", work.next_update, after=at)
    status = _status(work, times.problems, None)
    times.stop()
    update = NewUpdate(
        at=at,
        status=status,
        message=work.message,
        components=_components(work, library, None),
        severity=Severity(work.severity) if work.severity else None,
        next_update=next_update,
    )
    after = add_update(before, update, library.project.context)
    ended = times.past("ends", work.ends)
    times.stop()
    if ended is not None and status is UpdateStatus.RESOLVED:
        after = set_key(after, "resolved", write_time(ended), library.project.context)
    return Composed(change=Change(after, before), id=work.id, heading=write_heading(status, at))


def _new_maintenance(work: Work, library: Library, now: datetime) -> Composed:
    times = Times(library.project.config, now)
    at = times.past("at", work.at) or this_minute(now)
    starts = times.needed("starts", work.starts, after=now)
    ends = times.needed("ends", work.ends, after=starts or now)
    times.stop()
    assert starts is not None and ends is not None  # noqa: S101, PT018 - or it has stopped
    day = starts.astimezone(library.project.config.zone).date()
    identity = _new_id(work, library, dated_id(work.title, day, fallback="maintenance"))
    status = UpdateStatus.SCHEDULED
    after = begin_maintenance(
        NewMaintenance(
            id=identity,
            title=work.title,
            components=_components(work, library, ComponentStatus.UNDER_MAINTENANCE),
            starts=starts,
            ends=ends,
            update=NewUpdate(at=at, status=status, message=work.message),
            effect=work.effect,
            draft=work.draft,
            drill=work.drill,
        ),
        library.project.context,
    )
    return Composed(change=Change(after), id=identity, heading=write_heading(status, at))


def _maintenance_update(work: Work, library: Library, now: datetime) -> Composed:
    before = existing(work, library)
    times = Times(library.project.config, now)
    at = times.past("at", work.at) or this_minute(now)
    ends = times.coming("ends", work.ends, after=now)
    status = _status(work, times.problems, None, kind="maintenance")
    times.stop()
    update = NewUpdate(at=at, status=status, message=work.message)
    after = add_update(before, update, library.project.context)
    if ends is not None:
        after = set_key(after, "ends", write_time(ends), library.project.context)
    return Composed(change=Change(after, before), id=work.id, heading=write_heading(status, at))


def _new_notice(work: Work, library: Library, now: datetime) -> Composed:
    times = Times(library.project.config, now)
    starts = times.coming("starts", work.starts, after=now)
    ends = times.coming("ends", work.ends, after=starts or now)
    times.stop()
    fallback = slug(work.title) or f"notice-{now:%Y-%m-%d}"
    identity = _new_id(work, library, fallback)
    after = begin_notice(
        NewNotice(
            id=identity,
            title=work.title,
            message=work.message,
            starts=starts,
            ends=ends,
            draft=work.draft,
        ),
        library.project.context,
    )
    return Composed(change=Change(after), id=identity)


def _end_notice(work: Work, library: Library, now: datetime) -> Composed:
    before = existing(work, library)
    times = Times(library.project.config, now)
    ends = times.past("ends", work.ends) or this_minute(now)
    times.stop()
    after = set_key(before, "ends", write_time(ends), library.project.context)
    return Composed(change=Change(after, before), id=work.id)


def _raw(work: Work, library: Library, now: datetime) -> Composed:
    del now
    if work.language and library.translation(work.folder, work.id, work.language) is None:
        path = library.translation_path(work.folder, work.id, work.language)
        new = SourceFile(path, work.text.encode(errors="replace"))
        return Composed(change=Change(new), id=work.id)
    before = existing(work, library)
    after = SourceFile(before.path, keep_line_ends(before.data, work.text))
    return Composed(change=Change(after, before), id=work.id)


COMPOSERS: Mapping[str, Callable[[Work, Library, datetime], Composed]] = {
    "new-incident": _new_incident,
    "update": _update,
    "new-maintenance": _new_maintenance,
    "maintenance-update": _maintenance_update,
    "new-notice": _new_notice,
    "end-notice": _end_notice,
    "raw": _raw,
}


# --- their parts


def existing(work: Work, library: Library) -> SourceFile:
    """Return the file that *work* is on, one of those that there are, and no other."""
    if not work.language:
        return library.read(work.folder, work.id)
    found = library.translation(work.folder, work.id, work.language)
    if found is None:
        raise StatusgenError(f"there are no words in '{work.language}' yet")
    return found


def _new_id(work: Work, library: Library, proposed: str) -> str:
    """Return the id that the form gives, or one like *proposed* that is free."""
    folders = ("notices",) if work.folder == "notices" else ("incidents", "maintenance")
    if work.id:
        kind = _SINGULAR[work.folder]
        problem = name_problem(work.id, kind=kind, at=Location("id", 1, 1))
        if problem:
            raise ContentError([problem])
        return work.id
    identity, number = proposed, 1
    while not library.free(identity, folders):
        number += 1
        identity = f"{proposed}-{number}"
    return identity


def _status(
    work: Work, problems: list[Problem], default: UpdateStatus | None, *, kind: str = "incident"
) -> UpdateStatus | None:
    if not work.status:
        return default
    at = Location("status", 1, 1)
    if kind == "maintenance":
        found = parse_status(work.status, kind="maintenance", at=at)
    else:
        found = parse_status(work.status, kind="incident", at=at)
    if isinstance(found, Problem):
        problems.append(found)
        return None
    return found


def _components(work: Work, library: Library, usual: ComponentStatus | None) -> ComponentStatuses:
    given = [f"{name} = {status}" if status else name for name, status in work.components.items()]
    at = Location("components")
    return (
        parse_affected(given, usual=usual, context=library.project.context, at=at) if given else ()
    )
