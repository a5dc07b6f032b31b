"""Telling a CDN which of its copies are old.

Pages are kept by caches for half a minute, so a purge makes a release visible sooner
and is never needed for its correctness: one that fails is reported, kept in the record
and tried again.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

import msgspec

from statusgen.publish.errors import ConflictError, DeadlineError, PurgeError, TargetError
from statusgen.publish.lease import Lease
from statusgen.publish.ledger import load
from statusgen.publish.plan import PURGE_EVERYTHING, Plan
from statusgen.publish.ports import Phase, Session
from statusgen.publish.record import Purge, Release

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
        return f"{error} ({error.hint})" if error.hint else str(error)
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


def pending_purge(
    session: Session, left: Purge | None, plan: Plan, release: Release
) -> Purge | None:
    """Return what the CDN must be told, what it was not told before included."""
    if session.cdn is None:
        return None
    paths = set(plan.touched) | set(left.paths if left else ())
    everything = bool(left and left.everything) or len(paths) > PURGE_EVERYTHING
    if not paths and not everything:
        return None
    return Purge(
        reference=f"statusgen-{release.id}-{release.sequence}-{session.ports.nonce()}",
        paths=() if everything else tuple(sorted(paths)),
        everything=everything,
    )


def purge_pending(session: Session, lease: Lease) -> str:
    """Tell the CDN what is due and record that; return why not, or nothing.

    Somebody who began to publish meanwhile has the purge in their record and will see
    to it: that is no error.
    """
    due = lease.head.purge
    if due is None:
        return ""
    if session.cdn is None:
        error = "no CDN is configured for this target any more"
    else:
        error = purge(session, due)
    if error and session.cdn is not None:
        return error
    try:
        lease.write(msgspec.structs.replace(lease.head, purge=None))
    except ConflictError:
        session.tell(Phase.NOTE, "somebody else is publishing already")
    return ""


class Purged(msgspec.Struct, frozen=True):
    """What came of doing the purge that was due."""

    due: bool  #: whether there was one
    error: str = ""  #: why it could not be done


def purge_only(session: Session) -> Purged:
    """Do the purge that is still due, if there is one."""
    loaded = load(session)
    head = loaded.head
    if head is None or head.purge is None or not isinstance(loaded.etag, str):
        return Purged(due=False)
    return Purged(due=True, error=purge_pending(session, Lease(session, head, loaded.etag)))
