"""The same words in another language: ``<id>.<language>.md`` beside the original."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from statusgen.errors import Location, Problem
from statusgen.model import Body, Text, Update
from statusgen.parse.context import ParseContext
from statusgen.parse.fields import Fields
from statusgen.parse.frontmatter import read_front_matter
from statusgen.parse.statuses import Kind, word_of
from statusgen.parse.updates import parse_translated_updates
from statusgen.parse.words import body_of, page_text, read_title
from statusgen.sources import SourceFile

_UTC = "%Y-%m-%d %H:%M UTC"
_NO_PLACES: Iterator[int] = iter(())
_MEANT: Mapping[str, str] = dict.fromkeys(
    (
        *("severity", "components", "started", "detected", "resolved", "pinned", "draft"),
        *("drill", "aliases", "id", "review", "impact", "created", "starts", "ends"),
        *("order", "menu", "public"),
    ),
    "it stands in the original alone: leave it out here",
)


class Original(msgspec.Struct, frozen=True):
    """What a translation is held against."""

    path: str
    kind: Kind | None  #: None where there are no updates: notices and pages
    updates: tuple[Update, ...] = ()


def digest_of(original: SourceFile, translations: Mapping[str, SourceFile]) -> bytes:
    """Return the 16-byte digest of an item's files, names included: they make its address."""
    digest = hashlib.blake2b(original.path.encode() + b"\0" + original.data, digest_size=16)
    for language in sorted(translations):
        data = translations[language].data
        digest.update(f"\0{language}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.digest()


def languages_of(translations: Mapping[str, SourceFile], context: ParseContext) -> tuple[str, ...]:
    """Return the languages an item is written in: the original's, then the site's order."""
    first, *others = context.config.languages
    return (first, *(language for language in others if language in translations))


def read_translations(
    translations: Mapping[str, SourceFile], original: Original, context: ParseContext
) -> tuple[tuple[Text, ...], list[Problem]]:
    """Return the words of each translation, in the site's order of languages."""
    texts, problems = list[Text](), list[Problem]()
    for language in languages_of(translations, context)[1:]:
        text = _read(translations[language], language, original, context, problems)
        if text is not None:
            texts.append(text)
    return tuple(texts), problems


def _read(
    source: SourceFile,
    language: str,
    original: Original,
    context: ParseContext,
    problems: list[Problem],
) -> Text | None:
    front = read_front_matter(source)
    if isinstance(front, Problem):
        problems.append(front)
        return None
    problems += front.problems
    title = effect = ""
    if front.keys is not None:
        known = ("title", "effect") if original.kind == "maintenance" else ("title",)
        fields = Fields(front.keys, path=source.path, known=known, problems=problems, meant=_MEANT)
        title, effect = read_title(fields), fields.line("effect") if "effect" in known else ""
    if original.kind is None:
        text, more = page_text(title, front, path=source.path, language=language)
        problems += more
        return text
    parts = parse_translated_updates(
        front.body,
        path=source.path,
        first_line=front.first_line,
        context=context,
        kind=original.kind,
    )
    problems += parts.problems
    bodies, strays = _matched(parts.updates, original, source.path)
    problems += strays
    return Text(
        language=language,
        title=title,
        summary=body_of(parts.summary),
        effect=effect,
        updates=bodies,
    )


def _matched(
    words: Iterable[tuple[datetime, int, str]], original: Original, path: str
) -> tuple[tuple[Body | None, ...], list[Problem]]:
    """Return a body or None for each of the original's updates, and a problem for each stray.

    *words* are times, lines and Markdown. They belong to the update of their time; of
    several with one time, to the one in the same place among them.
    """
    places = defaultdict[datetime, list[int]](list)
    for index, update in enumerate(original.updates):
        places[update.at].append(index)
    free = {at: iter(some) for at, some in places.items()}
    bodies: list[Body | None] = [None] * len(original.updates)
    problems = list[Problem]()
    for at, line, markdown in words:
        place = next(free.get(at, _NO_PLACES), None)
        if place is None:
            problems.append(_stray(at, Location(path, line, 1), original))
        else:
            bodies[place] = body_of(markdown)
    return tuple(bodies), problems


def _stray(moment: datetime, at: Location, original: Original) -> Problem:
    hint = f"{original.path} has no updates"
    if original.updates:
        near = min(original.updates, key=lambda update: abs(update.at - moment))
        hint = f"the nearest in {original.path} is {word_of(near.status)} — {near.at:{_UTC}}"
        if near.at == moment:
            hint = "this one was translated already: are two of them one?"
    return Problem(at, f"the original has no update of {moment:{_UTC}} for this one", hint)
