"""A small world for publishing: a store in memory, a clock to be set, sites that can be judged."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from statusgen.artefacts import CachePolicy, Stage, Written
from statusgen.publish.errors import ConditionError, NotSupportedError
from statusgen.publish.ports import Ports, Progress, Session
from statusgen.publish.record import SourceRevision
from statusgen.publish.site import Site, release_id
from statusgen.publish.target import (
    PRIVATE,
    Cdn,
    Expect,
    Found,
    Headers,
    Quirks,
    Special,
    Store,
    Stored,
    Traffic,
)

TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


class Killed(BaseException):
    """What kill -9 is to a process, an exception that nothing catches is to a test."""


def etag_of(body: bytes) -> str:
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


class MemoryStore:
    """Objects in a dict, with versions. ``before`` and ``after`` see each request."""

    def __init__(
        self,
        *,
        before: Callable[[str, str], None] | None = None,
        after: Callable[[str, str], None] | None = None,
        conditions: str = "honoured",
        etag_of: Callable[[bytes], str] = etag_of,
    ) -> None:
        self.objects: dict[str, tuple[bytes, Headers]] = {}
        self.history: dict[tuple[str, str], bytes] = {}
        self.log: list[tuple[str, str]] = []
        self.traffic = Traffic()
        self.quirks = Quirks()
        self.versioned: bool | None = True
        self.forgets = True
        self.before, self.after, self.conditions = before, after, conditions
        self.etag_of = etag_of

    def _request(self, name: str, key: str) -> None:
        self.log.append((name, key))
        self.traffic.count(requests=1)
        if self.before:
            self.before(name, key)

    def _answer(self, name: str, key: str) -> None:
        if self.after:
            self.after(name, key)

    def get(self, key: str) -> Stored | None:
        self._request("get", key)
        found = self.objects.get(key)
        self._answer("get", key)
        if found is None:
            return None
        self.traffic.count(received=len(found[0]))
        return Stored(found[0], self.etag_of(found[0]))

    def head(self, key: str) -> Found | None:
        self._request("head", key)
        found = self.objects.get(key)
        self._answer("head", key)
        return None if found is None else Found(self.etag_of(found[0]), len(found[0]), found[1])

    def put(self, key: str, body: bytes, headers: Headers, *, expect: Expect) -> str:
        self._request("put", key)
        self.traffic.count(sent=len(body))
        if expect is not Special.ANYTHING and self.quirks.conditional:
            if self.conditions == "refused":
                raise NotSupportedError("conditions are not supported")
            there = self.etag_of(self.objects[key][0]) if key in self.objects else Special.ABSENT
            if self.conditions == "honoured" and there != expect:
                raise ConditionError("the object there is not the expected one")
        self.objects[key] = (body, headers)
        self.history[key, self.etag_of(body)] = body
        self._answer("put", key)
        return self.etag_of(body)

    def delete(self, keys: Iterable[str]) -> dict[str, str]:
        keys = list(keys)
        self._request("delete", ",".join(keys))
        for key in keys:
            self.objects.pop(key, None)
        self._answer("delete", ",".join(keys))
        return {}

    def list(self) -> Iterator[tuple[str, Found]]:
        self._request("list", "")
        for key in sorted(self.objects):
            if not key.startswith(PRIVATE):
                yield key, Found(self.etag_of(self.objects[key][0]), len(self.objects[key][0]))
        self._answer("list", "")

    def earlier(self, key: str, etag: str) -> bytes | None:
        self._request("earlier", key)
        return self.history.get((key, etag))

    def keep(self, key: str, etag: str) -> None:
        """Everything is kept anyway."""

    def forget(self, kept: Mapping[str, Iterable[str]]) -> None:
        for key, etags in kept.items():
            for etag in etags:
                self.history.pop((key, etag), None)


class FakeCdn:
    """Remembers what it was told; ``fault`` is raised instead, as long as it is set."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.calls: list[tuple[tuple[str, ...], str, str]] = []
        self.fault = fault

    def purge(self, urls: tuple[str, ...], *, everything: str, reference: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.calls.append((urls, everything, reference))


@dataclass
class Clock:
    """A clock that goes on only when somebody sleeps or sets it."""

    at: datetime = TEN
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


def elsewhere(owner: str) -> None:
    """Say that a process may be running: it is on another machine."""


def here_but_dead(owner: str) -> bool:
    """Say that a process was on this machine and runs no more."""
    return False


_words = itertools.count(1)


def make_ports(
    clock: Clock | None = None,
    *,
    owner: str = "",
    alive: Callable[[str], bool | None] = elsewhere,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Ports:
    clock = clock or Clock()
    return Ports(
        now=clock.now,
        clock=clock.seconds,
        sleep=clock.sleep,
        jitter=lambda: 0.5,
        nonce=lambda: f"n{next(_words)}",
        owner=owner or f"owner-{next(_words)}",
        alive=alive,
        tell=tell,
    )


def make_session(
    store: Store,
    ports: Ports | None = None,
    *,
    cdn: Cdn | None = None,
    encoding: str = "none",
    workers: int = 1,
    patience: float = 600,
) -> Session:
    ports = ports or make_ports()
    return Session(
        name="primary",
        store=store,
        ports=ports,
        deadline=ports.clock() + patience,
        cdn=cdn,
        address="https://status.example/",
        encoding=encoding,
        workers=workers,
    )


# --- sites


TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "png": "image/png",
}
FRONT = ("index.html", "feed.atom", "api/v2/", "history/", "status.json")


def stage_of(path: str) -> Stage:
    if path.startswith("assets/"):
        return Stage.ASSET
    return Stage.FRONT if path.startswith(FRONT) else Stage.PAGE


def make_site(files: Mapping[str, bytes], *, revision: datetime = TEN, label: str = "") -> Site:
    written = {
        path: Written(
            key=b"",
            sha256=hashlib.sha256(data).digest(),
            size=len(data),
            media_type=TYPES.get(path.rpartition(".")[2], "application/octet-stream"),
            cache=CachePolicy.IMMUTABLE if path.startswith("assets/") else CachePolicy.SHORT,
            stage=stage_of(path),
        )
        for path, data in files.items()
    }
    return Site(
        files=written,
        read=lambda path: files[path],
        revision=SourceRevision(revision, label),
        id=release_id(written),
    )


def page(
    version: int, *, links: Iterable[str] = (), names: Mapping[str, int] | None = None
) -> bytes:
    """Return a file that says its version, what it links to, and which versions it speaks of."""
    lines = [f"version: {version}"]
    lines += [f"link: {path}" for path in links]
    lines += [f"names: {path} {number}" for path, number in sorted((names or {}).items())]
    return ("\n".join(lines) + "\n").encode()


def small_site(incidents: Mapping[str, int], *, version: int, style: int = 1) -> dict[str, bytes]:
    """Return a site whose lists speak of *incidents*: id → version."""
    pages = {f"incidents/{name}.html": number for name, number in incidents.items()}
    asset = f"assets/style.{style}.css"
    around = ["index.html", asset]
    files = {
        asset: page(style),
        "404.html": page(style, links=around),
        "index.html": page(
            version,
            links=[asset, "feed.atom", "history/2026-11.html", "404.html", *pages],
            names=pages,
        ),
        "feed.atom": page(version, links=pages, names=pages),
        "history/2026-11.html": page(version, links=[*around, *pages], names=pages),
        "api/v2/summary.json": page(version, names=pages),
        "robots.txt": b"version: 1\n",
    }
    for path, number in pages.items():
        files[path] = page(number, links=around)
    return files


#: An edit, a new incident, a page that goes, and another style sheet.
OLD = small_site({"a": 1, "b": 1, "gone": 1}, version=1)
NEW = small_site({"a": 2, "b": 1, "c": 1}, version=2, style=2)
#: What somebody else publishes instead.
OTHER = small_site({"a": 3, "b": 2}, version=3)


def flaws(objects: Mapping[str, bytes], *releases: Mapping[str, bytes]) -> list[str]:
    """Return what a reader would find wrong with *objects*, which come from *releases*.

    Every file that can be reached from the front page is whole, no link leads
    nowhere, and no list speaks of a version of a page that is not there yet.
    """
    found = [
        f"{path} is not whole"
        for path, body in sorted(objects.items())
        if all(release.get(path) != body for release in releases)
    ]
    if "index.html" not in objects:
        return found  # a first publish: nobody knows of this place yet
    pending, seen = ["index.html", "feed.atom", "api/v2/summary.json"], set()
    while pending:
        path = pending.pop()
        if path not in seen and path in objects:
            seen.add(path)
            pending += links_of(objects[path])
            found += [f"{path} {flaw}" for flaw in flaws_of(objects[path], objects)]
    return found


def links_of(body: bytes) -> list[str]:
    return re.findall(r"^link: (.+)$", body.decode(), re.MULTILINE)


def flaws_of(body: bytes, objects: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what is wrong with what one file says of the others."""
    for link in links_of(body):
        if link not in objects:
            yield f"links to {link}, which is not there"
    for name, number in re.findall(r"^names: (\S+) (\d+)$", body.decode(), re.MULTILINE):
        there = re.search(rb"version: (\d+)", objects.get(name, b""))
        if there is None or int(there[1]) < int(number):
            yield f"speaks of {name} {number}, which is not there yet"


def public(store: MemoryStore) -> dict[str, bytes]:
    return {
        path: body
        for path, (body, _) in store.objects.items()
        if not path.startswith(PRIVATE) and path != "release.json"
    }
