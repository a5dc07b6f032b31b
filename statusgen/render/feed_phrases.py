"""What feeds say over and over, as HTML, made once for each language.

A site of ten thousand incidents has a hundred thousand entries, most of which are made
of the same few hundred statuses, components, days and minutes.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import escape

from statusgen.config import Component, Config
from statusgen.derive.values import Change
from statusgen.model import ComponentStatus, UpdateStatus
from statusgen.render.dates import Dates
from statusgen.render.language import Language
from statusgen.render.xml_text import clean


class Phrases:
    """One language's phrases: safe HTML, each a line, but for names and labels.

    Times are in UTC: a feed is read anywhere and beside other feeds, and there that is
    the one zone that needs no explanation.
    """

    def __init__(self, language: Language) -> None:
        labels = language.update_statuses.items()
        self.labels = {status: clean(label) for status, label in labels}  #: plain text
        self._headings = {
            status: f"<p><strong>{escape(label)}</strong> · "
            for status, label in self.labels.items()
        }
        # Markup's own % is safe and ten times slower; what is filled in is safe already.
        self._next_update = f"<p>{language.markup('Next update by %(when)s.')}</p>"
        self._language = language
        self._dates = Dates(language.locale, ZoneInfo("UTC"))
        self._names: dict[str, str] = {}
        self._changes: dict[tuple[str, ComponentStatus, ComponentStatus], str] = {}

    def name(self, component: Component) -> str:
        """Return the component's name as plain text."""
        known = self._names.get(component.id)
        if known is None:
            known = clean(self._language.component(component)) or component.id
            self._names[component.id] = known
        return known

    def heading(self, status: UpdateStatus, at: datetime) -> str:
        """Return an update's first line: what it says, and when."""
        return f"{self._headings[status]}{self._moment(at)}</p>"

    def window(self, starts: datetime, ends: datetime) -> str:
        """Return the line that says when maintenance is planned."""
        when = escape(self._dates.span(starts, ends))
        return f"<p>{self._language.markup('Planned for %(when)s.', when=when)}</p>"

    def next_update(self, at: datetime) -> str:
        """Return the line that says when there will be more to read."""
        return self._next_update % {"when": self._moment(at)}

    def changes(self, changes: tuple[Change, ...], config: Config) -> str:
        """Return the list of the components that an update changed."""
        items = "".join([self._change(change, config) for change in changes])
        return f"<p>{self._language.markup('Affected components:')}</p>\n<ul>{items}</ul>"

    def untranslated(self) -> str:
        """Return the line above words that are not in this language."""
        note = self._language.markup("This update has not been translated yet.")
        return f"<p><em>{note}</em></p>"

    def _moment(self, at: datetime) -> str:
        return escape(self._dates.moment(at))

    def _change(self, change: Change, config: Config) -> str:
        key = (change.component, change.old, change.new)
        known = self._changes.get(key)
        if known is None:
            name = self.name(config.by_id[change.component])
            statuses = self._language.component_statuses
            new, old = statuses[change.new], statuses[change.old]
            if change.old is ComponentStatus.OPERATIONAL:
                line = self._language.markup("%(component)s: %(new)s", component=name, new=new)
            else:
                line = self._language.markup(
                    "%(component)s: %(new)s (was: %(old)s)", component=name, new=new, old=old
                )
            known = self._changes[key] = f"<li>{line}</li>"
        return known


@lru_cache(maxsize=32)
def phrases_of(language: Language) -> Phrases:
    """Return the phrases of *language*, the same object for the same language."""
    return Phrases(language)
