"""A body's updates: the facts and the Markdown of each, and every mistake at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from statusgen.errors import Level, Location, Problem
from statusgen.model import Update, UpdateStatus
from statusgen.parse.attributes import Attributes, Scope, count_attributes, parse_attributes
from statusgen.parse.body import body_problem
from statusgen.parse.comments import comment_problems, without_comments
from statusgen.parse.context import ParseContext
from statusgen.parse.headings import Heading, find_layout
from statusgen.parse.openings import MODEL, lost_openings, openings_in_code, read_heading
from statusgen.parse.order import Step, effective_statuses, order_problems
from statusgen.parse.placeholders import unfilled_problems
from statusgen.parse.statuses import Kind
from statusgen.parse.times import parse_next_update

_NOTHING = Attributes()
#: Where a heading's time cannot be read, what its lines promise is counted from some other.
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_ATTRIBUTES = 20  # lines; there are six attributes, the rest can only be repetitions
_CODE_INDENT = 4  # spaces before a first line that mean something
#: What was meant as an attribute line but stands among the words, where it does nothing.
_STRAY = re.compile(
    r"\n(?P<name>components(?=[ \t]*:[^\n]*=)|severity(?=[ \t]*:[ \t]*P[123]\b))", re.IGNORECASE
)
#: A promise in the first line that lacks its colon, or has marks around it.
_PROMISE = re.compile(
    r"[ \t>*_-]*next[ _-]update[ \t*_:–—-]+(?P<time>(?:in[ \t]|[0-9]{1,2}:|[0-9]{4}-)[^\n*_]*?)"
    r"[.*_ \t]*(?:\n|$)",
    re.IGNORECASE,
)


class UpdatesSource(msgspec.Struct, frozen=True):
    """What a body says: its summary, its updates in order of time, and what is wrong."""

    summary: str  #: the Markdown before the first update, stripped
    updates: tuple[tuple[Update, str], ...]  #: facts and Markdown, stripped
    problems: tuple[Problem, ...]


class TranslatedUpdates(msgspec.Struct, frozen=True):
    """What a translation's body says: words for updates that are known by their times."""

    summary: str
    updates: tuple[tuple[datetime, int, str], ...]  #: time, the heading's line, Markdown
    problems: tuple[Problem, ...]


class _Section(NamedTuple):
    """One update as written."""

    at: datetime
    line: int
    step: Step
    attributes: Attributes
    text: str


def parse_updates(
    body: str, *, path: str, first_line: int, context: ParseContext, kind: Kind
) -> UpdatesSource:
    """Read *body*, which is what stands under the front matter from *first_line* on.

    Updates come back sorted by time, those of one time in the order of the file. One whose
    heading cannot be read is left out, and ``problems`` says so.
    """
    scope = Scope(path, context, kind)
    layout = find_layout(body)
    summary, headings = _split(body, layout.headings)
    sections, problems = _read_sections(headings, first_line, scope)
    problems += _body_problems(summary, scope.at(first_line))
    end = headings[0][0].start if headings else len(body)
    problems += unfilled_problems(body[:end], path=path, first_line=first_line)
    problems += comment_problems(body[:end], path=path, first_line=first_line)
    lost = list(lost_openings(body, layout, first_line=first_line, scope=scope))
    problems += lost
    problems += openings_in_code(body, layout.code, first_line=first_line, scope=scope)
    steps = [section.step for section in sections]
    if len(sections) == len(headings):  # else what follows what is anyone's guess
        problems += order_problems(steps, kind=kind)
    if not headings and not lost and kind == "incident":
        hint = f"add a line '{MODEL}', and below it what customers should know"
        problems.append(Problem(scope.at(first_line), "this incident has no update", hint))
    problems += _repeated_ids(sections, scope)
    statuses = effective_statuses(steps, kind=kind)
    updates = tuple(
        (_update(section, identity, status), section.text)
        for section, identity, status in zip(sections, _ids(sections), statuses, strict=True)
    )
    return UpdatesSource(summary, updates, tuple(problems))


def parse_translated_updates(
    body: str, *, path: str, first_line: int, context: ParseContext, kind: Kind
) -> TranslatedUpdates:
    """Read the *body* of a translation, sorted by time as :func:`parse_updates` does.

    Only times and words count. Attribute lines may stand there, as they do in a copy of the
    original, and are left out: the original alone says what is so.
    """
    scope = Scope(path, context, kind)
    layout = find_layout(body)
    summary, headings = _split(body, layout.headings)
    end = headings[0][0].start if headings else len(body)
    problems = _body_problems(summary, scope.at(first_line))
    problems += comment_problems(body[:end], path=path, first_line=first_line)
    problems += lost_openings(body, layout, first_line=first_line, scope=scope)
    updates = []
    for heading, under in headings:
        line = first_line + heading.line
        opening = read_heading(heading, line=line, scope=scope)
        if isinstance(opening, list):
            problems += opening
            continue
        problems += comment_problems(under, path=path, first_line=line + 1)
        text = _trim(_split_attributes(under)[1])
        problems += _body_problems(text, scope.at(line))
        updates.append((opening[1], line, text))
    updates.sort(key=lambda update: update[0])
    return TranslatedUpdates(summary, tuple(updates), tuple(problems))


def _read_sections(
    headings: Sequence[tuple[Heading, str]], first_line: int, scope: Scope
) -> tuple[list[_Section], list[Problem]]:
    """Return the updates that could be read, in order of time, and what is wrong."""
    sections: list[_Section] = []
    problems: list[Problem] = []
    for heading, under in headings:
        line = first_line + heading.line
        opening = read_heading(heading, line=line, scope=scope)
        at = _ANY_TIME if isinstance(opening, list) else opening[1]
        lines, words = _split_attributes(under)
        attributes = _NOTHING
        if lines:
            attributes, mistakes = parse_attributes(lines, line=line + 1, update_at=at, scope=scope)
            problems += mistakes
        problems += _stray_problems(words, line + len(lines), scope)
        first = line + 1 + len(lines)
        problems += unfilled_problems(words, path=scope.path, first_line=first)
        problems += comment_problems(words, path=scope.path, first_line=first)
        text = _trim(words)
        problems += _body_problems(text, scope.at(line))
        if isinstance(opening, list):  # what stands under it has been read all the same
            problems += opening
        else:
            sections.append(_Section(at, line, opening[0], attributes, text))
    sections.sort(key=lambda section: section.at)
    return sections, problems


def _split(body: str, headings: Sequence[Heading]) -> tuple[str, list[tuple[Heading, str]]]:
    """Return the summary, and each of *headings* with what stands under it."""
    ends = [*(heading.start for heading in headings[1:]), len(body)]
    under = [
        (heading, body[heading.end + 1 : end]) for heading, end in zip(headings, ends, strict=False)
    ]
    return _trim(body[: headings[0].start] if headings else body), under


def _split_attributes(under: str) -> tuple[list[str], str]:
    """Return the attribute lines of what stands under a heading, and the rest."""
    if not under or under[0] == "\n":
        return [], under
    lines = under.split("\n", _MOST_ATTRIBUTES)
    count = count_attributes(lines[:_MOST_ATTRIBUTES])
    return lines[:count], "\n".join(lines[count:])


def _trim(text: str) -> str:
    """Return *text* as it is published: without comments and blank lines around it.

    An indent of the first line that makes it code stays.
    """
    stripped = text.strip()
    start = len(text) - len(text.lstrip())
    indent = start - (text.rfind("\n", 0, start) + 1)
    code = " " * indent if stripped and indent >= _CODE_INDENT else ""
    return without_comments(code + stripped)


def _stray_problems(words: str, line: int, scope: Scope) -> list[Problem]:
    """Return advice on attribute lines among the *words*, which begin after *line*."""
    stray = _STRAY.search("\n" + words)
    if stray is not None:
        at = scope.at(line + 1 + words.count("\n", 0, stray.start()))
        return [_stray(stray["name"], at, "move the line straight under the update's heading")]
    promise = _PROMISE.match(words)
    if promise is None:
        return []
    at = scope.at(line + 1)
    time = parse_next_update(promise["time"], after=_ANY_TIME, zone=scope.context.zone, at=at)
    hint = f"write 'Next update: {promise['time']}' straight under the update's heading"
    return [] if isinstance(time, Problem) else [_stray("Next update", at, hint)]


def _stray(name: str, at: Location, hint: str) -> Problem:
    message = f"'{name.capitalize()}:' changes nothing here: it is published as text"
    return Problem(at, message, hint, Level.ADVICE, "stray-line")


def _body_problems(text: str, at: Location) -> list[Problem]:
    problem = body_problem(text, at=at)
    return [problem] if problem else []


def _update(section: _Section, identity: str, status: UpdateStatus) -> Update:
    attributes = section.attributes
    return Update(
        id=identity,
        status=status,
        says_update=section.step.status is None,
        at=section.at,
        components=attributes.components,
        severity=attributes.severity,
        next_update=attributes.next_update,
        posted=attributes.posted,
        edited=attributes.edited,
        line=section.line,
    )


def _ids(sections: Sequence[_Section]) -> list[str]:
    """Return each update's id: the one that it gives, else its time, numbered among equals.

    The number is its place among updates of one time, whether or not those give ids, so
    that giving one an id changes no other's.
    """
    given = {section.attributes.id for section in sections}
    places: dict[datetime, int] = {}
    ids: list[str] = []
    for section in sections:
        place = places.get(section.at, 0) + 1
        identity = section.attributes.id or _id_of(section.at, place)
        while section.attributes.id is None and identity in given:
            place += 1
            identity = _id_of(section.at, place)
        places[section.at] = place
        ids.append(identity)
    return ids


def _id_of(at: datetime, place: int) -> str:
    # Not strftime: that takes four times as long, and there are tens of thousands.
    day = f"{at.year:04}{at.month:02}{at.day:02}"
    clock = f"{at.hour:02}{at.minute:02}" + (f"{at.second:02}" if at.second else "")
    return f"{day}T{clock}Z" + (f"-{place}" if place > 1 else "")


def _repeated_ids(sections: Sequence[_Section], scope: Scope) -> list[Problem]:
    problems = []
    lines: dict[str, int] = {}
    for section in sorted(sections, key=lambda section: section.line):
        identity = section.attributes.id
        if identity is None:
            continue
        if identity in lines:
            first = lines[identity]
            hint = "each update has its own: readers of the feed would miss this one"
            problems.append(
                Problem(scope.at(section.line), f"the id '{identity}' is line {first}'s", hint)
            )
        lines.setdefault(identity, section.line)
    return problems
