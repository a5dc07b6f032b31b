"""Lists of components with their statuses, as they stand on one line."""

from __future__ import annotations

import re
from dataclasses import replace

from statusgen.errors import Location, Problem
from statusgen.model import ComponentStatus, ComponentStatuses
from statusgen.parse.context import ParseContext, component_status, component_status_problem

ALL = "all"  #: stands for every component

_EXAMPLE = "checkout = partial outage, search = operational"
_PART = re.compile(r"[^,]+")
_PAIR = re.compile(r"\s*(?P<component>[^=\s](?:[^=]*[^=\s])?)\s*=\s*(?P<status>\S.*)")


def parse_components(
    text: str, *, at: Location, context: ParseContext
) -> ComponentStatuses | list[Problem]:
    """Return the statuses that e.g. ``checkout = partial outage, all = operational`` gives.

    They are in the order written. ``all`` stands for every component, in the site's order;
    one that is listed too has the status given with its name. *at* is where *text* begins.
    """
    everything: dict[str, ComponentStatus] = {}
    named: dict[str, ComponentStatus] = {}
    problems: list[Problem] = []
    parts = [part for part in _PART.finditer(text) if not part[0].isspace()]
    for part in parts:
        here = Location(at.path, at.line, at.column + part.start())
        pair = _parse_pair(part[0], here, context)
        if isinstance(pair, list):
            problems += pair
            continue
        component, status = pair
        if component in named or (component == ALL and everything):
            hint = "which of the two is it?"
            problems.append(Problem(here, f"'{component}' is listed twice", hint))
        elif component == ALL:
            everything = {c.id: status for c in context.config.components}
        else:
            named[component] = status
    if not parts:
        problems.append(Problem(at, "no component is listed", f"write e.g. {_EXAMPLE}"))
    return problems or tuple((everything | named).items())


def _parse_pair(
    text: str, at: Location, context: ParseContext
) -> tuple[str, ComponentStatus] | list[Problem]:
    pair = _PAIR.fullmatch(text)
    if pair is None:
        name, colon, word = (part.strip() for part in text.partition(":"))
        hint = f"write {name} = {word}" if colon and name and word else f"write e.g. {_EXAMPLE}"
        return [Problem(at, f"'{text.strip()}' gives no status", hint)]
    name, word = pair["component"], pair["status"].rstrip()
    component = ALL if name.lower() == ALL else context.component(name)
    status = component_status(word)
    problems = []
    if component is None:
        where = Location(at.path, at.line, at.column + pair.start("component"))
        problems.append(context.component_problem(name, at=where))
    if status is None:
        where = Location(at.path, at.line, at.column + pair.start("status"))
        problem = component_status_problem(word, at=where)
        if ";" in word:
            problem = replace(problem, hint=f"put commas between components: {_EXAMPLE}")
        problems.append(problem)
    if component is None or status is None:
        return problems
    return component, status
