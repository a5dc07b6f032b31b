"""The history: an index of years and months, and a page for each month."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

import msgspec

from statusgen.artefacts import Artefact, Stage
from statusgen.derive.values import Month
from statusgen.render import links
from statusgen.render.frame import ATOM, page_artefact, render_page
from statusgen.render.language import Language
from statusgen.render.site import Site
from statusgen.render.viewer import Viewer
from statusgen.render.views import FeedLink, Row, Sheet


class MonthLink(msgspec.Struct, frozen=True):
    """A month's entry in the index."""

    path: str
    name: str  #: e.g. "November"
    incidents: str  #: e.g. "4 incidents"; empty for none
    maintenances: str


class YearView(msgspec.Struct, frozen=True):
    """A year's months, the newest first."""

    name: str
    months: tuple[MonthLink, ...]


class HistoryDay(msgspec.Struct, frozen=True):
    """A day with something in it."""

    name: str
    iso: str
    rows: tuple[Row, ...]


class Neighbour(msgspec.Struct, frozen=True):
    """The month before or after."""

    path: str
    name: str


def history_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield the index and the months in each language."""
    months = site.state.months
    years = tuple(site.years)
    counts = tuple((month.key, _count(month)) for month in months)
    inputs = [_inputs(site, index) for index in range(len(months))]
    for language in site.env.languages.values():
        render_index = partial(_render_index, site, language, years)
        yield page_artefact(
            site.env, language, links.HISTORY, (counts, years), render_index, stage=Stage.FRONT
        )
        for index, month in enumerate(months):
            render = partial(_render_month, site, language, index)
            yield page_artefact(site.env, language, links.month(month.key), inputs[index], render)


def _count(month: Month) -> tuple[int, int]:
    return (
        sum(len(day.incidents) for day in month.days),
        sum(len(day.maintenances) for day in month.days),
    )


def _inputs(site: Site, index: int) -> object:
    """Return all that a month's page depends on: its items, and which months stand beside it."""
    months = site.state.months
    month = months[index]
    beside = [one.key for one in months[max(0, index - 1) : index + 2]]
    incidents, maintenances = site.incidents, site.maintenances
    return (
        beside,
        b"".join([incidents[one].listed for day in month.days for one in day.incidents]),
        [maintenances[one] for day in month.days for one in day.maintenances],
    )


def _render_index(site: Site, language: Language, indexed: tuple[int, ...], key: str) -> bytes:
    followed = language.gettext("History – %(site)s", site=site.config.name)
    sheet = Sheet(
        kind="history",
        path=links.HISTORY,
        title=language.gettext("History"),
        description=language.gettext("Past incidents and maintenance, month by month."),
        feeds=(FeedLink(links.HISTORY_ATOM, ATOM, followed),),
        key=key,
    )
    years = tuple(
        YearView(language.dates.year(year), tuple(_month_link(month, language) for month in months))
        for year, months in groupby(site.state.months, key=lambda month: month.year)
    )
    searched = " ".join(map(str, indexed))
    return render_page(site.env, language, sheet, "history.html", years=years, searched=searched)


def _month_link(month: Month, language: Language) -> MonthLink:
    incidents, maintenances = _count(month)
    return MonthLink(
        path=links.month(month.key),
        name=language.dates.month_name(month.month),
        incidents=language.ngettext("%(n)s incident", "%(n)s incidents", incidents)
        if incidents
        else "",
        maintenances=language.ngettext("%(n)s maintenance", "%(n)s maintenances", maintenances)
        if maintenances
        else "",
    )


def _render_month(site: Site, language: Language, index: int, key: str) -> bytes:
    months = site.state.months
    month = months[index]
    path = links.month(month.key)
    root = links.to_root(links.in_language(path, language.code, site.config))
    viewer = Viewer(site.env, language, site.archive, root)
    name = language.dates.month(month.year, month.month)
    sheet = Sheet(
        kind="list",
        path=path,
        title=language.gettext("History of %(month)s", month=name),
        description=language.gettext("Incidents and maintenance in %(month)s.", month=name),
        key=key,
    )
    return render_page(
        site.env,
        language,
        sheet,
        "month.html",
        name=name,
        days=tuple(_days(site, month, viewer)),
        newer=_neighbour(months[index - 1], language) if index else None,
        older=_neighbour(months[index + 1], language) if index + 1 < len(months) else None,
    )


def _neighbour(month: Month, language: Language) -> Neighbour:
    return Neighbour(links.month(month.key), language.dates.month(month.year, month.month))


def _days(site: Site, month: Month, viewer: Viewer) -> Iterator[HistoryDay]:
    for day in month.days:
        rows = [viewer.incident_row(site.incidents[one]) for one in day.incidents]
        rows += [viewer.maintenance_row(site.maintenances[one]) for one in day.maintenances]
        yield HistoryDay(viewer.language.dates.weekday(day.day), day.day.isoformat(), tuple(rows))
