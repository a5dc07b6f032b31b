"""The shape of ``status.json``: the whole state of the page for programs.

The published JSON Schema is made from these types, so that the two cannot differ. Fields
may be added in later versions; what is here stays. Times are RFC 3339 in UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from statusgen.derive.values import Indicator
from statusgen.model import ComponentStatus, Impact, Severity, UpdateStatus

Url = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
Moment = Annotated[datetime, Meta(tz=True)]
StatusName = Annotated[
    str, Meta(extra_json_schema={"enum": [status.key for status in ComponentStatus]})
]
ImpactName = Annotated[str, Meta(extra_json_schema={"enum": [impact.key for impact in Impact]})]
Percent = Annotated[float, Meta(ge=0, le=100)]


class LanguageLink(msgspec.Struct, frozen=True, kw_only=True):
    """The page in one language."""

    code: str
    url: Url


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The status page itself."""

    name: str
    url: Url
    main_site: Annotated[str | None, Meta(description="The site whose status this is.")]
    time_zone: Annotated[str, Meta(description="IANA name of the zone that pages show.")]
    languages: Annotated[tuple[LanguageLink, ...], Meta(description="The default one first.")]


class Overall(msgspec.Struct, frozen=True, kw_only=True):
    """The one-line answer."""

    indicator: Indicator
    description: Annotated[str, Meta(description="In English, as Statuspage words it.")]
    worst: Annotated[StatusName, Meta(description="The worst status of any component.")]
    since: Annotated[
        Moment | None,
        Meta(description="When it became so; all clear: when the last trouble ended."),
    ]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Components that belong together; its status is the worst of theirs."""

    id: str
    name: str
    status: StatusName
    since: Moment | None
    components: Annotated[tuple[str, ...], Meta(description="Ids, in page order.")]


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can break."""

    id: str
    name: str
    description: str
    group: Annotated[str | None, Meta(description="The id of its group.")]
    status: StatusName
    since: Annotated[
        Moment | None, Meta(description="When it took this status; null: it had no other.")
    ]
    uptime_90_days: Annotated[
        Percent | None,
        Meta(description="Of the 90 days up to as_of, weighted; null: not in service yet."),
    ]
    url: Url
    feed: Url
    badge: Url


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """A component that an incident or maintenance touches."""

    id: str
    name: str
    status: Annotated[StatusName, Meta(description="Now, as far as this goes.")]
    worst: StatusName


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """The same page in another language; in the original's words where nobody translated it."""

    language: str
    title: str
    url: Url


class Latest(msgspec.Struct, frozen=True, kw_only=True):
    """The newest update."""

    id: str
    status: UpdateStatus
    at: Moment
    markdown: Annotated[str, Meta(description="As written.")]
    html: Annotated[str, Meta(description="Safe to show as it is; its links are absolute.")]


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """When the next update is due."""

    at: Moment
    promised: Annotated[
        bool, Meta(description="True: an update named the time. False: the severity's pace did.")
    ]


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that goes on."""

    id: str
    title: str
    status: UpdateStatus
    severity: Annotated[
        Severity | None, Meta(description="P1 critical, P2 high, P3 moderate; null: not rated.")
    ]
    impact: ImpactName
    started: Moment
    detected: Moment
    updated: Annotated[Moment, Meta(description="The time of the newest update.")]
    first_update_due: Moment
    first_update_at: Moment
    next_update: Due | None
    components: tuple[Touched, ...]
    latest: Latest
    url: Annotated[Url, Meta(description="The page with the whole timeline.")]
    api: Annotated[Url, Meta(description="The whole timeline as JSON, in Statuspage's shape.")]
    feed: Annotated[Url, Meta(description="The whole timeline as Atom.")]
    translations: tuple[Translation, ...]


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """An incident of the past fourteen days that is over."""

    id: str
    title: str
    status: UpdateStatus
    severity: Severity | None
    impact: ImpactName
    started: Moment
    ended: Moment
    components: Annotated[tuple[str, ...], Meta(description="Ids.")]
    url: Url
    api: Url
    feed: Url


class Maintenance(msgspec.Struct, frozen=True, kw_only=True):
    """A maintenance that is planned or under way."""

    id: str
    title: str
    status: UpdateStatus
    effect: Annotated[str, Meta(description="What customers will notice, plain text.")]
    starts: Moment
    ends: Moment
    updated: Annotated[Moment | None, Meta(description="When it last changed; null: nobody says.")]
    components: tuple[Touched, ...]
    latest: Latest | None
    url: Url
    translations: tuple[Translation, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a status page between two changes."""

    schema: Annotated[Url, Meta(description="Where this schema is.")] = msgspec.field(
        name="$schema"
    )
    page: Page
    as_of: Annotated[Moment, Meta(description="The last change of anything that is said here.")]
    holds_until: Annotated[
        Moment | None,
        Meta(description="When it will change by the clock alone, if nobody writes before."),
    ]
    status: Overall
    groups: tuple[Group, ...]
    components: tuple[Component, ...]
    incidents: Annotated[tuple[Incident, ...], Meta(description="Those going on, worst first.")]
    maintenances: Annotated[
        tuple[Maintenance, ...], Meta(description="Those under way, then those planned.")
    ]
    recent: Annotated[
        tuple[Ended, ...], Meta(description="Incidents of the past 14 days that are over.")
    ]


def report_schema(address: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a report; it is published at *address*."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "status.json",
        **msgspec.json.schema(Report),
    }
