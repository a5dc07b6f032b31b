"""Advice on words: what customers should not read, or not so much of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from statusgen.advice.finding import Finding, Passage
from statusgen.config import Config
from statusgen.model import UpdateStatus

_TAG = re.compile(r"<[^>]*>")
_SENTENCE = re.compile(r"[^.!?\n]+(?:\n(?!\n)[^.!?\n]+)*")

_NAME = r"[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?"
#: What goes before a person's name. A name alone may be anything.
_PERSON = re.compile(
    rf"\b(?:[Cc]ontact|[Aa]sk|[Cc]all|[Ee]-?mail|[Mm]essage|[Tt]hanks to|[Tt]hank|"
    rf"[Cc]olleague|[Ee]ngineer|[Dd]eveloper|[Aa]dministrator|[Mm]anager|"
    rf"(?:[Ff]ound|[Ff]ixed|[Mm]ended|[Cc]aused|[Mm]ade|[Dd]one) by)\s+"
    rf"(?P<person>{_NAME}\s+{_NAME})\b"
    rf"|\b(?P<titled>(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+{_NAME})\b"
)
#: Words with a capital that begin no person's name.
_NO_PERSON = frozenset(
    (
        *("customer", "support", "service", "services", "care", "team", "help", "desk", "sales"),
        *("head", "office", "store", "stores", "phone", "order", "orders", "app", "website"),
        *("online", "black", "cyber", "our", "your", "the", "a", "an", "us", "monday", "tuesday"),
        *("wednesday", "thursday", "friday", "saturday", "sunday", "january", "february"),
        *("apple", "google", "amazon", "microsoft", "pay", "royal", "mail", "post", "bank"),
        *("march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december"),
    )
)
_WORDS = re.compile(r"\w+")
_HANDLE = re.compile(r"(?<![\w./@])@[A-Za-z][A-Za-z0-9_-]{1,38}(?![\w.]*@)")

# Each begins where no such run goes on, so that a long one is looked at once.
_MAIL = r"A-Za-z0-9.!#$%&'*+/=?^_{|}~-"
_EMAIL = re.compile(rf"(?<![{_MAIL}])[{_MAIL}]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4 = re.compile(rf"(?<![\w.])(?:{_BYTE}\.){{3}}{_BYTE}(?!\.?\w)")
#: Four numbers after one of these are no address.
_A_VERSION = re.compile(
    r"\b(?:version|release|build|firmware|update|v)\W{0,3}(?:to\s+)?$", re.IGNORECASE
)
_IPV6 = re.compile(
    r"(?<![\w:.])(?=[0-9A-Fa-f:]*::|(?:[0-9A-Fa-f]+:){7})"
    r"(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])"
)
_MACHINES = (
    r"prod|staging|stage|stg|dev|db|web|app|srv|node|k8s|host|mysql|postgres|pg|redis|kafka|"
    r"cache|queue|lb"
)
_HOST = re.compile(
    r"(?<![\w.-])(?:[A-Za-z0-9-]+\.)+"
    r"(?:internal|local|lan|corp|intra|intranet|localdomain|home\.arpa)\b"
    r"|\blocalhost\b"
    r"|\bip-\d+-\d+-\d+-\d+\b"
    rf"|(?<![\w-])(?:[a-z][a-z0-9]*-){{0,5}}(?:{_MACHINES})(?:-[a-z0-9]+){{0,5}}-\d{{1,3}}\b"
)

_VENDORS = (
    *("AWS", "Amazon Web Services", "Azure", "Google Cloud", "GCP", "Cloudflare", "Fastly"),
    *("Akamai", "Stripe", "Adyen", "Worldpay", "Braintree", "Checkout.com", "PayPal", "Klarna"),
    *("Shopify", "Salesforce", "Twilio", "SendGrid", "Mailchimp", "Mailgun", "Okta", "Auth0"),
    *("GitHub", "GitLab", "Heroku", "Vercel", "Netlify", "DigitalOcean", "Hetzner", "OVH"),
    *("Datadog", "New Relic", "MongoDB Atlas", "Oracle", "Microsoft", "Zendesk"),
)
#: What puts the blame on the supplier that is named straight after it. "Problems with PayPal"
#: does not: that is what customers see.
_BLAME_BEFORE = (
    r"(?:caused by|because of|due to|owing to|fault (?:of|at|with|lies with)|blame[sd]?|thanks to|"
    r"responsible for|(?:outage|failure|incident|disruption|breakdown) (?:at|with|of|from|by)|"
    r"(?:problems?|issues?|errors?) (?:at|of|on the side of|from))\W+(?:[\w-]+\W+){0,4}?"
)
#: And on the one that is named straight before it.
_BLAME_AFTER = (
    r"(?:['’]s)?\W+(?:[\w-]+\W+){0,3}?(?:outage|failure|is down|was down|went down|has failed|"
    r"failed us|let us down|to blame|at fault|responsible|having (?:problems|issues|trouble))\b"
)
_A_VENDOR = re.compile(
    r"\b(?:caused by|due to|because of|fault of|failure (?:at|of)|(?:outage|problems?|issues?) "
    r"(?:at|with)|blame[sd]?)\s+(?:(?:an?|our|one of our|the)\s+)?"
    r"(?:[\w-]+\s+){0,3}?"
    r"(?:providers?|vendors?|suppliers?|third[- ]part(?:y|ies)|contractors?|hoster)\b",
    re.IGNORECASE,
)


def names_person(passage: Passage, config: Config) -> Iterator[Finding]:
    """Yield each person that is named, where the words around it leave little doubt."""
    allowed = {name.lower().lstrip("@") for name in config.checks.people}
    known = _NO_PERSON | _known_words(config.name, *(c.name for c in config.components))
    text = passage.body.text
    for match in _PERSON.finditer(text):
        name = match["person"] or match["titled"]
        plain = " ".join(name.split())
        if match["person"] and any(word.lower() in known for word in plain.split()):
            continue
        if plain.lower() not in allowed:
            yield _person(passage, name, plain)
    ours = "".join(_WORDS.findall(config.name.lower())[:1])
    for match in _HANDLE.finditer(text):
        handle = match[0][1:].lower()
        if handle not in allowed and not (ours and handle.startswith(ours)):
            yield _person(passage, match[0], match[0])


def _person(passage: Passage, quote: str, name: str) -> Finding:
    return passage.finding(
        "names-person",
        f"'{name}' looks like a person",
        "say 'we': who it was is for the review, and a name on this page stays for good",
        quote,
    )


@lru_cache(maxsize=8)
def _known_words(*names: str) -> frozenset[str]:
    return frozenset(word.lower() for name in names for word in _WORDS.findall(name))


def internal_address(passage: Passage, config: Config) -> Iterator[Finding]:
    """Yield each e-mail address, IP address and name of a machine that is not for customers."""
    allowed = {address.lower() for address in (config.contact.email, *config.checks.addresses)}
    allowed |= {a.url.removeprefix("mailto:").lower() for a in config.alternatives}
    kinds = (
        (_EMAIL, "an e-mail address", "name the contact that site.yaml has"),
        (_IPV4, "an IP address", "customers cannot use it, and others can"),
        (_IPV6, "an IP address", "customers cannot use it, and others can"),
        (_HOST, "the name of a machine", "say what it does for customers"),
    )
    said: set[str] = set()
    for pattern, what, hint in kinds:
        for match in pattern.finditer(passage.body.text):
            word = match[0]
            inside = any(word in other for other in said)
            if pattern is _IPV4 and _A_VERSION.search(passage.body.text[: match.start()]):
                continue
            if word.lower() not in allowed and not inside:
                said.add(word)
                yield passage.finding("internal-address", f"'{word}' is {what}", hint, word)


def blames_vendor(passage: Passage, config: Config) -> Iterator[Finding]:
    """Yield each sentence that puts the blame on a supplier."""
    vendors = _vendors(_VENDORS + config.checks.vendors)
    for sentence in _SENTENCE.finditer(passage.body.text):
        named, any_one = vendors.search(sentence[0]), _A_VENDOR.search(sentence[0])
        found = (named["after"] or named["before"]) if named else any_one and any_one[0]
        if found:
            yield passage.finding(
                "blames-vendor",
                f"this blames a supplier: '{' '.join(found.split())}'",
                "customers chose you: say what failed, and what you do about it",
                found,
            )


def avoided_word(passage: Passage, config: Config) -> Iterator[Finding]:
    """Yield each word on the house's list of words to avoid."""
    if not config.checks.words:
        return
    pattern = _any_of(config.checks.words, flags=re.IGNORECASE)
    for match in pattern.finditer(passage.body.text):
        yield passage.finding(
            "avoid",
            f"'{' '.join(match[0].split())}' is on the list of words to avoid",
            "site.yaml has the list, under 'checks: avoid:'",
            match[0],
        )


def too_long(passage: Passage, config: Config) -> Iterator[Finding]:
    """Yield whether it is longer than a phone's screen; a postmortem may be."""
    if passage.update is not None and passage.update.status is UpdateStatus.POSTMORTEM:
        return
    length, limit = len(_visible(passage.body.html)), config.checks.characters
    if length > limit:
        yield passage.finding(
            "too-long",
            f"this has {length:,} characters, about {limit:,} fit on a phone",
            "keep what customers see and do; the rest can go into the postmortem",
        )


def _visible(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


@lru_cache(maxsize=8)
def _vendors(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the blame on one of *names*; their capitals are as they are given."""
    name = "|".join(r"\s+".join(re.escape(part) for part in name.split()) for name in names)
    return re.compile(
        rf"\b(?i:{_BLAME_BEFORE})(?<!\w)(?P<after>{name})(?!\w)"
        rf"|(?<!\w)(?P<before>{name})(?i:{_BLAME_AFTER})"
    )


@lru_cache(maxsize=8)
def _any_of(words: Iterable[str], *, flags: int = 0) -> re.Pattern[str]:
    alternatives = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in words)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", flags)
