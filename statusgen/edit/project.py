"""A project as an editor sees it: its settings, and one file at a time.

Nothing here reads all of the content: a mistake in another file must not keep anyone from
writing the next update.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from statusgen import disk
from statusgen.config import Config
from statusgen.config_reader import read_config
from statusgen.edit.naming import choose, word_in
from statusgen.edit.saving import ConflictError
from statusgen.errors import ContentError, Level, Location, Problem, StatusgenError
from statusgen.parse.content import SourceName, classify
from statusgen.parse.context import ParseContext
from statusgen.sources import SourceFile


@dataclass(frozen=True)
class Project:
    """A project's folder and settings."""

    root: Path
    config: Config

    @cached_property
    def context(self) -> ParseContext:
        """Return what its files are read with."""
        return ParseContext(self.config)

    def files(self, folder: str) -> dict[str, str]:
        """Return id → path of the originals in *folder* of ``content/``, sorted by id."""
        names = (
            (path, classify(path, self.config))
            for path in disk.list_sources(self.root).files
            if path.startswith(f"{disk.CONTENT}/{folder}/")
        )
        found = {
            name.id: path
            for path, name in names
            if isinstance(name, SourceName) and not name.language
        }
        return dict(sorted(found.items()))

    def refuse_taken(self, identity: str, folders: Sequence[str]) -> None:
        """Raise :class:`ConflictError` if a file in one of *folders* has this id."""
        path = next((p for f in folders if (p := self.files(f).get(identity))), "")
        if path:
            raise ConflictError(
                f"there is {path} already",
                hint=f"to say more about it, update {identity}; for another one, give another id",
            )

    def find(
        self, folder: str, name: str, likely: Callable[[SourceFile], bool] = lambda _source: False
    ) -> SourceFile:
        """Return the file in *folder* that *name* means: an id, its beginning, a path, an address.

        Where several fit, it is the one that is *likely*. Raises :class:`StatusgenError`
        where there is none, or more than one.
        """
        files = self.files(folder)
        try:
            path = choose(
                name, files, kind=_KINDS[folder], likely=lambda path: likely(self.read(path))
            )
            return self.read(path)
        except StatusgenError:
            known = self._with_key(word_in(name), files)
            if known is None:
                raise
            return known

    def _with_key(self, identity: str, files: Mapping[str, str]) -> SourceFile | None:
        """Return the one of *files* whose front matter gives it this id; few do."""
        key = re.compile(rb"^id:\s*[\"']?%b[\"']?\s*$" % re.escape(identity).encode(), re.MULTILINE)
        for path in files.values():
            source = disk.read_source(self.root, path) if identity else None
            if isinstance(source, SourceFile) and key.search(source.data):
                return source
        return None

    def read(self, path: str) -> SourceFile:
        """Return the file at *path*. Raises :class:`StatusgenError` if it cannot be read."""
        source = disk.read_source(self.root, path)
        if source is None:
            source = Problem(Location(path), "this file is not there any more")
        if isinstance(source, Problem):
            raise ContentError([source])
        return source


_KINDS = {"incidents": "incident", "maintenance": "maintenance", "notices": "notice"}


def open_project(root: Path) -> Project:
    """Return the project in *root*. Raises :class:`ContentError` where site.yaml is wrong."""
    source = disk.read_source(root, disk.SITE_FILE)
    if not isinstance(source, SourceFile):
        if source is None:
            raise StatusgenError(f"there is no {disk.SITE_FILE} in {root}")
        raise ContentError([source])
    config, problems = read_config(source)
    if config is None or any(problem.level is Level.ERROR for problem in problems):
        raise ContentError(problems)
    return Project(root, config)
