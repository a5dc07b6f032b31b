"""Saving a form: only over the file that the person has seen, and never half."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from statusgen.desk.compose import Composed, compose, existing
from statusgen.desk.library import Library
from statusgen.desk.work import Work
from statusgen.edit.reading import PARSERS, ahead_of_time
from statusgen.edit.saving import ConflictError, digest, save
from statusgen.errors import ContentError, Level, Problem, StatusgenError
from statusgen.items import PARSERS as ALL_PARSERS
from statusgen.sources import SourceFile


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """The file is another than the one that the person has seen. Nothing was written."""

    theirs: str  #: the file as it is now; "" where it is gone
    mine: str  #: the file as it would be with the form on top; of a raw edit: its text
    base: str  #: digest of *theirs*: to save knowingly on top of it
    message: str


def save_work(work: Work, library: Library, *, now: datetime) -> Composed | Conflict:
    """Write what *work* makes of its file, or return the conflict that keeps it from that.

    Raises :class:`ContentError` where the file would have mistakes, and
    :class:`StatusgenError` where it cannot be written.
    """
    conflict = _seen_another(work, library, now)
    if conflict is not None:
        return conflict
    composed = compose(work, library, now=now)
    if digest(composed.change.before) != work.base:  # saved since our first look
        return _conflict(work, library, now, composed.change.path, _CHANGED)
    refuse_mistakes(work, composed, library, now=now)
    try:
        save(library.project.root, composed.change)
    except ConflictError as error:  # between our look and our writing
        return _conflict(work, library, now, composed.change.path, str(error))
    return composed


def refuse_mistakes(work: Work, composed: Composed, library: Library, *, now: datetime) -> None:
    """Raise :class:`ContentError` where the file would stop a build."""
    after = composed.change.after
    folder = after.path.split("/")[1]
    if work.language:
        original = library.read(work.folder, work.id)
        parsed = ALL_PARSERS[folder](original, {work.language: after}, library.project.context)
        problems: tuple[Problem, ...] = tuple(
            problem
            for problem in parsed.problems
            if problem.level is Level.ERROR and problem.at.path == after.path
        )
    elif folder in PARSERS:
        problems = ahead_of_time(after, library.project.context, now=now)
    else:
        found = ALL_PARSERS[folder](after, {}, library.project.context).problems
        problems = tuple(problem for problem in found if problem.level is Level.ERROR)
    if problems:
        raise ContentError(problems)


def _seen_another(work: Work, library: Library, now: datetime) -> Conflict | None:
    if work.is_new:
        path = library.path_of(work.folder, work.id) if work.id else None
        return _conflict(work, library, now, path, _TAKEN) if path else None
    if work.language and not work.base:
        there = library.translation(work.folder, work.id, work.language)
        return _conflict(work, library, now, there.path, _TAKEN) if there else None
    try:
        before = existing(work, library)
    except StatusgenError:
        return Conflict(theirs="", mine=_words(work), base="", message=_GONE)
    if digest(before) == work.base:
        return None
    return _conflict(work, library, now, before.path, _CHANGED)


_TAKEN = "A file with this name has been made meanwhile."
_CHANGED = "Somebody else has changed this file since you opened it."
_GONE = "Somebody else has removed this file since you opened it."


def _conflict(
    work: Work, library: Library, now: datetime, path: str | None, message: str
) -> Conflict:
    theirs: SourceFile | None = None
    try:
        theirs = library.project.read(path) if path else None
        mine = compose(work, library, now=now).text
    except StatusgenError:
        mine = _words(work)
    return Conflict(
        theirs=theirs.data.decode("utf-8", "replace") if theirs else "",
        mine=mine,
        base=digest(theirs),
        message=message,
    )


def _words(work: Work) -> str:
    return work.text if work.task == "raw" else work.message
