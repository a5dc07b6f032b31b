"""The page's and its components' rows in Statuspage's public API v2: its keys, nothing more.

Names are those of the first language.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from statusgen.config import Component, Config, Group
from statusgen.derive.values import ComponentState, GroupState, SiteState
from statusgen.model import ComponentStatus
from statusgen.render.dates import midnight
from statusgen.render.xml_text import clean

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALWAYS = date(1970, 1, 1)  #: a component's first day where the file does not say

_UTC_NAMES = frozenset(
    {"UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"}
)
_STAMP_LENGTH = len("2026-11-23T14:20:00.000+00:00")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PAGE_ID_LENGTH = 12


class PageRow(msgspec.Struct, frozen=True, kw_only=True):
    """The page that a response is of."""

    id: str
    name: str
    url: str
    time_zone: str
    updated_at: str


class ComponentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A component or a group; only a group has ``components``."""

    id: str
    name: str
    status: str
    created_at: str
    updated_at: str
    position: int
    description: str | None
    showcase: bool
    start_date: str | None
    group_id: str | None
    page_id: str
    group: bool
    only_show_if_degraded: bool
    components: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


def stamp(at: datetime, config: Config) -> str:
    """Return *at* with three fraction digits: ``Z`` in UTC, else in the page's zone.

    Where the zone's offset had seconds then, which RFC 3339 cannot say, it is UTC.
    """
    return _stamp(at, config.timezone)


@lru_cache(maxsize=4096)  # most times stand in three fields of an update at least
def _stamp(at: datetime, zone: str) -> str:
    if zone in _UTC_NAMES:
        return at.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
    text = at.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")
    if len(text) != _STAMP_LENGTH:
        return at.astimezone(UTC).isoformat(timespec="milliseconds")
    return text


@lru_cache(maxsize=8)
def page_id(host: str) -> str:
    """Return the page's id: twelve letters and digits that follow from its *host* alone."""
    number = int.from_bytes(hashlib.blake2b(host.encode(), digest_size=16).digest(), "big")
    digits = []
    for _ in range(_PAGE_ID_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(digits)


def page_row(config: Config, *, updated: datetime) -> PageRow:
    """Return the page, last changed at *updated*."""
    return PageRow(
        id=page_id(config.host),
        name=clean(config.name),
        url=config.url.rstrip("/"),
        time_zone=config.timezone,
        updated_at=stamp(updated, config),
    )


def component_rows(state: SiteState, config: Config) -> tuple[ComponentRow, ...]:
    """Return groups and components in one list, by their position in their own level."""
    rows = []
    for place, group in enumerate(state.groups, start=1):
        if group.group is not None:
            rows.append(_group_row(group, group.group, config, position=place))
        rows += [current_row(component, config) for component in group.components]
    return tuple(sorted(rows, key=lambda row: row.position))


def current_row(state: ComponentState, config: Config) -> ComponentRow:
    """Return a component as it is now."""
    return _component_row(state.component, state.status, changed(state, config), config)


def changed(state: ComponentState, config: Config) -> datetime:
    """Return when a component took its status: the one it has had from the start, at that."""
    return state.since or created(state.component, config)


def _component_row(
    component: Component, status: ComponentStatus, updated: datetime, config: Config
) -> ComponentRow:
    return ComponentRow(
        id=component.id,
        name=_name(component, config),
        status=status.key,
        created_at=stamp(created(component, config), config),
        updated_at=stamp(updated, config),
        position=_position(component, config),
        description=clean(component.description) or None,
        showcase=True,
        start_date=component.since.isoformat() if component.since else None,
        group_id=component.group,
        page_id=page_id(config.host),
        group=False,
        only_show_if_degraded=component.only_show_if_degraded,
    )


def _group_row(state: GroupState, group: Group, config: Config, *, position: int) -> ComponentRow:
    oldest = min(created(member.component, config) for member in state.components)
    return ComponentRow(
        id=group.id,
        name=_group_name(group, config),
        status=state.status.key,
        created_at=stamp(oldest, config),
        updated_at=stamp(state.since or oldest, config),
        position=position,
        description=None,
        showcase=False,
        start_date=None,
        group_id=None,
        page_id=page_id(config.host),
        group=True,
        only_show_if_degraded=False,
        components=group.components,
    )


def standing_row(
    component: Component, status: ComponentStatus, changed: datetime | None, config: Config
) -> ComponentRow:
    """Return a component as one incident has it since *changed*, whatever others do to it."""
    return _component_row(component, status, changed or created(component, config), config)


def component_name(component: Component, config: Config) -> str:
    """Return the name that an affected component goes by: ``Group - Component``."""
    name = _name(component, config)
    group = config.group_by_id.get(component.group or "")
    return f"{_group_name(group, config)} - {name}" if group else name


def _name(component: Component, config: Config) -> str:
    return clean(component.names.get(config.languages[0], component.name)) or component.id


def _group_name(group: Group, config: Config) -> str:
    return clean(group.names.get(config.languages[0], group.name)) or group.id


def created(component: Component, config: Config) -> datetime:
    """Return when *component* went into service, in UTC: its first day's midnight there."""
    return _midnight(component.since or _ALWAYS, config.timezone)


@lru_cache(maxsize=1024)
def _midnight(day: date, zone: str) -> datetime:
    return midnight(day, ZoneInfo(zone))


def _position(component: Component, config: Config) -> int:
    """Return the component's place from 1, in its group or among all that stands on its own."""
    group = config.group_by_id.get(component.group or "")
    if group is not None:
        return group.components.index(component.id) + 1
    level = dict.fromkeys(other.group or f"/{other.id}" for other in config.components)
    return list(level).index(f"/{component.id}") + 1
