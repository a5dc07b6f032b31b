"""The past by day and by month, in the site's zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby, takewhile
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from statusgen.derive.course import UNDER_WAY
from statusgen.derive.days import DAY, day_of
from statusgen.derive.values import Day, IncidentSummary, MaintenanceState, Month
from statusgen.model import UpdateStatus

_day, _id = attrgetter("day"), attrgetter("id")

RECENT = 14  #: days on the front page, today included


class History(NamedTuple):
    """What happened when."""

    recent: tuple[Day, ...]  #: the past 14 days, newest first, empty ones too
    months: tuple[Month, ...]  #: with something in them, newest first


def history_of(
    incidents: Iterable[IncidentSummary],
    maintenances: Iterable[MaintenanceState],
    *,
    today: date,
    zone: ZoneInfo,
) -> History:
    """Return the history of *incidents* and *maintenances*, which are newest start first.

    Each is on the day on which it started. Maintenance that has not begun, or never did,
    is not history.
    """
    of_incidents = {
        day: tuple(map(_id, group))
        for day, group in groupby(sorted(incidents, key=_day, reverse=True), key=_day)
    }
    of_maintenances: dict[date, list[str]] = {}
    for maintenance in maintenances:
        if has_begun(maintenance):
            of_maintenances.setdefault(day_of(maintenance.starts, zone), []).append(maintenance.id)
    days = [
        Day(
            day=day,
            incidents=of_incidents.get(day, ()),
            maintenances=tuple(of_maintenances.get(day, ())),
        )
        for day in sorted({*of_incidents, *of_maintenances}, reverse=True)
    ]
    past = [today - back * DAY for back in range(RECENT)]
    by_day = {day.day: day for day in takewhile(lambda day: day.day >= past[-1], days)}
    return History(
        tuple(by_day.get(day) or Day(day=day) for day in past),
        tuple(
            Month(year=year, month=month, days=tuple(group))
            for (year, month), group in groupby(days, key=lambda d: (d.day.year, d.day.month))
        ),
    )


def has_begun(maintenance: MaintenanceState) -> bool:
    """Return whether *maintenance* has been under way, or was completed without that."""
    done = maintenance.status in UNDER_WAY or maintenance.status is UpdateStatus.COMPLETED
    return done or bool(maintenance.outages)
