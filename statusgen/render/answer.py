"""The page's answer in plain words: is it me or you, since when, when will I hear more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from statusgen.config import Config
from statusgen.derive.values import GroupState, SiteState
from statusgen.model import ComponentStatus
from statusgen.render.language import Language

#: So many names fit into a sentence that is taken in at one look, and into a list.
_IN_SENTENCE, _IN_LIST = 3, 8


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the front page says first."""

    tone: str  #: the key of the status that its colour and shape are of
    headline: str
    more: tuple[str, ...]  #: further sentences
    since: datetime | None  #: when that began; all clear: when the last trouble ended
    next_update: datetime | None  #: the soonest that is still to come
    working: str  #: what still works, listed; empty where all works, or nothing


def answer(state: SiteState, language: Language, config: Config) -> Answer:
    """Return the answer for *state* in *language*."""
    worst = state.overall.worst
    dues = (incident.clock.next_update_due for incident in state.active)
    ahead = [due for due in dues if due is not None and due > state.as_of]
    working = names_with(ComponentStatus.OPERATIONAL, state, language, limit=_IN_LIST)
    return Answer(
        tone=_tone(state).key,
        headline=_headline(state, language, config),
        more=tuple(_more(state, language)),
        since=_since(state),
        next_update=min(ahead, default=None),
        working=_listed(working, language, limit=_IN_LIST) if worst and working else "",
    )


def _tone(state: SiteState) -> ComponentStatus:
    if not state.overall.worst and state.active:
        return ComponentStatus.DEGRADED_PERFORMANCE
    return state.overall.worst


def _since(state: SiteState) -> datetime | None:
    """Return when the trouble began that the headline speaks of; all clear: when the last ended."""
    status = state.overall.worst
    worst = {one.id for one in state.components if status and one.status is status}
    began = [
        incident.started
        for incident in state.active
        if not worst or any(one.component in worst for one in incident.affected)
    ]
    return min(began, default=state.overall.since)


def _headline(state: SiteState, language: Language, config: Config) -> str:
    worst = state.overall.worst
    if not worst:
        if state.active:
            return language.gettext("We are looking into a problem")
        return language.gettext("All systems are working")
    if worst is ComponentStatus.MAJOR_OUTAGE and all(c.status is worst for c in state.components):
        return language.gettext("%(name)s is down", name=config.name)
    return _headline_of(worst, state, language)


def _more(state: SiteState, language: Language) -> list[str]:
    """Return a sentence for each status between the worst and operational, and for the rest."""
    worst = state.overall.worst
    present = {component.status for component in state.components}
    between = sorted((s for s in present if ComponentStatus.OPERATIONAL < s < worst), reverse=True)
    sentences = [language.sentence(_headline_of(one, state, language)) for one in between]
    if worst and ComponentStatus.OPERATIONAL in present:
        sentences.append(language.gettext("Everything else is working."))
    return sentences


def _headline_of(status: ComponentStatus, state: SiteState, language: Language) -> str:
    """Return a sentence without its full stop. Its verb fits one name, several, and plurals."""
    names = names_with(status, state, language, limit=_IN_SENTENCE)
    listed = _listed(names, language, limit=_IN_SENTENCE)
    _ = language.gettext
    if status is ComponentStatus.MAJOR_OUTAGE:
        return _("Customers cannot use %(names)s", names=listed)
    if status is ComponentStatus.PARTIAL_OUTAGE:
        return _("Some customers cannot use %(names)s", names=listed)
    if status is ComponentStatus.DEGRADED_PERFORMANCE:
        return _("%(names)s may be slow or unreliable", names=listed)
    return _("Planned work on %(names)s is under way", names=listed)


def names_with(
    status: ComponentStatus, state: SiteState, language: Language, *, limit: int
) -> list[str]:
    """Return the names of the components in *status*, in page order.

    Where that makes more than *limit*, a group that is in it as a whole stands for
    its components.
    """
    alone = [name for group in state.groups for name in _names(group, status, language)]
    if len(alone) <= limit:
        return alone
    names: list[str] = []
    for group in state.groups:
        if group.group is not None and all(c.status is status for c in group.components):
            names.append(language.group_names[group.group.id])
        else:
            names += _names(group, status, language)
    return names


def _names(group: GroupState, status: ComponentStatus, language: Language) -> list[str]:
    return [
        language.component_names[component.id]
        for component in group.components
        if component.status is status
    ]


def _listed(names: Sequence[str], language: Language, *, limit: int) -> str:
    if len(names) <= limit:
        return language.listed(names)
    more = len(names) - limit
    rest = language.ngettext("%(n)s more", "%(n)s more", more)
    return language.listed([*names[:limit], rest])
