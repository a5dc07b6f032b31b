"""Badges for other sites and README files: SVG, and the JSON that shields.io reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.model import ComponentStatus
from statusgen.render import links
from statusgen.render.badge_svg import LOOKS, Badge, render_svg
from statusgen.render.language import Language
from statusgen.render.site import Site
from statusgen.render.xml_text import clean

SVG, JSON = "image/svg+xml", "application/json; charset=utf-8"
OVERALL_SVG, OVERALL_JSON = "badge.svg", "badge.json"

_CACHE_SECONDS = 60  #: how long shields.io may keep what it read


class _Endpoint(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """shields.io's endpoint schema, version 1 (shields.io/badges/endpoint-badge)."""

    schema_version: int = 1
    label: str
    message: str
    color: str
    is_error: bool
    cache_seconds: int = _CACHE_SECONDS


def badge_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield ``badge.*`` of the whole page and of each component, in each language."""
    for language in site.env.languages.values():
        overall = Badge(
            label=clean(site.config.name),
            message=clean(_answer(site, language)),
            status=site.state.overall.worst,
            language=language.code,
            rtl=language.direction == "rtl",
        )
        yield from _both(site, language, overall, OVERALL_SVG, OVERALL_JSON)
        for state in site.state.components:
            badge = msgspec.structs.replace(
                overall,
                label=clean(language.component(state.component)),
                message=clean(language.component_statuses[state.status]),
                status=state.status,
            )
            svg, json = links.component(state.id, ".svg"), links.component(state.id, ".badge.json")
            yield from _both(site, language, badge, svg, json)


def _both(site: Site, language: Language, badge: Badge, svg: str, json: str) -> Iterator[Artefact]:
    for name, media_type, render in ((svg, SVG, render_svg), (json, JSON, render_json)):
        path = links.in_language(name, language.code, site.config)
        yield Artefact(
            path=path,
            key=key_of(site.env.fingerprint, path, badge),
            media_type=media_type,
            render=partial(render, badge),
            stage=Stage.FRONT,
        )


def _answer(site: Site, language: Language) -> str:
    """Return the page's one-line answer in *language*."""
    _ = language.gettext
    answers = {
        "All Systems Operational": _("All systems operational"),
        "Major System Outage": _("Major system outage"),
        "Partial System Outage": _("Partial system outage"),
        "Minor Service Outage": _("Minor service outage"),
        "Degraded System Service": _("Degraded service"),
        "Partially Degraded Service": _("Partially degraded service"),
        "Service Under Maintenance": _("Under maintenance"),
    }
    return answers[site.state.overall.description]


def render_json(badge: Badge) -> bytes:
    """Return *badge* as shields.io's endpoint JSON."""
    return msgspec.json.encode(
        _Endpoint(
            label=badge.label,
            message=badge.message,
            color=LOOKS[badge.status].light.removeprefix("#"),
            is_error=badge.status >= ComponentStatus.PARTIAL_OUTAGE,
        )
    )
