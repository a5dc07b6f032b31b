"""A small world to look at: what each question is answered with, by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from statusgen.config import Config, Target
from statusgen.doctor.examination import Check
from statusgen.doctor.findings import Seen, UnansweredError, Verdict
from statusgen.doctor.ports import Resolved, Scene, Zone
from statusgen.errors import StatusgenError
from statusgen.publish.cdn_http import Answer
from statusgen.publish.headers import SECURITY_HEADERS
from statusgen.publish.record import Release, SourceRevision

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
PAGE, SHOP = "https://northwind-status.example/", "https://www.northwind.test/"
GOOD_HEADERS = {
    **SECURITY_HEADERS,
    "content-security-policy": "default-src 'none'",
    "access-control-allow-origin": "*",
}
FEED = b"<feed xmlns='http://www.w3.org/2005/Atom'/>"


def live_since(hours: float) -> bytes:
    time = (NOW - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps({"id": "0123456789", "time": time}).encode()


def good_page() -> dict[str, Answer]:
    """Return every answer of a page that is well."""
    bodies = {
        "": b"<!doctype html>",
        "release.json": live_since(2),
        **dict.fromkeys(("feed.atom", "feed.rss", "history.atom"), FEED),
        **{f"api/v2/{name}.json": b"{}" for name in ("summary", "status")},
        "status.json": b"{}",
    }
    return {PAGE + path: Answer(200, GOOD_HEADERS, body) for path, body in bodies.items()}


@dataclass
class World:
    """A network and targets that answer what is written in them, and nothing else."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    certificates: Mapping[str, datetime | StatusgenError] = field(default_factory=dict)
    names: Mapping[str, Resolved] = field(default_factory=dict)
    zones: Mapping[str, Zone] = field(default_factory=dict)
    releases: Mapping[str, str | StatusgenError | None] = field(default_factory=dict)
    versions: Mapping[str, bool | StatusgenError | None] = field(default_factory=dict)
    unwritable: Mapping[str, StatusgenError] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:  # noqa: ARG002 - the port's
        if url not in self.answers:
            raise UnansweredError(f"no answer from {url}")
        return self.answers[url]

    def certificate_ends(self, host: str, port: int) -> datetime:
        told = self.certificates.get(f"{host}:{port}", UnansweredError(f"{host} does not answer"))
        if isinstance(told, StatusgenError):
            raise told
        return told

    def resolve(self, host: str) -> Resolved:
        if host not in self.names:
            raise UnansweredError(f"there is no name {host}")
        return self.names[host]

    def zone(self, host: str) -> Zone:
        if host not in self.zones:
            raise UnansweredError(f"no DNS server answers for {host}")
        return self.zones[host]

    def live(self, target: Target) -> Release | None:
        told = self.releases.get(target.name)
        if isinstance(told, StatusgenError):
            raise told
        revision = SourceRevision(NOW)
        return told and Release(told, 1, NOW, revision, b"", 1)  # type: ignore[return-value]

    def versioned(self, target: Target) -> bool | None:
        told = self.versions.get(target.name)
        if isinstance(told, StatusgenError):
            raise told
        return told

    def probe(self, target: Target) -> None:
        if target.name in self.unwritable:
            raise self.unwritable[target.name]


def config_of(*targets: Target, url: str = PAGE, main_site: str = SHOP) -> Config:
    return Config(name="Shop", url=url, main_site=main_site, components=(), targets=targets)


def scene_of(
    world: World,
    config: Config | None = None,
    *,
    pages: Mapping[str, str] | None = None,
    probe: bool = False,
) -> Scene:
    built = {path: text.encode() for path, text in (pages or {}).items()}
    return Scene(
        config=config or config_of(),
        now=NOW,
        network=world,
        places=world,
        pages=built.items,
        probe=probe,
    )


def verdicts(check: Check, scene: Scene) -> list[str]:
    return [seen.verdict.value for seen in check(scene)]


def only(check: Check, scene: Scene) -> Seen:
    [seen] = check(scene)
    if seen.verdict in (Verdict.WARN, Verdict.FAIL):
        assert seen.todo, "what is not well says what to do"
    return seen
