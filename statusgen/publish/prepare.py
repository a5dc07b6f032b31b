"""Deciding what a publish will do at a target: reads, and writes nothing."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from statusgen.publish.errors import DamagedRecordError
from statusgen.publish.lease import check_fresh, check_unclaimed
from statusgen.publish.ledger import Loaded, load, read_shards
from statusgen.publish.plan import (
    GRACE,
    Plan,
    View,
    check_removals,
    make_plan,
    shards_to_read,
)
from statusgen.publish.ports import Session
from statusgen.publish.record import Release
from statusgen.publish.recover import has_its_stamp, looked_over, rebuild, view_of
from statusgen.publish.site import Read, Site, Want, wants_of
from statusgen.publish.target import Expect


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the person who publishes has decided."""

    force: bool = False  #: publish content that is older than what is live
    allow_removals: bool = False  #: remove however much is gone
    repair: bool = False  #: look at every file, and put right what something else changed
    grace: timedelta = GRACE


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is decided before the first write."""

    view: View
    expect: Expect  #: the record that was read
    plan: Plan
    live: Release | None  #: what readers see until now
    shards_read: int = 0
    fresh: bool = False  #: whether there was no usable record
    doubtful: bool = False  #: whether something is there, or may be, that the record does not say
    foreign: int = 0  #: files at the target that are not ours

    @property
    def nothing(self) -> bool:
        """Return whether there is nothing to write, not even a record."""
        return self.plan.nothing and not self.fresh and not self.doubtful


def prepare(session: Session, site: Site, choices: Choices) -> Prepared:
    """Return what publishing *site* takes. Reads the target and writes nothing.

    Raises ConflictError, StaleSourceError or RemovalsError where it must not go on.
    """
    wants = wants_of(site.files, encoding=session.encoding)
    loaded = load(session)
    head = loaded.head
    if head is not None:
        check_unclaimed(head, session.ports)
    if head is None or head.live is None:
        return _from_nothing(session, wants, site.read, loaded, choices)
    try:
        view = looked_over(session, head) if choices.repair else view_of(session, head)
        needed = shards_to_read(view, wants)
        view = read_shards(session, view, needed)
    except DamagedRecordError:
        return _from_nothing(session, wants, site.read, loaded, choices)
    amiss = choices.repair and (bool(view.doubtful) or not has_its_stamp(session, head))
    plan = make_plan(view, wants, now=session.ports.now(), grace=choices.grace)
    prepared = Prepared(
        view=view,
        expect=loaded.etag,
        plan=plan,
        live=head.live,
        shards_read=len(needed),
        fresh=head.live is None,
        doubtful=head.intent is not None or amiss,
    )
    if not prepared.nothing and not choices.force:
        check_fresh(head, site.revision)
    if not choices.allow_removals:
        check_removals(plan, head)
    return prepared


def _from_nothing(
    session: Session, wants: dict[str, Want], read: Read, loaded: Loaded, choices: Choices
) -> Prepared:
    rebuilt = rebuild(session, wants, read, loaded.head)
    plan = make_plan(rebuilt.view, wants, now=session.ports.now(), grace=choices.grace)
    return Prepared(
        view=rebuilt.view,
        expect=loaded.etag,
        plan=plan,
        live=None,
        fresh=True,
        foreign=rebuilt.foreign,
    )
