"""Themes on the disk: where they are, and their files as layers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import statusgen
from statusgen import disk
from statusgen.disk import Stamp
from statusgen.errors import Location, Problem

if TYPE_CHECKING:
    from statusgen.render.theme import ThemeFiles

#: The names of layers that are no theme's own.
PROJECT, DEFAULT = "project", "default"

_PACKAGE = Path(statusgen.__file__).parent


def bundled(name: str) -> Path | None:
    """Return the folder of a theme that comes with statusgen, or None.

    In an installed package it is inside; in a checkout it stands beside.
    """
    places = (_PACKAGE / disk.THEMES / name, _PACKAGE.parent / disk.THEMES / name)
    return next((place for place in places if (place / "templates").is_dir()), None)


def bundled_names() -> list[str]:
    """Return the names of the themes that come with statusgen."""
    places = (_PACKAGE / disk.THEMES, _PACKAGE.parent / disk.THEMES)
    folder = next((place for place in places if (place / DEFAULT).is_dir()), None)
    return sorted(place.name for place in folder.iterdir() if place.is_dir()) if folder else []


def theme_folders(root: Path, name: str) -> list[tuple[str, Path]]:
    """Return (layer, folder) of the theme *name* in the project at *root*, the first wins."""
    own = root / disk.THEMES / name
    found = [(PROJECT, own)] if own.is_dir() else []
    for layer in dict.fromkeys((name, DEFAULT)):
        folder = bundled(layer)
        if folder is not None and not any(folder.samefile(place) for _, place in found):
            found.append((layer, folder))
        elif folder is not None:
            found = [
                (layer, folder) if place.samefile(folder) else (n, place) for n, place in found
            ]
    return found


def read_theme(root: Path, name: str) -> tuple[ThemeFiles, ...] | Problem:
    """Return the layers of the theme *name*, or the problem of there being none."""
    folders = theme_folders(root, name)
    if name != DEFAULT and not any(folder.name == name for _, folder in folders):
        from statusgen.parse.context import listing, suggest

        names = [*bundled_names(), *_own_names(root)]
        return Problem(
            Location(disk.SITE_FILE),
            f"there is no theme '{name}'",
            suggest(name, names) or listing("the themes are", sorted(set(names))),
        )
    return tuple(_read_layer(layer, folder) for layer, folder in folders)


def default_theme() -> tuple[ThemeFiles, ...]:
    """Return the theme that comes with statusgen, alone."""
    folder = bundled(DEFAULT)
    return (_read_layer(DEFAULT, folder),) if folder is not None else ()


def theme_stamps(root: Path) -> Iterator[tuple[str, Stamp]]:
    """Yield (path, stamp) of every file of every theme that this project could use."""
    for name, folder in (("own", root / disk.THEMES), ("bundled", bundled(DEFAULT))):
        for path, stamp in disk.list_files(folder) if folder is not None else ():
            yield f"{name}/{path}", stamp


def _own_names(root: Path) -> list[str]:
    folder = root / disk.THEMES
    return [place.name for place in folder.iterdir() if place.is_dir()] if folder.is_dir() else []


def _read_layer(name: str, folder: Path) -> ThemeFiles:
    from statusgen.render.theme import ThemeFiles

    templates = {
        path: data.decode() for path, data in _files(folder / "templates") if path.endswith(".html")
    }
    return ThemeFiles(
        name=name,
        templates=templates,
        static=dict(_files(folder / "static")),
        catalogs=dict(_catalogs(folder / "locales")),
    )


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path, _ in sorted(disk.list_files(folder)):
        if not path.rpartition("/")[2].startswith("."):
            yield path, (folder / path).read_bytes()


def _catalogs(folder: Path) -> Iterator[tuple[str, bytes]]:
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        for ending in ("mo", "po"):
            catalog = place / "LC_MESSAGES" / f"messages.{ending}"
            if catalog.is_file():
                yield place.name, catalog.read_bytes()
                break
