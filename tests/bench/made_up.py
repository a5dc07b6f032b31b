"""Made-up projects of any size, the same for the same seed, to measure and to test with.

40 components in 8 groups; each incident has 3 to 6 updates of 60 to 120 words of Markdown
with links, lists, inline and fenced code, and now and then another script. An incident
begins about every eight hours, so that a larger project goes further back and is no denser.
Incident *k* (0 is the newest, and goes on) is the same whatever the number of incidents.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
INCIDENTS = "content/incidents"
WORDS = (60, 120)  #: the fewest and the most words of an update
UPDATES = (3, 6)  #: the fewest and the most updates of an incident
APART = timedelta(hours=8)
LONGEST = timedelta(hours=5)  #: no incident's updates take longer

GROUPS = {
    "Storefront": ("Checkout", "Search", "Product pages", "Basket", "Wish lists"),
    "Accounts": ("Sign-in", "Registration", "Profile", "Loyalty points", "Gift cards"),
    "Payments": ("Card payments", "Wallets", "Invoices", "Refunds", "Bank transfer"),
    "Delivery": ("Shipping rates", "Tracking", "Store pickup", "Returns", "Address lookup"),
    "Apps": ("Android app", "iPhone app", "Push messages", "Barcode scanner", "App sign-in"),
    "Partners": ("Partner API", "Webhooks", "Marketplace feed", "Affiliate links", "Exports"),
    "Support": ("Help centre", "Live chat", "Phone line", "Contact form", "Order e-mail"),
    "Platform": ("Images", "Recommendations", "Prices", "Stock levels", "Reviews"),
}
COMPONENTS = tuple(name for names in GROUPS.values() for name in names)
#: severity → what a component has at first, and what it has once things get better
STATUSES = {
    "P1": ("major outage", "partial outage"),
    "P2": ("partial outage", "degraded performance"),
    "P3": ("degraded performance", "operational"),
}
COURSE = ("Investigating", "Identified", "Update", "Monitoring", "Resolved")

TITLES = (
    "Some customers cannot use {component}",
    "{component} answers slowly",
    "Errors in {component}",
    "{component} shows “try again” & nothing else",
    "{component} is down for <b>some</b> regions",
)
SENTENCES = (
    "Since {clock} a share of requests to {component} has failed with an error page.",
    "We have moved the traffic of one region to another and watch the queue getting shorter.",
    "Orders that were placed before {clock} are safe and will be sent as promised.",
    "Nobody has been charged twice; a payment that failed is released by the bank in a few days.",
    "Our engineers found that a deployment at {clock} *doubled* the time that each request took.",
    "If your page stays empty, please wait a minute and load it again.",
    "A connection pool was **exhausted**, so that new visitors waited for the earlier ones.",
    "We are sorry for the trouble and know that this comes at a bad time.",
    "The phone line is open as always, and the colleagues there can take your order.",
    "What you put into your basket stays there for thirty days.",
    "Error rates are back at {percent} %, which is the usual figure for this time of day.",
    "We keep watching for another {minutes} minutes before we call this resolved.",
    "Messages about orders come later than usual, but none of them is lost.",
    "The failover did not complete, and the replica lagged behind by {minutes} minutes.",
    "Customers in {city} saw it first; by {clock} it had reached every region.",
)
CODE_SENTENCES = (
    "Clients get `HTTP {code}` with a `Retry-After` header; please honour it.",
    "The setting `pool.max_size` was {minutes} where `{code}` had been meant.",
    "Calls to `GET /v2/orders?state=open&page={minutes}` time out after ten seconds.",
)
LINK_SENTENCES = (
    "What still works is listed [on our help pages](https://help.northwind.example/now?c={code}).",
    "Follow this incident by [feed](feed.atom) or read [its history](history/index.html).",
    'You can order [by phone](tel:+442079460000 "open day and night") in the meantime.',
    "Details for partners are at <https://partners.northwind.example/news/{code}>.",
)
LIST_ITEMS = (
    "placing an order with a card",
    "looking up an order from {city}",
    "gift cards bought before {clock}",
    "**sign-in** with a one-time code",
    "prices in the `v2` catalogue",
    "returns to a shop in {city}",
    "[tracking](https://track.northwind.example/) of parcels",
)
FENCED = (
    "```\nHTTP/1.1 {code} Service Unavailable\nRetry-After: 120\nX-Request: <none>\n```",
    "```python\nfor order in open_orders(limit={minutes}):\n    order.retry(after=120)\n```",
    '```json\n{{"status": "{code}", "region": "{city}", "retry": true}}\n```',
)
OTHER_SCRIPTS = (
    "現在、{component}で障害が発生しています。復旧作業を進めております。",
    "نعمل على إصلاح العطل في {component} وسنوافيكم بالمستجدات خلال {minutes} دقيقة.",
    "Мы знаем о сбое и уже работаем над ним; следующая новость в {clock}.",
    "Γνωρίζουμε το πρόβλημα στο {component} και εργαζόμαστε για τη λύση του.",
    "हम {component} की समस्या पर काम कर रहे हैं, कृपया प्रतीक्षा करें।",
    "Chúng tôi đang khắc phục sự cố — cảm ơn quý khách đã kiên nhẫn. 🙏",
)
CITIES = ("Leeds", "København", "Łódź", "Montréal", "São Paulo", "東京")


def make_project(root: Path, *, incidents: int, seed: int = 1, now: datetime = NOW) -> None:
    """Write a project with that many incidents into *root*, which is made where it is missing.

    Every update is at or before *now*, which is aware and has whole minutes.
    """
    folder = root / INCIDENTS
    folder.mkdir(parents=True, exist_ok=True)
    (root / "content/site.yaml").write_text(site_yaml(), "utf-8")
    for name, text in make_incidents(incidents, seed=seed, now=now):
        (folder / name).write_text(text, "utf-8")


def make_incidents(count: int, *, seed: int = 1, now: datetime = NOW) -> Iterator[tuple[str, str]]:
    """Yield (file name, text) of *count* incidents, the newest first."""
    for index in range(count):
        yield make_incident(index, seed=seed, now=now)


def make_incident(index: int, *, seed: int = 1, now: datetime = NOW) -> tuple[str, str]:
    """Return (file name, text) of incident *index*; number 0 goes on, all others are resolved."""
    chance = chance_of(seed, index)
    at = now - LONGEST - index * APART - timedelta(minutes=chance.randrange(180))
    severity = chance.choices(("P1", "P2", "P3"), weights=(1, 3, 6))[0]
    affected = chance.sample(COMPONENTS, chance.choice((1, 1, 2, 3)))
    title = chance.choice(TITLES).format(component=affected[0])
    lines = [
        "---",
        f'title: "{title}"',
        f"severity: {severity}",
        "components:",
        *(f"  {slug(name)}: {STATUSES[severity][0]}" for name in affected),
        f"started: {stamp(at - timedelta(minutes=chance.randrange(5, 30)))}",
        "---",
        "",
    ]
    statuses = course(chance, going_on=index == 0)
    for place, status in enumerate(statuses):
        lines += [f"## {status} — {stamp(at)}"]
        if status == "Monitoring":
            lines += [f"Components: {slug(affected[0])} = {STATUSES[severity][1]}"]
        if place + 1 < len(statuses) and chance.random() < 0.5:
            lines += ["Next update: in 30 minutes"]
        lines += ["", prose(chance, affected[0], at), ""]
        at += timedelta(minutes=chance.randrange(8, 48))
    return f"{at:%Y-%m-%d}-{slug(affected[0])}-{index:05}.md", "\n".join(lines)


class Edit(NamedTuple):
    """An update that was added."""

    path: Path  #: the file that it is in
    at: datetime


def append_update(root: Path, *, edit: int, seed: int = 1, now: datetime = NOW) -> Edit:
    """Add an update to the incident that goes on, as a comms lead would.

    *edit* counts from 0 and must be below 30: each edit is a minute after the one before.
    """
    name, _ = make_incident(0, seed=seed, now=now)
    path = root / INCIDENTS / name
    at = now - timedelta(minutes=30 - edit)
    text = prose(chance_of(seed, "edit", edit), COMPONENTS[0], at)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n## Update — {stamp(at)}\n\n{text}\n")
    return Edit(path, at)


def chance_of(*names: object) -> random.Random:
    """Return a source of chance that gives the same for the same names."""
    return random.Random("/".join(map(str, names)))  # noqa: S311 - nothing secret is drawn


def course(chance: random.Random, *, going_on: bool) -> list[str]:
    """Return the statuses of 3 to 6 updates in a lawful order."""
    middle = chance.randint(UPDATES[0] - 2, UPDATES[1] - 2)
    steps = sorted(chance.choices(COURSE[1:4], k=middle), key=COURSE.index)
    return ["Investigating", *steps, "Update" if going_on else "Resolved"]


def prose(chance: random.Random, component: str, at: datetime) -> str:
    """Return 60 to 120 words of Markdown."""
    facts = {
        "component": component,
        "clock": f"{at:%H:%M}",
        "percent": f"0.{chance.randrange(10, 99)}",
        "minutes": chance.randrange(10, 90),
        "code": chance.choice((429, 500, 502, 503, 504)),
        "city": chance.choice(CITIES),
    }
    blocks = [part.format(**facts) for part in specials(chance)]
    room = chance.randint(WORDS[0], WORDS[1] - 20) - sum(len(block.split()) for block in blocks)
    sentences = []
    for sentence in chance.sample(SENTENCES, len(SENTENCES)):
        if room <= 0:
            break
        sentences.append(sentence.format(**facts))
        room -= len(sentences[-1].split())
    blocks += paragraphs(chance, sentences)
    chance.shuffle(blocks)
    return "\n\n".join(blocks)


def specials(chance: random.Random) -> list[str]:
    """Return the blocks of an update that are more than plain sentences."""
    blocks = []
    if chance.random() < 0.6:
        blocks.append(chance.choice(LINK_SENTENCES))
    if chance.random() < 0.5:
        blocks.append(chance.choice(CODE_SENTENCES))
    if chance.random() < 0.4:
        mark = chance.choice(("-", "-", "*", "1."))
        items = chance.sample(LIST_ITEMS, chance.randint(2, 4))
        blocks.append("\n".join(f"{mark} {item}" for item in items))
    if chance.random() < 0.2:
        blocks.append(chance.choice(FENCED))
    if chance.random() < 0.15:
        blocks.append(chance.choice(OTHER_SCRIPTS))
    return blocks


def paragraphs(chance: random.Random, sentences: list[str]) -> list[str]:
    """Return *sentences* in paragraphs of one to three, one sentence a line as people write."""
    blocks = []
    while sentences:
        size = chance.randint(1, 3)
        blocks.append("\n".join(sentences[:size]))
        sentences = sentences[size:]
    return blocks


def site_yaml() -> str:
    """Return the site's configuration: every group, every component."""
    lines = [
        "name: Northwind Shop",
        "url: https://status.northwind.example/",
        "main_site: https://www.northwind.example/",
        "timezone: Europe/London",
        "components:",
    ]
    for group, names in GROUPS.items():
        lines += [f"  - group: {group}", "    components:"]
        lines += [f"      - {{id: {slug(name)}, name: {name}}}" for name in names]
    return "\n".join(lines) + "\n"


def slug(name: str) -> str:
    """Return *name* as an id."""
    return name.lower().replace(" ", "-")


def stamp(at: datetime) -> str:
    """Return *at* as content files write it."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
