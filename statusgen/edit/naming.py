"""Which file is meant, however somebody names it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from statusgen.errors import StatusgenError
from statusgen.parse.context import listing, suggest

_ENDINGS = re.compile(r"(?:\.[A-Za-z-]+)?(?:\.md|\.html)$")


def word_in(name: str) -> str:
    """Return the id, or the part of one, in *name*, which may be a path or an address."""
    return _ENDINGS.sub("", name.strip().rstrip("/").rpartition("/")[2])


def choose(name: str, files: Mapping[str, str], *, kind: str) -> str:
    """Return the path of the one of *files* (id → path) that *name* means.

    It is an id, the beginning or any part of just one id, a path or an address. Raises
    :class:`StatusgenError` where none fits, with the nearest, or several do, with all.
    """
    word = word_in(name)
    if word in files:
        return files[word]
    for fits in (str.startswith, str.__contains__):
        fitting = [identity for identity in files if word and fits(identity, word)]
        if len(fitting) == 1:
            return files[fitting[0]]
        if fitting:
            raise StatusgenError(
                f"'{name}' may be any of {len(fitting)}", hint=listing("write more of it:", fitting)
            )
    newest = sorted(files, reverse=True)
    raise StatusgenError(
        f"there is no {kind} '{name}'",
        hint=suggest(word, files)
        or (listing("the newest are", newest, limit=5) if newest else f"there is no {kind} at all"),
    )
