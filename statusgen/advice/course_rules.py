"""Advice on an incident's updates as a whole: what they leave out, what they say twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import pairwise
from urllib.parse import urlsplit

from statusgen.advice.finding import Case, Finding
from statusgen.config import Config
from statusgen.model import Severity, UpdateStatus

#: How people say that something works. In other languages the rule needs ``words`` of its own.
_WORKS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("works", "work", "still work", "working as", "working normally", "keeps working"),
        *("still working", "operating normally", "running normally", "up and running"),
        *("as usual", "as normal", "instead", "is fine", "are fine", "is safe", "are safe"),
        *("not affected", "unaffected", "available", "still possible"),
        *("go through", "goes through"),
        *("you can", "can still", "order by", "by phone", "by telephone", "call us"),
        *("is open", "are open", "stay open", "everything else", "everything except"),
    ),
    "fr": (
        *("fonctionne", "fonctionnent", "comme d'habitude", "normalement", "disponible"),
        *("disponibles", "vous pouvez", "pas touché", "pas touchés", "pas concernés"),
        *("reste possible", "ouverts", "par téléphone"),
    ),
    "de": (
        *("funktioniert", "funktionieren", "wie gewohnt", "nicht betroffen", "erreichbar"),
        *("geöffnet", "telefonisch"),
        *("verfügbar", "sie können", "weiterhin", "stattdessen"),
    ),
}
#: Where one thing that is said ends: "the site does not work, but the app works".
_CLAUSE = re.compile(r"[.!?;:,\n]|\b(?:but|mais|aber)\b")
#: What turns such words into their opposite: before them, or straight after.
_NOT = re.compile(
    r"\b(?:not|no|nothing|nobody|none|neither|never|cannot|unable|without|ne|aucune?|rien|"
    r"nicht|nichts|kein|keine|niemand)\b|n't\b|\bn'"
)
_NOT_AFTER = re.compile(r"'t\b|\s*(?:\w+\s+){0,2}?(?:not|no longer|nicht|pas|plus)\b")
#: "We work on it" is no good news for customers.
_OUR_WORK = re.compile(r"\b(?:we|to|at|our|the)\s+work\b|\bwork\s+(?:on|hard|with)\b")
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\D+")
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_MOST_WORDS = 400  # of an update that are compared
_HREF = re.compile(r'href="(https?://[^"]+)"')
_LEAST_DIGITS = 6  # of a phone number that is worth looking for


def what_works(case: Case) -> Iterator[Finding]:
    """Yield whether customers of a P1 that goes on are told what they can still do."""
    if not case.state.active or case.state.severity is not Severity.P1:
        return
    language = case.text.language.partition("-")[0]
    words = (*_WORKS.get(language, ()), *case.config.checks.works)
    if not words:
        return
    said = " ".join(passage.body.text for passage in case.passages())
    if _says_one_of(words, said) or _names_a_way(said, case.config):
        return
    yield case.at(
        "what-works",
        case.state.updates[0].update.line,
        "nothing is said of what still works",
        "the app, the phone, the stores: in a P1 this is what people came for",
    )


def _says_one_of(words: Iterable[str], said: str) -> bool:
    """Return whether one of *words* is in the text and not turned into its opposite."""
    phrases = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in words)
    pattern = re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)
    plain = re.sub(r"(?<!\n)\n(?!\n)", " ", said.lower().replace("’", "'"))
    plain = _OUR_WORK.sub("", plain)
    return any(
        not _NOT.search(clause[: match.start()]) and not _NOT_AFTER.match(clause, match.end())
        for clause in _CLAUSE.split(plain)
        for match in pattern.finditer(clause)
    )


def _names_a_way(said: str, config: Config) -> bool:
    """Return whether one of the ways to order that site.yaml has is in the text."""
    digits = _DIGITS.sub("", said)
    phones = [_DIGITS.sub("", a.url) for a in config.alternatives if a.url.startswith("tel:")]
    phones = [phone[-_LEAST_DIGITS:] for phone in phones if len(phone) >= _LEAST_DIGITS]
    ways = [way for a in config.alternatives for way in (a.label, a.url) if way]
    lower = said.lower()
    return any(way.lower() in lower for way in ways) or any(phone in digits for phone in phones)


def closing_words(case: Case) -> Iterator[Finding]:
    """Yield each end that says nothing to customers."""
    least = case.config.checks.least
    for update, body in zip(case.state.incident.updates, case.text.updates, strict=False):
        if update.status is not UpdateStatus.RESOLVED or update.says_update:
            continue
        if len(_WORD.findall(body.text if body else "")) < least:
            yield case.at(
                "closing-words",
                update.line,
                "it is resolved without a word to customers",
                "what works again, and what they need to do: often that is nothing",
            )


def repeated_update(case: Case) -> Iterator[Finding]:
    """Yield each update that says the same as the one before it."""
    for before, after in pairwise(case.passages()):
        old, new = (_words(passage.body.text) for passage in (before, after))
        if not new or before.update is None:
            continue
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        limit = case.config.checks.percent / 100
        if matcher.quick_ratio() >= limit and matcher.ratio() >= limit:
            yield after.finding(
                "repeated-update",
                f"this repeats the update in line {before.line}",
                "say what is new, or that nothing is and what you are doing",
            )


def links_to_site(case: Case) -> Iterator[Finding]:
    """Yield each link to the main site while that is down."""
    site = _host(case.config.main_site)
    if not site or not case.state.active or case.state.severity not in (Severity.P1, Severity.P2):
        return
    for passage in case.passages():
        for address in dict.fromkeys(_HREF.findall(passage.body.html)):
            if _host(address) == site and not address.startswith(case.config.url):
                yield passage.finding(
                    "links-to-site",
                    f"this links to {site}, which may be down",
                    "link to something that works: this page, the app, the phone",
                    quote=_as_written(address, passage.body.text),
                )


def _as_written(address: str, text: str) -> str:
    plain = address.replace("&amp;", "&")
    return plain if plain in text else plain.rstrip("/")


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _words(text: str) -> list[str]:
    return _WORD.findall(_TIME.sub("", text.lower()))[:_MOST_WORDS]
