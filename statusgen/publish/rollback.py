"""Going back: an earlier release's bytes, published as a release of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

import msgspec

from statusgen.artefacts import CachePolicy, Stage
from statusgen.publish.errors import DamagedRecordError, NotKeptError
from statusgen.publish.headers import decode_body
from statusgen.publish.lease import check_unclaimed
from statusgen.publish.ledger import load, read_shards, read_undo
from statusgen.publish.plan import (
    Plan,
    Reason,
    Step,
    Upload,
    View,
    is_front_page,
    step_of,
)
from statusgen.publish.ports import Phase, Session
from statusgen.publish.prepare import Prepared
from statusgen.publish.record import Head, Kept, Release
from statusgen.publish.recover import view_of
from statusgen.publish.release import Done, apply
from statusgen.publish.site import Want
from statusgen.publish.table import (
    Entry,
    Table,
    add_sums,
    from_columns,
    shard_of,
    spread,
    sum_of,
    term,
)
from statusgen.publish.target import Expect, Special


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """How some paths were, and shall be again."""

    release: Release
    entries: dict[str, Entry]  #: without digests
    absent: frozenset[str]  #: not there then


class Fetched(msgspec.Struct, frozen=True):
    """An earlier file, found again."""

    data: bytes  #: plain
    want: Want


def rollback(session: Session, wanted: str = "") -> Done:
    """Restore the release whose id begins with *wanted*, or the one before the live one.

    From then on content as old as what was taken down is refused, so that a scheduled
    rebuild does not bring it back. Raises NotKeptError where its bytes are not to be had.
    """
    loaded = load(session)
    head = loaded.head
    if loaded.damaged:
        raise NotKeptError(
            "the release record is damaged: it does not say what there was before",
            hint="publish: that puts it right",
        )
    if head is None or head.live is None:
        raise NotKeptError(
            "nothing is published here that could be gone back from", hint="publish first"
        )
    check_unclaimed(head, session.ports)
    number = find_release(head, wanted)
    try:
        past = _past(session, head, number)
        view = _view(session, head, past)
    except DamagedRecordError as error:
        raise NotKeptError(
            "the record of earlier releases is damaged", hint=_rebuild_hint(head, number)
        ) from error
    plan, data = _plan(session, view, past)
    prepared = Prepared(
        view=view,
        expect=loaded.etag,
        plan=plan,
        live=head.live,
        doubtful=head.intent is not None,
    )
    return apply(
        session,
        prepared,
        _restored(head, past.release, plan, session.ports.now()),
        data.__getitem__,
        barred=max(filter(None, [head.barred, head.live.revision.time])),
    )


def find_release(head: Head, wanted: str) -> int:
    """Return the place in ``head.kept`` of the release that *wanted* names."""
    live = head.live
    for number, kept in enumerate(head.kept):
        named = kept.release.id.startswith(wanted) if wanted else False
        other = not wanted and live is not None and kept.release.id != live.id
        if named or other:
            return number
    known = ", ".join(dict.fromkeys(kept.release.id for kept in head.kept)) or "none"
    what = f"no release '{wanted}'" if wanted else "no earlier release"
    raise NotKeptError(f"there is {what} to go back to", hint=f"kept are: {known}")


def _past(session: Session, head: Head, number: int) -> Past:
    """Return how the paths were that changed since the release at *number*."""
    entries: dict[str, Entry] = {}
    absent: set[str] = set()
    for kept in head.kept[: number + 1]:  # from the newest undo back
        undo = read_undo(session, kept.undo)
        for path, entry in from_columns(undo.before).items():
            entries[path] = entry
            absent.discard(path)
        for path in undo.absent:
            entries.pop(path, None)
            absent.add(path)
    return Past(release=head.kept[number].release, entries=entries, absent=frozenset(absent))


def _view(session: Session, head: Head, past: Past) -> View:
    """Return the record as far as going back touches it."""
    view = view_of(session, head)
    count = len(head.shards)
    touched = {*past.entries, *past.absent, *view.doubtful}
    needed = {shard_of(path, count) for path in touched}
    return read_shards(session, view, tuple(sorted(n for n in needed if not view.read(n))))


def _plan(session: Session, view: View, past: Past) -> tuple[Plan, Mapping[str, bytes]]:
    """Return what to write, and the bytes of it."""
    table = view.table()
    wanted = dict(past.entries)
    for path in view.doubtful:  # an interrupted publish may have touched more
        if path in table and path not in past.absent:
            wanted.setdefault(path, table[path])
    changed = {
        path: entry
        for path, entry in wanted.items()
        if path in view.doubtful or not _same(table.get(path), entry)
    }
    session.tell(Phase.READ, f"{len(changed)} earlier files")
    paths = sorted(changed)
    found = session.each(lambda path: _fetch(session, path, changed[path], past), paths)
    files = dict(zip(paths, found, strict=True))
    stale = {path for path in past.absent if path in table}
    stale |= {path for path in view.doubtful if path not in table and path not in wanted}
    sums = _sums(view, table, files, past.absent)
    if add_sums(*sums) != past.release.content:
        raise NotKeptError(
            f"release {past.release.id} cannot be restored as it was",
            hint=_source_hint(past.release),
        )
    uploads = [_upload(path, files[path].want, table, view) for path in paths]
    plan = Plan(
        uploads=tuple(sorted(uploads, key=lambda upload: (upload.step, upload.path))),
        stale=tuple(sorted(stale)),
        sums=sums,
        files=past.release.files,
    )
    return plan, {path: file.data for path, file in files.items()}


def _same(there: Entry | None, then: Entry) -> bool:
    return there is not None and (there.etag, there.headers) == (then.etag, then.headers)


def _fetch(session: Session, path: str, entry: Entry, past: Past) -> Fetched:
    body = session.attempt(session.store.earlier, path, entry.etag)
    try:
        data = None if body is None else decode_body(body, entry.headers.encoding)
    except ValueError:
        data = None
    if data is None:
        raise NotKeptError(
            f"the bytes of {path} in release {past.release.id} are not kept",
            hint=_source_hint(past.release),
        )
    sha256, headers = hashlib.sha256(data).digest(), entry.headers
    stage = _stage(path, entry)
    want = Want(sha256, headers, stage, len(data), term(path, sha256, headers), spread(path))
    return Fetched(data, want)


def _stage(path: str, entry: Entry) -> Stage:
    """Return when a file goes in place, told from its path and headers."""
    if entry.headers.cache_control == CachePolicy.IMMUTABLE:
        return Stage.ASSET
    html = entry.headers.media_type.startswith("text/html")
    front = is_front_page(path) or "history/" in path or not html
    return Stage.FRONT if front else Stage.PAGE


def _sums(
    view: View, table: Table, files: Mapping[str, Fetched], absent: frozenset[str]
) -> tuple[bytes, ...]:
    """Return what each shard adds up to once *files* are there and *absent* are not."""
    count = len(view.head.shards)
    sums = [int.from_bytes(ref.sum) for ref in view.head.shards]
    for path in {*files, *absent}:
        number = shard_of(path, count)
        there = table.get(path)
        if there is not None:
            sums[number] -= term(path, there.sha256, there.headers)
        if path in files:
            sums[number] += files[path].want.term
    return tuple(sum_of([total]) for total in sums)


def _upload(path: str, want: Want, table: Table, view: View) -> Upload:
    there = table.get(path)
    expect: Expect
    waiting = any(path in stale.paths for stale in view.head.stale)
    if path in view.doubtful or (there is None and waiting):
        expect, reason = Special.ANYTHING, Reason.UNKNOWN
    elif there is None:
        expect, reason = Special.ABSENT, Reason.NEW
    else:
        same = there.sha256 == want.sha256
        expect, reason = there.etag, Reason.HEADERS if same else Reason.CONTENT
    step = step_of(path, want.stage, new=reason is Reason.NEW)
    # Readers must not be told of what the pages do not say any more: lists first here.
    step = Step.PAGES_BACK if step is Step.PAGES else step
    return Upload(path=path, step=step, reason=reason, want=want, expect=expect)


def _restored(head: Head, past: Release, plan: Plan, now: datetime) -> Release:
    return msgspec.structs.replace(
        past,
        sequence=(head.live.sequence if head.live else 0) + 1,
        time=now,
        content=add_sums(*plan.sums),
        restored=True,
    )


def _source_hint(release: Release) -> str:
    label = release.revision.label.partition(",")[0]
    if not label:
        return "put its content back into content/ and publish that with --force"
    return f"build it again: git checkout {label}, then publish --force"


def _rebuild_hint(head: Head, number: int) -> str:
    kept: Kept = head.kept[number]
    return _source_hint(kept.release)
