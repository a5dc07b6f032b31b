"""What every target must do: one contract for a folder, real servers, and the tests' own."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusgen.publish.directory import DirectoryStore
from statusgen.publish.errors import ConditionError
from statusgen.publish.target import PRIVATE, Headers, Special, Store
from tests.publish.servers import new_bucket, open_store
from tests.publish.world import MemoryStore

PAGE = Headers("text/html; charset=utf-8", "public, max-age=30")
PACKED = Headers("text/html; charset=utf-8", "public, max-age=30", "gzip")
NO_SUCH_ETAG = "0" * 32


FULL = ("memory", "directory", "moto", "ministack", "moto-copies", "ministack-prefix")


@pytest.fixture(params=FULL)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Return each target that honours conditions, empty."""
    kind: str = request.param
    if kind == "memory":
        return MemoryStore()
    if kind == "directory":
        return DirectoryStore(tmp_path)
    server, _, variant = kind.partition("-")
    address: str = request.getfixturevalue(f"{server}_address")
    bucket = new_bucket(address, versioned=variant != "copies")
    if variant == "copies":
        return open_store(address, bucket, keep="copies")
    return open_store(address, bucket, prefix="blog" if variant else "")


@pytest.fixture
def careless(rclone_address: str) -> Store:
    """Return the target that looks at no condition."""
    return open_store(rclone_address, new_bucket(rclone_address, versioned=False))


def test_what_was_put_is_there(store: Store) -> None:
    etag = store.put("incidents/a b&c.html", b"<p>x</p>", PAGE, expect=Special.ABSENT)
    stored = store.get("incidents/a b&c.html")
    found = store.head("incidents/a b&c.html")
    assert stored is not None
    assert found is not None
    assert (stored.body, stored.etag, found.etag, found.size) == (b"<p>x</p>", etag, etag, 8)
    assert found.headers in (None, PAGE)


def test_headers_are_kept(store: Store) -> None:
    store.put("index.html", b"x", PACKED, expect=Special.ABSENT)
    found = store.head("index.html")
    assert found is not None
    assert found.headers in (None, PACKED)


def test_what_is_not_there_is_none(store: Store) -> None:
    assert store.get("nothing.html") is None
    assert store.head("nothing.html") is None


def test_the_same_bytes_have_the_same_etag(store: Store) -> None:
    one = store.put("a.html", b"x", PAGE, expect=Special.ABSENT)
    assert store.put("a.html", b"x", PAGE, expect=one) == one


def test_a_new_object_is_made_only_where_there_is_none(store: Store) -> None:
    store.put("a.html", b"one", PAGE, expect=Special.ABSENT)
    with pytest.raises(ConditionError):
        store.put("a.html", b"two", PAGE, expect=Special.ABSENT)
    assert store.get("a.html").body == b"one"  # type: ignore[union-attr]


def test_an_object_is_overwritten_only_where_it_is_the_expected_one(store: Store) -> None:
    etag = store.put("a.html", b"one", PAGE, expect=Special.ABSENT)
    with pytest.raises(ConditionError):
        store.put("a.html", b"two", PAGE, expect=NO_SUCH_ETAG)
    with pytest.raises(ConditionError):
        store.put("new.html", b"two", PAGE, expect=etag)
    assert store.get("a.html").body == b"one"  # type: ignore[union-attr]
    store.put("a.html", b"two", PAGE, expect=etag)
    assert store.get("a.html").body == b"two"  # type: ignore[union-attr]


def test_a_write_without_expectation_always_happens(store: Store) -> None:
    store.put("a.html", b"one", PAGE, expect=Special.ANYTHING)
    store.put("a.html", b"two", PAGE, expect=Special.ANYTHING)
    assert store.get("a.html").body == b"two"  # type: ignore[union-attr]


def test_the_list_has_all_but_what_is_private(store: Store) -> None:
    keys = ["a.html", "incidents/b.html", "incidents/c/d.html"]
    etags = {key: store.put(key, key.encode(), PAGE, expect=Special.ABSENT) for key in keys}
    store.put(PRIVATE + "record", b"x", PAGE, expect=Special.ABSENT)
    listed = dict(store.list())
    assert {key: found.etag for key, found in listed.items()} == etags
    assert listed["a.html"].size == 6


def test_a_list_is_more_than_one_page(store: Store) -> None:
    for number in range(1005 if isinstance(store, MemoryStore) else 12):
        store.put(f"{number}.html", b"x", PAGE, expect=Special.ANYTHING)
    assert len(list(store.list())) in (12, 1005)


def test_removing_is_removing(store: Store) -> None:
    for key in ("a.html", "deep/down/b.html"):
        store.put(key, b"x", PAGE, expect=Special.ABSENT)
    assert store.delete(["a.html", "deep/down/b.html", "never-was.html"]) == {}
    assert dict(store.list()) == {}
    assert store.get("a.html") is None


def test_earlier_bytes_are_found_by_their_etag(store: Store) -> None:
    one = store.put("a.html", b"one", PAGE, expect=Special.ABSENT)
    store.keep("a.html", one)
    two = store.put("a.html", b"two", PAGE, expect=one)
    store.keep("a.html", two)
    store.put("a.html", b"three", PAGE, expect=two)
    assert store.earlier("a.html", one) == b"one"
    assert store.earlier("a.html", two) == b"two"
    assert store.earlier("a.html", NO_SUCH_ETAG) is None
    assert store.earlier("never-was.html", one) is None


def test_the_bytes_of_now_are_found_too(store: Store) -> None:
    etag = store.put("a.html", b"one", PAGE, expect=Special.ABSENT)
    assert store.earlier("a.html", etag) == b"one"


def test_bytes_are_kept_when_their_object_is_removed(store: Store) -> None:
    etag = store.put("a.html", b"one", PAGE, expect=Special.ABSENT)
    store.keep("a.html", etag)
    store.delete(["a.html"])
    assert store.earlier("a.html", etag) == b"one"


def test_what_is_forgotten_of_one_object_is_kept_of_another(store: Store) -> None:
    etags = {}
    for key in ("a.html", "b.html"):
        etags[key] = store.put(key, b"one", PAGE, expect=Special.ABSENT)
        store.keep(key, etags[key])
        store.put(key, b"two", PAGE, expect=etags[key])
    store.forget({"a.html": [etags["a.html"]]})
    assert store.earlier("b.html", etags["b.html"]) == b"one"


def test_requests_and_bytes_are_counted(store: Store) -> None:
    store.put("a.html", b"12345", PAGE, expect=Special.ABSENT)
    before = store.traffic.requests
    store.get("a.html")
    assert store.traffic.requests == before + 1
    assert store.traffic.sent >= 5
    assert store.traffic.received >= 5


@pytest.mark.parametrize("server", ["moto", "ministack"])
def test_a_prefix_does_not_touch_its_neighbour(server: str, request: pytest.FixtureRequest) -> None:
    address: str = request.getfixturevalue(f"{server}_address")
    bucket = new_bucket(address)
    blog, blog2 = (open_store(address, bucket, prefix=p) for p in ("blog", "/blog2/"))
    for store in (blog, blog2):
        store.put("a.html", b"x", PAGE, expect=Special.ABSENT)
    assert [key for key, _ in blog.list()] == ["a.html"]
    blog.delete(["a.html"])
    assert blog2.get("a.html") is not None


def test_a_server_that_ignores_conditions_does(careless: Store) -> None:
    careless.put("a.html", b"one", PAGE, expect=Special.ABSENT)
    careless.put("a.html", b"two", PAGE, expect=Special.ABSENT)
    careless.put("a.html", b"three", PAGE, expect=NO_SUCH_ETAG)
    assert careless.get("a.html").body == b"three"  # type: ignore[union-attr]


def test_a_folder_never_shows_a_file_on_its_way(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    store.put("a.html", b"x", PAGE, expect=Special.ABSENT)
    shown = {p.name for p in tmp_path.rglob("*") if p.is_file() and PRIVATE not in p.as_posix()}
    assert shown == {"a.html"}
