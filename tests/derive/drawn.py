"""Values to derive from, drawn at random: anything that a file could say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import strategies as st

from statusgen.derive.values import Outage
from statusgen.model import (
    ComponentStatus,
    Incident,
    Item,
    Maintenance,
    Notice,
    Severity,
    Update,
    UpdateStatus,
)
from tests.derive.made import (
    MINUTE,
    OPERATIONAL,
    at,
    make_incident,
    make_maintenance,
    make_notice,
    outage,
)

#: The instant that everything is drawn around: the clocks went back in Europe a month ago.
NOW = at("15:00")

COMPONENTS = ("checkout", "search", "orders")
NOT_OPERATIONAL = tuple(status for status in ComponentStatus if status is not OPERATIONAL)

#: Zones with clock changes forwards and back, at midnight, by half an hour, and without any.
ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
)

CLOSED = (UpdateStatus.RESOLVED, UpdateStatus.POSTMORTEM)
OPEN = (UpdateStatus.INVESTIGATING, UpdateStatus.IDENTIFIED, UpdateStatus.MONITORING)
MAINTENANCE_STATUSES = (
    UpdateStatus.SCHEDULED,
    UpdateStatus.IN_PROGRESS,
    UpdateStatus.VERIFYING,
    UpdateStatus.COMPLETED,
    UpdateStatus.CANCELLED,
)


def minutes(low: int, high: int) -> st.SearchStrategy[timedelta]:
    return st.integers(low, high).map(lambda count: count * MINUTE)


def statuses(names: Sequence[str] = COMPONENTS) -> st.SearchStrategy[dict[str, ComponentStatus]]:
    return st.dictionaries(st.sampled_from(names), st.sampled_from(ComponentStatus), max_size=3)


@st.composite
def outages(
    draw: st.DrawFn, *, start: datetime = NOW, reach: int = 240, step: timedelta = MINUTE
) -> Outage:
    """Draw an outage of checkout that begins within *reach* steps after *start*."""
    begun = start + draw(st.integers(0, reach)) * step
    end = draw(st.none() | st.integers(0, reach // 2).map(lambda count: begun + count * step))
    source = draw(st.sampled_from(("one", "two", "three")))
    return outage(draw(st.sampled_from(NOT_OPERATIONAL)), begun, end, source=source)


def _updates(draw: st.DrawFn, times: list[datetime], chosen: list[UpdateStatus]) -> list[Update]:
    return [
        Update(
            id=str(index),
            status=status,
            at=time,
            components=tuple(draw(statuses()).items()) if draw(st.booleans()) else (),
            severity=draw(st.none() | st.sampled_from(Severity)),
        )
        for index, (time, status) in enumerate(zip(times, chosen, strict=True))
    ]


@st.composite
def incidents(draw: st.DrawFn, name: str = "outage", *, ahead: int = 20) -> Incident:
    """Draw an incident whose updates are at most *ahead* minutes after NOW."""
    back = draw(st.sampled_from((60, 60 * 24, 60 * 24 * 120)))
    times = sorted(NOW + draw(minutes(-back, ahead)) for _ in range(draw(st.integers(1, 5))))
    chosen = [draw(st.sampled_from((*OPEN, *CLOSED))) for _ in times]
    started = times[0] - draw(minutes(-10, 60))
    return make_incident(
        *_updates(draw, times, chosen),
        id=name,
        components=draw(statuses()),
        started=started,
        resolved=draw(st.none() | minutes(0, back).map(lambda length: started + length)),
        severity=draw(st.sampled_from(Severity)),
        pinned=draw(st.booleans()),
        draft=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def maintenances(draw: st.DrawFn, name: str = "upgrade") -> Maintenance:
    """Draw a maintenance within some days of NOW, perhaps with its course written beforehand."""
    starts = NOW + draw(minutes(-60 * 24 * 3, 60 * 24 * 2))
    ends = starts + draw(minutes(1, 60 * 24))
    times = sorted(starts + draw(minutes(-300, 60 * 30)) for _ in range(draw(st.integers(0, 4))))
    chosen = [draw(st.sampled_from(MAINTENANCE_STATUSES)) for _ in times]
    return make_maintenance(
        *_updates(draw, times, chosen),
        id=name,
        components=draw(statuses()),
        starts=starts,
        ends=ends,
    )


@st.composite
def notices(draw: st.DrawFn, name: str = "hours") -> Notice:
    """Draw a notice within a day of NOW."""
    within = st.none() | minutes(-60 * 24, 60 * 24).map(lambda length: NOW + length)
    return make_notice(name, starts=draw(within), ends=draw(within))


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    """Draw what a small project may hold."""
    drawn: list[Item] = []
    drawn += [draw(incidents(f"incident-{i}")) for i in range(draw(st.integers(0, 4)))]
    drawn += [draw(maintenances(f"maintenance-{i}")) for i in range(draw(st.integers(0, 2)))]
    drawn += [draw(notices(f"notice-{i}")) for i in range(draw(st.integers(0, 2)))]
    return drawn
