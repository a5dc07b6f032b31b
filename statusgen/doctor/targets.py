"""The places that the page is published to: enough of them, apart, alike, and writable."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from urllib.parse import urlsplit

from statusgen.config import Target
from statusgen.doctor.findings import OfflineError, Seen, UnansweredError, Verdict, well
from statusgen.doctor.names import company_of_name, registrable
from statusgen.doctor.ports import Scene
from statusgen.errors import StatusgenError

_MEND = "publish again: statusgen publish"


def check_targets(scene: Scene) -> Iterator[Seen]:
    """Look whether two targets share nothing; needs no network."""
    targets = scene.config.targets
    if not targets:
        yield Seen(Verdict.FAIL, "there is no target", "name one under targets: in site.yaml")
        return
    if len(targets) == 1:
        yield Seen(
            Verdict.WARN,
            f"there is one target alone, {targets[0].name}",
            "add a second one, of another provider and account",
        )
        return
    pairs = {(a.name, b.name): shared(a, b) for a, b in combinations(targets, 2)}
    apart = next((pair for pair, what in pairs.items() if not what), None)
    if apart is not None:
        yield well(f"{apart[0]} and {apart[1]} share nothing that site.yaml knows of")
        return
    (a, b), what = min(pairs.items(), key=lambda item: len(item[1]))
    verdict = Verdict.FAIL if "the place" in what else Verdict.WARN
    yield Seen(
        verdict,
        f"{a} and {b} share {', '.join(what)}",
        "have one target whose provider, account and CDN no other one has",
    )


def shared(one: Target, other: Target) -> tuple[str, ...]:
    """Return what two targets have in common, as far as site.yaml tells."""
    if one.type == other.type and _place(one) == _place(other):
        return ("the place",)
    found = []
    if provider(one) == provider(other):
        found.append(f"the provider ({provider(one)})")
    buckets = one.type == other.type == "s3"
    if buckets and one.options.get("profile", "") == other.options.get("profile", ""):
        found.append("the credentials")
    if one.cdn.type == other.cdn.type != "none":
        found.append(f"the CDN ({one.cdn.type})")
    return tuple(found)


def provider(target: Target) -> str:
    """Return who keeps a target's files: a company, a domain, or this machine."""
    if target.type == "directory":
        return "this machine"
    endpoint = urlsplit(target.options.get("endpoint_url", "")).hostname or ""
    if not endpoint:
        return "Amazon" if target.type == "s3" else target.type
    return company_of_name(endpoint) or registrable(endpoint)


def _place(target: Target) -> tuple[str, ...]:
    names = ("endpoint_url", "bucket", "prefix", "path")
    return tuple(target.options.get(name, "").strip("/") for name in names)


def check_versions(scene: Scene) -> Iterator[Seen]:
    """Look whether every bucket keeps what is overwritten."""
    asked = False
    for target in scene.config.targets:
        try:
            versioned = scene.places.versioned(target)
        except OfflineError:
            raise
        except StatusgenError as error:
            asked = True
            yield Seen(Verdict.UNKNOWN, f"{target.name}: {error}", error.hint)
            continue
        if versioned is None:
            continue
        asked = True
        yield (
            well(f"{target.name} keeps earlier versions")
            if versioned
            else Seen(
                Verdict.WARN,
                f"{target.name} does not keep what is overwritten",
                "turn on the bucket's versioning, or set keep: copies for this target",
            )
        )
    if not asked:
        yield well("no target is a bucket that could have versions")


def check_releases(scene: Scene) -> Iterator[Seen]:
    """Look whether every target has the same release live."""
    live: dict[str, str] = {}
    for target in scene.config.targets:
        try:
            release = scene.places.live(target)
        except OfflineError:
            raise
        except StatusgenError as error:
            yield Seen(Verdict.FAIL, f"{target.name}: {error}", error.hint or _MEND)
            continue
        if release is None:
            yield Seen(Verdict.FAIL, f"{target.name} has no release", _MEND)
        else:
            live[target.name] = release.id
    if len(set(live.values())) > 1:
        told = ", ".join(f"{name} has {release}" for name, release in live.items())
        yield Seen(Verdict.WARN, f"the targets differ: {told}", _MEND)
    elif live:
        yield well(f"release {next(iter(live.values()))} is live at {', '.join(live)}")


def check_writing(scene: Scene) -> Iterator[Seen]:
    """Write a small object to each target and remove it, where that was asked for."""
    if not scene.probe:
        raise UnansweredError("nothing was written", hint="try it: statusgen doctor --probe")
    for target in scene.config.targets:
        try:
            scene.places.probe(target)
        except OfflineError:
            raise
        except StatusgenError as error:
            yield Seen(Verdict.FAIL, f"{target.name}: {error}", error.hint)
        else:
            yield well(f"{target.name} can be written to from here")
