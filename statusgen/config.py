"""site.yaml as values, and every default in one place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from statusgen.model import ComponentStatus, Severity

MINUTE = timedelta(minutes=1)


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can break, as customers know it."""

    id: str
    name: str
    description: str = ""
    group: str | None = None  #: the group's id
    since: date | None = None  #: when it went into service; uptime counts from here
    only_show_if_degraded: bool = False
    names: dict[str, str] = {}  #: language → name, where ``names:`` gives them


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Components that belong together."""

    id: str  #: ``id:``, or made from the name
    name: str
    components: tuple[str, ...]
    names: dict[str, str] = {}


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How customers reach a person."""

    email: str = ""
    phone: str = ""
    url: str = ""


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """Another way to order while the shop is down."""

    label: str
    url: str = ""
    labels: dict[str, str] = {}


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    """How the page wears the company's colours."""

    color: str = "#1f4fd8"  #: #rrggbb
    logo: str = ""  #: a file beside site.yaml: .svg or .png
    favicon: str = ""


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """What the response plan promises, as spans."""

    first_update: timedelta = 30 * MINUTE
    next_update: tuple[tuple[Severity, timedelta], ...] = (
        (Severity.P1, 30 * MINUTE),
        (Severity.P2, 60 * MINUTE),
        (Severity.P3, 240 * MINUTE),
    )
    review: timedelta = 48 * 60 * MINUTE

    def pace(self, severity: Severity | None) -> timedelta:
        """Return how long after an update the next one is due; without a severity, as P3."""
        return dict(self.next_update)[severity or Severity.P3]


class Uptime(msgspec.Struct, frozen=True, kw_only=True):
    """How much of an outage counts as downtime, per status, from 0 to 1."""

    major_outage: float = 1.0
    partial_outage: float = 0.3
    degraded_performance: float = 0.0

    def weight(self, status: ComponentStatus) -> float:
        """Return the share of time in *status* that counts as down."""
        return {
            ComponentStatus.MAJOR_OUTAGE: self.major_outage,
            ComponentStatus.PARTIAL_OUTAGE: self.partial_outage,
            ComponentStatus.DEGRADED_PERFORMANCE: self.degraded_performance,
        }.get(status, 0.0)


class Checks(msgspec.Struct, frozen=True, kw_only=True):
    """What ``statusgen check`` gives advice on. A field of a rule is one of its options."""

    off: tuple[str, ...] = ()  #: the rules that are not wanted, of :data:`CHECK_OPTIONS`
    works: tuple[str, ...] = ()  #: what-works: more words that say what still works
    least: int = 4  #: closing-words: words that a Resolved update has at least
    ahead: timedelta = 24 * 60 * MINUTE  #: review-due: how long before it is spoken of
    percent: int = 90  #: repeated-update: how alike two updates must be
    people: tuple[str, ...] = ()  #: names-person: names and handles that may be named
    addresses: tuple[str, ...] = ()  #: internal-address: addresses that may be named
    vendors: tuple[str, ...] = ()  #: blames-vendor: more names of suppliers
    words: tuple[str, ...] = ("oops", "whoops", "uh-oh", "hiccup", "human error")  #: avoid
    characters: int = 900  #: too-long: about what a phone shows without scrolling twice


#: Each rule, and what may be tuned of it: the key in site.yaml → the field of :class:`Checks`.
CHECK_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "late-update": {},
    "overdue-update": {},
    "what-works": {"words": "works"},
    "closing-words": {"least": "least"},
    "review-due": {"ahead": "ahead"},
    "repeated-update": {"percent": "percent"},
    "names-person": {"allow": "people"},
    "internal-address": {"allow": "addresses"},
    "blames-vendor": {"vendors": "vendors"},
    "avoid": {"words": "words"},
    "too-long": {"characters": "characters"},
    "links-to-site": {},
    "times-disagree": {},
    "stray-line": {},
}


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """How much a page may weigh, in bytes on the way to a reader."""

    front_page: int = 14_000  #: compressed with brotli: one flight of TCP packets


class Cdn(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in front of a target and must be told of a release."""

    type: str = "none"  #: a name in extensions.CDNS
    options: dict[str, str] = {}  #: what its class reads, e.g. distribution, zone


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One place that the site is published to."""

    name: str
    type: str  #: a name in extensions.TARGETS
    options: dict[str, str] = {}  #: what its class reads, e.g. bucket, region, path
    url: str = ""  #: its public address for ``verify``, with a slash; default: the page's
    cdn: Cdn = Cdn()


class Config(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that site.yaml says, with defaults filled in."""

    name: str
    url: str  #: always ends in "/"
    components: tuple[Component, ...]  #: in page order
    groups: tuple[Group, ...] = ()
    main_site: str = ""
    hub: str = ""  #: a WebSub hub's address, which the feeds then name
    timezone: str = "UTC"
    languages: tuple[str, ...] = ("en",)  #: the default first
    description: str = ""
    contact: Contact = Contact()
    alternatives: tuple[Alternative, ...] = ()
    brand: Brand = Brand()
    clock: Clock = Clock()
    uptime: Uptime = Uptime()
    checks: Checks = Checks()
    budget: Budget = Budget()
    theme: str = "default"
    targets: tuple[Target, ...] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the site's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def by_id(self) -> dict[str, Component]:
        """Return the components by id."""
        return {component.id: component for component in self.components}

    @cached_property
    def place_by_id(self) -> dict[str, int]:
        """Return each component's place on the page, from 0, by id."""
        return {component.id: place for place, component in enumerate(self.components)}

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """Return the groups by id."""
        return {group.id: group for group in self.groups}

    @property
    def host(self) -> str:
        """Return the page's host name, for ids and calendars."""
        return urlsplit(self.url).hostname or ""

    def address(self, path: str = "") -> str:
        """Return the absolute address of *path*, which is relative to the site."""
        return self.url + path
