"""The same at several targets at once: each on its own, so that one that is down delays none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from statusgen.config import Target
from statusgen.errors import StatusgenError
from statusgen.publish.cdn import Purged, purge_only
from statusgen.publish.ledger import load
from statusgen.publish.plan import Plan
from statusgen.publish.ports import Ports, Session
from statusgen.publish.prepare import Choices, prepare
from statusgen.publish.record import STAMP_KEY, Head, Release
from statusgen.publish.release import Done, Outcome, publish
from statusgen.publish.rollback import rollback
from statusgen.publish.site import Site, wants_of
from statusgen.publish.verify import Fetch, Verification, checks_of, sample, verify

#: How many of the files that a publish changed it looks at through the public address.
VERIFIED_AT_ONCE = 60
#: For how many seconds a cache may go on showing what it has (max-age and
#: stale-while-revalidate of a page), and some more for the way.
CACHES_TURN = 75.0

#: Within so many seconds Ctrl+C is heard.
HEEDS_CTRL_C = 0.25

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What a command works with."""

    ports: Ports
    open: Callable[[Target], Session]
    fetch: Fetch


@dataclass(frozen=True, kw_only=True, slots=True)
class At(Generic[T]):
    """What came of something at one target."""

    target: str
    value: T | None = None
    error: StatusgenError | None = None
    seconds: float = 0.0
    requests: int = 0
    sent: int = 0  #: bytes
    received: int = 0  #: bytes


def at_each(
    targets: Sequence[Target], world: World, action: Callable[[Session], T]
) -> tuple[At[T], ...]:
    """Return what *action* came to at each of *targets*, all of them at the same time.

    What a user can cause is part of the result; a bug is raised when all have ended.
    """
    go = threading.Event()

    def act(target: Target) -> At[T]:
        go.wait()
        begun = world.ports.clock()
        session: Session | None = None
        value: T | None = None
        error: StatusgenError | None = None
        try:
            session = world.open(target)
            value = action(session)
        except StatusgenError as raised:
            error = raised
        traffic = session.store.traffic if session else None
        return At(
            target=target.name,
            value=value,
            error=error,
            seconds=world.ports.clock() - begun,
            requests=traffic.requests if traffic else 0,
            sent=traffic.sent if traffic else 0,
            received=traffic.received if traffic else 0,
        )

    if not targets:
        return ()
    with ThreadPoolExecutor(len(targets)) as pool:
        try:
            futures = [pool.submit(act, target) for target in targets]
            go.set()  # not before each of them is known: Ctrl+C must end them all
            # In turns: a signal that comes just before a wait is heard only after it.
            while wait(futures, timeout=HEEDS_CTRL_C).not_done:
                pass
        except KeyboardInterrupt:
            world.ports.stop.set()
            go.set()
            pool.shutdown()
            raise
        return tuple(future.result() for future in futures)


def exit_status(good: Iterable[bool]) -> int:
    """Return 0 where all went well, 3 where some did, 1 where none did."""
    told = list(good)
    if all(told):
        return 0
    return 3 if any(told) else 1


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A release that is in place at a target, and how it looks from outside."""

    done: Done
    verified: Verification | None = None  #: None: it has no public address, or nobody asked
    live_after: float | None = None  #: seconds from the command to the proof that it is live


def publish_site(
    site: Site, targets: Sequence[Target], world: World, choices: Choices, *, begun: float | None
) -> tuple[At[Published], ...]:
    """Publish *site* to each of *targets*, and look at it as readers do.

    ``begun`` is when the command was given, on the world's clock; None: do not look.
    """

    def act(session: Session) -> Published:
        done = publish(session, site, choices)
        return _looked_at(session, site, done, world, begun)

    return at_each(targets, world, act)


def _looked_at(
    session: Session, site: Site, done: Done, world: World, begun: float | None
) -> Published:
    if begun is None or not session.address:
        return Published(done=done)
    wants = wants_of(site.files, encoding=session.encoding)
    changed = [u.path for u in reversed(done.plan.uploads) if u.path != STAMP_KEY]
    paths = changed[:VERIFIED_AT_ONCE] or sample(wants, 10)
    found = verify(
        session, checks_of(wants, paths), world.fetch, wait=_wait_for_caches(done, world)
    )
    live_after = world.ports.clock() - begun if found.right else None
    return Published(done=done, verified=found, live_after=live_after)


def _wait_for_caches(done: Done, world: World) -> float:
    """Return for how many seconds from now a cache may still show an earlier release."""
    if done.outcome is not Outcome.UNCHANGED or done.release is None:
        return CACHES_TURN
    age = (world.ports.now() - done.release.time).total_seconds()
    return min(max(CACHES_TURN - age, 0.0), CACHES_TURN)


def plan_site(
    site: Site, targets: Sequence[Target], world: World, choices: Choices
) -> tuple[At[Plan], ...]:
    """Return what publishing *site* would do at each of *targets*. Writes nothing."""
    return at_each(targets, world, lambda session: prepare(session, site, choices).plan)


def purge_site(targets: Sequence[Target], world: World) -> tuple[At[Purged], ...]:
    """Do the purges that are still due."""
    return at_each(targets, world, purge_only)


def rollback_site(targets: Sequence[Target], world: World, wanted: str) -> tuple[At[Done], ...]:
    """Go back to the release *wanted*, or to the one before, at each of *targets*."""
    return at_each(targets, world, lambda session: rollback(session, wanted))


def verify_site(
    site: Site, targets: Sequence[Target], world: World, *, whole: bool
) -> tuple[At[Verification], ...]:
    """Compare what readers get at each target with *site*: a sample, or all of it."""

    def act(session: Session) -> Verification:
        if not session.address:
            raise StatusgenError(
                "this target has no public address", hint="give it one with url: in site.yaml"
            )
        wants = wants_of(site.files, encoding=session.encoding)
        paths = tuple(wants) if whole else sample(wants)
        return verify(session, checks_of(wants, paths), world.fetch, wait=0)

    return at_each(targets, world, act)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a target's record says."""

    head: Head | None  #: None: there is none, or it is damaged
    damaged: bool = False

    @property
    def live(self) -> Release | None:
        """Return the release that readers see."""
        return self.head.live if self.head else None


def standing(targets: Sequence[Target], world: World) -> tuple[At[Standing], ...]:
    """Return what the record of each of *targets* says: one request each."""

    def act(session: Session) -> Standing:
        loaded = load(session)
        return Standing(head=loaded.head, damaged=loaded.damaged)

    return at_each(targets, world, act)


def agree(standings: Iterable[At[Standing]]) -> bool:
    """Return whether every target that could be asked has the same release live."""
    told = [at.value.live for at in standings if at.value is not None]
    return len({live.id if live else "" for live in told}) <= 1
