"""Reading and writing the release record at a target."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from statusgen.publish.errors import ConditionError, ConflictError, DamagedRecordError
from statusgen.publish.headers import RECORD_HEADERS
from statusgen.publish.plan import View, first_view
from statusgen.publish.ports import Phase, Session
from statusgen.publish.record import (
    HEAD_KEY,
    SHARD_PREFIX,
    Head,
    ShardRef,
    Undo,
    decode,
    encode,
)
from statusgen.publish.table import Columns, Table, from_columns
from statusgen.publish.target import Expect, Special

#: How long a write takes to be seen by all at a service that has no conditional writes,
#: in seconds: two publishers that began together find each other out by then.
SETTLE = 2.0


T = TypeVar("T")


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """The record as it was found."""

    head: Head | None  #: None: there is none, or it is damaged
    etag: Expect  #: of the object there, damaged or not; ABSENT where there is none

    @property
    def damaged(self) -> bool:
        """Return whether something is there that cannot be read."""
        return self.head is None and self.etag is not Special.ABSENT


def load(session: Session) -> Loaded:
    """Return the record's head as it is now: one request."""
    session.tell(Phase.READ)
    stored = session.attempt(session.store.get, HEAD_KEY)
    if stored is None:
        return Loaded(head=None, etag=Special.ABSENT)
    try:
        head = decode(stored.body, Head)
        first_view(head)
    except (DamagedRecordError, ValueError):
        return Loaded(head=None, etag=stored.etag)
    session.store.quirks = head.quirks
    return Loaded(head=head, etag=stored.etag)


def read_shards(session: Session, view: View, numbers: tuple[int, ...]) -> View:
    """Return *view* with the shards *numbers* read.

    Raises DamagedRecordError where one of them is missing or is not what was written.
    """
    refs = [view.head.shards[number] for number in numbers]
    tables = session.each(lambda ref: _read_shard(session, ref), refs)
    bases = dict(view.bases) | dict(zip(numbers, tables, strict=True))
    return msgspec.structs.replace(view, bases=bases)


def _read_shard(session: Session, ref: ShardRef) -> Table:
    columns = read_object(session, SHARD_PREFIX + ref.name, Columns)
    try:
        return from_columns(columns)
    except ValueError as error:
        raise DamagedRecordError("a part of the release record is damaged") from error


def read_undo(session: Session, undo: Undo) -> Undo:
    """Return *undo* itself, from its own object where it is kept in one."""
    return read_object(session, undo.elsewhere, Undo) if undo.elsewhere else undo


def read_object(session: Session, key: str, kind: type[T]) -> T:
    """Return the value in the immutable object at *key*; DamagedRecordError where it is missing."""
    stored = session.attempt(session.store.get, key)
    if stored is None:
        raise DamagedRecordError("a part of the release record is missing")
    return decode(stored.body, kind)


def save(session: Session, head: Head, expect: Expect) -> str:
    """Write *head* in place of the record whose ETag is *expect*; return its ETag.

    Raises ConflictError, naming the other release, where somebody else wrote meanwhile.
    """
    body = encode(head)
    if not session.store.quirks.conditional:
        return _save_unfenced(session, body, expect)
    try:
        return session.attempt(session.store.put, HEAD_KEY, body, RECORD_HEADERS, expect=expect)
    except ConditionError as error:
        # The write may have been ours: a lost answer looks the same on the second try.
        stored = session.attempt(session.store.get, HEAD_KEY)
        if stored is not None and stored.body == body:
            return stored.etag
        raise conflict(stored.body if stored else b"") from error


def _save_unfenced(session: Session, body: bytes, expect: Expect) -> str:
    """Do what can be done without conditional writes: look before, and look again after.

    Two publishers that begin within the time that a write takes to be seen may still
    both go on until one of them looks again.
    """
    stored = session.attempt(session.store.get, HEAD_KEY)
    there: Expect = stored.etag if stored else Special.ABSENT
    if there != expect:
        raise conflict(stored.body if stored else b"")
    return session.attempt(
        session.store.put, HEAD_KEY, body, RECORD_HEADERS, expect=Special.ANYTHING
    )


def settle(session: Session, etag: str) -> None:
    """Wait, then make sure that the claim is still ours; only without conditional writes."""
    session.ports.sleep(SETTLE)
    confirm(session, etag)


def confirm(session: Session, etag: str) -> None:
    """Raise ConflictError unless the record is still the one that we wrote last."""
    stored = session.attempt(session.store.get, HEAD_KEY)
    if stored is None or stored.etag != etag:
        raise conflict(stored.body if stored else b"")


def conflict(body: bytes) -> ConflictError:
    """Return the error that names whoever wrote the record *body*."""
    try:
        return name_winner(decode(body, Head))
    except DamagedRecordError:
        return ConflictError(
            "the release record was changed by something else while this publish began",
            hint="publish again",
        )


def name_winner(head: Head) -> ConflictError:
    """Return the error that says who is publishing, or has just published."""
    if head.intent is not None:
        intent = head.intent
        return ConflictError(
            f"release {intent.release} is being published by somebody else "
            f"since {intent.since:%Y-%m-%d %H:%M:%S} UTC",
            hint="nothing was changed by this publish; wait for the other one to end. If it "
            f"has died, publishing goes on by itself after {intent.expires:%H:%M:%S} UTC",
        )
    if head.live is None:
        return ConflictError("somebody else changed the release record", hint="publish again")
    return ConflictError(
        f"release {head.live.id} was published by somebody else at "
        f"{head.live.time:%Y-%m-%d %H:%M:%S} UTC, while this publish was under way",
        hint="get the newest content (git pull), then publish again",
    )
