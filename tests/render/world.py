"""A made-up shop in values: what the pages' tests render, without a file of content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from statusgen.artefacts import key_of
from statusgen.config import Alternative, Component, Config, Contact, Group
from statusgen.derive.values import IncidentState, IncidentSummary
from statusgen.errors import Problem
from statusgen.model import (
    Body,
    ComponentStatus,
    Incident,
    Severity,
    Text,
    Update,
    UpdateStatus,
)
from statusgen.render.env import RenderEnv
from statusgen.render.theme import ThemeFiles, make_theme
from statusgen.theme_files import read_theme

NOW = datetime(2026, 11, 23, 14, 50, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OK, SLOW, PARTIAL, DOWN = (
    ComponentStatus.OPERATIONAL,
    ComponentStatus.DEGRADED_PERFORMANCE,
    ComponentStatus.PARTIAL_OUTAGE,
    ComponentStatus.MAJOR_OUTAGE,
)
GROUPS = {
    "Storefront": ("Checkout", "Search", "Product pages", "Basket"),
    "Payments": ("Card payments", "Refunds", "Gift cards"),
    "Delivery": ("Tracking", "Store pickup"),
    "Accounts": ("Sign-in", "Order history"),
}


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def config(**changes: object) -> Config:
    components = [
        Component(id=slug(name), name=name, group=slug(group))
        for group, names in GROUPS.items()
        for name in names
    ]
    components.append(
        Component(id="partner-api", name="Partner API", description="For those who sell with us")
    )
    made = Config(
        name="Northwind Shop",
        url="https://status.northwind.example/",
        main_site="https://www.northwind.example/",
        timezone="Europe/London",
        components=tuple(components),
        groups=tuple(
            Group(id=slug(group), name=group, components=tuple(slug(name) for name in names))
            for group, names in GROUPS.items()
        ),
        contact=Contact(email="help@northwind.example", phone="+44 20 7946 0000"),
        alternatives=(
            Alternative(
                label="Order by phone: +44 20 7946 0000",
                url="tel:+442079460000",
                labels={"fr": "Commander par téléphone : +44 20 7946 0000"},
            ),
            Alternative(label="Visit one of our 40 shops", url="https://shops.northwind.example/"),
        ),
    )
    return msgspec.structs.replace(made, **changes)


def update(
    status: UpdateStatus,
    at: datetime,
    components: tuple[tuple[str, ComponentStatus], ...] = (),
    next_update: datetime | None = None,
) -> Update:
    return Update(
        id=f"{at:%Y%m%dT%H%MZ}",
        status=status,
        at=at,
        components=components,
        next_update=next_update,
    )


def incident(
    item_id: str,
    start: datetime,
    *,
    length: timedelta | None,
    severity: Severity = Severity.P2,
    components: tuple[tuple[str, ComponentStatus], ...] = (("checkout", PARTIAL),),
    languages: tuple[str, ...] = ("en",),
) -> Incident:
    """An incident with three updates, that goes on if it has no length."""
    updates = [
        update(UpdateStatus.INVESTIGATING, start + 10 * MINUTE, next_update=start + 40 * MINUTE),
        update(UpdateStatus.IDENTIFIED, start + 30 * MINUTE),
    ]
    if length is None:
        updates.append(
            update(
                UpdateStatus.MONITORING,
                start + 38 * MINUTE,
                tuple((name, SLOW) for name, _ in components[:1]),
                next_update=start + 70 * MINUTE,
            )
        )
    else:
        updates.append(update(UpdateStatus.RESOLVED, start + length))
    return Incident(
        id=item_id,
        path=f"content/incidents/{item_id}.md",
        severity=severity,
        components=components,
        started=start,
        detected=start,
        updates=tuple(updates),
        languages=languages,
        digest=key_of(item_id, start, length),
    )


def body(text: str, html: str | None = None) -> Body:
    return Body(text, f"<p>{text}</p>\n" if html is None else html)


class Words:
    """An archive in memory."""

    def __init__(self, states: Sequence[IncidentState], texts: dict[str, tuple[Text, ...]]) -> None:
        self._states = {state.id: state for state in states}
        self._texts = texts

    def incident(self, summary: IncidentSummary) -> IncidentState:
        return self._states[summary.id]

    def original(self, path: str) -> Text:
        return self._texts[path][0]

    def translation(self, path: str, language: str) -> Text | None:
        return next((text for text in self._texts[path][1:] if text.language == language), None)


def theme_layers(*own: ThemeFiles, name: str = "default") -> tuple[ThemeFiles, ...]:
    layers = read_theme(Path("/nonexistent"), name)
    assert not isinstance(layers, Problem)
    return (*own, *layers)


def env(configuration: Config, *own: ThemeFiles, logo: bytes | None = None) -> RenderEnv:
    theme = make_theme(theme_layers(*own, name=configuration.theme))
    return RenderEnv(
        config=configuration,
        theme=theme,
        fingerprint=key_of(theme.digest, configuration.name, configuration.languages, logo),
        logo=logo,
    )
