"""The word that says what an update means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from statusgen.errors import Location, Problem
from statusgen.model import UpdateStatus
from statusgen.parse.context import listing, suggest

#: What an update belongs to; each kind has its own statuses.
Kind = Literal["incident", "maintenance"]

#: The word of an update that keeps the status before it.
UPDATE = "Update"

#: The statuses of each kind in the order of their course.
STATUSES: Mapping[Kind, Sequence[UpdateStatus]] = {
    "incident": (
        UpdateStatus.INVESTIGATING,
        UpdateStatus.IDENTIFIED,
        UpdateStatus.MONITORING,
        UpdateStatus.RESOLVED,
        UpdateStatus.POSTMORTEM,
    ),
    "maintenance": (
        UpdateStatus.SCHEDULED,
        UpdateStatus.IN_PROGRESS,
        UpdateStatus.VERIFYING,
        UpdateStatus.COMPLETED,
        UpdateStatus.CANCELLED,
    ),
}

_ALSO = {
    "canceled": UpdateStatus.CANCELLED,  # the American spelling
    "post mortem": UpdateStatus.POSTMORTEM,
}


def word_of(status: UpdateStatus | None) -> str:
    """Return the canonical word of a heading, e.g. ``In progress``; None is ``Update``."""
    return UPDATE if status is None else status.value.replace("_", " ").capitalize()


def words_of(kind: Kind) -> list[str]:
    """Return every canonical word that a heading of that *kind* may have."""
    return [*map(word_of, STATUSES[kind]), UPDATE]


_WORDS: Mapping[Kind, Mapping[str, UpdateStatus | None]] = {
    kind: {"update": None}
    | {word_of(status).lower(): status for status in statuses}
    | {word: status for word, status in _ALSO.items() if status in statuses}
    for kind, statuses in STATUSES.items()
}
#: What people write, in some languages too. Headings are in English in each language, so
#: that a translation is matched to its original; pages show the status in the reader's.
_MEANT: Mapping[Kind, Mapping[str, UpdateStatus | None]] = {
    "incident": {
        **dict.fromkeys(
            (
                *("open", "opened", "new", "started", "start", "outage", "detected", "down"),
                *("untersuchung", "wird untersucht", "in untersuchung", "enquête", "analyse"),
            ),
            UpdateStatus.INVESTIGATING,
        ),
        **dict.fromkeys(
            ("cause found", "root cause", "found", "identifiziert", "identifié", "fixing"),
            UpdateStatus.IDENTIFIED,
        ),
        **dict.fromkeys(
            ("watching", "recovering", "mitigated", "beobachtung", "überwachung", "surveillance"),
            UpdateStatus.MONITORING,
        ),
        **dict.fromkeys(
            (
                *("fixed", "solved", "closed", "ended", "end", "over", "done", "finished"),
                *("restored", "recovered", "completed", "behoben", "gelöst", "résolu", "resuelto"),
            ),
            UpdateStatus.RESOLVED,
        ),
        **dict.fromkeys(("review", "rca", "retrospective"), UpdateStatus.POSTMORTEM),
        **dict.fromkeys(
            ("news", "note", "in progress", "aktualisierung", "mise à jour", "actualización"), None
        ),
    },
    "maintenance": {
        **dict.fromkeys(("planned", "announced", "geplant", "prévu"), UpdateStatus.SCHEDULED),
        **dict.fromkeys(("started", "begun", "ongoing", "en cours"), UpdateStatus.IN_PROGRESS),
        **dict.fromkeys(
            ("done", "finished", "ended", "over", "beendet", "abgeschlossen", "terminé"),
            UpdateStatus.COMPLETED,
        ),
        **dict.fromkeys(("aborted", "called off", "abgesagt", "annulé"), UpdateStatus.CANCELLED),
        **dict.fromkeys(
            ("news", "note", "postponed", "extended", "aktualisierung", "mise à jour"), None
        ),
    },
}
_OTHER: Mapping[Kind, Kind] = {"incident": "maintenance", "maintenance": "incident"}


def parse_status(text: str, *, kind: Kind, at: Location) -> UpdateStatus | Problem | None:
    """Return the status that *text* spells, None for ``Update``, or why it is none.

    Case does not matter, and ``_``, ``-`` and spaces are alike: "In progress",
    "in_progress" and "IN-PROGRESS" are the same.
    """
    word = _folded(text)
    known = _WORDS[kind]
    if word in known:
        return known[word]
    if word in _WORDS[_OTHER[kind]]:
        whose = "an incident" if kind == "maintenance" else "maintenance"
        here = "maintenance" if kind == "maintenance" else "an incident"
        return Problem(
            at, f"'{text}' is a status of {whose}", listing(f"{here} has", words_of(kind))
        )
    words = words_of(kind)
    return Problem(
        at,
        f"unknown status '{text}'",
        _meant(word, kind) or suggest(word, words) or listing("the statuses are", words),
    )


def _meant(word: str, kind: Kind) -> str:
    """Return a question for the status that people mean by *word*, or nothing."""
    status = _MEANT[kind].get(word)
    return f"did you mean '{word_of(status)}'?" if word in _MEANT[kind] else ""


def is_status(text: str) -> bool:
    """Return whether *text* spells a status of either kind, or ``Update``."""
    word = _folded(text)
    return any(word in words for words in _WORDS.values())


def is_nearly_status(text: str) -> bool:
    """Return whether *text* spells a status of either kind, or a slip of the finger does."""
    words = [word for kind in STATUSES for word in words_of(kind)]
    return is_status(text) or bool(suggest(_folded(text), words))


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())
