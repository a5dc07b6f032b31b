"""What a publish costs at ten thousand incidents: requests and bytes beside the changed files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from statusgen.artefacts import CachePolicy, Stage, Written
from statusgen.publish.prepare import Choices
from statusgen.publish.record import HEAD_KEY, SourceRevision
from statusgen.publish.release import Done, Outcome, publish
from statusgen.publish.site import Site, release_id
from tests.publish.world import TEN, FakeCdn, MemoryStore, make_session, stage_of

COMPONENTS = ("checkout", "search", "orders", "partner-api", "accounts", "mobile-app")
LANGUAGES = ("", "fr/")
HTML, ATOM, JSON = "text/html; charset=utf-8", "application/atom+xml", "application/json"
SVG = "image/svg+xml"


@dataclass
class LargeSite:
    """A site of many incidents, of which only what is in each file matters."""

    incidents: int
    contents: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, Written] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number in range(self.incidents):
            self._write(self.incident_files(number), turn=0)
        self._write(self.list_files(), turn=0)
        self._write((f"feed/{n}.atom" for n in range(self.incidents * 45 // 10 // 50)), turn=0)

    def _write(self, paths: Iterable[str], *, turn: int) -> None:
        """Give each of *paths* content of its own."""
        for path in paths:
            data = f"{path} {turn}".encode()
            self.contents[path] = data
            self.files[path] = written(path, data)

    def incident_files(self, number: int) -> list[str]:
        name = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}-incident-{number}"
        pages = [f"{language}incidents/{name}.html" for language in LANGUAGES]
        return [*pages, f"incidents/{name}.atom", f"api/v2/incidents/{name}.json"]

    def list_files(self) -> Iterator[str]:
        for language in LANGUAGES:
            yield from (language + name for name in ("index.html", "history/index.html"))
            yield from (f"{language}history/20{n // 12:02}-{n % 12 + 1:02}.html" for n in range(60))
            yield from (f"{language}components/{name}.html" for name in COMPONENTS)
        yield from ("feed.atom", "feed.rss", "feed.json", "history.atom", "history.rss")
        yield from ("status.json", "badge.svg", "badge.json", "sitemap.xml", "robots.txt")
        for name in COMPONENTS:
            yield from (f"components/{name}.{end}" for end in ("atom", "rss", "svg", "badge.json"))
        for name in ("summary", "status", "components", "incidents", "incidents/unresolved"):
            yield f"api/v2/{name}.json"

    def edit(self, number: int, turn: int) -> set[str]:
        """Change one incident and every list that shows it; return the changed paths."""
        component = COMPONENTS[number % len(COMPONENTS)]
        lists = {
            *self.incident_files(number),
            *(f"{language}index.html" for language in LANGUAGES),
            *(f"{language}history/20{number % 5:02}-11.html" for language in LANGUAGES),
            *(f"{language}components/{component}.html" for language in LANGUAGES),
            *("feed.atom", "feed.rss", "feed.json", "history.atom", "history.rss", "status.json"),
            *("badge.svg", "badge.json", "sitemap.xml", f"feed/{number % 300}.atom"),
            *(f"components/{component}.{end}" for end in ("atom", "rss", "svg", "badge.json")),
            *(f"api/v2/{name}.json" for name in ("summary", "status", "components", "incidents")),
        }
        self._write(lists, turn=turn)
        return lists

    def site(self) -> Site:
        return Site(
            files=self.files,
            read=self.contents.__getitem__,
            revision=SourceRevision(TEN),
            id=release_id(self.files),
        )


def written(path: str, data: bytes) -> Written:
    kind = path.rpartition(".")[2]
    return Written(
        key=b"",
        sha256=hashlib.sha256(data).digest(),
        size=len(data),
        media_type={"html": HTML, "atom": ATOM, "svg": SVG}.get(kind, JSON),
        cache=CachePolicy.SHORT,
        stage=stage_of(path) if "incidents/" not in path else Stage.PAGE,
    )


def overhead(store: MemoryStore, contents: Mapping[str, bytes], done: Done) -> int:
    """Return the bytes that went either way beside the uploaded files."""
    files = sum(len(contents.get(upload.path, b"")) for upload in done.plan.uploads)
    return store.traffic.sent + store.traffic.received - files


@pytest.fixture(scope="module")
def large() -> tuple[LargeSite, MemoryStore]:
    """Return a site of ten thousand incidents, and a store that holds it."""
    large = LargeSite(incidents=10_000)
    store = MemoryStore()
    publish(make_session(store, cdn=FakeCdn()), large.site(), Choices())
    return large, store


def test_many_edits_of_a_large_site_stay_within_their_budget(
    large: tuple[LargeSite, MemoryStore],
) -> None:
    site, store = large
    assert len(site.contents) > 40_000
    for turn in range(14):
        changed = site.edit(turn * 157 % 10_000, turn + 1)
        store.log.clear()
        store.traffic.sent = store.traffic.received = 0
        cdn = FakeCdn()
        done = publish(make_session(store, cdn=cdn), site.site(), Choices())
        k = len(changed) + 1
        assert len(done.plan.uploads) == k
        assert len(store.log) + len(cdn.calls) <= 2 * k + 6
        assert overhead(store, site.contents, done) < 200_000


def test_a_large_site_that_did_not_change_costs_one_request(
    large: tuple[LargeSite, MemoryStore],
) -> None:
    site, store = large
    store.log.clear()
    assert publish(make_session(store), site.site(), Choices()).outcome is Outcome.UNCHANGED
    assert store.log == [("get", HEAD_KEY)]
