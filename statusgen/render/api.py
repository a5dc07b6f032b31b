"""``/api/v2``: Statuspage's public API as files, so that its clients work unchanged.

Paths, shapes and invariants are those of recorded responses (Atlassian Statuspage,
public API v2). The page's ``updated_at`` is when something of the kind that a response
lists last changed, and never older than what it lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

import msgspec

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.derive.values import Archive, IncidentState, IncidentSummary, MaintenanceState
from statusgen.render.api_events import incident_row, last_change, standing_rows
from statusgen.render.api_responses import LISTED, Incident, View
from statusgen.render.api_rows import created, page_row
from statusgen.render.env import RenderEnv
from statusgen.render.site import Site
from statusgen.render.steps import incident_steps

#: What Statuspage sends. Clients that check the type refuse any but ``application/json``.
MEDIA_TYPE = "application/json; charset=utf-8"
ROOT = "api/v2/"


def api_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield all of ``/api/v2`` but the files of single incidents."""
    state = site.state
    view = View(site)
    recent, planned = view.newest_incidents, state.maintenances[:LISTED]
    active = sorted(state.active, key=_announced, reverse=True)
    to_come = (*state.under_way, *state.upcoming)
    incidents, maintenances = view.incidents_changed, view.maintenances_changed
    everything = max(incidents, maintenances)
    yield _artefact(
        site,
        "summary.json",
        (everything, view.rows, _digests(active), _marks(to_come), state.overall),
        partial(view.summary, active, to_come),
    )
    yield _artefact(site, "status.json", (everything, view.rows, state.overall), view.status)
    yield _artefact(site, "components.json", view.rows, view.components)
    yield _artefact(
        site,
        "incidents.json",
        (incidents, view.rows, _digests(recent)),
        lambda: view.incidents([site.archive.incident(summary) for summary in recent]),
    )
    yield _artefact(
        site,
        "incidents/unresolved.json",
        (incidents, view.rows, _digests(active)),
        partial(view.incidents, active),
    )
    for name, listed in (
        ("", planned),
        ("/upcoming", state.upcoming),
        ("/active", state.under_way),
    ):
        yield _artefact(
            site,
            f"scheduled-maintenances{name}.json",
            (maintenances, view.rows, _marks(listed)),
            partial(view.maintenances, listed),
        )


def incident_api(env: RenderEnv, state: IncidentState, archive: Archive) -> Iterator[Artefact]:
    """Yield ``incidents/<id>.json``. It depends on that incident alone, so that it stands still."""
    path = f"{ROOT}incidents/{state.id}.json"
    yield Artefact(
        path=path,
        key=key_of(env.fingerprint, path, state.incident.digest),
        media_type=MEDIA_TYPE,
        render=partial(_render_incident, env, state, archive),
    )


def _render_incident(env: RenderEnv, state: IncidentState, archive: Archive) -> bytes:
    rows = standing_rows(env, state)
    steps = incident_steps(state)
    text = archive.original(state.incident.path)
    since = [
        created(env.config.by_id[affected.component], env.config) for affected in state.affected
    ]
    updated = max([last_change(steps), *since])
    return msgspec.json.encode(
        Incident(
            page=page_row(env.config, updated=updated),
            incident=incident_row(env, state, steps, text, rows),
        )
    )


def _artefact(site: Site, name: str, parts: object, make: Callable[[], msgspec.Struct]) -> Artefact:
    path = ROOT + name
    return Artefact(
        path=path,
        key=key_of(site.env.fingerprint, path, parts),
        media_type=MEDIA_TYPE,
        render=lambda: msgspec.json.encode(make()),
        stage=Stage.FRONT,
    )


def _announced(state: IncidentState) -> datetime:
    return state.incident.created or state.incident.updates[0].at


def _digests(listed: Iterable[IncidentSummary | IncidentState]) -> list[bytes]:
    return [
        item.digest if isinstance(item, IncidentSummary) else item.incident.digest
        for item in listed
    ]


def _marks(listed: Iterable[MaintenanceState]) -> list[tuple[object, ...]]:
    return [(item.maintenance.digest, item.status, item.updated) for item in listed]
