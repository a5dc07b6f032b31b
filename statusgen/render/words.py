"""An item's words for readers of one language."""

from __future__ import annotations

import msgspec

from statusgen.derive.values import Archive, IncidentSummary
from statusgen.model import Body, Text, UpdateStatus
from statusgen.render.env import RenderEnv
from statusgen.render.language import Language


class Words(msgspec.Struct, frozen=True):
    """What an item says in a language, and in the original's where nobody translated it."""

    language: Language
    original: Text
    translation: Text | None = None

    @property
    def title(self) -> str:
        """Return the title, plain text."""
        return (self.translation or self.original).title

    @property
    def effect(self) -> str:
        """Return what customers will notice of a maintenance, plain text or nothing."""
        translated = "" if self.translation is None else self.translation.effect
        return translated or self.original.effect

    @property
    def summary(self) -> tuple[Body | None, str]:
        """Return the text before the first update and the code of its language."""
        if self.translation is not None and self.translation.summary is not None:
            return self.translation.summary, self.translation.language
        return self.original.summary, self.original.language

    def update(self, index: int) -> tuple[Body | None, str]:
        """Return the words of the update at *index* and the code of their language."""
        if self.translation is not None:
            body = self.translation.updates[index]
            if body is not None:
                return body, self.translation.language
        return self.original.updates[index], self.original.language


def words_of(env: RenderEnv, path: str, language: Language, archive: Archive) -> Words:
    """Return the words of the item at source *path* for readers of *language*."""
    original = archive.original(path)
    if language is env.default:
        return Words(language, original)
    return Words(language, original, archive.translation(path, language.code))


def title_of(env: RenderEnv, summary: IncidentSummary, language: Language) -> tuple[str, str]:
    """Return an incident's title as :func:`words_of` has it, and the code of its language."""
    code, title = summary.titles[0]
    if language is env.default:
        return title, code
    found = next((known for known in summary.titles if known[0] == language.code), None)
    return (title, code) if found is None else (found[1], found[0])


def turn_words(status: UpdateStatus, language: Language) -> str:
    """Return what is said of a maintenance's turn that its clock made, plain text."""
    if status is UpdateStatus.SCHEDULED:
        return language.gettext("This maintenance is planned.")
    if status is UpdateStatus.COMPLETED:
        return language.gettext("The maintenance is complete.")
    return language.gettext("The maintenance has begun.")
