"""What components have over time: steps of statuses, and the outages that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from statusgen.derive.values import Affected, Change, Outage, UpdateState
from statusgen.model import ComponentStatus, Severity, Update

#: Component id → its status. One that is not in it is operational.
Statuses = Mapping[str, ComponentStatus]

#: Component id → its place on the page.
Places = Mapping[str, int]

#: From this instant on these statuses hold, until the next step's instant.
Step = tuple[datetime, Statuses]

OPERATIONAL = ComponentStatus.OPERATIONAL


def update_states(
    updates: Sequence[Update],
    after: Sequence[Statuses],
    severities: Sequence[Severity | None],
    places: Places,
) -> tuple[UpdateState, ...]:
    """Return *updates* with what each changed, newest first.

    *after* and *severities* hold what is in force after each update. The first
    update changes what was operational, since customers know of nothing before it.
    """
    states = []
    before: Statuses = {}
    named: tuple[tuple[str, ComponentStatus], ...] = ()
    for index, update in enumerate(updates):
        now = after[index]
        changes: tuple[Change, ...] = ()
        if now is not before:
            named = in_page_order(now, places)
            changes = tuple(
                [
                    Change(component=component, old=old, new=new)
                    for component, new in named
                    if (old := before.get(component, OPERATIONAL)) is not new
                ]
            )
            before = now
        states.append(
            UpdateState(
                update=update,
                index=index,
                changes=changes,
                affected=named,
                severity=severities[index],
            )
        )
    states.reverse()
    return tuple(states)


def affected_by(
    said: Iterable[Statuses], current: Statuses, places: Places
) -> tuple[Affected, ...]:
    """Return every component that *said* names, with the worst it was said to have."""
    worst: dict[str, ComponentStatus] = {}
    seen: Statuses | None = None
    for statuses in said:
        if statuses is seen:
            continue
        seen = statuses
        for component, status in statuses.items():
            if component not in worst or worst[component] < status:
                worst[component] = status
    return tuple(
        [
            Affected(
                component=component,
                worst=status,
                current=current.get(component, OPERATIONAL),
            )
            for component, status in in_page_order(worst, places)
        ]
    )


def outages_of(steps: Iterable[Step], *, source: str, places: Places) -> tuple[Outage, ...]:
    """Return the spans that *steps*, which are in time order, spend outside operational.

    A status that is replaced in the instant in which it began leaves no span. Spans are
    in the site's component order, then by time; what the last step leaves has no end.
    """
    spans: list[Outage] = []
    going: dict[str, tuple[ComponentStatus, datetime]] = {}
    before: Statuses | None = None
    for at, statuses in steps:
        if statuses is before:
            continue
        before = statuses
        for component, status in statuses.items():
            if component in going:
                known, start = going[component]
                if known is status:
                    continue
                if start < at:
                    spans.append(
                        Outage(
                            component=component, status=known, start=start, end=at, source=source
                        )
                    )
                del going[component]
            if status is not OPERATIONAL:
                going[component] = (status, at)
    for component, (status, start) in going.items():
        spans.append(Outage(component=component, status=status, start=start, source=source))
    if len(spans) > 1:
        spans.sort(key=lambda span: places[span.component])  # stable: each one's stay in order
    return tuple(spans)


def in_page_order(statuses: Statuses, places: Places) -> tuple[tuple[str, ComponentStatus], ...]:
    """Return the pairs of *statuses* in the site's component order."""
    if len(statuses) < 2:  # noqa: PLR2004 - most incidents touch one component
        return tuple(statuses.items())
    return tuple(
        [(component, statuses[component]) for component in sorted(statuses, key=places.__getitem__)]
    )
