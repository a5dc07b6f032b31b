"""What differs between the sources on the disk and those that the cache knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from statusgen import disk
from statusgen.cache import Cache
from statusgen.config import Config
from statusgen.disk import Listing
from statusgen.errors import Location, Problem
from statusgen.parse.content import SourceName, classify


class ItemSource(msgspec.Struct, frozen=True, array_like=True):
    """The files of one item."""

    path: str  #: the original's
    kind: str  #: the folder of ``content/`` it is in
    translations: tuple[tuple[str, str], ...] = ()  #: (language, path), sorted


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between the sources and the cache."""

    dirty: tuple[ItemSource, ...]  #: items to parse
    gone: tuple[str, ...]  #: items that are no more
    gone_files: tuple[str, ...]
    sources: dict[str, str]  #: every source → its item
    problems: tuple[Problem, ...] = ()

    @property
    def dirty_items(self) -> set[str]:
        """Return the paths of the items to parse."""
        return {source.path for source in self.dirty}


def find_changes(listing: Listing, cache: Cache, config: Config, *, read_ns: int | None) -> Changes:
    """Compare *listing* with what the cache knows; None for *read_ns* makes all of it new.

    A file whose time stamp is no older than *read_ns*, the moment of the last
    listing, may have been written again within one tick: it counts as changed.
    """
    known = cache.sources() if read_ns is not None else {}
    racy = (read_ns or 0) - disk.RACY_NS
    names: dict[str, str] = {}
    touched: set[str] = set()
    problems = list(listing.problems)
    for path, stamp in listing.files.items():
        before = known.get(path)
        if before is not None and before[0] == stamp and stamp.mtime_ns < racy:
            names[path] = before[1]
            continue
        name = classify(path, config)
        if isinstance(name, Problem):
            problems.append(name)
            continue
        if name is None:
            continue
        names[path] = name.item
        touched.add(name.item)
    gone_files = tuple(sorted(known.keys() - names.keys()))
    touched.update(known[path][1] for path in gone_files)
    items = _group(names, touched, config, problems)
    all_items = set(names.values())
    return Changes(
        dirty=items,
        gone=tuple(sorted({item for _, item in known.values()} - all_items)),
        gone_files=gone_files,
        sources=names,
        problems=tuple(problems),
    )


def _group(
    names: Mapping[str, str], touched: set[str], config: Config, problems: list[Problem]
) -> tuple[ItemSource, ...]:
    translations: dict[str, list[tuple[str, str]]] = {}
    kinds: dict[str, str] = {}
    for path, item in names.items():
        if item not in touched:
            continue
        name = classify(path, config)
        if not isinstance(name, SourceName):
            continue
        if name.language:
            translations.setdefault(item, []).append((name.language, path))
        else:
            kinds[item] = name.kind
    for item in sorted(translations.keys() - kinds.keys()):
        for _, path in translations[item]:
            problems.append(
                Problem(
                    Location(path),
                    "this is the translation of a file that is not there",
                    f"the original would be {item}",
                )
            )
    return tuple(
        ItemSource(item, kind, tuple(sorted(translations.get(item, ()))))
        for item, kind in sorted(kinds.items())
    )


def item_sources(
    root: Path, paths: Iterable[str], config: Config
) -> tuple[list[ItemSource], list[Problem]]:
    """Return the items that *paths* belong to and that are there, with their translations."""
    problems: list[Problem] = []
    items: dict[str, str] = {}
    for path in paths:
        name = classify(path, config)
        if isinstance(name, Problem):
            if (root / path).exists():
                problems.append(name)
        elif name is not None:
            items[name.item] = name.kind
    sources = [
        ItemSource(item, kind, tuple(_translations(root, item, config)))
        for item, kind in sorted(items.items())
        if (root / item).is_file()
    ]
    return sources, problems


def _translations(root: Path, item: str, config: Config) -> Iterator[tuple[str, str]]:
    for language in sorted(config.languages):
        path = f"{item.removesuffix('.md')}.{language}.md"
        if (root / path).is_file():
            yield language, path
