"""The release record: whole when read, small when written, right whatever happened before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from statusgen.publish.errors import DamagedRecordError, NewerRecordError
from statusgen.publish.fold import LOOSE, SMALL_SITE
from statusgen.publish.ledger import load, read_shards
from statusgen.publish.plan import View, first_view
from statusgen.publish.prepare import Choices
from statusgen.publish.record import (
    FORMAT,
    HEAD_KEY,
    SHARD_PREFIX,
    Head,
    Intent,
    SourceRevision,
    decode,
    encode,
)
from statusgen.publish.release import Outcome, publish
from statusgen.publish.table import (
    UNKNOWN,
    Columns,
    Entry,
    from_columns,
    shard_of,
    sum_of,
    table_sum,
    term,
    to_columns,
)
from statusgen.publish.target import Headers
from tests.publish.world import (
    MINUTE,
    NEW,
    OLD,
    TEN,
    Clock,
    MemoryStore,
    etag_of,
    make_ports,
    make_session,
    make_site,
    public,
)

AT_ONCE = Choices(grace=timedelta(0), allow_removals=True)
HTML = Headers("text/html", "public, max-age=30")

paths = st.text(st.sampled_from("abc/.é-1"), min_size=1, max_size=12)
etags = st.one_of(
    st.binary(min_size=16, max_size=16).map(bytes.hex),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
)
entries = st.builds(
    Entry,
    st.binary(min_size=32, max_size=32),
    etags,
    st.builds(Headers, st.text(max_size=5), st.text(max_size=5), st.sampled_from(["", "br"])),
)
tables = st.dictionaries(paths, entries, max_size=20)


@given(tables)
def test_a_table_comes_back_as_it_was_written(table: dict[str, Entry]) -> None:
    assert from_columns(decode(encode(to_columns(table)), Columns)) == table


@given(tables)
def test_a_table_without_digests_comes_back_unknown(table: dict[str, Entry]) -> None:
    back = from_columns(decode(encode(to_columns(table, digests=False)), Columns))
    assert back == {path: replace(entry, sha256=UNKNOWN) for path, entry in table.items()}


@given(tables, st.integers(0, 8))
def test_a_table_adds_up_to_the_same_however_it_is_split(
    table: dict[str, Entry], power: int
) -> None:
    parts: dict[int, dict[str, Entry]] = {}
    for path, entry in table.items():
        parts.setdefault(shard_of(path, 1 << power), {})[path] = entry
    assert sum_of(table_sum(part) for part in parts.values()) == sum_of([table_sum(table)])


@given(paths, entries, entries)
def test_what_differs_adds_up_to_something_else(path: str, one: Entry, other: Entry) -> None:
    same = (one.sha256, one.headers) == (other.sha256, other.headers)
    assert (term(path, one.sha256, one.headers) == term(path, other.sha256, other.headers)) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("incidents/x.html", "incidents/x.atom"),
        ("incidents/x.html", "fr/incidents/x.html"),
        ("incidents/x.html", "api/v2/incidents/x.json"),
        ("incidents/x.html", "pt-BR/incidents/x.html"),
        ("index.html", "feed.atom"),
        ("index.html", "fr/feed.atom"),
        ("api/v2/summary.json", "api/v2/status.json"),
        ("components/shop.html", "components/shop.badge.json"),
    ],
)
def test_files_that_change_together_share_a_shard(one: str, other: str) -> None:
    assert shard_of(one, 1 << 16) == shard_of(other, 1 << 16)


def test_incidents_are_spread_over_the_shards() -> None:
    counts = [0] * 64
    for number in range(6400):
        counts[shard_of(f"incidents/2026-11-23-{number}.html", 64)] += 1
    assert max(counts) < 200


HEAD = Head(
    nonce="n",
    loose=to_columns({"a.html": Entry(b"x" * 32, "0" * 32, HTML)}),
    intent=Intent("r", 1, "me", TEN, TEN + MINUTE, ("a.html",)),
)


def test_a_head_comes_back_as_it_was_written() -> None:
    assert decode(encode(HEAD), Head) == HEAD
    assert encode(decode(encode(HEAD), Head)) == encode(HEAD)


def test_a_record_with_any_bit_wrong_is_damaged() -> None:
    whole = encode(HEAD)
    for at in range(len(whole)):
        for bit in range(8):
            wrong = whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
            with pytest.raises(DamagedRecordError):
                decode(wrong, Head)


def test_a_record_that_is_cut_off_anywhere_is_damaged() -> None:
    whole = encode(HEAD)
    for size in range(len(whole)):
        with pytest.raises(DamagedRecordError):
            decode(whole[:size], Head)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_record_are_damaged(data: bytes) -> None:
    with pytest.raises(DamagedRecordError):
        decode(data, Head)


def test_a_record_of_another_kind_is_damaged() -> None:
    with pytest.raises(DamagedRecordError):
        decode(encode(SourceRevision(TEN, "x")), Head)


def test_a_record_of_a_newer_format_is_not_touched() -> None:
    store = MemoryStore()
    publish(make_session(store), make_site(OLD), AT_ONCE)
    body, headers = store.objects[HEAD_KEY]
    newer = encode(decode(body, Head), version=FORMAT + 1)
    store.objects[HEAD_KEY] = (newer, headers)
    with pytest.raises(NewerRecordError, match="newer statusgen"):
        publish(make_session(store), make_site(NEW), AT_ONCE)
    assert store.objects[HEAD_KEY][0] == newer


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param(Columns(paths=("a",)), id="no-etags"),
        pytest.param(
            Columns(paths=("a",), etags=bytes(16), kind_of=(1,), kinds=(HTML,)), id="no-such-kind"
        ),
        pytest.param(
            Columns(paths=("a",), digests=b"x", etags=bytes(16), kind_of=(0,), kinds=(HTML,)),
            id="half-a-digest",
        ),
    ],
)
def test_columns_that_do_not_fit_are_no_table(columns: Columns) -> None:
    with pytest.raises(ValueError, match=r"differ|missing"):
        from_columns(columns)


# --- larger sites, whose record is in parts


def large_site(turns: dict[int, int]) -> dict[str, bytes]:
    """Return a site whose incident number *n* is as of turn ``turns[n]``."""
    pages = {f"incidents/{n}.html": f"version: {turn}\n{n}".encode() for n, turn in turns.items()}
    return {"index.html": f"version: {sum(turns.values())}\n".encode(), **pages}


def whole_view(store: MemoryStore) -> View:
    """Return the record with all its shards."""
    session = make_session(store)
    head = load(session).head
    assert head is not None
    view = first_view(head)
    unread = tuple(n for n in range(len(head.shards)) if not view.read(n))
    return read_shards(session, view, unread)


def check_record(store: MemoryStore, files: dict[str, bytes]) -> View:
    """Check that the record says exactly what is there, and what it adds up to."""
    view = whole_view(store)
    table = view.table()
    assert {path: entry.etag for path, entry in table.items()} == {
        path: etag_of(body) for path, body in files.items()
    }
    for number, ref in enumerate(view.head.shards):
        part = {p: e for p, e in table.items() if shard_of(p, len(view.head.shards)) == number}
        assert ref.sum == sum_of([table_sum(part)])
    return view


def test_a_site_that_grows_out_of_one_object_is_split_without_a_costly_publish() -> None:
    store, turns = MemoryStore(), dict.fromkeys(range(SMALL_SITE - 10), 1)
    publish(make_session(store), make_site(large_site(turns)), AT_ONCE)
    for number in range(30):
        turns[SMALL_SITE + number] = 1
        store.log.clear()
        done = publish(make_session(store), make_site(large_site(turns)), AT_ONCE)
        assert len(store.log) <= 2 * len(done.plan.uploads) + 6
    view = check_record(store, large_site(turns))
    assert len(view.head.shards) > 1
    assert len(view.loose) <= LOOSE


def test_a_site_that_shrinks_keeps_its_record_right() -> None:
    store, turns = MemoryStore(), dict.fromkeys(range(2 * SMALL_SITE), 1)
    publish(make_session(store), make_site(large_site(turns)), AT_ONCE)
    for _ in range(3):
        turns = dict.fromkeys(range(len(turns) // 4), 1)
        publish(make_session(store), make_site(large_site(turns)), AT_ONCE)
        check_record(store, large_site(turns))
        assert public(store) == large_site(turns)


def test_parts_that_are_not_used_any_more_are_removed() -> None:
    store, turns, clock = MemoryStore(), dict.fromkeys(range(2 * SMALL_SITE), 1), Clock()
    for turn in range(4):
        turns |= dict.fromkeys(range(turn * 200, turn * 200 + 200), turn + 2)
        clock.at += MINUTE
        site = make_site(large_site(turns), revision=clock.at)
        publish(make_session(store, make_ports(clock)), site, AT_ONCE)
    view = whole_view(store)
    used = {SHARD_PREFIX + ref.name for ref in view.head.shards if ref.name}
    there = {key for key in store.objects if key.startswith(SHARD_PREFIX)}
    waiting = {path for stale in view.head.stale for path in stale.paths}
    assert there - waiting == used


@pytest.mark.parametrize("damage", ["lost", "spoiled"])
def test_a_part_that_is_damaged_has_the_record_rebuilt(damage: str) -> None:
    store, turns = MemoryStore(), dict.fromkeys(range(2 * SMALL_SITE), 1)
    publish(make_session(store), make_site(large_site(turns)), AT_ONCE)
    for key in [key for key in store.objects if key.startswith(SHARD_PREFIX)]:
        if damage == "lost":
            del store.objects[key]
        else:
            store.objects[key] = (b"?" + store.objects[key][0], HTML)
    turns[5] = 2
    done = publish(make_session(store), make_site(large_site(turns)), AT_ONCE)
    assert done.outcome is Outcome.PUBLISHED
    assert {u.path for u in done.plan.uploads} == {"incidents/5.html", "index.html", "release.json"}
    check_record(store, large_site(turns))


edits = st.lists(
    st.tuples(st.integers(0, 900), st.integers(1, 40), st.booleans()), min_size=1, max_size=4
)


@settings(max_examples=20)
@given(st.lists(edits, min_size=1, max_size=6))
def test_after_any_edits_the_record_says_exactly_what_is_there(
    publishes: list[list[tuple[int, int, bool]]],
) -> None:
    store, turns = MemoryStore(), dict.fromkeys(range(700), 1)
    publish(make_session(store), make_site(large_site(turns)), AT_ONCE)
    for turn, changes in enumerate(publishes, start=2):
        for start, length, remove in changes:
            for number in range(start, start + length):
                turns[number] = turn
                if remove:
                    del turns[number]
        publish(make_session(store), make_site(large_site(turns)), AT_ONCE)
        assert public(store) == large_site(turns)
        check_record(store, large_site(turns))
        store.log.clear()
        again = publish(make_session(store), make_site(large_site(turns)), AT_ONCE)
        assert again.outcome is Outcome.UNCHANGED
        assert store.log == [("get", HEAD_KEY)]
