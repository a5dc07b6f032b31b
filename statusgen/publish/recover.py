"""Finding out what is at a target when its record does not say: by looking, never by guessing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from statusgen.publish.headers import encode_body
from statusgen.publish.ledger import Loaded, read_shards
from statusgen.publish.plan import View, first_view
from statusgen.publish.ports import Phase, Session
from statusgen.publish.record import STAMP_KEY, Head
from statusgen.publish.site import Read, Want
from statusgen.publish.table import UNKNOWN, Entry, sum_of, table_sum, to_columns
from statusgen.publish.target import PRIVATE, Found, Special


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing told."""

    view: View
    foreign: int  #: files there that are no part of the site; they are left alone


def list_target(session: Session) -> dict[str, Found]:
    """Return everything at the target that may be part of a site."""
    listed = session.attempt(lambda: dict(session.store.list()))
    return {path: found for path, found in listed.items() if not path.startswith(PRIVATE)}


def rebuild(session: Session, wants: Mapping[str, Want], read: Read) -> Rebuilt:
    """Return the record as a listing and a look at each file show it.

    A file counts as known only where its stored bytes and its headers are those of the
    file here. Files that are not in *wants* may be anybody's: they are not touched.
    """
    session.tell(Phase.READ, "there is no usable record: listing what is there")
    listed = list_target(session)
    shared = sorted(listed.keys() & wants.keys())
    found = session.each(lambda path: _look(session, path), shared)
    loose = {
        path: _entry(there, wants[path], read(path))
        for path, there in zip(shared, found, strict=True)
        if there is not None
    }
    stamp = listed.pop(STAMP_KEY, None)
    shards = (msgspec.structs.replace(Head().shards[0], sum=sum_of([table_sum(loose)])),)
    head = Head(
        loose=to_columns(loose),
        shards=shards,
        stamp=stamp.etag if stamp else "",
        quirks=session.store.quirks,
    )
    return Rebuilt(view=first_view(head), foreign=len(listed) - len(shared))


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


def view_of(session: Session, loaded: Loaded) -> View:
    """Return what a readable record tells, its doubts included.

    A publisher that died may have written any path that its claim names. One whose
    claim names none may have written anywhere: then every file is looked at.
    """
    assert loaded.head is not None  # noqa: S101  the caller has asked
    view = first_view(loaded.head)
    intent = loaded.head.intent
    if intent is None:
        return view
    if intent.paths is not None:
        return msgspec.structs.replace(view, doubtful=frozenset(intent.paths) - {STAMP_KEY})
    session.tell(Phase.READ, "a large publish was interrupted: looking at every file")
    unread = tuple(n for n in range(len(view.head.shards)) if not view.read(n))
    view = read_shards(session, view, unread)
    return msgspec.structs.replace(view, doubtful=_changed(session, view))


def _changed(session: Session, view: View) -> frozenset[str]:
    """Return the recorded paths that are not there as recorded."""
    listed = list_target(session)
    table = view.table()
    same = [path for path, e in table.items() if path in listed and listed[path].etag == e.etag]
    found = session.each(lambda path: _look(session, path), same)
    whole = {
        path
        for path, there in zip(same, found, strict=True)
        if there is not None and there.headers in (None, table[path].headers)
    }
    return frozenset(table.keys() - whole)


def is_empty(session: Session, loaded: Loaded) -> bool:
    """Return whether nothing was ever published here: no record, and no file either."""
    return loaded.etag is Special.ABSENT and not list_target(session)
