"""An update more in a file: where it goes, and that nothing else changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from statusgen.edit.document import Document, open_document
from statusgen.edit.reading import Read, read_file
from statusgen.edit.writing import write_attributes, write_heading
from statusgen.errors import ContentError, Location, Problem
from statusgen.model import ComponentStatuses, Severity, UpdateStatus
from statusgen.parse.comments import comment_problems
from statusgen.parse.context import ParseContext
from statusgen.parse.headings import find_headings
from statusgen.parse.placeholders import unfilled_problems
from statusgen.parse.text import decode
from statusgen.sources import SourceFile

MESSAGE = "message"  #: what a problem in the words of an update names as its file


@dataclass(frozen=True, kw_only=True, slots=True)
class NewUpdate:
    """An update that is to be written."""

    at: datetime
    status: UpdateStatus | None  #: None keeps the status before it: "Update"
    message: str  #: Markdown
    components: ComponentStatuses = ()
    severity: Severity | None = None
    next_update: datetime | None = None


def add_update(source: SourceFile, update: NewUpdate, context: ParseContext) -> SourceFile:
    """Return *source* with *update* where the file's own order wants it.

    The rest stays byte for byte. Raises :class:`ContentError` where the message cannot be
    an update's, or where the file, with or without it, has mistakes.
    """
    message = clean_message(update.message)
    before = read_file(source, context)
    document = open_document(source)
    place = _place(document, before, update.at)
    after = _insert(document, place, update_text(update, message)).source
    _check(before, read_file(after, context), (update.at, message))
    return after


def clean_message(message: str, *, path: str = MESSAGE) -> str:
    r"""Return *message* as it goes into a file: ``\n`` line ends, no blank lines around it.

    Raises :class:`ContentError` where it has a heading that would begin an update of its
    own, or words that nobody has filled in.
    """
    text = decode(SourceFile(path, message.encode(errors="surrogateescape")))
    if isinstance(text, Problem):
        raise ContentError([text])
    text = text.strip("\n").rstrip()
    problems = [
        Problem(
            Location(path, heading.line + 1, 1),
            f"'## {heading.text}' would begin another update",
            f"a heading among the words has three: '### {heading.text}'",
        )
        for heading in find_headings(text)
    ]
    problems += unfilled_problems(text, path=path, first_line=1)
    problems += comment_problems(text, path=path, first_line=1)
    if problems:
        raise ContentError(problems)
    return text


def update_text(update: NewUpdate, message: str) -> str:
    r"""Return *update* as it stands in a file, with *message* for words; ends in ``\n``."""
    lines = [
        write_heading(update.status, update.at),
        *write_attributes(update.components, update.severity, update.next_update, after=update.at),
    ]
    return "\n".join(lines) + (f"\n\n{message}\n" if message else "\n")


def _place(document: Document, before: Read, at: datetime) -> int:
    """Return the line that an update of the time *at* goes before.

    A file is kept in the order that it has: oldest first, or newest first. Among updates
    of one time the one that is written later stands later, as the page has it. A file in no
    order goes on at its end.
    """
    headings = sorted((update.line, update.at) for update in before.updates)
    times = [time for _, time in headings]
    if len(set(times)) > 1 and times == sorted(times, reverse=True):
        below = [line for line, time in headings if time < at]
    elif times == sorted(times):
        below = [line for line, time in headings if time > at]
    else:
        below = []
    return below[0] - 1 if below else len(document.lines)


def _insert(document: Document, place: int, text: str) -> Document:
    """Put *text* before line *place*, with a blank line between it and what is around it."""
    above = "" if place > 0 and document.blank(place - 1) else "\n"
    below = "" if document.blank(place) else "\n"
    return document.insert(place, above + text + below)


def _check(before: Read, after: Read, new: tuple[datetime, str]) -> None:
    """Raise unless *after* is what was there *before*, and *new*."""
    left = list(after.words)
    missing = [one for one in before.words if not _take(left, one)]
    if missing or not _same_but_new(before, after) or left != [new]:
        raise ContentError(
            [
                Problem(
                    Location(before.path),
                    "the update cannot be added: the words around it would not stay as they are",
                    "is there a ``` or a <!-- that is never closed, in the file or the message?",
                )
            ]
        )


def _take(left: list[tuple[datetime, str]], one: tuple[datetime, str]) -> bool:
    if one in left:
        left.remove(one)
        return True
    return False


def _same_but_new(before: Read, after: Read) -> bool:
    return (
        before.summary == after.summary
        and before.text.title == after.text.title
        and len(after.updates) == len(before.updates) + 1
        and _in_order([u.id for u in before.updates], [u.id for u in after.updates])
    )


def _in_order(some: Sequence[str], more: Sequence[str]) -> bool:
    """Return whether *some* come in *more* in their order."""
    rest = iter(more)
    return all(one in rest for one in some)
