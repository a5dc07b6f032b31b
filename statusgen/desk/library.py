"""The files that there are, found by folder and id: no text from a browser is a path."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from statusgen import disk
from statusgen.edit.project import Project
from statusgen.errors import Location, StatusgenError
from statusgen.parse.content import KINDS, SourceName, classify
from statusgen.parse.names import name_problem
from statusgen.sources import SourceFile


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """A project's files. ``paths`` are those known to be there, so that most looks are quick."""

    project: Project
    paths: Collection[str] = ()

    def path_of(self, folder: str, identity: str) -> str | None:
        """Return the path of the original in *folder* that has this id, or None."""
        if name_problem(identity, kind=KINDS[folder], at=Location("id")):
            return None
        flat = f"{disk.CONTENT}/{folder}/{identity}.md"
        if self._is_content(flat):
            return flat
        start, end = f"{disk.CONTENT}/{folder}/", f"/{identity}.md"
        known = (path for path in self.paths if path.endswith(end) and path.startswith(start))
        found = next((path for path in known if self._is_content(path)), None)
        return found or self.project.files(folder).get(identity)

    def free(self, identity: str, folders: Collection[str]) -> bool:
        """Return whether no file in *folders*, that is known, has this id."""
        end = f"/{identity}.md"
        flat = (f"{disk.CONTENT}/{folder}{end}" for folder in folders)
        starts = tuple(f"{disk.CONTENT}/{folder}/" for folder in folders)
        return not any((self.project.root / path).exists() for path in flat) and not any(
            path.endswith(end) and path.startswith(starts) for path in self.paths
        )

    def read(self, folder: str, identity: str) -> SourceFile:
        """Return the file in *folder* with this id. Raises :class:`StatusgenError` without."""
        path = self.path_of(folder, identity)
        if path is None:
            raise StatusgenError(
                "this file is not there any more", hint="has it been moved or removed?"
            )
        return self.project.read(path)

    def translation(self, folder: str, identity: str, language: str) -> SourceFile | None:
        """Return the file's words in *language*, or None where nobody has written them."""
        path = self.translation_path(folder, identity, language)
        return self.project.read(path) if self._is_content(path) else None

    def translation_path(self, folder: str, identity: str, language: str) -> str:
        """Return where these words are or will be. Raises :class:`StatusgenError`."""
        if language not in self.project.config.languages[1:]:
            raise StatusgenError(
                f"the page is not written in '{language}'", hint="site.yaml lists its languages"
            )
        original = self.read(folder, identity).path
        path = f"{original.removesuffix('.md')}.{language}.md"
        if (self.project.root / path).is_symlink() and not self._is_content(path):
            raise StatusgenError(f"{path} leads out of {disk.CONTENT}/")
        return path

    def _is_content(self, path: str) -> bool:
        """Return whether *path* is a source file, and not a link that leads elsewhere."""
        root = self.project.root
        place = root / path
        inside = place.resolve().is_relative_to((root / disk.CONTENT).resolve())
        return (
            inside
            and place.is_file()
            and isinstance(classify(path, self.project.config), SourceName)
        )
