"""``statusgen incident list`` and ``maintenance list``: what there is, with its ids."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from statusgen.advice.due import dues_of
from statusgen.build import Checked, check_project
from statusgen.cli.due_lines import WORDS, due_document
from statusgen.cli.editing import Options
from statusgen.cli.say import note, say, say_problems
from statusgen.cli.spans import clock, left
from statusgen.derive.maintenance import derive_maintenance
from statusgen.derive.values import IncidentSummary, MaintenanceState
from statusgen.parse.statuses import word_of

Row = Sequence[str]


def print_incidents(options: Options) -> None:
    """Print the incidents that go on, or all, newest first; drafts and drills are marked."""
    checked = _checked(options)
    shown = [one for one in checked.facts.incidents if options["everything"] or one.active]
    shown.sort(key=lambda one: (one.started, one.id), reverse=True)
    if options["form"] == "json":
        documents = [_incident_document(one, checked, options["now"]) for one in shown]
        say(json.dumps(documents, indent=2, ensure_ascii=False))
        return
    rows = [_incident_row(one, checked, options["now"]) for one in shown]
    _print(rows, "no incident goes on" if not options["everything"] else "there is no incident")


def _incident_row(one: IncidentSummary, checked: Checked, now: datetime) -> Row:
    title = checked.archive.original(one.path).title
    due = ""
    if one.active:
        dues = dues_of(checked.archive.incident(one), title)
        due = "; ".join(f"{WORDS[d.what]} {left(d.left(now=now))}" for d in dues)
    marked = f"{title} (not public)" if one.hidden else title
    return one.id, str(one.severity or one.impact.key), word_of(one.status), marked, due


def _incident_document(one: IncidentSummary, checked: Checked, now: datetime) -> dict[str, Any]:
    state = checked.archive.incident(one)
    title = checked.archive.original(one.path).title
    return {
        "id": one.id,
        "path": one.path,
        "title": title,
        "status": one.status.value,
        "severity": one.severity,
        "impact": one.impact.key,
        "active": one.active,
        "draft": state.incident.draft,
        "drill": state.incident.drill,
        "started": _iso(one.started),
        "ended": _iso(one.ended),
        "updated": _iso(one.updated),
        "components": {a.component: a.current.key for a in state.affected},
        "url": checked.config.address(f"incidents/{one.id}.html"),
        "due": [due_document(due, checked.config, now=now) for due in dues_of(state, title)],
    }


def print_maintenances(options: Options) -> None:
    """Print the maintenances that are to come or under way, or all, the soonest first."""
    checked, now = _checked(options), options["now"]
    states = [derive_maintenance(m, checked.config, now=now) for m in checked.facts.maintenances]
    shown = [s for s in states if options["everything"] or s.active or s.upcoming]
    shown.sort(key=lambda state: (state.starts, state.id))
    if options["form"] == "json":
        documents = [_maintenance_document(state, checked) for state in shown]
        say(json.dumps(documents, indent=2, ensure_ascii=False))
        return
    rows = [_maintenance_row(state, checked, now) for state in shown]
    _print(rows, "nothing is planned" if not options["everything"] else "there is no maintenance")


def _maintenance_row(state: MaintenanceState, checked: Checked, now: datetime) -> Row:
    zone = checked.config.zone
    title = checked.archive.original(state.maintenance.path).title
    window = f"{clock(state.starts, zone, now=now)} to {clock(state.ends, zone, now=now)}"
    return state.id, word_of(state.status), window, title


def _maintenance_document(state: MaintenanceState, checked: Checked) -> dict[str, Any]:
    return {
        "id": state.id,
        "path": state.maintenance.path,
        "title": checked.archive.original(state.maintenance.path).title,
        "status": state.status.value,
        "starts": _iso(state.starts),
        "ends": _iso(state.ends),
        "components": [affected.component for affected in state.affected],
        "draft": state.maintenance.draft,
        "drill": state.maintenance.drill,
        "url": checked.config.address(f"maintenance/{state.id}.html"),
    }


def _checked(options: Options) -> Checked:
    """Return all that can be read; what cannot is told beside it."""
    checked = check_project(options["root"], now=options["now"], lenient=True)
    say_problems(checked.advice)
    return checked


def _print(rows: Sequence[Row], nothing: str) -> None:
    if not rows:
        note(nothing)
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
