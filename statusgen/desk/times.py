"""The times of a form, each with its own problem."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from statusgen.config import Config
from statusgen.edit.moments import parse_coming, parse_past
from statusgen.errors import ContentError, Location, Problem


def this_minute(now: datetime) -> datetime:
    """Return *now* without its seconds, as people write times."""
    return now.replace(second=0, microsecond=0)


class Times:
    """Reads times as people say them and gathers what is wrong with them."""

    def __init__(self, config: Config, now: datetime) -> None:
        self._zone, self._now = config.zone, now
        self.problems: list[Problem] = []

    def past(self, field: str, text: str) -> datetime | None:
        """Return the time in *field*, which has been; None where it is empty or wrong."""
        now = this_minute(self._now)
        return self._read(field, text, lambda at: parse_past(text, now=now, zone=self._zone, at=at))

    def coming(self, field: str, text: str, *, after: datetime) -> datetime | None:
        """Return the time in *field*, which comes after another; None: empty or wrong."""
        return self._read(
            field, text, lambda at: parse_coming(text, after=after, zone=self._zone, at=at)
        )

    def needed(self, field: str, text: str, *, after: datetime) -> datetime | None:
        """Return the time in *field*, which may not be empty."""
        if not text.strip():
            what = f"say when it {field}"
            self.problems.append(Problem(Location(field, 1, 1), what, "e.g. 2026-12-01 02:00 UTC"))
        return self.coming(field, text, after=after)

    def stop(self) -> None:
        """Raise :class:`ContentError` if anything was wrong."""
        if self.problems:
            raise ContentError(self.problems)

    def _read(
        self, field: str, text: str, read: Callable[[Location], datetime | Problem]
    ) -> datetime | None:
        if not text.strip():
            return None
        found = read(Location(field, 1, 1))
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found
