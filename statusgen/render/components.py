"""Components and their groups in a reader's words."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from statusgen.derive.values import ComponentState, GroupState
from statusgen.render import bars, links, tags
from statusgen.render.language import Language
from statusgen.render.views import StatusView


class ComponentView(msgspec.Struct, frozen=True, kw_only=True):
    """A component now, and its ninety days."""

    state: ComponentState
    path: str
    name: str
    description: str
    status: StatusView
    since: Markup | None
    uptime: str  #: e.g. "99.98 %"; empty where it was not in service
    bars: Markup  #: the drawing, which carries ``summary`` as its name
    summary: str


class GroupView(msgspec.Struct, frozen=True, kw_only=True):
    """A group now; ``name`` is empty for a component that stands alone."""

    state: GroupState
    name: str
    status: StatusView
    components: tuple[ComponentView, ...]


def group_views(groups: tuple[GroupState, ...], language: Language) -> tuple[GroupView, ...]:
    """Return the groups with those of their components that are to be shown."""
    views = []
    for group in groups:
        shown = tuple(
            component_view(component, language)
            for component in group.components
            if component.status or not component.component.only_show_if_degraded
        )
        if shown:
            views.append(
                GroupView(
                    state=group,
                    name="" if group.group is None else language.group_names[group.group.id],
                    status=StatusView(group.status.key, language.component_statuses[group.status]),
                    components=shown,
                )
            )
    return tuple(views)


def component_view(state: ComponentState, language: Language) -> ComponentView:
    """Return one component's view."""
    summary = bars.summary(state, language)
    since = state.since if state.status else None
    return ComponentView(
        state=state,
        path=links.component(state.id),
        name=language.component_names[state.id],
        description=state.component.description,
        status=StatusView(state.status.key, language.component_statuses[state.status]),
        since=None if since is None else tags.moment(language.dates, since),
        uptime="" if state.uptime is None else language.percent(state.uptime),
        bars=bars.draw(state.bars, summary),
        summary=summary,
    )
