"""What stands still: the files of one incident or one maintenance.

They depend on that item, the settings and the theme, never on today's state of
the site, so that a change elsewhere leaves them as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.artefacts import Artefact
from statusgen.derive.values import Archive, IncidentState, MaintenanceState
from statusgen.render.env import RenderEnv


def incident_artefacts(
    env: RenderEnv, incident: IncidentState, archive: Archive
) -> Iterator[Artefact]:
    """Yield an incident's page in each language, its feed, its JSON, and its old addresses."""
    yield from ()


def maintenance_artefacts(
    env: RenderEnv, maintenance: MaintenanceState, archive: Archive
) -> Iterator[Artefact]:
    """Yield a maintenance's page in each language, and its old addresses."""
    yield from ()
