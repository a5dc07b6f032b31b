"""What the desk shows before anyone writes: what goes on, what is due, and what there is to use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from statusgen.advice.due import list_dues
from statusgen.config import Config
from statusgen.derive.site import derive_site
from statusgen.derive.values import Affected, Archive, IncidentSummary, MaintenanceState, SiteState
from statusgen.desk.drafts import Draft
from statusgen.desk.translating import languages_to_write
from statusgen.edit.beginnings import USUAL
from statusgen.edit.wording import read_templates
from statusgen.edit.writing import write_status
from statusgen.load import site_facts
from statusgen.messages.template import WEBSITE
from statusgen.model import ComponentStatus, Notice, Severity, Text
from statusgen.parse.statuses import word_of
from statusgen.serve.workspace import Held

#: The response plan's severities: a name, and when it is that.
SEVERITIES: Mapping[Severity, tuple[str, str]] = MappingProxyType(
    {
        Severity.P1: ("Critical", "The whole website is down. The business is hit at once."),
        Severity.P2: ("High", "A part is down that matters to a large share of the business."),
        Severity.P3: ("Moderate", "A minor or isolated problem: some features, or some people."),
    }
)
#: How many incidents that are over are listed; the others are found by their names.
RECENT = 15


def describe(held: Held, *, root: Path, now: datetime) -> dict[str, Any]:
    """Return the project as the browser needs it."""
    config, archive = held.settings.config, held.archive
    facts = site_facts(held.facts)
    state = derive_site(facts, archive, config, now=now, drafts=True)
    dues = list_dues(facts.incidents, archive, now=now)
    over = [one for one in state.incidents if not one.active][:RECENT]
    return {
        "name": config.name,
        "url": config.url,
        "now": now,
        "zone": config.timezone,
        "overall": state.overall.description,
        "worst": state.overall.worst.key,
        "severities": [_severity(severity, config) for severity in Severity],
        "statuses": [write_status(status) for status in ComponentStatus],
        "groups": _groups(state),
        "languages": languages_to_write(config),
        "incidents": [_incident(one, archive, config) for one in state.incidents if one.active],
        "recent": [_incident(one, archive, config) for one in over],
        "maintenances": [_maintenance(one, archive) for one in (*state.under_way, *state.upcoming)],
        "notices": [
            _notice(one, archive, now)
            for one in facts.notices
            if one.ends is None or one.ends > now
        ],
        "dues": [
            {
                "incident": due.incident,
                "title": due.title,
                "severity": due.severity,
                "what": due.what.value,
                "at": due.at,
                "promised": due.promised,
                "drill": due.drill,
            }
            for due in dues
        ],
        "templates": _templates(root),
        "targets": [{"name": target.name, "type": target.type} for target in config.targets],
        "first_update_minutes": int(config.clock.first_update.total_seconds() // 60),
    }


def _severity(severity: Severity, config: Config) -> dict[str, Any]:
    name, definition = SEVERITIES[severity]
    return {
        "id": severity.value,
        "name": name,
        "definition": definition,
        "pace_minutes": int(config.clock.pace(severity).total_seconds() // 60),
        "usual": write_status(USUAL[severity]),
    }


def _groups(state: SiteState) -> list[dict[str, Any]]:
    return [
        {
            "name": group.group.name if group.group else "",
            "components": [
                {
                    "id": one.id,
                    "name": one.component.name,
                    "description": one.component.description,
                    "status": write_status(one.status),
                }
                for one in group.components
            ],
        }
        for group in state.groups
    ]


def _incident(summary: IncidentSummary, archive: Archive, config: Config) -> dict[str, Any]:
    state = archive.incident(summary)
    return {
        "id": summary.id,
        "file": _stem(summary.path),
        "title": archive.original(summary.path).title,
        "severity": state.severity,
        "status": word_of(summary.status),
        "started": summary.started,
        "ended": summary.ended,
        "updated": summary.updated,
        "updates": len(state.updates),
        "translated": {
            language: _translated(archive.translation(summary.path, language))
            for language in config.languages[1:]
        },
        "affected": _affected(state.affected),
        "draft": state.incident.draft,
        "drill": state.incident.drill,
    }


def _translated(text: Text | None) -> int:
    """Return how many updates have words."""
    return sum(body is not None for body in text.updates) if text else 0


def _maintenance(state: MaintenanceState, archive: Archive) -> dict[str, Any]:
    return {
        "id": state.id,
        "file": _stem(state.maintenance.path),
        "title": archive.original(state.maintenance.path).title,
        "status": word_of(state.status),
        "starts": state.starts,
        "ends": state.ends,
        "affected": _affected(state.affected),
        "draft": state.maintenance.draft,
        "drill": state.maintenance.drill,
    }


def _notice(notice: Notice, archive: Archive, now: datetime) -> dict[str, Any]:
    return {
        "id": notice.id,
        "file": _stem(notice.path),
        "title": archive.original(notice.path).title,
        "starts": notice.starts,
        "ends": notice.ends,
        "shown": notice.starts is None or notice.starts <= now,
        "draft": notice.draft,
    }


def _affected(affected: Iterable[Affected]) -> dict[str, str]:
    return {one.component: write_status(one.current) for one in affected}


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _templates(root: Path) -> list[dict[str, Any]]:
    templates, _ = read_templates(root)
    return [
        {
            "name": one.name,
            "moment": one.moment,
            "severities": list(one.severities),
            "own": bool(one.path),
        }
        for one in templates
        if one.channel == WEBSITE and not one.language
    ]


def describe_drafts(drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """Return what is written and not saved."""
    return [{"key": one.key, "saved": one.saved, "work": one.work} for one in drafts]
