"""The front page: the answer first, then what goes on, then everything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

import msgspec

from statusgen.artefacts import Artefact, Stage
from statusgen.render import links, structured, tags
from statusgen.render.answer import Answer, answer
from statusgen.render.cards import card_address
from statusgen.render.components import group_views
from statusgen.render.extra_pages import menu, notice_view
from statusgen.render.frame import page_artefact, render_page
from statusgen.render.language import Language
from statusgen.render.site import Site
from statusgen.render.viewer import Viewer
from statusgen.render.views import Row, Sheet


class DayView(msgspec.Struct, frozen=True):
    """One day of the past two weeks, or several in a row on which nothing happened."""

    name: str
    rows: tuple[Row, ...]


def front_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield the front page in each language."""
    state = site.state
    inputs = (
        (state.as_of, state.holds_until, state.today, state.last_trouble_ended),
        (state.overall, state.groups, state.active, state.under_way, state.upcoming),
        (state.notices, state.pages, state.recent, bool(state.months)),
        [site.incidents[one] for day in state.recent for one in day.incidents],
        [site.maintenances[one] for day in state.recent for one in day.maintenances],
    )
    for language in site.env.languages.values():
        render = partial(_render, site, language)
        yield page_artefact(site.env, language, links.FRONT, inputs, render, stage=Stage.FRONT)


def _render(site: Site, language: Language, key: str) -> bytes:
    state = site.state
    path = links.in_language(links.FRONT, language.code, site.config)
    viewer = Viewer(site.env, language, site.archive, links.to_root(path), state.today)
    said = answer(state, language, site.config)
    sheet = Sheet(
        kind="front",
        path=links.FRONT,
        title=said.headline,
        description=_description(site, said, language),
        tone=said.tone,
        json_ld=structured.front(site, said.headline, path),
        image=card_address(site.env, language, state.active[0]) if state.active else "",
        image_alt=viewer.prose(state.active[0].incident.path).title if state.active else "",
        key=key,
    )
    return render_page(
        site.env,
        language,
        sheet,
        "index.html",
        state=state,
        answer=said,
        notices=tuple(notice_view(viewer, notice) for notice in state.notices),
        incidents=tuple(viewer.incident(incident) for incident in state.active),
        under_way=tuple(viewer.maintenance(one) for one in state.under_way),
        upcoming=tuple(viewer.maintenance(one) for one in state.upcoming),
        groups=group_views(state.groups, language),
        days=tuple(_days(site, viewer)),
        menu=menu(site, language),
        as_of=tags.moment(language.dates, state.as_of),
        time=partial(tags.near, language.dates, state.today),
        ago=partial(tags.near, language.dates, state.today, script="r"),
    )


def _description(site: Site, said: Answer, language: Language) -> str:
    """Return what a search engine or a shared link shows under the title."""
    as_of = language.gettext("As of %(time)s.", time=language.dates.moment(site.state.as_of))
    return " ".join([language.sentence(said.headline), *said.more, as_of])


def _days(site: Site, viewer: Viewer) -> Iterator[DayView]:
    """Yield the past days, the newest first; days without anything are put together."""
    dates = viewer.language.dates
    quiet: list[date] = []
    for day in site.state.recent:
        rows = tuple(
            [viewer.incident_row(site.incidents[one]) for one in day.incidents]
            + [viewer.maintenance_row(site.maintenances[one]) for one in day.maintenances]
        )
        if not rows:
            quiet.append(day.day)
            continue
        if quiet:
            yield _quiet(quiet, viewer.language)
            quiet = []
        yield DayView(dates.weekday(day.day), rows)
    if quiet:
        yield _quiet(quiet, viewer.language)


def _quiet(days: list[date], language: Language) -> DayView:
    if len(days) == 1:
        return DayView(language.dates.weekday(days[0]), ())
    first, last = language.dates.short_day(days[-1]), language.dates.short_day(days[0])
    return DayView(language.gettext("%(first)s – %(last)s", first=first, last=last), ())
