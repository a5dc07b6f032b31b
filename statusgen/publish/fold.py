"""Folding a finished release into the record. Pure.

An edit rewrites the head alone: its entries stay there, loose, beside the shards that
hold the rest. When the head grows too large, the shards with the most loose entries are
written anew, never so many that a publish of k files takes more than 2k + 6 requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from statusgen.publish.plan import Plan, Step, View
from statusgen.publish.record import (
    KEPT,
    SHARD_PREFIX,
    UNDO_PREFIX,
    Head,
    Kept,
    Release,
    ShardRef,
    Stale,
    Undo,
    encode,
    object_name,
)
from statusgen.publish.table import (
    SUM,
    Columns,
    Entry,
    Table,
    from_columns,
    shard_of,
    sum_of,
    term,
    to_columns,
)

#: Up to so many files the whole table is in the head: one object, three requests.
SMALL_SITE = 600
#: How many entries of a larger site may be loose.
LOOSE = 96
#: Files in a shard when a site is split, and when it is split again.
SHARD_FILES, FULL_SHARD = 128, 512
#: How many paths one undo, and all of them, may name in the head.
UNDO_PATHS, ALL_UNDO_PATHS = 250, 800


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """The record after a release, and the objects that must be there before it."""

    head: Head
    objects: dict[str, bytes] = {}  #: key → bytes of new immutable objects
    forget: dict[str, tuple[str, ...]] = {}  #: path → ETags that no kept release needs


def undo_of(plan: Plan, table: Table) -> Undo:
    """Return the way back from *plan*: what its paths were before."""
    paths = [u.path for u in plan.uploads if u.step is not Step.STAMP] + list(plan.stale)
    before = {path: table[path] for path in paths if path in table}
    absent = tuple(sorted(path for path in paths if path not in table))
    return Undo(before=to_columns(before, digests=False), absent=absent)


def fold(
    view: View,
    plan: Plan,
    etags: Mapping[str, str],
    *,
    release: Release,
    spilled: Mapping[str, Undo],
    budget: int,
) -> Folded:
    """Return the record once *plan* is done.

    ``etags`` are those of the uploaded objects by path, ``spilled`` the undos that
    have objects of their own, by key, as far as they were read, ``budget`` how many
    objects may be written beside the head. A plan that only removes makes no new
    release: ``release`` is the live one then. Intent, nonce and purge are the caller's
    to set.
    """
    loose, gone = _changed(view, plan, etags)
    objects = _Objects(release.sequence)
    junk: list[str] = []
    kept, forget = _keep(view, plan, release, spilled, objects, junk)
    shards = tuple(
        ShardRef(ref.name, total) for ref, total in zip(view.head.shards, plan.sums, strict=True)
    )
    parts = _Parts(loose, gone, list(shards), dict(view.bases))
    _split(parts, files=plan.files, budget=budget, junk=junk)
    _flush(parts, files=plan.files, budget=budget - len(objects.data), objects=objects, junk=junk)
    head = msgspec.structs.replace(
        view.head,
        live=release,
        loose=to_columns(parts.loose),
        gone=tuple(sorted(parts.gone)),
        shards=tuple(parts.shards),
        stale=_stale(view.head, plan, junk, now=release.time),
        kept=kept,
    )
    return Folded(head=head, objects=objects.data, forget=forget)


class _Objects:
    """New immutable objects. No name is ever used twice: an old one may be about to go."""

    def __init__(self, sequence: int) -> None:
        self.sequence = sequence
        self.data: dict[str, bytes] = {}

    def add(self, prefix: str, value: msgspec.Struct) -> str:
        """Take *value* in and return its key."""
        data = encode(value)
        key = f"{prefix}{self.sequence}-{object_name(data)}"
        self.data[key] = data
        return key


def _changed(view: View, plan: Plan, etags: Mapping[str, str]) -> tuple[dict[str, Entry], set[str]]:
    """Return the loose entries and the gone paths after *plan*."""
    loose, gone = dict(view.loose), set(view.head.gone)
    for upload in plan.uploads:
        if upload.step is Step.STAMP:
            continue
        want = upload.want
        loose[upload.path] = Entry(want.sha256, etags[upload.path], want.headers)
        gone.discard(upload.path)
    for path in plan.stale:
        loose.pop(path, None)
        if view.head.shards[shard_of(path, len(view.head.shards))].name:
            gone.add(path)
    return loose, gone


class _Parts:
    """The table while it is being rearranged."""

    def __init__(
        self,
        loose: dict[str, Entry],
        gone: set[str],
        shards: list[ShardRef],
        bases: dict[int, Table],
    ) -> None:
        self.loose, self.gone, self.shards, self.bases = loose, gone, shards, bases

    def base(self, number: int) -> Table | None:
        """Return what shard *number* holds as written, or None if it was not read."""
        return self.bases.get(number, None if self.shards[number].name else {})


def _split(parts: _Parts, *, files: int, budget: int, junk: list[str]) -> None:
    """Go over to more shards where the site has outgrown those there are.

    Only when every entry is at hand and every new shard may be written.
    """
    count = len(parts.shards)
    size = SMALL_SITE if count == 1 and not parts.shards[0].name else count * FULL_SHARD
    wanted = 1 << max(0, (files // SHARD_FILES).bit_length() - 1)
    bases = [parts.base(number) for number in range(count)]
    if files <= size or wanted <= count or None in bases:
        return
    if any(ref.name for ref in parts.shards) and wanted > budget:
        return
    whole = {
        path: entry
        for base in bases
        for path, entry in (base or {}).items()
        if path not in parts.gone
    }
    junk.extend(SHARD_PREFIX + ref.name for ref in parts.shards if ref.name)
    parts.loose = {**whole, **parts.loose}
    parts.gone, parts.bases = set(), {}
    sums = [0] * wanted
    for path, entry in parts.loose.items():
        sums[shard_of(path, wanted)] += term(path, entry.sha256, entry.headers)
    parts.shards = [ShardRef("", sum_of([total])) for total in sums]


def _flush(parts: _Parts, *, files: int, budget: int, objects: _Objects, junk: list[str]) -> None:
    """Write the fullest shards anew until the head is small enough or *budget* is used up."""
    count = len(parts.shards)
    if count == 1 and files <= SMALL_SITE:
        return
    fill = Counter(shard_of(path, count) for path in [*parts.loose, *parts.gone])
    for number, _ in sorted(fill.items(), key=lambda item: (-item[1], item[0])):
        base = parts.base(number)
        if len(parts.loose) + len(parts.gone) <= LOOSE or budget <= 0:
            return
        if base is None:
            continue
        budget -= _write_shard(parts, number, base, objects, junk)


def _write_shard(
    parts: _Parts, number: int, base: Table, objects: _Objects, junk: list[str]
) -> int:
    """Move the loose entries of shard *number* into it; return how many objects that takes."""
    count, ref = len(parts.shards), parts.shards[number]
    moving = {path for path in parts.loose if shard_of(path, count) == number}
    table = {path: entry for path, entry in base.items() if path not in parts.gone}
    table |= {path: parts.loose.pop(path) for path in sorted(moving)}
    parts.gone -= {path for path in parts.gone if shard_of(path, count) == number}
    if ref.name:
        junk.append(SHARD_PREFIX + ref.name)
    if not table:
        parts.shards[number] = ShardRef("", bytes(SUM))
        return 0
    key = objects.add(SHARD_PREFIX, to_columns(table))
    parts.shards[number] = ShardRef(key.removeprefix(SHARD_PREFIX), ref.sum)
    return 1


def _keep(
    view: View,
    plan: Plan,
    release: Release,
    spilled: Mapping[str, Undo],
    objects: _Objects,
    junk: list[str],
) -> tuple[tuple[Kept, ...], dict[str, tuple[str, ...]]]:
    """Return the kept releases with the one that is live until now, and what to forget."""
    live, kept = view.head.live, view.head.kept
    if live is None or live.sequence == release.sequence:
        return kept, {}
    kept = (Kept(live, undo_of(plan, view.table())), *kept)
    kept, oldest = kept[:KEPT], kept[KEPT:]
    junk.extend(item.undo.elsewhere for item in oldest if item.undo.elsewhere)
    undos = [[spilled.get(k.undo.elsewhere, k.undo) for k in part] for part in (oldest, kept)]
    return _spilled(kept, objects), _forgotten(*undos)


def _spilled(kept: tuple[Kept, ...], objects: _Objects) -> tuple[Kept, ...]:
    """Return *kept* with its largest undo moved out of the head, if that is too much for it."""
    sizes = [len(item.undo) for item in kept]
    largest = max(range(len(kept)), key=lambda index: sizes[index])
    if sizes[largest] <= UNDO_PATHS and sum(sizes) <= ALL_UNDO_PATHS:
        return kept
    key = objects.add(UNDO_PREFIX, kept[largest].undo)
    moved = Kept(kept[largest].release, Undo(elsewhere=key))
    return (*kept[:largest], moved, *kept[largest + 1 :])


def _forgotten(dropped: Iterable[Undo], kept: Sequence[Undo]) -> dict[str, tuple[str, ...]]:
    """Return the earlier bytes that only a dropped release needed."""
    if any(undo.elsewhere for undo in kept):
        return {}  # what it needs is not at hand
    needed = {pair for undo in kept for pair in _etags(undo.before)}
    forget: dict[str, set[str]] = {}
    for undo in dropped:
        for path, etag in _etags(undo.before):
            if (path, etag) not in needed:
                forget.setdefault(path, set()).add(etag)
    return {path: tuple(sorted(etags)) for path, etags in sorted(forget.items())}


def _etags(columns: Columns) -> list[tuple[str, str]]:
    return [(path, entry.etag) for path, entry in from_columns(columns).items()]


def _stale(head: Head, plan: Plan, junk: list[str], *, now: datetime) -> tuple[Stale, ...]:
    """Return what is still to be removed: not what came back, nor what is gone already."""
    done = set(plan.removals) | {upload.path for upload in plan.uploads}
    fresh = tuple(sorted({*plan.stale, *junk} - set(plan.removals)))
    rest = [
        Stale(past.since, tuple(path for path in past.paths if path not in done))
        for past in head.stale
    ]
    return tuple(past for past in [*rest, Stale(now, fresh)] if past.paths)
