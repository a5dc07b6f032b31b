"""What every renderer of lists is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from statusgen.config import Config
from statusgen.derive.values import Archive, IncidentSummary, MaintenanceState, SiteState
from statusgen.render.env import RenderEnv


@dataclass(frozen=True, kw_only=True)
class Site:
    """The state of the site, the words, and how to show them."""

    env: RenderEnv
    state: SiteState
    archive: Archive

    @property
    def config(self) -> Config:
        """Return the site's configuration."""
        return self.env.config

    @cached_property
    def incidents(self) -> dict[str, IncidentSummary]:
        """Return every incident that is shown by id."""
        return {summary.id: summary for summary in self.state.incidents}

    @cached_property
    def years(self) -> dict[int, list[IncidentSummary]]:
        """Return the incidents that are shown by the year of their day, the newest first."""
        years: dict[int, list[IncidentSummary]] = {}
        for summary in self.state.incidents:
            years.setdefault(summary.day.year, []).append(summary)
        return dict(sorted(years.items(), reverse=True))

    @cached_property
    def maintenances(self) -> dict[str, MaintenanceState]:
        """Return every maintenance that is shown by id."""
        return {maintenance.id: maintenance for maintenance in self.state.maintenances}
