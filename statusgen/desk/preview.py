"""The site as it would be if a form were saved: one item parsed, the state derived, one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from statusgen import disk
from statusgen.advice.giving import give_advice
from statusgen.archive import CachedArchive
from statusgen.artefacts import Artefact
from statusgen.cache import Facts, Record
from statusgen.changes import ItemSource, item_sources
from statusgen.config import Config
from statusgen.derive.site import derive_site
from statusgen.derive.values import IncidentState, IncidentSummary, SiteFacts
from statusgen.errors import Problem
from statusgen.items import any_error, parse_item
from statusgen.load import site_facts
from statusgen.model import Text
from statusgen.parse.content import Lookup, SourceName, check_content, classify
from statusgen.parse.places import Places
from statusgen.parse.text import decode
from statusgen.render.archive import incident_artefacts
from statusgen.render.everything import site_artefacts
from statusgen.render.site import Site
from statusgen.serve.workspace import Held
from statusgen.sources import SourceFile

FRONT = "index.html"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A page as it would be, and what is wrong with the file that it would be made from."""

    html: str | None  #: None where nothing can be shown
    page: str  #: its path
    problems: tuple[Problem, ...]


class Overlay:
    """An archive in which one item is another than the one that was saved."""

    def __init__(self, below: CachedArchive, path: str, record: Record) -> None:
        self._below, self._path, self._record = below, path, record

    def incident(self, summary: IncidentSummary) -> IncidentState:
        """Return the whole incident of *summary*."""
        if summary.path == self._path and self._record.incident is not None:
            return self._record.incident
        return self._below.incident(summary)

    def original(self, path: str) -> Text:
        """Return the words of the item at *path* as first written."""
        return self._record.texts[0] if path == self._path else self._below.original(path)

    def translation(self, path: str, language: str) -> Text | None:
        """Return the item's words in *language*, or None."""
        if path == self._path:
            return next((t for t in self._record.texts if t.language == language), None)
        return self._below.translation(path, language)


def show(held: Held, source: SourceFile, page: str, *, root: Path, now: datetime) -> Shown:
    """Return *page* of the site with *source* in place of the file that is saved, or beside all.

    *page* may be the item's own: "". Writes nothing. Drafts and drills are shown.
    """
    config = held.settings.config
    found, _ = item_sources(root, [source.path], config)
    item = found[0] if found else ItemSource(source.path, source.path.split("/")[1])
    language = _language_of(source.path, config)
    if language:
        others = tuple(one for one in item.translations if one[0] != language)
        item = msgspec.structs.replace(item, translations=(*others, (language, source.path)))
    parsed = parse_item(root, item, held.settings, unsaved=source)
    problems = [p for p in parsed.problems if p.at.path == source.path]
    if parsed.facts is None or parsed.record is None:
        return Shown(html=None, page=page, problems=tuple(problems))
    archive = Overlay(held.archive, item.path, parsed.record)
    facts = site_facts(_with(held.facts, item.path, parsed.facts))
    places = Places(lambda path: source if path == source.path else disk.read_source(root, path))
    between = check_content(facts, now=now, config=config, lookup=Lookup(archive, places))
    problems += [p for p in between if p.at.path == source.path]
    if any_error(problems):
        return Shown(html=None, page=page, problems=tuple(problems))
    if not language:  # advice is on the original's words
        alone = site_facts({source.path: parsed.facts})
        problems += _advice(alone, archive, held, source, now)
    state = derive_site(facts, archive, config, now=now, drafts=True)
    site = Site(env=held.settings.env, state=state, archive=archive)
    page = page or page_of(parsed.facts)
    if language and not page.startswith(f"{language}/"):
        page = f"{language}/{page}"
    artefact = next((a for a in _candidates(site, page) if a.path == page), None)
    html = artefact.render().decode() if artefact else None
    return Shown(html=html, page=page, problems=tuple(problems))


def _language_of(path: str, config: Config) -> str:
    name = classify(path, config)
    return name.language if isinstance(name, SourceName) else ""


def page_of(facts: Facts) -> str:
    """Return the path of the page of an item's own."""
    if facts.incident is not None:
        return f"incidents/{facts.incident.id}.html"
    if facts.maintenance is not None:
        return f"maintenance/{facts.maintenance.id}.html"
    if facts.notice is not None:
        return f"notices/{facts.notice.id}.html"
    return f"{facts.page.id}.html" if facts.page is not None else FRONT


def _with(facts: Mapping[str, Facts], path: str, new: Facts) -> Mapping[str, Facts]:
    changed = {**facts, path: new}
    return changed if path in facts else dict(sorted(changed.items()))


def _advice(
    alone: SiteFacts, archive: Overlay, held: Held, source: SourceFile, now: datetime
) -> tuple[Problem, ...]:
    text = decode(source)
    words = text if isinstance(text, str) else ""
    return give_advice(alone, archive, held.settings.config, now=now, read=lambda _path: words)


def _candidates(site: Site, path: str) -> Iterator[Artefact]:
    item = path.rpartition("/")[2].partition(".")[0]
    summary = site.incidents.get(item)
    if summary is not None and "incidents/" in path:
        yield from incident_artefacts(site.env, site.archive.incident(summary), site.archive)
    yield from site_artefacts(site)
