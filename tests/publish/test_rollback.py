"""Going back to an earlier release, and what stays possible after it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.publish.directory import DirectoryStore
from statusgen.publish.errors import ConflictError, NotKeptError, StaleSourceError
from statusgen.publish.fold import ALL_UNDO_PATHS, UNDO_PATHS
from statusgen.publish.plan import GRACE
from statusgen.publish.prepare import Choices
from statusgen.publish.record import HEAD_KEY, KEPT, STAMP_KEY, UNDO_PREFIX, Head, decode
from statusgen.publish.release import Outcome, publish
from statusgen.publish.rollback import rollback
from statusgen.publish.shelf import ShelvedStore
from statusgen.publish.target import PRIVATE, Store
from tests.publish.matrix import Matrix
from tests.publish.servers import new_bucket, open_store
from tests.publish.world import (
    MINUTE,
    NEW,
    OLD,
    OTHER,
    TEN,
    Clock,
    Killed,
    MemoryStore,
    flaws,
    here_but_dead,
    make_ports,
    make_session,
    make_site,
    public,
    small_site,
)

PLAIN = Choices()


def put_online(store: Store, *releases: Mapping[str, bytes]) -> None:
    """Publish each of *releases*, a minute after the other, content and all."""
    for number, files in enumerate(releases):
        clock = Clock(TEN + number * MINUTE)
        site = make_site(files, revision=clock.at, label=f"commit{number}")
        publish(make_session(store, make_ports(clock)), site, PLAIN)


def head_of(store: MemoryStore) -> Head:
    return decode(store.objects[HEAD_KEY][0], Head)


def site_at(store: Store) -> dict[str, bytes]:
    return {
        key: store.get(key).body  # type: ignore[union-attr]
        for key, _ in store.list()
        if key != STAMP_KEY
    }


@pytest.fixture(params=["memory", "directory", "moto", "ministack", "moto-copies", "moto-shelf"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Return each kind of target, with its own way to keep earlier bytes."""
    kind: str = request.param
    if kind == "memory":
        return MemoryStore()
    if kind == "directory":
        return DirectoryStore(tmp_path)
    server, _, variant = kind.partition("-")
    address: str = request.getfixturevalue(f"{server}_address")
    bucket = new_bucket(address, versioned=not variant)
    if variant == "copies":
        return open_store(address, bucket, keep="copies")
    bare = open_store(address, bucket)
    return ShelvedStore(bare, tmp_path / "kept") if variant == "shelf" else bare


def test_the_bytes_of_the_release_before_come_back(store: Store) -> None:
    put_online(store, OLD, NEW)
    done = rollback(make_session(store))
    assert done.outcome is Outcome.PUBLISHED
    assert {path: site_at(store)[path] for path in OLD} == OLD
    assert done.release is not None
    assert (done.release.id, done.release.sequence) == (make_site(OLD).id, 3)
    assert done.release.restored


def test_any_kept_release_can_be_named_by_the_beginning_of_its_id(store: Store) -> None:
    put_online(store, OLD, NEW, OTHER)
    rollback(make_session(store), make_site(OLD).id[:6])
    assert {path: site_at(store)[path] for path in OLD} == OLD


def test_going_back_and_forth(store: Store) -> None:
    put_online(store, OLD, NEW)
    rollback(make_session(store))
    rollback(make_session(store), make_site(NEW).id)
    assert {path: site_at(store)[path] for path in NEW} == NEW


def test_a_file_that_was_removed_comes_back(store: Store) -> None:
    put_online(store, OLD, NEW)
    late = Clock(TEN + 2 * GRACE)
    publish(make_session(store, make_ports(late)), make_site(NEW, revision=late.at), PLAIN)
    assert "incidents/gone.html" not in site_at(store)
    rollback(make_session(store, make_ports(late)))
    assert {path: site_at(store)[path] for path in OLD} == OLD


def test_stored_encodings_come_back_as_they_were() -> None:
    store = MemoryStore()
    long = {path: body + b"x" * 2000 for path, body in OLD.items()}
    longer = {path: body + b"y" * 3000 for path, body in OLD.items()}
    for files in (long, longer):
        publish(make_session(store, encoding="br"), make_site(files), PLAIN)
    stored = dict(store.objects)
    publish(make_session(store), make_site(OLD), PLAIN)
    rollback(make_session(store))
    assert {k: v for k, v in store.objects.items() if k in long} == {
        k: v for k, v in stored.items() if k in long
    }


def test_after_going_back_the_same_content_is_not_published_again() -> None:
    store = MemoryStore()
    put_online(store, OLD, NEW)
    rollback(make_session(store))
    bad = make_site(NEW, revision=TEN + MINUTE)
    with pytest.raises(StaleSourceError, match="was taken down"):
        publish(make_session(store), bad, PLAIN)
    newer = make_site(OTHER, revision=TEN + 2 * MINUTE)
    assert publish(make_session(store), newer, PLAIN).outcome is Outcome.PUBLISHED
    assert head_of(store).barred is None


def test_what_was_taken_down_can_be_forced_back() -> None:
    store = MemoryStore()
    put_online(store, OLD, NEW)
    rollback(make_session(store))
    bad = make_site(NEW, revision=TEN + MINUTE)
    publish(make_session(store), bad, Choices(force=True))
    assert {path: public(store)[path] for path in NEW} == NEW


def test_the_restored_content_itself_counts_as_published() -> None:
    store = MemoryStore()
    put_online(store, OLD, NEW)
    rollback(make_session(store))
    same = make_site(OLD, revision=TEN)
    assert publish(make_session(store), same, PLAIN).outcome is Outcome.UNCHANGED


def test_the_last_ten_are_kept_and_no_more() -> None:
    store = MemoryStore()
    sites = [small_site({"a": n}, version=n) for n in range(1, KEPT + 4)]
    put_online(store, *sites)
    head = head_of(store)
    assert [kept.release.id for kept in head.kept] == [
        make_site(site).id for site in reversed(sites[2:-1])
    ]
    with pytest.raises(NotKeptError, match="no release"):
        rollback(make_session(store), make_site(sites[1]).id)
    rollback(make_session(store), make_site(sites[2]).id)
    assert public(store) == sites[2]


def test_bytes_that_no_kept_release_needs_are_let_go(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    sites = [small_site({"a": n}, version=n) for n in range(1, KEPT + 6)]
    put_online(store, *sites)
    changed = len([path for path in sites[0] if sites[0][path] != sites[1][path]])
    kept = list((tmp_path / PRIVATE / "kept").iterdir())
    assert len(kept) == KEPT * changed


def test_bytes_of_a_large_release_are_let_go_as_well(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    many = {f"incidents/{n}.html": b"version: 1\n" for n in range(UNDO_PATHS + 5)}
    sites = [OLD | many, OLD | dict.fromkeys(many, b"version: 2\n")]
    sites += [sites[-1] | {"404.html": b"version: %d\n" % n} for n in range(KEPT + 1)]
    put_online(store, *sites)
    kept = list((tmp_path / PRIVATE / "kept").iterdir())
    assert len(kept) == KEPT, "one file in each release that is left"


def test_going_back_from_a_large_release_reads_its_undo_from_an_object_of_its_own() -> None:
    store = MemoryStore()
    many = {f"incidents/{n}.html": b"version: 1\n" for n in range(UNDO_PATHS + 50)}
    changed = dict.fromkeys(many, b"version: 2\n")
    put_online(store, OLD | many, OLD | changed)
    assert any(key.startswith(UNDO_PREFIX) for key in store.objects)
    rollback(make_session(store))
    assert public(store) == OLD | many


def test_a_head_does_not_grow_with_large_undos() -> None:
    store = MemoryStore()
    size = UNDO_PATHS - 20
    sites = [
        OLD | {f"incidents/{n}.html": b"version: %d\n" % turn for n in range(size)}
        for turn in range(8)
    ]
    put_online(store, *sites)
    head = head_of(store)
    assert sum(len(kept.undo) for kept in head.kept) <= ALL_UNDO_PATHS
    rollback(make_session(store), make_site(sites[0]).id)
    assert public(store) == sites[0]


def test_without_the_bytes_nothing_is_changed_and_the_commit_is_named() -> None:
    store = MemoryStore()
    put_online(store, OLD, NEW)
    store.history.clear()
    before = dict(store.objects)
    with pytest.raises(NotKeptError, match="are not kept") as caught:
        rollback(make_session(store))
    assert "git checkout commit0" in caught.value.hint
    assert store.objects == before


def test_bytes_that_are_not_the_right_ones_are_not_restored() -> None:
    store = MemoryStore()
    put_online(store, OLD, NEW)
    before = dict(store.objects)
    store.history = dict.fromkeys(store.history, b"something else")
    with pytest.raises(NotKeptError, match="cannot be restored as it was"):
        rollback(make_session(store))
    assert store.objects == before


def test_where_nothing_is_published_there_is_nothing_to_go_back_from() -> None:
    with pytest.raises(NotKeptError, match="nothing is published"):
        rollback(make_session(MemoryStore()))


def test_with_one_release_there_is_none_to_go_back_to() -> None:
    store = MemoryStore()
    put_online(store, OLD)
    with pytest.raises(NotKeptError, match="no earlier release"):
        rollback(make_session(store))


def test_somebody_elses_publish_is_not_disturbed() -> None:
    store = MemoryStore()
    put_online(store, OLD)

    def die(name: str, key: str) -> None:
        if (name, key) == ("put", "feed.atom"):
            raise Killed

    store.before = die
    with pytest.raises(Killed):
        publish(make_session(store), make_site(NEW), PLAIN)
    store.before = None
    with pytest.raises(ConflictError):
        rollback(make_session(store))


def test_killed_at_any_request_readers_see_a_whole_site_and_it_can_be_repeated(
    matrix: Matrix,
) -> None:
    def staged() -> tuple[MemoryStore, list[str]]:
        store, found = MemoryStore(), list[str]()
        put_online(store, OLD, NEW)
        store.log.clear()
        store.after = lambda name, key: found.extend(  # noqa: ARG005
            flaw for flaw in flaws(public(store), OLD, NEW) if name in {"put", "delete"}
        )
        return store, found

    store, found = staged()
    rollback(make_session(store))
    steps = len(store.log)
    assert found == []
    for step in range(steps):
        store, found = staged()

        def die(name: str, key: str, store: MemoryStore = store, step: int = step) -> None:
            if len(store.log) > step:
                raise Killed

        store.before = die
        with pytest.raises(Killed):
            rollback(make_session(store))
        store.before = None
        rollback(make_session(store, make_ports(alive=here_but_dead)), make_site(OLD).id)
        assert {path: public(store)[path] for path in OLD} == OLD
        assert found == []
    matrix.held("killed while going back", "memory", steps)


@settings(max_examples=40)
@given(
    versions=st.lists(st.dictionaries(st.sampled_from("abcd"), st.just(0)), min_size=2, max_size=6),
    back=st.lists(st.integers(0, 5), min_size=1, max_size=4),
    late=st.booleans(),
)
def test_every_kept_release_comes_back_exactly(
    versions: list[dict[str, int]], back: list[int], late: bool
) -> None:
    store, clock = MemoryStore(), Clock()
    sites = [small_site(dict.fromkeys(names, n), version=n) for n, names in enumerate(versions, 1)]
    for files in sites:
        clock.at += MINUTE if not late else 2 * GRACE
        site = make_site(files, revision=clock.at)
        publish(make_session(store, make_ports(clock)), site, Choices(grace=timedelta(0)))
    for number in back:
        wanted = sites[number % len(sites)]
        clock.at += MINUTE
        with contextlib.suppress(NotKeptError):  # it is the live one
            rollback(make_session(store, make_ports(clock)), make_site(wanted).id)
        assert {path: public(store)[path] for path in wanted} == wanted
