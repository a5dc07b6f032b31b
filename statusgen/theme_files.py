"""Themes on the disk: where they are, and their files as layers."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import statusgen
from statusgen import disk
from statusgen.disk import Stamp
from statusgen.errors import ContentError, Location, Problem, StatusgenError
from statusgen.parse.text import decode
from statusgen.sources import SourceFile

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
    """Return the layers of the theme *name*, or the problem of there being none.

    Raises :class:`ContentError` where a file of it cannot be read.
    """
    folders = theme_folders(root, name)
    if name != DEFAULT and not any(folder.name == name for _, folder in folders):
        from statusgen.parse.context import listing, suggest

        names = [*bundled_names(), *_own_names(root)]
        return Problem(
            Location(disk.SITE_FILE),
            f"there is no theme '{name}'",
            suggest(name, names) or listing("the themes are", sorted(set(names))),
        )
    return tuple(_read_layer(layer, folder, root) for layer, folder in folders)


def default_theme() -> tuple[ThemeFiles, ...]:
    """Return the theme that comes with statusgen, alone."""
    folder = bundled(DEFAULT)
    return (_read_layer(DEFAULT, folder),) if folder is not None else ()


def theme_stamps(root: Path) -> Iterator[tuple[str, Stamp]]:
    """Yield (path, stamp) of every file of every theme that this project could use."""
    default = bundled(DEFAULT)
    for name, folder in (("own", root / disk.THEMES), ("bundled", default and default.parent)):
        for path, stamp in disk.list_files(folder) if folder is not None else ():
            yield f"{name}/{path}", stamp


def eject_templates(root: Path, theme: str, names: Sequence[str] = ()) -> Ejected:
    """Write templates that come with statusgen into the project's *theme*, to be changed there.

    *names* are e.g. ``incident.html``; none means all. What the project has already is left
    as it is. Raises :class:`StatusgenError`, with nothing written, for a name that is none.
    """
    layers = [_read_layer(name, place) for name in (theme, DEFAULT) if (place := bundled(name))]
    known = {name: text for layer in reversed(layers) for name, text in layer.templates.items()}
    for name in names:
        if name not in known:
            from statusgen.parse.context import listing, suggest

            hint = suggest(name, known) or listing("the templates are", sorted(known), limit=40)
            raise StatusgenError(f"there is no template '{name}'", hint=hint)
    folder = root / disk.THEMES / theme / "templates"
    written, kept = [], []
    for name in dict.fromkeys(names or sorted(known)):
        place = folder / name
        if os.path.lexists(place):
            kept.append(place)
            continue
        disk.write_file(place, known[name].encode())
        written.append(place)
    return Ejected(tuple(written), tuple(kept))


class Ejected(NamedTuple):
    """The templates that were written, and those that were there."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def all_themes(root: Path) -> dict[str, list[str]]:
    """Return each theme that the project could use, and where it is: ``project``, ``statusgen``."""
    found: dict[str, list[str]] = {}
    for name in _own_names(root):
        found.setdefault(name, []).append(PROJECT)
    for name in bundled_names():
        own = root / disk.THEMES / name
        place = bundled(name)
        if place is not None and own.is_dir() and own.samefile(place):
            found[name] = []  # the checkout of statusgen itself
        found.setdefault(name, []).append("statusgen")
    return dict(sorted(found.items()))


def _own_names(root: Path) -> list[str]:
    folder = root / disk.THEMES
    return [place.name for place in folder.iterdir() if place.is_dir()] if folder.is_dir() else []


def _read_layer(name: str, folder: Path, root: Path | None = None) -> ThemeFiles:
    """Return the files of one layer. In the project *root* its place is told from there."""
    from statusgen.render.cards import FONT
    from statusgen.render.theme import ThemeFiles

    place = _place(folder, root)
    templates = {
        path: _text(data, f"{place}/templates/{path}")
        for path, data in _files(folder / "templates")
        if path.endswith(".html")
    }
    return ThemeFiles(
        name=name,
        place=place,
        templates=templates,
        static={
            **({FONT: _letters()} if name == DEFAULT else {}),
            **dict(_files(folder / "static")),
        },
        catalogs=dict(_catalogs(folder / "locales")),
    )


def _letters() -> bytes:
    """Return the default theme's font for pictures: a package's, so that no copy stands here."""
    return resources.files("font_roboto").joinpath("files/Roboto-Bold.ttf").read_bytes()


def _place(folder: Path, root: Path | None) -> str:
    """Return *folder* as people are told it: from the project on, where it is inside."""
    whole, above = folder.resolve(), root and root.resolve()
    return (whole.relative_to(above) if above and whole.is_relative_to(above) else whole).as_posix()


def _text(data: bytes, path: str) -> str:
    text = decode(SourceFile(path, data))
    if isinstance(text, Problem):
        raise ContentError([text])
    return text


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path, _ in sorted(disk.list_files(folder)):
        if path.rpartition("/")[2].startswith("."):
            continue
        try:
            yield path, (folder / path).read_bytes()
        except FileNotFoundError:
            continue  # gone since the folder was listed
        except OSError as error:
            reason = (error.strerror or "it cannot be read").lower()
            at = Location((folder / path).as_posix())
            raise ContentError([Problem(at, f"cannot read this file: {reason}")]) from error


def _catalogs(folder: Path) -> Iterator[tuple[str, bytes]]:
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        for ending in ("mo", "po"):
            catalog = place / "LC_MESSAGES" / f"messages.{ending}"
            if catalog.is_file():
                yield place.name, catalog.read_bytes()
                break
