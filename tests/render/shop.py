"""Scenes of the made-up shop: all clear, one bad afternoon, and a site of another size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from statusgen.artefacts import Artefact
from statusgen.config import Config
from statusgen.derive.incidents import derive_incident, summarise
from statusgen.derive.site import derive_site
from statusgen.derive.values import SiteFacts
from statusgen.model import (
    ComponentStatus,
    Incident,
    Maintenance,
    Notice,
    Page,
    Severity,
    Text,
    UpdateStatus,
)
from statusgen.render.archive import incident_artefacts
from statusgen.render.env import RenderEnv
from statusgen.render.everything import site_artefacts
from statusgen.render.site import Site
from tests.render.world import (
    DOWN,
    HOUR,
    MINUTE,
    NOW,
    PARTIAL,
    SLOW,
    Words,
    body,
    config,
    env,
    incident,
    update,
)

DAY = timedelta(days=1)

#: (id, title, days ago, length, severity, what it touched)
PAST = (
    ("sign-in", "Signing in failed for some customers", 1, 52, Severity.P2, "sign-in"),
    ("search", "Search showed old prices", 4, 95, Severity.P3, "search"),
    ("refunds", "Refunds were late", 5, 240, Severity.P3, "refunds"),
    ("outage", "The shop could not be reached", 11, 38, Severity.P1, "checkout"),
    ("pickup", "Store pickup could not be chosen", 33, 75, Severity.P2, "store-pickup"),
    ("cards", "Some card payments were declined", 61, 122, Severity.P2, "card-payments"),
    ("images", "Product pages loaded slowly", 84, 64, Severity.P3, "product-pages"),
    ("tracking", "Parcel tracking was out of date", 200, 300, Severity.P3, "tracking"),
)
_STATUS = {Severity.P1: DOWN, Severity.P2: PARTIAL, Severity.P3: SLOW}
_WORDS = """\
We are currently experiencing technical issues and are working to resolve them. Thank you for \
your patience.
A database failover did not complete. We are restoring service by hand; orders that were placed \
before 14:05 are safe.
Most orders go through again. Some take up to a minute, so please press the button once and wait.
""".splitlines()


def past_incidents() -> tuple[list[Incident], dict[str, tuple[Text, ...]]]:
    """Return what happened before today, and its words."""
    incidents: list[Incident] = []
    texts: dict[str, tuple[Text, ...]] = {}
    for name, title, days, length, severity, touched in PAST:
        one = incident(
            f"{(NOW - days * DAY):%Y-%m-%d}-{name}",
            NOW - days * DAY - 5 * HOUR,
            length=length * MINUTE,
            severity=severity,
            components=((touched, _STATUS[severity]),),
        )
        incidents.append(one)
        texts[one.path] = (words(title, one),)
    return incidents, texts


def words(title: str, one: Incident | Maintenance, language: str = "en") -> Text:
    """Return an item's words in *language*, the same sentences for each."""
    bodies = [body(text) for text in _WORDS]
    if len(one.updates) and one.updates[-1].status is UpdateStatus.RESOLVED:
        bodies[-1] = body("It works again for everyone. We are sorry for the trouble.")
    return Text(language=language, title=title, updates=tuple(bodies[: len(one.updates)]))


def trouble() -> tuple[list[Incident], dict[str, tuple[Text, ...]]]:
    """Return a bad afternoon: checkout goes wrong, and search with it."""
    bad = incident(
        "2026-11-23-checkout",
        NOW - 45 * MINUTE,
        length=None,
        severity=Severity.P1,
        components=(("checkout", DOWN), ("search", SLOW), ("card-payments", PARTIAL)),
        languages=("en", "fr"),
    )
    bad = msgspec.structs.replace(bad, aliases=("2026-11-23-shop-down",))
    texts = words("Some customers cannot check out", bad)
    french = Text(
        language="fr",
        title="Certains clients ne peuvent pas payer",
        updates=(
            body(
                "Nous rencontrons actuellement des problèmes techniques et travaillons à leur "
                "résolution. Merci de votre patience."
            ),
            None,
            body("La plupart des commandes aboutissent de nouveau."),
        ),
    )
    other = incident(
        "2026-11-23-tracking",
        NOW - 20 * MINUTE - HOUR,
        length=None,
        severity=Severity.P3,
        components=(("tracking", SLOW),),
    )
    return [bad, other], {
        bad.path: (texts, french),
        other.path: (words("Parcel tracking is out of date", other),),
    }


def maintenances() -> tuple[list[Maintenance], dict[str, tuple[Text, ...]]]:
    """Return one that is planned and one that is over."""
    planned = Maintenance(
        id="2026-12-01-database",
        path="content/maintenance/2026-12-01-database.md",
        components=(("checkout", ComponentStatus.UNDER_MAINTENANCE),),
        starts=datetime.fromisoformat("2026-12-01T02:00+00:00"),
        ends=datetime.fromisoformat("2026-12-01T04:00+00:00"),
        updates=(update(UpdateStatus.SCHEDULED, NOW - DAY),),
        languages=("en",),
        digest=b"m" * 16,
    )
    over = Maintenance(
        id="2026-11-17-network",
        path="content/maintenance/2026-11-17-network.md",
        components=(("partner-api", ComponentStatus.UNDER_MAINTENANCE),),
        starts=datetime.fromisoformat("2026-11-17T03:00+00:00"),
        ends=datetime.fromisoformat("2026-11-17T04:30+00:00"),
        languages=("en",),
        digest=b"n" * 16,
    )
    texts = (
        Text(
            language="en",
            title="Order database upgrade",
            effect="Orders are read-only for up to ten minutes.",
            updates=(body("We will move the order database to a newer version."),),
        ),
        Text(language="en", title="New network for partners"),
    )
    return [planned, over], {planned.path: texts[:1], over.path: texts[1:]}


def notices() -> tuple[list[Notice], dict[str, tuple[Text, ...]]]:
    """Return a banner."""
    one = Notice(
        id="black-friday",
        path="content/notices/black-friday.md",
        languages=("en",),
        digest=b"b" * 16,
    )
    text = Text(
        language="en",
        title="Black Friday: our phones are open until midnight",
        summary=body("From 23 to 30 November we answer from 07:00 to 24:00."),
    )
    return [one], {one.path: (text,)}


def pages() -> tuple[list[Page], dict[str, tuple[Text, ...]]]:
    """Return an extra page with a relative link."""
    one = Page(id="about", path="content/pages/about.md", languages=("en",), digest=b"p" * 16)
    html = '<p>See <a href="history/index.html">what happened before</a>.</p>'
    text = Text(language="en", title="About this page", summary=body("See before.", html))
    return [one], {one.path: (text,)}


def make_site(
    configuration: Config | None = None,
    *,
    active: bool = True,
    past: bool = True,
    extra: Sequence[tuple[Incident, Text]] = (),
    renderer: RenderEnv | None = None,
    now: datetime = NOW,
) -> Site:
    """Return the shop's site: on its bad afternoon unless told otherwise."""
    configuration = configuration or config()
    incidents, texts = past_incidents() if past else ([], {})
    if active:
        more, more_texts = trouble()
        incidents += more
        texts |= more_texts
    incidents += [one for one, _ in extra]
    texts |= {one.path: (text,) for one, text in extra}
    (planned, planned_texts), (banners, banner_texts) = maintenances(), notices()
    if not past:
        planned = planned[:0]
    (extra_pages, page_texts) = pages()
    states = [derive_incident(one, configuration) for one in incidents]
    archive = Words(states, texts | planned_texts | banner_texts | page_texts)
    facts = SiteFacts(
        incidents=tuple(
            summarise(state, configuration, texts[state.incident.path]) for state in states
        ),
        maintenances=tuple(planned),
        notices=tuple(banners),
        pages=tuple(extra_pages),
    )
    state = derive_site(facts, archive, configuration, now=now)
    return Site(env=renderer or env(configuration), state=state, archive=archive)


def artefacts_of(site: Site) -> Iterator[Artefact]:
    """Yield every artefact of *site*, those of single incidents too."""
    yield from site_artefacts(site)
    for summary in site.state.incidents:
        yield from incident_artefacts(site.env, site.archive.incident(summary), site.archive)


def rendered(site: Site) -> dict[str, str]:
    """Return every page of *site*: path → HTML. The frame for other sites is none."""
    return {
        artefact.path: artefact.render().decode()
        for artefact in artefacts_of(site)
        if artefact.path.endswith(".html") and not artefact.path.endswith("embed.html")
    }
