"""One publish at one target, from reading the record to telling the CDN.

The order: read the record; plan; claim the target; write files step by step; remove
what has long been unreferenced; commit by swapping the record's head; purge the CDN;
record that. k changed files take k + 3 requests, and two more with a CDN. Killed
anywhere in between, the site is whole for readers and the next publish completes it.
"""

from __future__ import annotations

import enum
import hashlib
import json
from datetime import datetime

import msgspec

from statusgen.artefacts import CachePolicy, Stage
from statusgen.publish.cdn import pending_purge, purge_pending
from statusgen.publish.errors import DamagedRecordError
from statusgen.publish.fold import Folded, fold
from statusgen.publish.headers import RECORD_HEADERS
from statusgen.publish.lease import Lease, claim, intend
from statusgen.publish.ledger import read_undo
from statusgen.publish.plan import (
    Plan,
    View,
    stamp_upload,
    steps,
)
from statusgen.publish.ports import Phase, Session
from statusgen.publish.prepare import Choices, Prepared, prepare
from statusgen.publish.probe import learn_quirks
from statusgen.publish.record import KEPT, STAMP_KEY, Head, Release, Undo
from statusgen.publish.site import Read, Site, Want
from statusgen.publish.table import add_sums
from statusgen.publish.target import Headers, Special
from statusgen.publish.upload import Uploader

#: Where the record must be set right, it is not the time to count requests.
NO_BUDGET = 1 << 16


class Outcome(enum.StrEnum):
    """How a publish ended at one target."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What a publish at one target came to."""

    outcome: Outcome
    release: Release | None
    plan: Plan
    purge_error: str = ""  #: why the CDN was not told; the release stands all the same
    not_removed: dict[str, str] = {}  #: old files that are still there, and why
    foreign: int = 0


def publish(session: Session, site: Site, choices: Choices) -> Done:
    """Bring one target to *site*. Raises PublishError where it could not."""
    prepared = prepare(session, site, choices)
    if prepared.nothing:
        return _nothing(session, prepared)
    release = _next_release(session, prepared, site)
    return apply(session, prepared, release, site.read)


def _nothing(session: Session, prepared: Prepared) -> Done:
    """End a publish that had nothing to write; a purge that is still due is done now."""
    done = Done(outcome=Outcome.UNCHANGED, release=prepared.live, plan=prepared.plan)
    if prepared.view.head.purge is None or not isinstance(prepared.expect, str):
        return done
    error = purge_pending(session, Lease(session, prepared.view.head, prepared.expect))
    return msgspec.structs.replace(done, purge_error=error)


def _next_release(session: Session, prepared: Prepared, site: Site) -> Release:
    live = prepared.live
    if live is not None and not prepared.plan.uploads and not prepared.plan.stale:
        return live  # only old files are removed: what readers see stays the same release
    return Release(
        id=site.id,
        sequence=(live.sequence if live else 0) + 1,
        time=session.ports.now(),
        revision=site.revision,
        content=add_sums(*prepared.plan.sums),
        files=prepared.plan.files,
    )


def apply(
    session: Session,
    prepared: Prepared,
    release: Release,
    read: Read,
    *,
    barred: datetime | None = None,
) -> Done:
    """Carry out what was prepared, commit it as *release*, and tell the CDN.

    ``barred`` is set when going back: content as old as that is refused from then on.
    """
    plan, stamp = _with_stamp(prepared, release)
    lease = _claim(session, prepared, plan, release)
    uploader = Uploader(
        session=session,
        lease=lease,
        read=lambda path: stamp if path == STAMP_KEY else read(path),
    )
    try:
        etags: dict[str, str] = {}
        for _, uploads in steps(plan):
            etags |= uploader.send(uploads, done=len(etags), total=len(plan.uploads))
        _keep_stale(session, prepared.view, plan)
        plan, left = _remove(session, lease, plan)
        forget = _commit(session, lease, prepared, Finished(plan, etags, release, barred))
    except (Exception, KeyboardInterrupt):
        lease.give_up()
        raise
    session.attempt(session.store.forget, forget)
    return Done(
        outcome=Outcome.PUBLISHED,
        release=release,
        plan=plan,
        purge_error=purge_pending(session, lease),
        not_removed=left,
        foreign=prepared.foreign,
    )


class Finished(msgspec.Struct, frozen=True):
    """A release whose files are all in place."""

    plan: Plan
    etags: dict[str, str]  #: path → ETag of what was uploaded
    release: Release
    barred: datetime | None


def _commit(
    session: Session, lease: Lease, prepared: Prepared, finished: Finished
) -> dict[str, tuple[str, ...]]:
    """Make the release the live one; return the earlier bytes that nobody needs any more."""
    old, release = prepared.view.head, finished.release
    folded = _fold(session, prepared, finished)
    _write_objects(session, lease, folded.objects)
    session.tell(Phase.COMMIT, release.id)
    lease.write(
        msgspec.structs.replace(
            folded.head,
            intent=None,
            barred=finished.barred,
            stamp=finished.etags.get(STAMP_KEY, old.stamp),
            purge=pending_purge(session, old.purge, finished.plan, release),
        )
    )
    return folded.forget


def _with_stamp(prepared: Prepared, release: Release) -> tuple[Plan, bytes]:
    """Return the plan with release.json at its end, and the bytes of that file."""
    plan = prepared.plan
    stamp = stamp_bytes(release)
    if release is prepared.live and not prepared.doubtful:
        return plan, stamp
    want = Want(
        hashlib.sha256(stamp).digest(),
        Headers("application/json; charset=utf-8", CachePolicy.SHORT.value),
        Stage.FRONT,
        len(stamp),
        term=0,
        spread=0,
    )
    upload = stamp_upload(want, prepared.view.head.stamp, doubtful=prepared.doubtful)
    return msgspec.structs.replace(plan, uploads=(*plan.uploads, upload)), stamp


def stamp_bytes(release: Release) -> bytes:
    """Return release.json: the one file that says when a release was published."""
    said = {"id": release.id, "time": release.time.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return (json.dumps(said, indent=2) + "\n").encode()


def _claim(session: Session, prepared: Prepared, plan: Plan, release: Release) -> Lease:
    intent = intend(plan, release=release.id, sequence=release.sequence, ports=session.ports)
    if prepared.fresh:
        # Nothing is live by this record yet. Should this publish die, the next one looks
        # at every file again; so there is no need to write down what was found.
        head = Head(intent=intent)
        lease = learn_quirks(session, head, prepared.expect)
        if session.store.versioned is False:
            session.tell(
                Phase.NOTE, "this bucket keeps no versions: rollback will work from here alone"
            )
        return lease
    head = msgspec.structs.replace(prepared.view.head, intent=intent)
    return claim(session, head, prepared.expect)


def _keep_stale(session: Session, view: View, plan: Plan) -> None:
    """Keep the bytes of what will be removed; costs nothing where versions are kept."""
    table = view.table() if plan.stale else {}
    etags = [(path, table[path].etag) for path in plan.stale if path in table]
    session.each(lambda pair: session.attempt(session.store.keep, *pair), etags)


def _remove(session: Session, lease: Lease, plan: Plan) -> tuple[Plan, dict[str, str]]:
    """Remove what has been unreferenced for longer than any cache remembers.

    Returns the plan as it was carried out and path → reason for what is still there. A
    file that could not be removed harms nobody: it stays on the list for the next time.
    """
    if not plan.removals:
        return plan, {}
    session.tell(Phase.REMOVE, f"{len(plan.removals)} files", 0, len(plan.removals))
    lease.check()
    left = session.attempt(session.store.delete, plan.removals)
    removed = tuple(path for path in plan.removals if path not in left)
    return msgspec.structs.replace(plan, removals=removed), left


def _fold(session: Session, prepared: Prepared, finished: Finished) -> Folded:
    budget = max(1, len(finished.plan.uploads) + 1 - prepared.shards_read)
    if prepared.fresh or prepared.doubtful:
        budget = NO_BUDGET
    return fold(
        prepared.view,
        finished.plan,
        finished.etags,
        release=finished.release,
        spilled=_spilled_undos(session, prepared.view.head),
        budget=budget,
    )


def _spilled_undos(session: Session, head: Head) -> dict[str, Undo]:
    """Return the undos with an object of their own, where old bytes must now be let go."""
    if len(head.kept) < KEPT or not session.store.forgets:
        return {}
    try:
        return {
            kept.undo.elsewhere: read_undo(session, kept.undo)
            for kept in head.kept
            if kept.undo.elsewhere
        }
    except DamagedRecordError:
        return {}


def _write_objects(session: Session, lease: Lease, objects: dict[str, bytes]) -> None:
    """Write parts of the record; their names are new, so nobody reads them yet."""
    store = session.store

    def write(key: str) -> str:
        lease.check()
        return session.attempt(
            store.put, key, objects[key], RECORD_HEADERS, expect=Special.ANYTHING
        )

    session.each(write, sorted(objects))
