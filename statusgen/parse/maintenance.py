"""A maintenance's files to its facts and its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from statusgen.errors import Location, Problem
from statusgen.model import ComponentStatus, Maintenance
from statusgen.parse.affected import read_affected
from statusgen.parse.context import ParseContext, Parsed
from statusgen.parse.fields import Fields
from statusgen.parse.frontmatter import read_front_matter
from statusgen.parse.identity import read_aliases, read_id
from statusgen.parse.times import EXAMPLE, parse_timestamp
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
    *("title", "components", "starts", "ends", "effect"),
    *("draft", "drill", "aliases", "id", "created"),
)
_MEANT: Mapping[str, str] = {
    "status": "the clock says the status, and an update's heading where the clock is wrong",
    "severity": "maintenance has none: leave it out",
    "impact": "maintenance has none: write what customers will notice as 'effect'",
    "started": "that is an incident; for maintenance write 'starts'",
    "resolved": "that is an incident; for maintenance write 'ends'",
    "start": "did you mean 'starts'?",
    "end": "did you mean 'ends'?",
    "date": "did you mean 'starts'?",
    "duration": "write when it ends: 'ends'",
    "affected": "did you mean 'components'?",
    "name": "did you mean 'title'?",
}


def parse_maintenance(
    original: SourceFile, translations: Mapping[str, SourceFile], context: ParseContext
) -> Parsed[Maintenance]:
    """Return the maintenance that *original* and its *translations* (by language) tell.

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
        kind="maintenance",
    )
    problems += source.problems
    updates = tuple(update for update, _ in source.updates)
    texts, more = read_translations(
        translations, Original(original.path, "maintenance", updates), context
    )
    item, title, effect = None, "", ""
    if front.keys is not None:
        fields = Fields(front.keys, path=original.path, known=KEYS, problems=problems, meant=_MEANT)
        title, effect = read_title(fields), fields.line("effect")
        item = _facts(fields, source, original, translations, context)
    text = updates_text(title, source, context, effect)
    return Parsed(item, (text, *texts), (*problems, *more))


def _facts(
    fields: Fields,
    source: UpdatesSource,
    original: SourceFile,
    translations: Mapping[str, SourceFile],
    context: ParseContext,
) -> Maintenance | None:
    def timestamp(text: str, at: Location) -> datetime | Problem:
        return parse_timestamp(text, zone=context.zone, at=at)

    for key in ("starts", "ends"):
        fields.require(key, f"write e.g. {key}: {EXAMPLE}")
    starts, ends = fields.read("starts", timestamp), fields.read("ends", timestamp)
    components = read_affected(fields, usual=ComponentStatus.UNDER_MAINTENANCE, context=context)
    identity = read_id(fields, original.path, kind="maintenance")
    aliases = read_aliases(fields, identity, kind="maintenance")
    created = fields.read("created", timestamp)
    flags = {name: fields.flag(name) for name in ("draft", "drill")}
    if starts is None or ends is None:
        return None
    if ends <= starts:
        fields.problem(
            f"ends: it ends {'when' if ends == starts else 'before'} it starts",
            "ends",
            f"it starts {starts:%Y-%m-%d %H:%M UTC}: are the day and the time zone right?",
        )
        return None
    return Maintenance(
        id=identity,
        path=original.path,
        components=components,
        starts=starts,
        ends=ends,
        created=created,
        aliases=aliases,
        updates=tuple(update for update, _ in source.updates),
        languages=languages_of(translations, context),
        digest=digest_of(original, translations),
        **flags,
    )
