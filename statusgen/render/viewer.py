"""Decided states and words into views, for the readers of one language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from markupsafe import Markup

from statusgen.derive.values import (
    Affected,
    Archive,
    Change,
    IncidentState,
    IncidentSummary,
    MaintenanceState,
    UpdateState,
)
from statusgen.model import ComponentStatus, Impact, UpdateStatus
from statusgen.render import links, tags
from statusgen.render.env import RenderEnv
from statusgen.render.language import Language
from statusgen.render.prose import Passage, Prose
from statusgen.render.views import (
    ComponentRef,
    DatedRow,
    IncidentView,
    MaintenanceView,
    Row,
    StatusView,
    UpdateView,
)
from statusgen.render.words import title_of, words_of

#: What an incident looks like whose components are all operational, or that has none.
_TONES = {
    Impact.NONE: ComponentStatus.DEGRADED_PERFORMANCE,
    Impact.MAINTENANCE: ComponentStatus.UNDER_MAINTENANCE,
    Impact.MINOR: ComponentStatus.DEGRADED_PERFORMANCE,
    Impact.MAJOR: ComponentStatus.PARTIAL_OUTAGE,
    Impact.CRITICAL: ComponentStatus.MAJOR_OUTAGE,
}
_MAINTENANCE_TONES = {
    UpdateStatus.COMPLETED: ComponentStatus.OPERATIONAL.key,
    UpdateStatus.CANCELLED: "unknown",
}


class Viewer(msgspec.Struct, frozen=True):
    """Makes views. ``root`` leads from the page that they are for to the site's root."""

    env: RenderEnv
    language: Language
    archive: Archive
    root: str = ""
    today: date | None = None  #: on a page that is of a day: times of that day go without it

    def prose(self, path: str) -> Prose:
        """Return the words of the item at source *path*."""
        return Prose(words_of(self.env, path, self.language, self.archive), self.root)

    def status(self, status: ComponentStatus) -> StatusView:
        """Return a component status's view."""
        return StatusView(status.key, self.language.component_statuses[status])

    def incident(self, state: IncidentState) -> IncidentView:
        """Return the view of an incident."""
        language, dates = self.language, self.language.dates
        incident = state.incident
        prose = self.prose(incident.path)
        due = state.clock.next_update_due
        ended = state.ended
        return IncidentView(
            state=state,
            path=links.incident(incident.id),
            title=prose.title,
            lang=prose.lang,
            written_in=language.name_of(prose.lang),
            label=language.update_statuses[state.status],
            tone=tone_of(state),
            impact=language.impacts[state.impact],
            started=self._time(state.started, script="r" if ended is None else ""),
            ended=None if ended is None else tags.moment(dates, ended),
            duration="" if ended is None else language.duration(ended - state.started),
            next_update=None if due is None else self._time(due),
            affected=self._affected(state.affected, active=ended is None),
            summary=prose.summary(level=2),
            updates=self._updates(state.updates, prose, active=ended is None),
            preview=self._preview(draft=incident.draft, drill=incident.drill),
        )

    def maintenance(self, state: MaintenanceState) -> MaintenanceView:
        """Return the view of a maintenance."""
        language = self.language
        maintenance = state.maintenance
        prose = self.prose(maintenance.path)
        return MaintenanceView(
            state=state,
            path=links.maintenance(state.id),
            title=prose.title,
            lang=prose.lang,
            written_in=language.name_of(prose.lang),
            label=language.update_statuses[state.status],
            tone=_MAINTENANCE_TONES.get(state.status, ComponentStatus.UNDER_MAINTENANCE.key),
            effect=prose.words.effect,
            when=tags.span(language.dates, state.starts, state.ends),
            duration=language.duration(state.ends - state.starts),
            affected=self._affected(state.affected, active=state.active),
            summary=prose.summary(level=2),
            updates=self._updates(state.updates, prose, active=False),
            preview=self._preview(draft=maintenance.draft, drill=maintenance.drill),
        )

    def incident_row(self, summary: IncidentSummary) -> Row:
        """Return an incident's row in a list."""
        title, written_in = title_of(self.env, summary, self.language)
        worst = max((outage.status for outage in summary.outages), default=_TONES[summary.impact])
        return Row(
            path=links.incident(summary.id),
            title=title,
            lang="" if written_in == self.language.code else written_in,
            worst=self.status(worst),
            label=self.language.update_statuses[summary.status],
            active=summary.active,
            components=self.named(summary.components),
            when=self._when(summary.started, summary.ended),
            duration=self._lasted(summary.started, summary.ended),
        )

    def dated(self, summary: IncidentSummary) -> DatedRow:
        """Return an incident's row with its day."""
        return DatedRow(self.language.dates.day(summary.day), self.incident_row(summary))

    def maintenance_row(self, state: MaintenanceState) -> Row:
        """Return a maintenance's row in a list."""
        prose = self.prose(state.maintenance.path)
        return Row(
            path=links.maintenance(state.id),
            title=prose.title,
            lang=prose.lang,
            worst=StatusView(
                ComponentStatus.UNDER_MAINTENANCE.key, self.language.gettext("Maintenance")
            ),
            label=self.language.update_statuses[state.status],
            active=state.active,
            components=self.named(affected.component for affected in state.affected),
            when=self._when(state.starts, state.ends),
            duration=self._lasted(state.starts, state.ends),
        )

    def named(self, ids: Iterable[str]) -> str:
        """Return the names of components, listed."""
        names = self.language.component_names
        return self.language.listed(tuple(names.get(one, one) for one in ids))

    def _time(self, at: datetime, *, script: str = "") -> Markup:
        dates = self.language.dates
        if self.today is not None:
            return tags.near(dates, self.today, at, script=script)
        return tags.ago(dates, at) if script else tags.moment(dates, at)

    def _when(self, start: datetime, end: datetime | None) -> Markup:
        dates = self.language.dates
        if end is None:
            return self.language.markup("Since %(time)s", time=tags.clock(dates, start))
        return tags.clocks(dates, start, end)

    def _lasted(self, start: datetime, end: datetime | None) -> str:
        return "" if end is None else self.language.duration(end - start)

    def _affected(
        self, affected: tuple[Affected, ...], *, active: bool
    ) -> tuple[ComponentRef, ...]:
        names = self.language.component_names
        return tuple(
            ComponentRef(
                one.component,
                names.get(one.component, one.component),
                links.component(one.component),
                self.status(one.current if active else one.worst),
            )
            for one in affected
        )

    def _updates(
        self, updates: tuple[UpdateState, ...], prose: Prose, *, active: bool
    ) -> tuple[UpdateView, ...]:
        language = self.language
        # Under the update's own heading, which in a card is one lower.
        level = 4 if self.today is None else 5
        bodies = {state.index: prose.update(state.index, level=level) for state in updates}
        return tuple(
            UpdateView(
                state=state,
                anchor=state.update.id,
                label=language.update_statuses[state.update.status],
                time=self._time(state.update.at, script="r" if active and not place else ""),
                body=bodies[state.index],
                original="" if prose.lang else self._original(bodies[state.index]),
                changes=self._changes(state) if state.changes else (),
                newest=not place,
            )
            for place, state in enumerate(updates)
        )

    def _original(self, body: Passage | None) -> str:
        if body is None or not body.lang:
            return ""
        return self.language.gettext(
            "Not translated yet: this is the original in %(language)s.",
            language=self.language.name_of(body.lang),
        )

    def _changes(self, state: UpdateState) -> tuple[str, ...]:
        return tuple(self._change(change) for change in state.changes)

    def _change(self, change: Change) -> str:
        language = self.language
        name = language.component_names.get(change.component, change.component)
        new = language.component_statuses[change.new]
        if not change.old:
            return language.gettext("%(name)s: %(status)s", name=name, status=new)
        return language.gettext(
            "%(component)s: %(old)s → %(new)s",
            component=name,
            old=language.component_statuses[change.old],
            new=new,
        )

    def _preview(self, *, draft: bool, drill: bool) -> str:
        if drill:
            return self.language.gettext("This is a drill. It is shown in previews only.")
        if draft:
            return self.language.gettext("This is a draft. It is shown in previews only.")
        return ""


def tone_of(state: IncidentState) -> str:
    """Return the key of the status that the incident's colour and shape are of."""
    if not state.active:
        return ComponentStatus.OPERATIONAL.key
    worst = max((one.current for one in state.affected), default=ComponentStatus.OPERATIONAL)
    return (worst or _TONES[state.impact]).key
