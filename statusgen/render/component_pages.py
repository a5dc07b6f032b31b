"""A page for each component: now, ninety days, month by month, and its incidents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from statusgen.artefacts import Artefact
from statusgen.derive.component_history import ComponentHistories, MonthUptime
from statusgen.derive.values import ComponentState, MaintenanceState
from statusgen.render import bars, links
from statusgen.render.components import component_view
from statusgen.render.frame import ATOM, RSS, page_artefact, render_page
from statusgen.render.language import Language
from statusgen.render.site import Site
from statusgen.render.viewer import Viewer
from statusgen.render.views import FeedLink, Sheet

#: The newest incidents that are listed; the history has all of them.
_LISTED = 50
#: The newest months that are shown at once; older ones open on demand.
_MONTHS = 12


class MonthRow(msgspec.Struct, frozen=True):
    """A component's uptime in a month."""

    name: str
    uptime: str  #: empty where nothing in the month counts


def component_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield each component's page in each language."""
    histories = ComponentHistories(site.state, site.config)
    for component in site.state.components:
        path = links.component(component.id)
        inputs = _inputs(site, component, histories)
        for language in site.env.languages.values():
            render = partial(_render, site, language, component, histories)
            yield page_artefact(site.env, language, path, inputs, render)


def _inputs(site: Site, component: ComponentState, histories: ComponentHistories) -> object:
    """Return what the page depends on.

    The uptime counts as it is shown, with two decimals, so that a page does not
    change with every minute that passes.
    """
    uptime = None if component.uptime is None else int(component.uptime * 100)
    return (
        (component.status, component.since, component.bars, uptime),
        (site.state.today.year, site.state.today.month),
        b"".join([incident.listed for incident in histories.incidents[component.id]]),
        _touching(site, component),
    )


def _touching(site: Site, component: ComponentState) -> list[MaintenanceState]:
    return [
        maintenance
        for maintenance in site.state.maintenances
        if any(one.component == component.id for one in maintenance.affected)
    ]


def _render(
    site: Site,
    language: Language,
    component: ComponentState,
    histories: ComponentHistories,
    key: str,
) -> bytes:
    path = links.component(component.id)
    root = links.to_root(links.in_language(path, language.code, site.config))
    viewer = Viewer(site.env, language, site.archive, root)
    view = component_view(component, language)
    incidents = histories.incidents[component.id][:_LISTED]
    sheet = Sheet(
        kind="component",
        path=path,
        title=language.gettext("%(name)s: %(status)s", name=view.name, status=view.status.label),
        description=view.summary,
        tone=view.status.key,
        feeds=(
            FeedLink(links.component(component.id, ".atom"), ATOM, view.name),
            FeedLink(links.component(component.id, ".rss"), RSS, view.name),
        ),
        key=key,
    )
    months = _months(site, component, histories, language)
    planned = [m for m in _touching(site, component) if m.upcoming or m.active]
    return render_page(
        site.env,
        language,
        sheet,
        "component.html",
        component=view,
        days=bars.rows(component.bars, language),
        months=months[:_MONTHS],
        older_months=months[_MONTHS:],
        incidents=tuple(viewer.dated(summary) for summary in incidents),
        planned=tuple(viewer.maintenance(maintenance) for maintenance in planned),
    )


def _months(
    site: Site, component: ComponentState, histories: ComponentHistories, language: Language
) -> tuple[MonthRow, ...]:
    """Return the months that are over, the newest first: the current one changes all the time."""
    today = site.state.today
    return tuple(
        _month_row(month, language)
        for month in histories.of(component.component).months
        if (month.year, month.month) != (today.year, today.month)
    )


def _month_row(month: MonthUptime, language: Language) -> MonthRow:
    return MonthRow(
        language.dates.month(month.year, month.month),
        "" if month.uptime is None else language.percent(month.uptime),
    )
