"""What no file can say of itself: which kind it is, and whether it fits to the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Generic

import msgspec

from statusgen.config import Config
from statusgen.errors import Location, Problem
from statusgen.parse.context import listing
from statusgen.parse.facts import Archive, Facts, Named, S
from statusgen.parse.names import name_problem
from statusgen.parse.places import Places

#: How far ahead of the build's clock an update may be: clocks differ, people round up.
AHEAD = timedelta(minutes=5)

#: Folder of ``content/`` → what its files are, as :data:`names.RESERVED` has it.
KINDS: Mapping[str, str] = {
    "incidents": "incident",
    "maintenance": "maintenance",
    "notices": "notice",
    "pages": "page",
    "support": "page",
}
#: These may be sorted into folders of their own, such as one a year.
_NESTED = ("incidents", "maintenance")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_UTC = "%Y-%m-%d %H:%M UTC"


class SourceName(msgspec.Struct, frozen=True):
    """What a source file's path says."""

    kind: str  #: the folder of ``content/``, a key of :data:`KINDS`
    item: str  #: the path of the original; the file's own, unless it is a translation
    id: str  #: unless the front matter has another
    language: str = ""  #: of a translation


def classify(path: str, config: Config) -> SourceName | Problem | None:
    """Return what the file at *path* is, what is wrong with its name, or None if it is none.

    ``content/incidents/x.fr.md`` is the French translation of ``content/incidents/x.md``.
    A ``README.md`` may stand anywhere and is no content.
    """
    folder, _, name = path.rpartition("/")
    parts = folder.split("/")
    kind = KINDS.get(parts[1]) if len(parts) > 1 and parts[0] == "content" else None
    if kind is None or not name.endswith(".md") or name.lower() == "readme.md":
        return None
    at = Location(path)
    if len(parts) > len(("content", "folder")) and parts[1] not in _NESTED:
        return Problem(
            at,
            f"content/{parts[1]}/ has no folders",
            f"move the file to content/{parts[1]}/{name}",
        )
    stem, dot, language = name.removesuffix(".md").partition(".")
    problem = name_problem(stem, kind=kind, at=at) or _taken(stem, parts[1], config, at)
    if dot and not problem:
        problem = _language_problem(stem, language, config, at)
    if problem:
        return problem
    item = f"{folder}/{stem}.md" if dot else path
    return SourceName(parts[1], item, stem, language)


def _taken(stem: str, folder: str, config: Config, at: Location) -> Problem | None:
    """Return the problem of a page that would be taken for the pages in a language."""
    if folder == "pages" and stem in {language.lower() for language in config.languages}:
        hint = f"/{stem}/ holds the pages in that language: choose another name"
        return Problem(at, f"'{stem}' is a reserved name", hint)
    return None


def _language_problem(stem: str, language: str, config: Config, at: Location) -> Problem | None:
    if language in config.languages[1:]:
        return None
    if language == config.languages[0]:
        hint = f"rename it to {stem}.md"
        return Problem(at, f"'{language}' is the site's first language, the original's", hint)
    if not _LANGUAGE.fullmatch(language):
        return Problem(
            at, "there is a dot in this file's name", "only a translation has one: name.fr.md"
        )
    named = {code.lower(): code for code in config.languages[1:]}
    known = named.get(language.lower().replace("_", "-"))
    if known:
        return Problem(at, f"'{language}' is written '{known}'", f"rename it to {stem}.{known}.md")
    hint = "add it to 'languages' in content/site.yaml" + (
        listing("; besides the first there are", config.languages[1:]) if named else ""
    )
    return Problem(at, f"'{language}' is none of the site's languages", hint)


@dataclass(frozen=True, slots=True)
class Lookup(Generic[S]):
    """Where a check finds what facts do not hold. It looks only where there is a problem."""

    archive: Archive[S]  #: whole incidents, with the lines of their updates
    places: Places  #: keys in files


def check_content(
    facts: Facts[S], *, now: datetime, config: Config, lookup: Lookup[S]
) -> tuple[Problem, ...]:
    """Return what is wrong between files, and with their times at the instant *now*."""
    places = lookup.places
    problems = [
        *_same_ids([*facts.incidents, *facts.maintenances], places),
        *_same_ids(facts.notices, places),
        *_same_ids(facts.pages, places),
        *_ahead(facts.incidents, now, config, lookup),
    ]
    return tuple(sorted(problems))


def _same_ids(items: Sequence[Named], places: Places) -> Iterator[Problem]:
    """Yield a problem for each id, present or former, that two of *items* have.

    Incidents and maintenance share theirs: to the API and its clients they are one kind.
    """
    names = [alias for item in items for alias in getattr(item, "aliases", ())]
    names += map(attrgetter("id"), items)
    if len(names) == len(set(names)):
        return
    ordered = sorted(items, key=attrgetter("path"))
    owners: dict[str, str] = {}
    for item in ordered:
        owner = owners.setdefault(item.id, item.path)
        if owner != item.path:
            yield Problem(
                places.of(item.path, "id"),
                f"the id '{item.id}' is taken: {owner} has it",
                "give one of the two another name",
            )
    for item in ordered:
        for alias in getattr(item, "aliases", ()):
            owner = owners.setdefault(alias, item.path)
            if owner != item.path:
                yield Problem(
                    places.of(item.path, "aliases", text=alias),
                    f"the alias '{alias}' is taken: {owner} has it",
                    "leave it out in one of the two",
                )


def _ahead(
    incidents: Iterable[S], now: datetime, config: Config, lookup: Lookup[S]
) -> Iterator[Problem]:
    """Yield a problem for each time of an incident that has not come yet."""
    limit = now + AHEAD
    hint = (
        f"is this the right time zone? It is {now.astimezone(UTC):{_UTC}}; "
        f"a time without a zone is in {config.timezone}"
    )
    for facts in incidents:
        if facts.times[-1] > limit:
            for update in lookup.archive.incident(facts).incident.updates:
                if update.at > limit:
                    at = Location(facts.path, update.line, 1)
                    yield Problem(at, f"this update is ahead of time: {update.at:{_UTC}}", hint)
        elif facts.started > limit:
            at = lookup.places.of(facts.path, "started")
            yield Problem(at, f"'started' is ahead of time: {facts.started:{_UTC}}", hint)
