"""Telling a CDN which of its copies are old.

Pages are kept by caches for half a minute, so a purge makes a release visible sooner
and is never needed for its correctness: one that fails is reported, kept in the record
and tried again.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from statusgen.publish.errors import DeadlineError, PurgeError, TargetError
from statusgen.publish.ports import Phase, Session
from statusgen.publish.record import Purge

_INDEX = "index.html"


def purge(session: Session, due: Purge) -> str:
    """Have the CDN drop the copies that *due* names; return why it did not, or nothing."""
    cdn = session.cdn
    if cdn is None:
        return ""
    urls = addresses(session.address, due.paths)
    everything = session.address if due.everything else ""
    session.tell(Phase.PURGE, everything or f"{len(urls)} addresses")
    try:
        session.attempt(cdn.purge, urls, everything=everything, reference=due.reference)
    except (PurgeError, TargetError, DeadlineError) as error:
        return str(error)
    return ""


def addresses(base: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses at which readers may have asked for *paths*, sorted.

    A folder's page is also known by the folder's own address. *base* ends in a slash.
    """
    found = set()
    for path in paths:
        found.add(base + quote(path))
        if path == _INDEX or path.endswith("/" + _INDEX):
            found.add(base + quote(path.removesuffix(_INDEX)))
    return tuple(sorted(found))
