"""A notice's files to its facts and its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from statusgen.errors import Location, Problem
from statusgen.model import Notice
from statusgen.parse.context import ParseContext, Parsed
from statusgen.parse.fields import Fields
from statusgen.parse.frontmatter import read_front_matter
from statusgen.parse.identity import stem_of
from statusgen.parse.placeholders import unfilled_problems
from statusgen.parse.times import parse_timestamp
from statusgen.parse.translations import (
    Original,
    digest_of,
    languages_of,
    read_translations,
)
from statusgen.parse.words import page_text, read_title
from statusgen.sources import SourceFile

KEYS = ("title", "starts", "ends", "draft")
_MEANT: Mapping[str, str] = {
    "start": "did you mean 'starts'?",
    "end": "did you mean 'ends'?",
    "until": "did you mean 'ends'?",
    "severity": "a notice has none; what is wrong is an incident, in content/incidents/",
    "components": "a notice has none; what is wrong is an incident, in content/incidents/",
}


def parse_notice(
    original: SourceFile, translations: Mapping[str, SourceFile], context: ParseContext
) -> Parsed[Notice]:
    """Return the notice that *original* and its *translations* (by language) tell.

    Its words are the ``summary`` of its texts. Without a start it is shown at once,
    without an end for good.
    """
    front = read_front_matter(original)
    if isinstance(front, Problem):
        return Parsed(None, (), (front,))
    problems = list(front.problems)
    texts, more = read_translations(translations, Original(original.path, None), context)
    item, title = None, ""
    if front.keys is not None:
        fields = Fields(front.keys, path=original.path, known=KEYS, problems=problems, meant=_MEANT)
        title = read_title(fields)
        starts, ends = _span(fields, context)
        item = Notice(
            id=stem_of(original.path),
            path=original.path,
            starts=starts,
            ends=ends,
            draft=fields.flag("draft"),
            languages=languages_of(translations, context),
            digest=digest_of(original, translations),
        )
    language = context.config.languages[0]
    text, faults = page_text(title, front, path=original.path, language=language)
    faults += unfilled_problems(front.body, path=original.path, first_line=front.first_line)
    return Parsed(item, (text, *texts), (*problems, *faults, *more))


def _span(fields: Fields, context: ParseContext) -> tuple[datetime | None, datetime | None]:
    def timestamp(text: str, at: Location) -> datetime | Problem:
        return parse_timestamp(text, zone=context.zone, at=at)

    starts, ends = fields.read("starts", timestamp), fields.read("ends", timestamp)
    if starts and ends and ends <= starts:
        fields.problem(
            f"ends: it ends {'when' if ends == starts else 'before'} it starts",
            "ends",
            f"it starts {starts:%Y-%m-%d %H:%M UTC}: are the day and the time zone right?",
        )
        return starts, None
    return starts, ends
