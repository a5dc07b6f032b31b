"""``status.json``, our own: what Statuspage's API has no word for, and its published schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial

import msgspec

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.config import Config
from statusgen.derive.maintenance import UNKNOWN
from statusgen.derive.values import (
    Affected,
    ComponentState,
    GroupState,
    IncidentState,
    IncidentSummary,
    MaintenanceState,
    UpdateState,
)
from statusgen.parse.links import absolute
from statusgen.render import links, status_report
from statusgen.render.site import Site
from statusgen.render.xml_text import clean

PATH = "status.json"
SCHEMA_PATH = "status.schema.json"


def status_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield ``status.json`` and ``status.schema.json``, in the words of the first language."""
    recent = _recent(site)
    state = site.state
    yield Artefact(
        path=PATH,
        key=key_of(
            site.env.fingerprint,
            PATH,
            [state.as_of, state.holds_until, state.overall],
            [(one.id, one.status, one.since, one.uptime) for one in state.components],
            [(one.group.id, one.since) for one in state.groups if one.group],
            [one.incident.digest for one in state.active],
            [(one.maintenance.digest, one.status, one.updated) for one in _to_come(site)],
            [one.id.encode() + one.digest for one in recent],
        ),
        media_type="application/json; charset=utf-8",
        render=partial(_render, site, recent),
        stage=Stage.FRONT,
    )
    address = site.config.address(SCHEMA_PATH)
    yield Artefact(
        path=SCHEMA_PATH,
        key=key_of(site.env.fingerprint, SCHEMA_PATH),
        media_type="application/schema+json",
        render=lambda: msgspec.json.format(
            msgspec.json.encode(status_report.report_schema(address)), indent=2
        ),
    )


def _recent(site: Site) -> list[IncidentSummary]:
    """Return the incidents of the past fourteen days that are over, newest first."""
    listed = [site.incidents[name] for day in site.state.recent for name in day.incidents]
    return [summary for summary in listed if not summary.active]


def _to_come(site: Site) -> tuple[MaintenanceState, ...]:
    return (*site.state.under_way, *site.state.upcoming)


def _render(site: Site, recent: Iterable[IncidentSummary]) -> bytes:
    state, config = site.state, site.config
    overall = state.overall
    return msgspec.json.encode(
        status_report.Report(
            schema=config.address(SCHEMA_PATH),
            page=_page(config),
            as_of=state.as_of,
            holds_until=state.holds_until,
            status=status_report.Overall(
                indicator=overall.indicator,
                description=overall.description,
                worst=overall.worst.key,
                since=overall.since,
            ),
            groups=tuple([group for one in state.groups for group in _group(site, one)]),
            components=tuple([_component(site, one) for one in state.components]),
            incidents=tuple([_incident(site, one) for one in state.active]),
            maintenances=tuple([_maintenance(site, one) for one in _to_come(site)]),
            recent=tuple([_ended(site, one, one.ended) for one in recent if one.ended]),
        )
    )


def _page(config: Config) -> status_report.Page:
    return status_report.Page(
        name=clean(config.name),
        url=config.url,
        main_site=config.main_site or None,
        time_zone=config.timezone,
        languages=tuple(
            [
                status_report.LanguageLink(code=code, url=_address(links.FRONT, code, config))
                for code in config.languages
            ]
        ),
    )


def _group(site: Site, state: GroupState) -> Iterator[status_report.Group]:
    """Yield the group, where it is one and not a component that stands alone."""
    if state.group is not None:
        yield status_report.Group(
            id=state.group.id,
            name=clean(site.env.default.group(state.group)),
            status=state.status.key,
            since=state.since,
            components=tuple([component.id for component in state.components]),
        )


def _component(site: Site, state: ComponentState) -> status_report.Component:
    component = state.component
    return status_report.Component(
        id=component.id,
        name=clean(site.env.default.component(component)),
        description=clean(component.description),
        group=component.group,
        status=state.status.key,
        since=state.since,
        uptime_90_days=state.uptime,
        url=site.config.address(links.component(component.id)),
        feed=site.config.address(links.component(component.id, ".atom")),
        badge=site.config.address(links.component(component.id, ".svg")),
    )


def _incident(site: Site, state: IncidentState) -> status_report.Incident:
    incident, clock = state.incident, state.clock
    text = site.archive.original(incident.path)
    due = clock.next_update_due
    return status_report.Incident(
        id=state.id,
        title=clean(text.title),
        status=state.status,
        severity=state.severity,
        impact=state.impact.key,
        started=state.started,
        detected=incident.detected,
        updated=state.updated,
        first_update_due=clock.first_update_due,
        first_update_at=clock.first_update_at,
        next_update=None if due is None else status_report.Due(at=due, promised=clock.promised),
        components=_touched(site, state.affected),
        latest=_latest(site, incident.path, links.incident(state.id), state.updates[0]),
        url=site.config.address(links.incident(state.id)),
        api=_api(site, state.id),
        feed=site.config.address(links.incident(state.id, ".atom")),
        translations=_translations(site, incident.path, links.incident(state.id)),
    )


def _ended(site: Site, summary: IncidentSummary, ended: datetime) -> status_report.Ended:
    return status_report.Ended(
        id=summary.id,
        title=clean(site.archive.original(summary.path).title),
        status=summary.status,
        severity=summary.severity,
        impact=summary.impact.key,
        started=summary.started,
        ended=ended,
        components=summary.components,
        url=site.config.address(links.incident(summary.id)),
        api=_api(site, summary.id),
        feed=site.config.address(links.incident(summary.id, ".atom")),
    )


def _maintenance(site: Site, state: MaintenanceState) -> status_report.Maintenance:
    facts = state.maintenance
    text = site.archive.original(facts.path)
    return status_report.Maintenance(
        id=state.id,
        title=clean(text.title),
        status=state.status,
        effect=clean(text.effect),
        starts=state.starts,
        ends=state.ends,
        updated=state.updated if state.updated > UNKNOWN else None,
        components=_touched(site, state.affected),
        latest=_latest(site, facts.path, links.maintenance(state.id), state.updates[0])
        if state.updates
        else None,
        url=site.config.address(links.maintenance(state.id)),
        translations=_translations(site, facts.path, links.maintenance(state.id)),
    )


def _touched(site: Site, affected: Iterable[Affected]) -> tuple[status_report.Touched, ...]:
    return tuple(
        [
            status_report.Touched(
                id=one.component,
                name=clean(site.env.default.component(site.config.by_id[one.component])),
                status=one.current.key,
                worst=one.worst.key,
            )
            for one in affected
        ]
    )


def _latest(site: Site, path: str, page: str, state: UpdateState) -> status_report.Latest:
    body = site.archive.original(path).updates[state.index]
    address = site.config.address(page)
    html = absolute(body.html, root=site.config.url, page=address) if body else ""
    return status_report.Latest(
        id=state.update.id,
        status=state.update.status,
        at=state.update.at,
        markdown=clean(body.text) if body else "",
        html=clean(html),
    )


def _translations(site: Site, path: str, page: str) -> tuple[status_report.Translation, ...]:
    original = site.archive.original(path)
    found = []
    for code in site.config.languages[1:]:
        text = site.archive.translation(path, code) or original
        address = _address(page, code, site.config)
        found.append(status_report.Translation(language=code, title=clean(text.title), url=address))
    return tuple(found)


def _address(path: str, code: str, config: Config) -> str:
    return links.absolute(links.in_language(path, code, config), config)


def _api(site: Site, incident_id: str) -> str:
    return site.config.address(f"api/v2/incidents/{incident_id}.json")
