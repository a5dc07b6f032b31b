"""The content that ``statusgen init`` starts a project with, dated around that day.

The texts are in ``files/``. In them ``{{ day }}``, ``{{ day-3 }}`` and ``{{ day+7 }}``
stand for days, ``{{ name }}`` and ``{{ url }}`` for what the user said. A file's name may
begin with ``day-3-``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_TOKEN = re.compile(r"\{\{ (?:(?P<word>name|url)|day(?P<days>[+-][0-9]{1,3})?) \}\}")
_DATED_NAME = re.compile(r"(?<![^/])day(?P<days>[+-][0-9]{1,3})?(?=-)")


def starter_files(*, name: str, url: str, today: date) -> dict[str, str]:
    """Return the starter's files: path below ``content/`` → text, sorted by path.

    *name* is the shop's and *url* the page's address; they are put into site.yaml in
    quotes, so that any text is safe there. Every day in the files counts from *today*,
    which must be at least a month away from either end of the calendar.
    """
    words = {"name": _quoted(name), "url": _quoted(url)}

    def day(match: re.Match[str]) -> str:
        return (today + timedelta(days=int(match["days"] or 0))).isoformat()

    def value(match: re.Match[str]) -> str:
        return words[match["word"]] if match["word"] else day(match)

    return {
        _DATED_NAME.sub(day, path): _TOKEN.sub(value, text) for path, text in _templates().items()
    }


def _quoted(text: str) -> str:
    """Return *text* in double quotes, as YAML reads them: JSON's strings are a part of it."""
    return json.dumps(text, ensure_ascii=False)


@cache
def _templates() -> Mapping[str, str]:
    return dict(sorted(_read(resources.files(__name__) / "files", "")))


def _read(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _read(entry, f"{prefix}{entry.name}/")
        elif not entry.name.startswith("."):
            yield prefix + entry.name, entry.read_text("utf-8")
