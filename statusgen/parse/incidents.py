"""An incident's files to its facts and its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from statusgen.errors import Location, Problem
from statusgen.model import ComponentStatus, Impact, Incident, Severity, UpdateStatus
from statusgen.parse.affected import read_affected
from statusgen.parse.context import (
    ParseContext,
    Parsed,
    listing,
    severity_of,
    severity_problem,
    short,
    suggest,
)
from statusgen.parse.fields import Fields
from statusgen.parse.frontmatter import read_front_matter
from statusgen.parse.identity import read_aliases, read_id
from statusgen.parse.times import parse_timestamp
from statusgen.parse.translations import (
    Original,
    digest_of,
    languages_of,
    read_translations,
)
from statusgen.parse.updates import UpdatesSource, parse_updates
from statusgen.parse.words import read_title, updates_text
from statusgen.sources import SourceFile

KEYS = (
    *("title", "severity", "components", "started", "detected", "resolved"),
    *("pinned", "draft", "drill", "aliases", "id", "review", "impact", "created"),
)
_MEANT: Mapping[str, str] = {
    "status": "the heading of the newest update says the status",
    "date": "did you mean 'started'? Each update has its time in its heading",
    "time": "did you mean 'started'? Each update has its time in its heading",
    "start": "did you mean 'started'?",
    "end": "did you mean 'resolved'?",
    "ended": "did you mean 'resolved'?",
    "affected": "did you mean 'components'?",
    "priority": "did you mean 'severity'?",
    "level": "did you mean 'severity'?",
    "name": "did you mean 'title'?",
    "summary": "text before the first update is the summary",
    **dict.fromkeys(
        ("message", "body", "text", "description", "content", "update", "updates"),
        "words stand below: '## Investigating — <time>', and what customers should know",
    ),
    "next_update": "write 'Next update: 14:50' straight under the update's heading",
    "next update": "write 'Next update: 14:50' straight under the update's heading",
    "starts": "that is maintenance; for an incident write 'started'",
    "ends": "that is maintenance; for an incident write 'resolved'",
}

_USUAL: Mapping[Severity | Impact | None, ComponentStatus] = {
    Severity.P1: ComponentStatus.MAJOR_OUTAGE,
    Severity.P2: ComponentStatus.PARTIAL_OUTAGE,
    Severity.P3: ComponentStatus.DEGRADED_PERFORMANCE,
    Impact.CRITICAL: ComponentStatus.MAJOR_OUTAGE,
    Impact.MAJOR: ComponentStatus.PARTIAL_OUTAGE,
    Impact.MINOR: ComponentStatus.DEGRADED_PERFORMANCE,
    Impact.MAINTENANCE: ComponentStatus.UNDER_MAINTENANCE,
    Impact.NONE: ComponentStatus.OPERATIONAL,
    None: ComponentStatus.DEGRADED_PERFORMANCE,  # only where a problem says that it is missing
}
_DATED = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]|$)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):\S")
_SAFE_SCHEMES = ("http", "https", "mailto")


class _Review(NamedTuple):
    due: datetime | None = None
    place: str = ""


def parse_incident(
    original: SourceFile, translations: Mapping[str, SourceFile], context: ParseContext
) -> Parsed[Incident]:
    """Return the incident that *original* and its *translations* (by language) tell.

    The problems are those of all of its files. Text is rendered; nothing is derived.
    """
    front = read_front_matter(original)
    if isinstance(front, Problem):
        return Parsed(None, (), (front,))
    problems = list(front.problems)
    source = parse_updates(
        front.body,
        path=original.path,
        first_line=front.first_line,
        context=context,
        kind="incident",
    )
    problems += source.problems
    updates = tuple(update for update, _ in source.updates)
    texts, more = read_translations(
        translations, Original(original.path, "incident", updates), context
    )
    item, title = None, ""
    if front.keys is not None:
        fields = Fields(front.keys, path=original.path, known=KEYS, problems=problems, meant=_MEANT)
        title = read_title(fields)
        item = _facts(fields, source, original, translations, context)
    text = updates_text(title, source, context, "")
    return Parsed(item, (text, *texts), (*problems, *more))


def _facts(
    fields: Fields,
    source: UpdatesSource,
    original: SourceFile,
    translations: Mapping[str, SourceFile],
    context: ParseContext,
) -> Incident | None:
    severity = fields.read("severity", _severity)
    impact = fields.read("impact", _impact)
    if not fields.given("impact"):
        fields.require("severity", "P1, P2 or P3: how much of the shop is down?")
    usual = _USUAL[severity or impact]
    components = read_affected(fields, usual=usual, context=context)

    def timestamp(text: str, at: Location) -> datetime | Problem:
        return parse_timestamp(text, zone=context.zone, at=at)

    def review_of(text: str, at: Location) -> _Review | Problem:
        return _review(text, at, context)

    started = fields.read("started", timestamp)
    detected = fields.read("detected", timestamp)
    resolved = fields.read("resolved", timestamp)
    created = fields.read("created", timestamp)
    review = fields.read("review", review_of)
    identity = read_id(fields, original.path, kind="incident")
    aliases = read_aliases(fields, identity, kind="incident")
    flags = {name: fields.flag(name) for name in ("pinned", "draft", "drill")}
    if not source.updates or (severity is None and impact is None):
        return None
    started = started or source.updates[0][0].at
    incident = Incident(
        id=identity,
        path=original.path,
        severity=severity,
        impact=impact,
        components=components,
        started=started,
        detected=detected or started,
        resolved=resolved,
        created=created,
        aliases=aliases,
        review_due=review.due if review else None,
        review_at=review.place if review else "",
        updates=tuple(update for update, _ in source.updates),
        languages=languages_of(translations, context),
        digest=digest_of(original, translations),
        **flags,
    )
    _check_order(incident, fields)
    return incident


def _check_order(incident: Incident, fields: Fields) -> None:
    """Note an incident that ends before it starts, and one that has ended and has not."""
    ends = [u.at for u in incident.updates if u.status is UpdateStatus.RESOLVED]
    first = incident.updates[0].at
    if fields.given("detected") and incident.detected > first:
        fields.problem(
            f"detected: {incident.detected:%Y-%m-%d %H:%M UTC} "
            f"is after the first update of {first:%Y-%m-%d %H:%M UTC}",
            "detected",
            "are the day and the time zone right?",
        )
    if fields.given("started") and ends and incident.started > ends[0]:
        fields.problem(
            f"started: {incident.started:%Y-%m-%d %H:%M UTC} is after the Resolved update "
            f"of {ends[0]:%Y-%m-%d %H:%M UTC}",
            "started",
            "are the day and the time zone right?",
        )
    if incident.resolved is None:
        return
    if incident.resolved < incident.started:
        fields.problem(
            "resolved: this is before the incident started",
            "resolved",
            f"it started {incident.started:%Y-%m-%d %H:%M UTC}",
        )
    if not ends:
        fields.problem(
            "resolved: no update says that it is resolved",
            "resolved",
            "add one below: ## Resolved — …, or leave this line out",
        )
    elif incident.resolved > ends[-1]:
        fields.problem(
            f"resolved: this is after the Resolved update of {ends[-1]:%Y-%m-%d %H:%M UTC}",
            "resolved",
            "leave this line out, unless it ended before that update was written",
        )


def _severity(text: str, at: Location) -> Severity | Problem:
    return severity_of(text) or severity_problem(text, at=at)


def _impact(text: str, at: Location) -> Impact | Problem:
    names = {impact.key: impact for impact in Impact}
    found = names.get(text.strip().lower())
    if found is not None:
        return found
    hint = suggest(text, names) or listing("the impacts are", names)
    return Problem(at, f"unknown impact '{short(text)}'", hint)


def _review(text: str, at: Location, context: ParseContext) -> _Review | Problem:
    """Return when the review is due, or where it is: an address or words."""
    words = " ".join(text.split())
    if _DATED.match(words):
        due = parse_timestamp(words, zone=context.zone, at=at)
        return due if isinstance(due, Problem) else _Review(due=due)
    scheme = _SCHEME.match(words)
    if scheme and scheme[1].lower() not in _SAFE_SCHEMES:
        return Problem(at, f"'{short(words)}' is no web address", "write https://…, or words")
    return _Review(place=words)
