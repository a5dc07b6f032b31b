"""Sites made by hand, to render feeds and the API of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec
from markupsafe import escape

from statusgen.artefacts import Artefact
from statusgen.config import Component, Config, Group
from statusgen.derive.incidents import derive_incident, summarise
from statusgen.derive.site import derive_site
from statusgen.derive.values import IncidentState, IncidentSummary, SiteFacts
from statusgen.model import (
    Body,
    ComponentStatus,
    Incident,
    Maintenance,
    Severity,
    Text,
    Update,
    UpdateStatus,
)
from statusgen.render.env import RenderEnv
from statusgen.render.site import Site
from statusgen.render.theme import make_theme
from statusgen.render.xml_text import clean

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DOWN = ComponentStatus.MAJOR_OUTAGE
PARTLY = ComponentStatus.PARTIAL_OUTAGE

CONFIG = Config(
    name="Northwind Shop",
    url="https://status.northwind.example/",
    main_site="https://www.northwind.example/",
    timezone="Europe/London",
    components=(
        Component(id="checkout", name="Checkout", description="Paying", group="storefront"),
        Component(id="search", name="Search", group="storefront", names={"fr": "Recherche"}),
        Component(id="partner-api", name="Partner API"),
    ),
    groups=(Group(id="storefront", name="Storefront", components=("checkout", "search")),),
)


def at(text: str) -> datetime:
    """Return e.g. ``2026-11-23 14:20``, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def body(text: str) -> Body:
    """Return words whose HTML is a paragraph."""
    return Body(text, f"<p>{escape(text)}</p>")


@dataclass(frozen=True)
class Said:
    """An update as a test writes it, e.g. ``Said("identified", "2026-11-23 14:45")``."""

    status: str
    when: str
    text: str = "Words."
    components: Mapping[str, ComponentStatus] = field(default_factory=dict)
    id: str = ""
    next_update: str = ""
    posted: str = ""
    edited: str = ""
    html: str | None = None
    says_update: bool = False

    @property
    def update(self) -> Update:
        """Return its facts."""
        return Update(
            id=self.id or f"{at(self.when):%Y%m%dT%H%MZ}",
            status=UpdateStatus(self.status),
            says_update=self.says_update,
            at=at(self.when),
            components=tuple(self.components.items()),
            next_update=at(self.next_update) if self.next_update else None,
            posted=at(self.posted) if self.posted else None,
            edited=at(self.edited) if self.edited else None,
        )

    @property
    def body(self) -> Body:
        """Return its words."""
        return body(self.text) if self.html is None else Body(self.text, self.html)


@dataclass(frozen=True)
class Sample:
    """An incident or maintenance with its words."""

    item: Incident | Maintenance
    texts: tuple[Text, ...]


def incident(
    name: str,
    *updates: Said,
    title: str = "Some customers cannot pay",
    components: Mapping[str, ComponentStatus] | None = None,
    **facts: object,
) -> Sample:
    """Return an incident of severity P1 that *components* (checkout) suffer from."""
    affected = {"checkout": DOWN} if components is None else components
    said = [update.update for update in updates]
    text = Text(language="en", title=title, updates=tuple([update.body for update in updates]))
    texts = (text,)
    known: dict[str, object] = {
        "severity": Severity.P1,
        "started": said[0].at,
        "detected": said[0].at,
        **facts,
    }
    item = Incident(
        id=name,
        path=f"content/incidents/{name}.md",
        components=tuple(affected.items()),
        updates=tuple(said),
        languages=tuple([text.language for text in texts]),
        digest=_digest(name, affected, said, texts, known),
        **known,  # type: ignore[arg-type]
    )
    return Sample(item, texts)


def maintenance(
    name: str,
    window: str,
    *updates: Said,
    title: str = "Database upgrade",
    components: Mapping[str, ComponentStatus] | None = None,
    effect: str = "Orders are read-only.",
    created: str = "",
) -> Sample:
    """Return a maintenance of *components* (checkout); *window* is ``start/end``."""
    starts, ends = window.split("/")
    under = {"checkout": ComponentStatus.UNDER_MAINTENANCE}
    affected = under if components is None else components
    said = [update.update for update in updates]
    bodies = tuple([update.body for update in updates])
    texts = (Text(language="en", title=title, effect=effect, updates=bodies),)
    item = Maintenance(
        id=name,
        path=f"content/maintenance/{name}.md",
        components=tuple(affected.items()),
        starts=at(starts),
        ends=at(ends),
        created=at(created) if created else None,
        updates=tuple(said),
        languages=("en",),
        digest=_digest(name, affected, said, texts, window, created),
    )
    return Sample(item, texts)


def translated(sample: Sample, *texts: Text) -> Sample:
    """Return *sample* with translations."""
    whole = (*sample.texts, *texts)
    item = msgspec.structs.replace(
        sample.item,
        languages=tuple([text.language for text in whole]),
        digest=_digest(sample.item.digest, texts),
    )
    return Sample(item, whole)


def _digest(*parts: object) -> bytes:
    return hashlib.blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).digest()


class Shelf:
    """An archive in memory. It counts how often an incident was asked for."""

    def __init__(self, samples: Iterable[Sample], config: Config) -> None:
        samples = list(samples)
        self.asked = 0
        self.texts = {sample.item.path: sample.texts for sample in samples}
        self.states = {
            sample.item.path: derive_incident(sample.item, config)
            for sample in samples
            if isinstance(sample.item, Incident)
        }

    def incident(self, summary: IncidentSummary) -> IncidentState:
        """Return the whole incident of *summary*."""
        self.asked += 1
        return self.states[summary.path]

    def titles(self, path: str) -> tuple[Text, ...]:
        """Return the words of the item at *path* for lists: what is no UTF-8 gets into none."""
        texts = self.texts[path]
        return tuple([Text(language=t.language, title=clean(t.title)) for t in texts])

    def original(self, path: str) -> Text:
        """Return the words of the item at *path*."""
        return self.texts[path][0]

    def translation(self, path: str, language: str) -> Text | None:
        """Return the words of the item at *path* in *language*."""
        return next((text for text in self.texts[path][1:] if text.language == language), None)


def site_of(*samples: Sample, config: Config = CONFIG, now: datetime = NOW) -> Site:
    """Return the site of *samples* as it is at *now*."""
    shelf = Shelf(samples, config)
    facts = SiteFacts(
        incidents=tuple(
            [summarise(state, config, shelf.titles(path)) for path, state in shelf.states.items()]
        ),
        maintenances=tuple(
            [sample.item for sample in samples if isinstance(sample.item, Maintenance)]
        ),
    )
    env = RenderEnv(config=config, theme=make_theme(()), fingerprint=b"fingerprint")
    return Site(env=env, state=derive_site(facts, shelf, config, now=now), archive=shelf)


def rendered(artefacts: Iterable[Artefact]) -> dict[str, bytes]:
    """Return path → bytes of *artefacts*, no two of which may have one path."""
    made: dict[str, bytes] = {}
    for artefact in artefacts:
        assert artefact.path not in made, artefact.path
        made[artefact.path] = artefact.render()
    return made
