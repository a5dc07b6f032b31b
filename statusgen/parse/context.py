"""What every content file is read with, and what reading one returns."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from statusgen.config import Config
from statusgen.errors import Location, Problem
from statusgen.model import ComponentStatus, Severity, Text
from statusgen.parse.meant_words import EVERYTHING, meant_component_status, meant_severity

T = TypeVar("T")

_SHORT = 60  # characters of a mistake that a message repeats

_STATUSES: Mapping[str, ComponentStatus] = {
    status.key.replace("_", " "): status for status in ComponentStatus
}
_SEVERITIES: Mapping[str, Severity] = {
    "p1": Severity.P1,
    "p2": Severity.P2,
    "p3": Severity.P3,
    "critical": Severity.P1,
    "major": Severity.P2,
    "minor": Severity.P3,
}


class Parsed(msgspec.Struct, Generic[T], frozen=True):
    """One item as read from its file and its translations.

    ``item`` is None where too little of it could be read to make one. It may be
    there although ``problems`` holds errors, so that checks over all items see it.
    """

    item: T | None
    texts: tuple[Text, ...] = ()  #: the original's words first, then translations in site order
    problems: tuple[Problem, ...] = ()


class ParseContext(msgspec.Struct, frozen=True, dict=True):
    """What a content file may refer to: the site's components, zone and languages."""

    config: Config

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the zone of times that do not say theirs."""
        return self.config.zone

    @cached_property
    def _components(self) -> Mapping[str, str]:
        return _component_names(self.config)

    def component(self, text: str) -> str | None:
        """Return the id of the component that *text* means, or None.

        It may be an id or a name, in any case, with spaces, ``_`` and ``-`` alike.
        """
        return self._components.get(text) or self._components.get(_folded(text))

    def component_problem(self, text: str, *, at: Location) -> Problem:
        """Return the problem of *text* being no component, with the nearest one."""
        ids = [component.id for component in self.config.components]
        everything = "did you mean 'all'?" if _folded(text) in EVERYTHING else ""
        near = everything or suggest(_folded(text).replace(" ", "-"), ids)
        hint = near or listing("the components are", ids)
        return Problem(at, f"there is no component '{short(text)}'", hint)


def component_status(text: str) -> ComponentStatus | None:
    """Return the status that *text* spells, e.g. ``Partial_Outage``, or None."""
    return _STATUSES.get(_folded(text))


def component_status_problem(text: str, *, at: Location) -> Problem:
    """Return the problem of *text* being no component status, with the nearest one."""
    names = list(_STATUSES)
    meant = meant_component_status(text)
    near = f"did you mean '{meant.key.replace('_', ' ')}'?" if meant is not None else ""
    hint = near or suggest(_folded(text), names) or listing("the statuses are", names)
    return Problem(at, f"unknown status '{short(text)}'", hint)


def severity_of(text: str) -> Severity | None:
    """Return the severity that *text* spells, e.g. ``p1`` or ``critical``, or None."""
    return _SEVERITIES.get(text.lower().strip())


def severity_problem(text: str, *, at: Location) -> Problem:
    """Return the problem of *text* being no severity, with the nearest one."""
    meant = meant_severity(text)
    near = f"did you mean {meant.name}? There is " if meant is not None else ""
    return Problem(
        at,
        f"unknown severity '{short(text)}'",
        f"{near}P1 (critical: everything is down), P2 (high: a significant part is down) "
        "or P3 (moderate: minor or isolated)",
    )


def short(text: str) -> str:
    """Return *text* on one line and not too long, as a message may repeat it."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHORT else plain[:_SHORT] + "…"


def suggest(word: str, options: Iterable[str]) -> str:
    """Return ``did you mean '…'?`` with the option nearest to *word*, or nothing."""
    known = {option.casefold(): option for option in options}
    near = difflib.get_close_matches(word[:_SHORT].casefold(), known, n=1, cutoff=0.6)
    return f"did you mean '{known[near[0]]}'?" if near else ""


def listing(intro: str, options: Iterable[str], *, limit: int = 12) -> str:
    """Return *intro* and the *options*, at most *limit* of them."""
    names = list(options)
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return f"{intro} {', '.join(names[:limit])}{more}"


def _component_names(config: Config) -> dict[str, str]:
    """Return every spelling → id; ids win over names, a name that two share is left out."""
    names: dict[str, str] = {}
    shared: set[str] = set()
    for component in config.components:
        for name in (component.name, *component.names.values()):
            folded = _folded(name)
            if names.setdefault(folded, component.id) != component.id:
                shared.add(folded)
    for name in shared:
        del names[name]
    names |= {_folded(component.id): component.id for component in config.components}
    return names | {component.id: component.id for component in config.components}


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
