"""What the content says, as values.

Everything here is frozen. Times are aware datetimes in UTC. A component status
and an impact are ordered: ``max`` is the worst.

These are msgspec structs and not dataclasses because ten thousand incidents go
through the build cache, which reads and writes them as they are.
"""

from __future__ import annotations

import enum
from datetime import datetime

import msgspec

from statusgen.errors import Location


class ComponentStatus(enum.IntEnum):
    """How a component is doing, the worst last."""

    OPERATIONAL = 0
    UNDER_MAINTENANCE = 1
    DEGRADED_PERFORMANCE = 2
    PARTIAL_OUTAGE = 3
    MAJOR_OUTAGE = 4

    @property
    def key(self) -> str:
        """Return Statuspage's spelling, e.g. ``partial_outage``."""
        return self.name.lower()


class Severity(enum.StrEnum):
    """The response plan's severities."""

    P1 = "P1"  #: critical: full website failure, immediate business impact
    P2 = "P2"  #: high: part of the site is down for a significant share of the business
    P3 = "P3"  #: moderate: minor or isolated, limited features or user groups


class Impact(enum.IntEnum):
    """Statuspage's impacts, the worst last."""

    NONE = 0
    MAINTENANCE = 1
    MINOR = 2
    MAJOR = 3
    CRITICAL = 4

    @property
    def key(self) -> str:
        """Return Statuspage's spelling, e.g. ``minor``."""
        return self.name.lower()


class UpdateStatus(enum.StrEnum):
    """What an update says of its incident or maintenance, in Statuspage's spelling."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    POSTMORTEM = "postmortem"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


#: (component id, its status), in the order written; ids are known to exist.
ComponentStatuses = tuple[tuple[str, ComponentStatus], ...]


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """One update's facts. Its words are in the :class:`Text` beside it."""

    id: str  #: unique in its incident; default: its time as 20261123T1420Z, then -2, -3 …
    status: UpdateStatus  #: the effective one; for "## Update" the one before it in time
    says_update: bool = False  #: the heading says just "Update"
    at: datetime  #: the heading's time
    components: ComponentStatuses = ()  #: what the ``Components:`` line says
    severity: Severity | None = None  #: what the ``Severity:`` line says
    next_update: datetime | None = None
    posted: datetime | None = None  #: when it was published, where that differs from ``at``
    edited: datetime | None = None  #: when it was last edited, where known
    line: int = 0  #: of the heading, from 1


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One incident's facts: everything that decides a status, and no prose."""

    id: str  #: permanent: its address and its feed id
    path: str  #: the source file, e.g. "content/incidents/2026-11-23-checkout.md"
    severity: Severity | None  #: None only where ``impact`` was given instead
    impact: Impact | None = None  #: only where the file gives it; else it follows the severity
    components: ComponentStatuses = ()  #: what is affected when it starts
    started: datetime
    detected: datetime
    resolved: datetime | None = None  #: only where the file gives it
    created: datetime | None = None  #: only where the file gives it
    pinned: bool = False
    draft: bool = False
    drill: bool = False
    aliases: tuple[str, ...] = ()
    review_due: datetime | None = None  #: when the review is due, where the file says so
    review_at: str = ""  #: where the review is: an address or words
    updates: tuple[Update, ...]  #: at least one, oldest first
    languages: tuple[str, ...] = ()  #: languages it is written in, the original's first
    digest: bytes  #: 16 bytes: of its file and its translations'


class Maintenance(msgspec.Struct, frozen=True, kw_only=True):
    """One planned maintenance's facts."""

    id: str
    path: str
    components: ComponentStatuses = ()  #: under maintenance unless the file says otherwise
    starts: datetime
    ends: datetime  #: later than ``starts``
    created: datetime | None = None
    draft: bool = False
    drill: bool = False
    aliases: tuple[str, ...] = ()
    updates: tuple[Update, ...] = ()  #: oldest first; may be empty
    languages: tuple[str, ...] = ()
    digest: bytes


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A banner that is no incident, shown in [starts, ends)."""

    id: str
    path: str
    starts: datetime | None = None
    ends: datetime | None = None
    draft: bool = False
    languages: tuple[str, ...] = ()
    digest: bytes


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """An extra page: ``pages/about.md`` is ``about.html``; support pages are under ``support/``."""

    id: str  #: e.g. "about", "support/refunds"
    path: str
    order: int = 0  #: place in the page's menu, then by title
    menu: bool = True  #: whether the menu lists it
    draft: bool = False
    languages: tuple[str, ...] = ()
    digest: bytes


Item = Incident | Maintenance | Notice | Page


class Body(msgspec.Struct, frozen=True, array_like=True):
    """A piece of prose. Links in ``html`` are as written: relative ones start at the root."""

    text: str  #: the Markdown as written, stripped
    html: str  #: sanitised HTML, safe to put into a page as it is


class Text(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An item's words in one language."""

    language: str  #: e.g. "en"
    title: str  #: plain text
    summary: Body | None = (
        None  #: an incident's text before the first update; a page's or notice's body
    )
    effect: str = ""  #: maintenance: what customers will notice, plain text
    updates: tuple[
        Body | None, ...
    ] = ()  #: one for each of the item's updates; None: not translated


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """All facts of a project, each kind sorted by id. The words are in a :class:`Texts`."""

    incidents: tuple[Incident, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()
    notices: tuple[Notice, ...] = ()
    pages: tuple[Page, ...] = ()


def location_of(item: Item, line: int = 1) -> Location:
    """Return a place in *item*'s file."""
    return Location(item.path, line, 1)
