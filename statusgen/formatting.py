"""``statusgen fmt``: every update heading in its canonical form."""

from __future__ import annotations

from pathlib import Path

from statusgen import disk
from statusgen.errors import ContentError, Problem
from statusgen.parse.fmt import canonical
from statusgen.parse.text import decode

FORMATTED = ("incidents", "maintenance")


def format_project(root: Path, *, write: bool) -> list[str]:
    """Return the sources whose form is not canonical, rewriting them where *write* is true.

    A file that cannot be read as text is a problem; nothing is written then.
    """
    problems: list[Problem] = []
    changed: dict[str, bytes] = {}
    for path in disk.list_sources(root).files:
        kind = path.split("/")[1]
        source = disk.read_source(root, path) if kind in FORMATTED else None
        if source is None:
            continue
        text = source if isinstance(source, Problem) else decode(source)
        if isinstance(text, Problem):
            problems.append(text)
            continue
        assert not isinstance(source, Problem)  # noqa: S101 - it would have been the text
        tidy = canonical(text, kind=kind).encode()
        if tidy != source.data:
            changed[path] = tidy
    if problems:
        raise ContentError(problems)
    if write:
        for path, data in changed.items():
            disk.write_file(root / path, data)
    return list(changed)
