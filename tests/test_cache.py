"""The cache gives back what it was told, or says that it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from statusgen.cache import Cache, DamagedCacheError, Facts, Remembered, pack, unpack
from statusgen.disk import Stamp
from statusgen.errors import StatusgenError
from statusgen.model import Page


def remembered(digest: bytes) -> Remembered:
    page = Page(id="a", path="a.md", order=1, menu=True, digest=digest)
    return Remembered(Facts(page=page, digest=digest), (("a.md", Stamp(1, 2, 3)),))


def test_values_come_back_as_they_were(tmp_path: Path) -> None:
    items = {"a.md": remembered(b"a")}
    with closing(Cache(tmp_path, version="1")) as cache:
        cache.put("answer", {"a": 1})
        cache.put_items(items, items)
    with closing(Cache(tmp_path, version="1")) as cache:
        assert cache.get("answer", dict[str, int]) == {"a": 1}
        assert cache.items() == items


@pytest.mark.parametrize(
    ("gone", "new"),
    [
        pytest.param((), (), id="none"),
        pytest.param((), ("0250.md",), id="edited"),
        pytest.param((), ("0", "0250a.md", "z.md"), id="before-between-and-after-all"),
        pytest.param(("0000.md", "0200.md", "0599.md"), (), id="the-first-and-the-last-gone"),
        pytest.param(tuple(f"{n:04}.md" for n in range(150, 450)), ("0300.md",), id="a-value-gone"),
        pytest.param(tuple(f"{n:04}.md" for n in range(600)), (), id="all-gone"),
    ],
)
def test_what_changed_is_kept_beside_what_was_there(
    gone: tuple[str, ...], new: tuple[str, ...], tmp_path: Path
) -> None:
    many = {f"{number:04}.md": remembered(b"old") for number in range(600)}
    after = {path: item for path, item in many.items() if path not in gone}
    after |= {path: remembered(b"new") for path in new}
    with closing(Cache(tmp_path, version="1")) as cache:
        cache.put_items(many, many)
        cache.put_items([*gone, *new], after)
        assert list(cache.items().items()) == sorted(after.items())


def test_another_version_begins_with_an_empty_cache(tmp_path: Path) -> None:
    with closing(Cache(tmp_path, version="1")) as cache:
        cache.put("answer", 1)
    with closing(Cache(tmp_path, version="2")) as cache:
        assert cache.get("answer", int) is None


def test_tables_of_another_version_may_have_looked_different(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "cache.sqlite")) as old:
        old.execute("create table items (path text primary key, facts blob)")
        old.execute("create table sources (path text primary key)")
        old.commit()
    with closing(Cache(tmp_path, version="1")) as cache:
        items = {"a.md": remembered(b"a")}
        cache.put_items(items, items)
        assert cache.items() == items


def test_a_change_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(cache: Cache) -> None:
        with cache.writing():
            cache.put("answer", 1)
            raise ZeroDivisionError

    with closing(Cache(tmp_path, version="1")) as cache:
        with pytest.raises(ZeroDivisionError):
            fail(cache)
        assert cache.get("answer", int) is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:-1], id="cut"),
        pytest.param(lambda data: data[:5] + bytes([data[5] ^ 1]) + data[6:], id="one-bit"),
        pytest.param(lambda _: b"", id="empty"),
    ],
)
def test_a_damaged_value_is_noticed(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(DamagedCacheError):
        unpack(damage(pack("some text")), str)


def test_a_value_of_another_kind_is_damage() -> None:
    with pytest.raises(DamagedCacheError):
        unpack(pack("some text"), int)


def test_a_cache_that_another_build_writes_is_waited_for_and_never_thrown_away(
    tmp_path: Path,
) -> None:
    def write(cache: Cache) -> None:
        with cache.writing():
            cache.put("answer", 2)

    with (
        closing(Cache(tmp_path, version="1")) as one,
        closing(Cache(tmp_path, version="1", patience=0.01)) as other,
    ):
        one.put("answer", 1)
        with one.writing():
            with pytest.raises(StatusgenError, match="another build is at work") as raised:
                write(other)
            assert not isinstance(raised.value, DamagedCacheError)
        write(other)
        assert one.get("answer", int) == 2


def test_a_file_that_is_no_cache_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "cache.sqlite").write_bytes(b"not a database at all, by any means" * 100)
    with pytest.raises(DamagedCacheError):
        Cache(tmp_path, version="1")
