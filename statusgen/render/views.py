"""What templates show: the page, the site, incidents and more in a reader's words.

Every view also carries the decided state that it was made from, as ``state``.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from markupsafe import Markup

from statusgen.derive.values import IncidentState, MaintenanceState, UpdateState
from statusgen.render.prose import Passage


class Way(msgspec.Struct, frozen=True):
    """Another way to order."""

    label: str
    url: str


class SiteView(msgspec.Struct, frozen=True, kw_only=True):
    """The site's settings in the reader's language."""

    name: str
    url: str
    description: str
    main_site: str
    zone: str  #: e.g. "Europe/London"
    logo: str  #: ``data:`` or a path relative to the site's root; empty for none
    logo_is_mark: bool  #: about as wide as high: the name has to stand beside it
    email: str
    phone: str
    contact_url: str
    alternatives: tuple[Way, ...]


class Alternate(msgspec.Struct, frozen=True):
    """The same page in a language of the site."""

    code: str
    name: str
    path: str  #: relative to the site's root
    url: str
    current: bool


class FeedLink(msgspec.Struct, frozen=True):
    """A feed that the page points readers at."""

    path: str  #: relative to the root of the page's language
    type: str
    title: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a renderer says of its page, beside the content."""

    kind: str  #: which styles and script it carries: a key of ``inline.STYLES``
    path: str  #: relative to the root of its language
    title: str  #: of the document: says the state where the page has one
    description: str = ""
    tone: str = ""  #: the key of the status that the tab's icon shows; else the brand's
    feeds: tuple[FeedLink, ...] = ()  #: the page's own, beside the site's
    json_ld: Mapping[str, object] | None = None
    indexed: bool = True  #: whether search engines may list it
    og_type: str = "website"
    image: str = ""  #: the absolute address of a card, 1200 × 630
    image_alt: str = ""  #: what it says
    key: str = ""  #: changes when the page does: the script compares it
    anywhere: bool = False  #: whether a server shows it at any address: every link is absolute


class PageView(msgspec.Struct, frozen=True, kw_only=True):
    """``page``: what this page is."""

    kind: str
    path: str  #: relative to the site's root, its language's folder included
    title: str  #: without the site's name
    description: str
    canonical: str
    alternates: tuple[Alternate, ...]  #: all languages, where there are several
    key: str  #: changes when the page does
    head: Markup  #: every tag of the head that says what the page is


class FrameView(msgspec.Struct, frozen=True, kw_only=True):
    """``frame``: templates that were rendered once for all pages of a kind and folder."""

    head: Markup
    opening: Markup
    header: Markup
    footer: Markup
    script: Markup  #: the script element


class StatusView(msgspec.Struct, frozen=True):
    """A status to show: ``key`` is its style and shape, ``label`` its name."""

    key: str  #: a component status's key, or "unknown"
    label: str


class ComponentRef(msgspec.Struct, frozen=True):
    """A component that an incident or maintenance touches."""

    id: str
    name: str
    path: str
    status: StatusView  #: now where it goes on, else the worst it was


class UpdateView(msgspec.Struct, frozen=True, kw_only=True):
    """One update."""

    state: UpdateState
    anchor: str  #: its element's id: ``#…`` leads here
    label: str  #: e.g. "Identified"
    time: Markup
    body: Passage | None
    original: str  #: the sentence that says so where only these words are not translated
    changes: tuple[str, ...]  #: sentences such as "Checkout: Major outage → Partial outage"
    newest: bool


class IncidentView(msgspec.Struct, frozen=True, kw_only=True):
    """An incident with all its words."""

    state: IncidentState
    path: str
    title: str
    lang: str  #: of the title, where it is not the page's; else empty
    written_in: str  #: that language's name in the reader's; else empty
    label: str
    tone: str  #: the key of the status that its colour and shape are of
    impact: str
    started: Markup
    ended: Markup | None
    duration: str
    next_update: Markup | None
    affected: tuple[ComponentRef, ...]
    summary: Passage | None
    updates: tuple[UpdateView, ...]
    preview: str  #: why it is not public, where it is not; else empty


class MaintenanceView(msgspec.Struct, frozen=True, kw_only=True):
    """A maintenance with all its words."""

    state: MaintenanceState
    path: str
    title: str
    lang: str
    written_in: str
    label: str
    tone: str
    effect: str
    when: Markup
    duration: str
    affected: tuple[ComponentRef, ...]
    summary: Passage | None
    updates: tuple[UpdateView, ...]
    preview: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One incident or maintenance in a list."""

    path: str
    title: str
    lang: str
    worst: StatusView
    label: str  #: e.g. "Resolved"
    active: bool
    components: str  #: their names, listed
    when: Markup
    duration: str


class DatedRow(msgspec.Struct, frozen=True):
    """A row of a list that is not sorted into days."""

    day: str
    row: Row
