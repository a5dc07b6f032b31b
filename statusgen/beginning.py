"""``statusgen init``: a project to start from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from statusgen import disk
from statusgen.errors import StatusgenError
from statusgen.starter import starter_files

_IGNORE = """\
/.statusgen/
/site/
/published/
"""


def begin_project(folder: Path, *, name: str, url: str, today: date) -> list[str]:
    """Write the starter into *folder*, dated around *today*; return the paths written.

    Raises :class:`StatusgenError` and writes nothing where a file is in the way.
    """
    files = {
        f"{disk.CONTENT}/{path}": text
        for path, text in starter_files(name=name, url=url, today=today).items()
    }
    ignore = not (folder / ".gitignore").exists()
    taken = sorted(path for path in files if (folder / path).exists())
    if taken:
        raise StatusgenError(
            f"there is a status page in {folder} already: {taken[0]}",
            hint="choose an empty folder; nothing was overwritten",
        )
    if ignore:
        files[".gitignore"] = _IGNORE
    for path, text in sorted(files.items()):
        disk.write_file(folder / path, text.encode())
    return sorted(files)
