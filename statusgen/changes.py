"""What differs between the sources on the disk and those that the cache knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

import msgspec

from statusgen import disk
from statusgen.cache import Remembered
from statusgen.config import Config
from statusgen.disk import Listing
from statusgen.errors import Location, Problem
from statusgen.parse.content import SourceName, classify


class ItemSource(msgspec.Struct, frozen=True, array_like=True):
    """The files of one item."""

    path: str  #: the original's
    kind: str  #: the folder of ``content/`` it is in
    translations: tuple[tuple[str, str], ...] = ()  #: (language, path), sorted

    @property
    def files(self) -> tuple[str, ...]:
        """Return the paths of all of them."""
        return (self.path, *(path for _, path in self.translations))


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between the sources and the cache."""

    dirty: tuple[ItemSource, ...]  #: items to parse
    gone: tuple[str, ...]  #: items that are no more
    any_file_gone: bool
    problems: tuple[Problem, ...] = ()


#: The files of each item that is looked at, by the item's path.
_Files = dict[str, dict[str, SourceName]]


def find_changes(
    listing: Listing, known: Mapping[str, Remembered], config: Config, *, read_ns: int | None
) -> Changes:
    """Compare *listing* with the items that the cache knows.

    A file whose time stamp is no older than *read_ns*, the moment of the last
    listing, may have been written again within one tick: it counts as changed.
    """
    racy = (read_ns or 0) - disk.RACY_NS
    before = {path: stamp for item in known.values() for path, stamp in item.sources}
    problems = list(listing.problems)
    files: _Files = {}
    for path, stamp in listing.files.items():
        if before.get(path) != stamp or stamp.mtime_ns >= racy:
            _put(files, path, classify(path, config), problems)
    gone_files = before.keys() - listing.files.keys()
    touched = {
        path: item
        for path, item in known.items()
        if path in files or not item.sources or (gone_files and _reads(item, gone_files))
    }
    for item in touched.values():
        for path, _ in item.sources:
            if path in listing.files:
                _put(files, path, classify(path, config), problems)
    return Changes(
        dirty=_group(files, problems),
        gone=tuple(sorted(touched.keys() - files.keys())),
        any_file_gone=bool(gone_files),
        problems=tuple(problems),
    )


def _put(
    files: _Files, path: str, name: SourceName | Problem | None, problems: list[Problem]
) -> None:
    if isinstance(name, Problem):
        problems.append(name)
    elif name is not None:
        files.setdefault(name.item, {})[path] = name


def _reads(item: Remembered, paths: AbstractSet[str]) -> bool:
    return any(path in paths for path, _ in item.sources)


def _group(files: _Files, problems: list[Problem]) -> tuple[ItemSource, ...]:
    items = []
    for item, names in sorted(files.items()):
        translations = sorted((name.language, path) for path, name in names.items() if path != item)
        if item in names:
            items.append(ItemSource(item, names[item].kind, tuple(translations)))
            continue
        problems += (_orphan(path, item) for _, path in translations)
    return tuple(items)


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
    sources = []
    for item, kind in sorted(items.items()):
        translations = tuple(_translations(root, item, config))
        if (root / item).is_file():
            sources.append(ItemSource(item, kind, translations))
        else:
            problems += (_orphan(path, item) for _, path in translations)
    return sources, problems


def _orphan(path: str, item: str) -> Problem:
    what = "this is the translation of a file that is not there"
    return Problem(Location(path), what, f"the original would be {item}")


def _translations(root: Path, item: str, config: Config) -> Iterator[tuple[str, str]]:
    for language in sorted(config.languages):
        path = f"{item.removesuffix('.md')}.{language}.md"
        if (root / path).is_file():
            yield language, path
