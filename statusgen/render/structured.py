"""What search engines and assistants read: JSON-LD in schema.org's words.

Source: schema.org's WebPage, NewsArticle, Event and Organization.
"""

from __future__ import annotations

from statusgen.config import Config
from statusgen.derive.values import IncidentState, MaintenanceState
from statusgen.model import UpdateStatus
from statusgen.render import links
from statusgen.render.dates import iso
from statusgen.render.site import Site

_EVENT_STATUS = {UpdateStatus.CANCELLED: "https://schema.org/EventCancelled"}


def front(site: Site, headline: str, path: str) -> dict[str, object]:
    """Return the front page's."""
    return {
        "@type": "WebPage",
        "name": headline,
        "url": links.absolute(path, site.config),
        "dateModified": iso(site.state.as_of),
        "publisher": _publisher(site.config),
    }


def incident(state: IncidentState, title: str, path: str, config: Config) -> dict[str, object]:
    """Return an incident's."""
    return {
        "@type": "NewsArticle",
        "headline": title,
        "url": links.absolute(path, config),
        "datePublished": iso(state.updates[-1].update.at),
        "dateModified": iso(state.updated),
        "publisher": _publisher(config),
    }


def maintenance(
    state: MaintenanceState, title: str, path: str, config: Config
) -> dict[str, object]:
    """Return a maintenance's."""
    return {
        "@type": "Event",
        "name": title,
        "url": links.absolute(path, config),
        "startDate": iso(state.starts),
        "endDate": iso(state.ends),
        "eventStatus": _EVENT_STATUS.get(state.status, "https://schema.org/EventScheduled"),
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": config.main_site or config.url},
        "organizer": _publisher(config),
    }


def _publisher(config: Config) -> dict[str, object]:
    return {"@type": "Organization", "name": config.name, "url": config.main_site or config.url}
