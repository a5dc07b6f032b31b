"""Who may publish now, and for how long."""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime, timedelta

import msgspec

from statusgen.publish.errors import PublishError, StaleSourceError
from statusgen.publish.headers import RECORD_HEADERS
from statusgen.publish.ledger import confirm, name_winner, save, settle
from statusgen.publish.plan import Plan
from statusgen.publish.ports import Phase, Ports, Session
from statusgen.publish.record import (
    HEAD_KEY,
    STAMP_KEY,
    Head,
    Intent,
    SourceRevision,
    encode,
)
from statusgen.publish.target import Expect

#: Longer than any server waits for the rest of a request, so that no request of a
#: publisher that lost its claim is still on its way when the next one begins.
LEASE = timedelta(seconds=90)


def check_unclaimed(head: Head, ports: Ports) -> None:
    """Raise ConflictError while another publisher's claim holds.

    A claim has run out when its time has, or when its process was on this machine and
    runs no more: a publish that was killed here can be repeated at once.
    """
    intent = head.intent
    if intent is None or intent.owner == ports.owner or ports.alive(intent.owner) is False:
        return
    if ports.now() < intent.expires:
        raise name_winner(head)


def check_fresh(head: Head, revision: SourceRevision) -> None:
    """Raise StaleSourceError where what is live was made from newer content than *revision*."""
    if head.live is None:
        return
    if head.barred is not None and revision.time <= head.barred:
        raise StaleSourceError(
            f"this content was taken down: release {head.live.id} was restored at "
            f"{head.live.time:%Y-%m-%d %H:%M:%S} UTC in its place",
            hint="publish a correction, or this very content with --force",
        )
    live = head.live.revision
    if revision.time < live.time:
        raise StaleSourceError(
            f"the content here is of {_when(revision)}, older than what is live: release "
            f"{head.live.id}, of {_when(live)}",
            hint="get the newest content (git pull), or put this online with --force",
        )


def _when(revision: SourceRevision) -> str:
    label = f" ({revision.label})" if revision.label else ""
    return f"{revision.time:%Y-%m-%d %H:%M:%S} UTC{label}"


class Lease:
    """The right to write at a target, taken by conditional write and renewed in time."""

    def __init__(self, session: Session, head: Head, etag: str) -> None:
        self.head = head  #: the record as we wrote it last
        self.etag = etag
        self._session = session
        self._lock = threading.Lock()

    def check(self) -> None:
        """Make sure that the claim holds; call it before each write.

        Costs nothing until half of the claim's time is over; then it is renewed.
        Raises ConflictError where somebody else has taken it over.
        """
        with self._lock:
            intent = self.head.intent
            now = self._session.ports.now()
            if intent is None or now < intent.expires - LEASE / 2:
                return
            renewed = msgspec.structs.replace(intent, expires=now + LEASE)
            self._save(msgspec.structs.replace(self.head, intent=renewed))

    def confirm(self) -> None:
        """Ask the target whether the claim is still ours; raise ConflictError if not."""
        with self._lock:
            confirm(self._session, self.etag)

    def write(self, head: Head) -> None:
        """Put *head* in place of the record, if it is still ours."""
        with self._lock:
            self._save(head)

    def give_up(self) -> None:
        """Say that the claim is over, its work undone, so that nobody waits for it.

        If that cannot be said the claim runs out by itself.
        """
        intent = self.head.intent
        if intent is None:
            return
        over = msgspec.structs.replace(intent, expires=intent.since)
        body = encode(msgspec.structs.replace(self.head, intent=over))
        with self._lock, contextlib.suppress(PublishError):
            # Once, and even when nothing new may be begun.
            self._session.store.put(HEAD_KEY, body, RECORD_HEADERS, expect=self.etag)

    def _save(self, head: Head) -> None:
        fresh = msgspec.structs.replace(
            head, nonce=self._session.ports.nonce(), quirks=self._session.store.quirks
        )
        self.etag = save(self._session, fresh, self.etag)
        self.head = fresh


def intend(plan: Plan, *, release: str, sequence: int, ports: Ports) -> Intent:
    """Return the claim that *plan* needs."""
    now: datetime = ports.now()
    named = {upload.path for upload in plan.uploads} | set(plan.stale) | {STAMP_KEY}
    return Intent(
        release=release,
        sequence=sequence,
        owner=ports.owner,
        since=now,
        expires=now + LEASE,
        paths=tuple(sorted(named)),
    )


def claim(session: Session, head: Head, expect: Expect) -> Lease:
    """Write *head*, which holds our intent, in place of the record that was read."""
    session.tell(Phase.CLAIM)
    fresh = msgspec.structs.replace(head, nonce=session.ports.nonce(), quirks=session.store.quirks)
    etag = save(session, fresh, expect)
    lease = Lease(session, fresh, etag)
    if not session.store.quirks.conditional:
        settle(session, etag)
    return lease
