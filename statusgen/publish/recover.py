"""Finding out what is at a target when its record does not say: by looking, never by guessing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from statusgen.publish.headers import encode_body
from statusgen.publish.ledger import read_shards
from statusgen.publish.plan import View, first_view
from statusgen.publish.ports import Phase, Session
from statusgen.publish.record import STAMP_KEY, Head
from statusgen.publish.site import Read, Want
from statusgen.publish.table import UNKNOWN, Entry, sum_of, table_sum, to_columns
from statusgen.publish.target import PRIVATE, Found

#: Above so many doubtful paths, listing what is there is worth its requests.
MANY_PATHS = 500


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing told."""

    view: View
    foreign: int  #: files there that are no part of the site; they are left alone


def list_target(session: Session) -> dict[str, Found]:
    """Return everything at the target that may be part of a site."""
    listed = session.attempt(lambda: dict(session.store.list()))
    return {path: found for path, found in listed.items() if not path.startswith(PRIVATE)}


def rebuild(
    session: Session, wants: Mapping[str, Want], read: Read, damaged: Head | None
) -> Rebuilt:
    """Return the record as a listing and a look at each file show it.

    A file counts as known only where its stored bytes and its headers are those of the
    file here. Files that are not in *wants* may be anybody's: they are not touched,
    unless the claim of a first publish that died, in *damaged*, names them.
    """
    session.tell(Phase.READ, "there is no usable record: listing what is there")
    listed = list_target(session)
    stamp = listed.pop(STAMP_KEY, None)
    shared = sorted(listed.keys() & wants.keys())
    found = session.each(lambda path: _look(session, path), shared)
    loose = {
        path: _entry(there, wants[path], read(path))
        for path, there in zip(shared, found, strict=True)
        if there is not None
    }
    intent = damaged.intent if damaged else None
    ours = frozenset(intent.paths if intent else ()) & listed.keys() - wants.keys()
    shards = (msgspec.structs.replace(Head().shards[0], sum=sum_of([table_sum(loose)])),)
    head = Head(
        loose=to_columns(loose),
        shards=shards,
        stamp=stamp.etag if stamp else "",
        quirks=session.store.quirks,
    )
    view = msgspec.structs.replace(first_view(head), doubtful=ours)
    return Rebuilt(view=view, foreign=len(listed) - len(shared) - len(ours))


def _look(session: Session, path: str) -> Found | None:
    return session.attempt(session.store.head, path)


def _entry(found: Found, want: Want, data: bytes) -> Entry:
    """Return the entry of a file that was looked at, its digest only where it is certain."""
    headers = found.headers or want.headers
    if hashlib.sha256(data).digest() == want.sha256 and headers == want.headers:
        body = encode_body(data, headers.encoding)
        if found.etag == hashlib.md5(body, usedforsecurity=False).hexdigest():
            return Entry(want.sha256, found.etag, headers)
    return Entry(UNKNOWN, found.etag, headers)


def view_of(session: Session, head: Head) -> View:
    """Return what a readable record tells, its doubts included.

    A publisher that died may have written any path that its claim names. Where it names
    many, a listing tells most of them apart from those that it did not come to.
    """
    view = first_view(head)
    if head.intent is None:
        return view
    named = frozenset(head.intent.paths) - {STAMP_KEY}
    if len(named) <= MANY_PATHS:
        return msgspec.structs.replace(view, doubtful=named)
    session.tell(Phase.READ, "a large publish was interrupted: looking at every file")
    unread = tuple(n for n in range(len(view.head.shards)) if not view.read(n))
    view = read_shards(session, view, unread)
    return msgspec.structs.replace(view, doubtful=named - _untouched(session, view, named))


def looked_over(session: Session, head: Head) -> View:
    """Return what a readable record tells; what is there otherwise than it says is in doubt.

    Looks at every file, for when something else has written to the target or removed from it.
    """
    session.tell(Phase.READ, "looking at every file")
    view = first_view(head)
    unread = tuple(n for n in range(len(view.head.shards)) if not view.read(n))
    view = read_shards(session, view, unread)
    claimed = frozenset(head.intent.paths if head.intent else ()) - {STAMP_KEY}
    named = claimed | view.table().keys()
    return msgspec.structs.replace(view, doubtful=named - _untouched(session, view, named))


def has_its_stamp(session: Session, head: Head) -> bool:
    """Return whether ``release.json`` is there as it was written."""
    found = _look(session, STAMP_KEY)
    return found is not None and found.etag == head.stamp


def _untouched(session: Session, view: View, named: frozenset[str]) -> set[str]:
    """Return the paths of *named* that are as recorded, or neither recorded nor there."""
    listed = list_target(session)
    table = view.table()
    absent = {path for path in named if path not in listed and path not in table}
    same = sorted(
        path
        for path in named & table.keys() & listed.keys()
        if listed[path].etag == table[path].etag
    )
    found = session.each(lambda path: _look(session, path), same)
    return absent | {
        path
        for path, there in zip(same, found, strict=True)
        if there is not None and there.headers in (None, table[path].headers)
    }
