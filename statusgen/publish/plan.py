"""What a publish will do, decided before anything is done. Pure: digests in, steps out.

The order is what keeps readers safe: what nothing points at yet goes first, what
points at everything goes last, and nothing is removed before every cache has
forgotten whatever pointed at it.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from statusgen.artefacts import Stage
from statusgen.publish.errors import RemovalsError
from statusgen.publish.record import STAMP_KEY, Head
from statusgen.publish.site import Want
from statusgen.publish.table import Entry, Table, from_columns, shard_of, sum_of, term
from statusgen.publish.target import PRIVATE, Expect, Headers, Special

#: Longer than any cache holds a page that points at a removed file: its max-age, and a
#: day of stale-if-error (see :class:`statusgen.artefacts.CachePolicy`), and an hour.
GRACE = timedelta(hours=25)
#: A publish that removes more than this share of the site, and more files than this,
#: is a mistake until somebody says that it is not.
REMOVAL_SHARE = 0.2
REMOVALS_ALLOWED = 25
#: Above this many changed files one wildcard is cheaper for the CDN's owner, and gentler
#: on its rate limits, than their names; below it the other copies are worth keeping.
PURGE_EVERYTHING = 150


class Step(enum.IntEnum):
    """The barriers of a publish: each is complete before the next begins."""

    ASSETS = 0  #: fingerprinted files and images
    NEW_PAGES = 1  #: nothing points at them yet
    NEW_LISTS = 2  #: feeds, history and API files that did not exist
    PAGES = 3  #: pages that change
    LISTS = 4  #: feeds, history and API files that change
    FRONT_PAGE = 5
    PAGES_BACK = 6  #: pages that change when going back: no list may speak of what is undone
    STAMP = 7  #: release.json, which says that all the others are there


class Reason(enum.StrEnum):
    """Why a file is touched."""

    NEW = "new"
    CONTENT = "content changed"
    HEADERS = "headers changed"
    UNKNOWN = "not known what is there"
    STALE = "stale"


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """One file to be written."""

    path: str
    step: Step
    reason: Reason
    want: Want
    #: What is there now. ANYTHING means that nobody knows: it is looked up first.
    expect: Expect


class View(msgspec.Struct, frozen=True, kw_only=True):
    """As much of a release record as has been read."""

    head: Head
    loose: Mapping[str, Entry]
    bases: Mapping[int, Table] = {}  #: shard → its entries as written
    #: Paths of which an interrupted publish may have changed what is there.
    doubtful: frozenset[str] = frozenset()

    def table(self) -> dict[str, Entry]:
        """Return every entry that has been read, as things stand now."""
        gone = set(self.head.gone)
        entries = {
            path: entry
            for number in sorted(self.bases)
            for path, entry in self.bases[number].items()
            if path not in gone
        }
        entries.update(self.loose)
        return entries

    def read(self, shard: int) -> bool:
        """Return whether every entry of *shard* is known."""
        return shard in self.bases or not self.head.shards[shard].name


def first_view(head: Head) -> View:
    """Return what *head* alone tells. Raises ValueError where it contradicts itself."""
    return View(head=head, loose=from_columns(head.loose))


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one publish does at one target."""

    uploads: tuple[Upload, ...] = ()  #: in order: by step, then path
    stale: tuple[str, ...] = ()  #: nothing points at them from now on
    removals: tuple[str, ...] = ()  #: stale for long enough, ours or of the record
    sums: tuple[bytes, ...] = ()  #: of each shard, afterwards
    files: int = 0  #: of the site, afterwards

    @property
    def nothing(self) -> bool:
        """Return whether the target is already as it shall be."""
        return not self.uploads and not self.stale and not self.public_removals

    @property
    def public_removals(self) -> tuple[str, ...]:
        """Return the removals that readers could notice."""
        return tuple(path for path in self.removals if not path.startswith(PRIVATE))

    @property
    def touched(self) -> tuple[str, ...]:
        """Return the paths of which a cache may hold an old copy, sorted."""
        overwritten = {u.path for u in self.uploads if u.reason is not Reason.NEW}
        return tuple(sorted(overwritten | set(self.public_removals)))


def local_sums(wants: Mapping[str, Want], shards: int) -> list[int]:
    """Return what *wants* adds up to in each of *shards*."""
    sums = [0] * shards
    mask = shards - 1
    for want in wants.values():
        sums[want.spread & mask] += want.term
    return sums


def shards_to_read(view: View, wants: Mapping[str, Want]) -> tuple[int, ...]:
    """Return the shards that must be read to know what differs from *wants*.

    A shard whose sum is right needs no look; neither does one where the entries in the
    head alone explain the difference, which is so for files that change every time.
    """
    head, shards = view.head, len(view.head.shards)
    left = [
        ours - int.from_bytes(ref.sum)
        for ours, ref in zip(local_sums(wants, shards), head.shards, strict=True)
    ]
    differing = {number for number in range(shards) if sum_of([left[number]]) != sum_of([])}
    for path, entry in view.loose.items():
        number = shard_of(path, shards)
        if number in differing:
            ours = wants[path].term if path in wants else 0
            left[number] -= ours - term(path, entry.sha256, entry.headers)
    needed = {n for n in differing if sum_of([left[n]]) != sum_of([])}
    needed |= {shard_of(path, shards) for path in view.doubtful}
    return tuple(sorted(n for n in needed if not view.read(n)))


def make_plan(
    view: View, wants: Mapping[str, Want], *, now: datetime, grace: timedelta = GRACE
) -> Plan:
    """Return what it takes to turn what *view* shows into *wants*.

    *view* must hold the shards that :func:`shards_to_read` names.
    """
    shards = len(view.head.shards)
    sums = tuple(sum_of([number]) for number in local_sums(wants, shards))
    differing = {n for n, ref in enumerate(view.head.shards) if ref.sum != sums[n]}
    table = view.table()
    returning = {path for stale in view.head.stale for path in stale.paths if path in wants}
    uploads = [
        upload
        for path in _candidates(view, wants, differing, table)
        if (upload := _upload(path, wants[path], table.get(path), view, returning)) is not None
    ]
    stale = {path for path in table if path not in wants}
    stale |= {path for path in view.doubtful if path not in wants}
    stale -= {path for past in view.head.stale for path in past.paths}
    return Plan(
        uploads=tuple(sorted(uploads, key=lambda upload: (upload.step, upload.path))),
        stale=tuple(sorted(stale)),
        removals=_due(view.head, stale, wants, now=now, grace=grace),
        sums=sums,
        files=len(wants),
    )


def _candidates(
    view: View, wants: Mapping[str, Want], differing: set[int], table: Table
) -> Iterable[str]:
    """Yield the paths of *wants* that may not be there as wanted."""
    mask = len(view.head.shards) - 1
    whole = {number for number in differing if view.read(number)}
    in_whole = [path for path, want in wants.items() if want.spread & mask in whole]
    rest = (set(table) | view.doubtful) & wants.keys()
    return sorted(rest.union(in_whole))


def _upload(
    path: str, want: Want, entry: Entry | None, view: View, returning: set[str]
) -> Upload | None:
    """Return the upload that *path* needs, or None: it is there as wanted."""
    expect: Expect
    if path in view.doubtful or (entry is None and path in returning):
        expect, reason = Special.ANYTHING, Reason.UNKNOWN
    elif entry is None:
        expect, reason = Special.ABSENT, Reason.NEW
    elif not entry.known:
        expect, reason = entry.etag, Reason.UNKNOWN
    elif entry.sha256 != want.sha256:
        expect, reason = entry.etag, Reason.CONTENT
    elif entry.headers != want.headers:
        expect, reason = entry.etag, Reason.HEADERS
    else:
        return None
    step = step_of(path, want.stage, new=reason is Reason.NEW)
    return Upload(path=path, step=step, reason=reason, want=want, expect=expect)


def step_of(path: str, stage: Stage, *, new: bool) -> Step:
    """Return when a file is put in place.

    New files go before all that change: a page that changes may link to a new list,
    and nobody finds a new one before that.
    """
    if stage is Stage.ASSET:
        return Step.ASSETS
    if stage is Stage.FRONT and is_front_page(path):
        return Step.FRONT_PAGE
    if stage is Stage.PAGE:
        return Step.NEW_PAGES if new else Step.PAGES
    return Step.NEW_LISTS if new else Step.LISTS


def is_front_page(path: str) -> bool:
    """Return whether *path* is a language's front page: it goes last."""
    folder, _, name = path.rpartition("/")
    return name == "index.html" and folder != "history" and not folder.endswith("/history")


def _due(
    head: Head, fresh: set[str], wants: Mapping[str, Want], *, now: datetime, grace: timedelta
) -> tuple[str, ...]:
    due = {
        path
        for stale in head.stale
        if stale.since + grace <= now
        for path in stale.paths
        if path not in wants
    }
    if not grace:
        due |= fresh
    return tuple(sorted(due))


def check_removals(plan: Plan, head: Head) -> None:
    """Refuse a plan that takes away too much of the site. Nothing has been changed then."""
    files = head.live.files if head.live else 0
    allowed = max(REMOVALS_ALLOWED, int(files * REMOVAL_SHARE))
    if len(plan.stale) <= allowed:
        return
    shown = ", ".join(plan.stale[:3])
    raise RemovalsError(
        f"this would remove {len(plan.stale):,} of {files:,} files ({shown} …); "
        f"at most {allowed:,} are removed without a word",
        hint="is this the right folder, and is content/ complete? "
        "If it is meant: publish --allow-removals",
    )


def stamp_upload(want: Want, etag: str, *, doubtful: bool) -> Upload:
    """Return the upload of release.json, last of all."""
    expect: Expect = etag or Special.ABSENT
    if doubtful:
        expect = Special.ANYTHING
    reason = Reason.CONTENT if etag else Reason.NEW
    return Upload(path=STAMP_KEY, step=Step.STAMP, reason=reason, want=want, expect=expect)


def steps(plan: Plan) -> list[tuple[Step, list[Upload]]]:
    """Return the uploads of *plan* by step, in order, leaving out empty steps."""
    grouped: dict[Step, list[Upload]] = defaultdict(list)
    for upload in plan.uploads:
        grouped[upload.step].append(upload)
    return sorted(grouped.items())


def headers_of(table: Table, path: str) -> Headers | None:
    """Return what *path* is sent with at the target, or None where it is not there."""
    entry = table.get(path)
    return entry.headers if entry else None
