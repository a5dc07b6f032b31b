"""Which file is meant, however somebody names it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from statusgen.errors import StatusgenError
from statusgen.parse.context import listing, suggest

#: How many files are looked at where a name may mean any of them.
_MOST = 40
_ENDINGS = re.compile(r"(?:\.[A-Za-z-]+)?(?:\.md|\.html)$")


def word_in(name: str) -> str:
    """Return the id, or the part of one, in *name*, which may be a path or an address."""
    return _ENDINGS.sub("", name.strip().rstrip("/").rpartition("/")[2])


def choose(
    name: str,
    files: Mapping[str, str],
    *,
    kind: str,
    likely: Callable[[str], bool] = lambda _path: False,
) -> str:
    """Return the path of the one of *files* (id → path) that *name* means.

    It is an id, the beginning or any part of just one id, a path or an address. Where
    several fit, it is the one whose path is *likely*: by night nobody thinks of the outage of
    last week. Raises :class:`StatusgenError` where none fits, with the nearest, or several
    do, with all.
    """
    word = word_in(name)
    if word in files:
        return files[word]
    for fits in (str.startswith, str.__contains__):
        fitting = [identity for identity in files if word and fits(identity, word)]
        if len(fitting) == 1:
            return files[fitting[0]]
        if fitting:
            meant = [identity for identity in _newest(fitting) if likely(files[identity])]
            if len(meant) == 1:
                return files[meant[0]]
            raise StatusgenError(
                f"'{name}' may be any of {len(fitting)}",
                hint=listing("write more of it:", meant or fitting),
            )
    newest = _newest(files)
    raise StatusgenError(
        f"there is no {kind} '{name}'",
        hint=suggest(word, files)
        or (listing("the newest are", newest, limit=5) if newest else f"there is no {kind} at all"),
    )


def _newest(names: Iterable[str]) -> list[str]:
    return sorted(names, reverse=True)[:_MOST]
