"""What the braces of a template are filled with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from statusgen.config import Config
from statusgen.errors import ContentError, Location, Problem
from statusgen.messages.template import Template
from statusgen.model import Severity
from statusgen.parse.context import suggest
from statusgen.parse.placeholders import find_placeholders

#: Every placeholder that has a meaning, with what it is to the person who is asked for it.
MEANINGS: Mapping[str, str] = {
    "component": "what is affected, as customers call it",
    "symptom": "what a customer sees",
    "since": "since when, with the zone",
    "started": "since when, with the zone",
    "next_update": "when we speak again",
    "alternatives": "what works at this moment",
    "news": "what we know now and did not know before",
    "cause": "what it was, such as: a full disk",
    "fix": "what was done about it, such as: made room",
    "starts": "when the work begins",
    "ends": "when the work ends",
    "effect": "what customers will notice",
    "page": "the address of the page on it",
    "title": "the title",
    "severity": "P1, P2 or P3",
    "shop": "the shop's name",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """What is known when words are needed."""

    at: datetime  #: of the update
    title: str = ""
    severity: Severity | None = None
    components: tuple[str, ...] = ()  #: ids
    since: datetime | None = None
    next_update: datetime | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    effect: str = ""
    page: str = ""  #: relative to the site, e.g. "incidents/x.html"

    def but(self, **changes: Any) -> Occasion:
        """Return it with some of its fields changed."""
        return replace(self, **changes)


def values_for(occasion: Occasion, config: Config) -> dict[str, str]:
    """Return what is known of the placeholders on *occasion*; what is unknown is left out."""
    language = config.languages[0]
    names = [
        component.names.get(language, component.name)
        for identity in occasion.components
        if (component := config.by_id.get(identity))
    ]
    labels = [alternative.label for alternative in config.alternatives]
    since = _time(occasion.since, occasion.at)
    values = {
        "component": _listed(names, language),
        "since": since,
        "started": since,
        "next_update": _time(occasion.next_update, occasion.at),
        "alternatives": _listed(labels, language),
        "starts": _time(occasion.starts, occasion.at),
        "ends": _time(occasion.ends, occasion.starts or occasion.at),
        "effect": occasion.effect,
        "page": config.address(occasion.page) if occasion.page else "",
        "title": occasion.title,
        "severity": str(occasion.severity or ""),
        "shop": config.name,
    }
    return {name: value for name, value in values.items() if value}


def fill(text: str, values: Mapping[str, str], *, at: Location) -> str:
    """Return *text* with its placeholders filled from *values*.

    Raises :class:`ContentError` with every placeholder that has no value; *at* is where
    *text* begins.
    """
    pieces, done, problems = [], 0, []
    for found in find_placeholders(text):
        value = values.get(found.name)
        if value is None:
            where = Location(at.path, max(at.line, 1) + found.line, found.column)
            problems.append(_unfilled(found.name, values, where))
            continue
        pieces += [text[done : found.start], value]
        done = found.end
    if problems:
        raise ContentError(problems)
    return "".join([*pieces, text[done:]])


def fill_template(template: Template, values: Mapping[str, str]) -> str:
    """Return the words of *template*, filled. Raises :class:`ContentError` as :func:`fill`."""
    return fill(template.text, values, at=template.at)


def unfilled(text: str, values: Iterable[str]) -> list[str]:
    """Return the names in *text* that are not among *values*, each once, in order."""
    known = set(values)
    return [n for n in dict.fromkeys(p.name for p in find_placeholders(text)) if n not in known]


def _unfilled(name: str, values: Iterable[str], at: Location) -> Problem:
    known = {*MEANINGS, *values}
    if name in known:
        hint = f"it is {MEANINGS.get(name, name)}: write it out, or give it a value"
    else:
        hint = suggest(name, known) or "write it out, or give it a value"
    what = "is not filled in" if name in known else "is no placeholder that anything is known of"
    return Problem(at, f"'{{{name}}}' {what}", hint, rule="unfilled")


def _time(moment: datetime | None, now: datetime) -> str:
    """Return e.g. ``14:50 UTC``, with the day where that is another than *now*'s."""
    if moment is None:
        return ""
    there, here = moment.astimezone(UTC), now.astimezone(UTC)
    clock = f"{there:%H:%M} UTC"
    return clock if there.date() == here.date() else f"{there:%Y-%m-%d} {clock}"


def _listed(words: list[str], language: str) -> str:
    """Return e.g. ``Search, Checkout and Accounts``."""
    if len(words) < len(("one", "two")):
        return "".join(words)
    from babel.lists import format_list

    return format_list(words, locale="en_GB" if language == "en" else language.replace("-", "_"))
