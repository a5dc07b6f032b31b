"""The archive gives the newest words, however many are read in between."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from statusgen.archive import CachedArchive
from statusgen.cache import Cache, Record, pack
from statusgen.model import Text


def a_record(title: str) -> Record:
    return Record(texts=(Text(language="en", title=title),))


def an_archive(folder: Path, *names: str) -> CachedArchive:
    with closing(Cache(folder, version="1")) as cache:
        for name in names:
            cache.put_record(name, pack(a_record(f"{name} as cached")))
    return CachedArchive(lambda: Cache(folder, version="1"))


def test_what_was_learned_wins_over_the_cache_and_is_kept(tmp_path: Path) -> None:
    names = [f"{n}.md" for n in range(CachedArchive.KEEP + 10)]
    archive = an_archive(tmp_path, *names)
    archive.learn("0.md", a_record("as saved a moment ago"))
    for name in names[1:]:
        archive.record(name)
    assert archive.original("0.md").title == "as saved a moment ago"
    archive.close()


def test_what_is_forgotten_is_read_anew(tmp_path: Path) -> None:
    archive = an_archive(tmp_path, "a.md")
    archive.learn("a.md", a_record("as saved"))
    archive.forget(["a.md"])
    assert archive.original("a.md").title == "a.md as cached"
    archive.close()


def test_a_translation_that_nobody_wrote_is_none(tmp_path: Path) -> None:
    archive = an_archive(tmp_path, "a.md")
    assert archive.translation("a.md", "fr") is None
    archive.close()
