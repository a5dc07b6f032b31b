"""Every rule, and what they say of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from statusgen.advice import clock_rules, course_rules, time_rules, word_rules
from statusgen.advice.finding import Case, Finding, Passage, passages
from statusgen.config import Config
from statusgen.derive.values import Archive, SiteFacts
from statusgen.errors import Problem

#: What has not changed for longer is not spoken of: nobody mends it any more.
RECENT = timedelta(days=14)

#: Rules on an incident as a whole.
CASE_RULES: Mapping[str, Callable[[Case], Iterable[Finding]]] = {
    "late-update": clock_rules.late_update,
    "overdue-update": clock_rules.overdue_update,
    "what-works": course_rules.what_works,
    "closing-words": course_rules.closing_words,
    "review-due": clock_rules.review_due,
    "repeated-update": course_rules.repeated_update,
    "links-to-site": course_rules.links_to_site,
}
#: Rules on each piece of prose.
WORD_RULES: Mapping[str, Callable[[Passage, Config], Iterable[Finding]]] = {
    "names-person": word_rules.names_person,
    "internal-address": word_rules.internal_address,
    "blames-vendor": word_rules.blames_vendor,
    "avoid": word_rules.avoided_word,
    "too-long": word_rules.too_long,
    "times-disagree": time_rules.times_disagree,
}
#: Why there is each rule, for people and for tools that show it.
REASONS: Mapping[str, str] = {
    "late-update": "Customers hear of trouble within the time that the plan gives.",
    "overdue-update": "A time that was promised is a time that is kept.",
    "what-works": "In a P1 people come to learn how they can order all the same.",
    "closing-words": "Who was hit wants to know that it is over, and what to do now.",
    "review-due": "A review is worth most while everybody remembers.",
    "repeated-update": "An update that says nothing new teaches people not to read the next.",
    "links-to-site": "A link to what is down is one more disappointment.",
    "names-person": "Trouble has causes, not culprits; and a name on the web stays.",
    "internal-address": "It helps no customer, and it helps those who mean harm.",
    "blames-vendor": "Customers chose you, and lawyers read along.",
    "avoid": "The house has agreed not to say it.",
    "too-long": "It is read on a phone, standing, in a queue.",
    "times-disagree": "Two times for one thing make both worthless.",
    "stray-line": "A line that changes nothing is published as text.",
    "unfilled": "A brace in a message tells everyone that nobody has read it.",
}


def give_advice(
    facts: SiteFacts,
    archive: Archive,
    config: Config,
    *,
    now: datetime,
    read: Callable[[str], str] = lambda _path: "",
) -> tuple[Problem, ...]:
    """Return advice on what goes on, is planned, or changed lately, sorted by place.

    Rules that site.yaml switches off are silent. *read* gives the text of a source file:
    with it, advice on a word has that word's place, else its update's.
    """
    off = frozenset(config.checks.off)
    found = list(_findings(facts, archive, config, now=now, off=off))
    texts = {path: read(path) for path in sorted({finding.path for finding in found})}
    return tuple(sorted({finding.located(texts[finding.path]) for finding in found}))


def _findings(
    facts: SiteFacts, archive: Archive, config: Config, *, now: datetime, off: frozenset[str]
) -> Iterator[Finding]:
    for summary in facts.incidents:
        if not summary.active and summary.updated <= now - RECENT:
            continue
        case = Case(
            state=archive.incident(summary),
            text=archive.original(summary.path),
            config=config,
            now=now,
        )
        for rule, look in CASE_RULES.items():
            if rule not in off:
                yield from look(case)
        yield from _on_words(case.passages(), config, off)
    for maintenance in facts.maintenances:
        if maintenance.ends > now - RECENT:
            text = archive.original(maintenance.path)
            said = passages(maintenance.path, text, maintenance.updates)
            yield from _on_words(said, config, off)
    for notice in facts.notices:
        if notice.ends is None or notice.ends > now:
            text = archive.original(notice.path)
            yield from _on_words(passages(notice.path, text), config, off)


def _on_words(prose: Iterable[Passage], config: Config, off: frozenset[str]) -> Iterator[Finding]:
    for passage in prose:
        for rule, look in WORD_RULES.items():
            if rule not in off:
                yield from look(passage, config)
