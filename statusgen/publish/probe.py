"""Learning, at the first publish, whether a service honours conditional writes.

Some say that they do not; some take the condition and ignore it in silence. Without
them what protects two publishers from each other is a claim that is read back after a
moment, and a look at the record before each time it is written: they find each other
out, but one may have overwritten single files of the other by then.
"""

from __future__ import annotations

import msgspec

from statusgen.publish.errors import ConditionError, NotSupportedError
from statusgen.publish.headers import RECORD_HEADERS
from statusgen.publish.lease import Lease, claim
from statusgen.publish.ledger import settle
from statusgen.publish.ports import Phase, Session
from statusgen.publish.record import HEAD_KEY, Head, encode
from statusgen.publish.target import Expect, Special

#: An ETag that no record has.
NO_ETAG = "0" * 32


def learn_quirks(session: Session, head: Head, expect: Expect) -> Lease:
    """Claim the target with *head* and find out what its service does with conditions."""
    try:
        lease = claim(session, head, expect)
    except NotSupportedError:
        _without_conditions(session)
        return claim(session, head, expect)
    if session.store.quirks.conditional and not _honours(session, lease):
        _without_conditions(session)
        lease.write(lease.head)
        settle(session, lease.etag)
    return lease


def _honours(session: Session, lease: Lease) -> bool:
    """Return whether a write with a false condition is refused, of either kind."""
    body = encode(lease.head)
    for condition in (Special.ABSENT, NO_ETAG):
        try:
            lease.etag = session.attempt(
                session.store.put,
                HEAD_KEY,
                body,
                RECORD_HEADERS,
                expect=condition,
            )
        except ConditionError:
            continue
        except NotSupportedError:
            pass
        return False
    return True


def _without_conditions(session: Session) -> None:
    session.store.quirks = msgspec.structs.replace(session.store.quirks, conditional=False)
    session.tell(
        Phase.NOTE,
        "this service has no conditional writes: let only one person or job publish at a time",
    )
