"""When the state of the site changes by itself: the instants between which it stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from statusgen.config import Config
from statusgen.derive.course import follow, next_turn
from statusgen.derive.days import last_midnight, next_midnight
from statusgen.derive.values import IncidentSummary, SiteFacts
from statusgen.model import UpdateStatus

#: How far ahead of the clock an update is taken as written just now: people round up,
#: and clocks differ. The check refuses an incident's update that is further ahead.
AHEAD = timedelta(minutes=5)


def visible(facts: SiteFacts, *, drafts: bool) -> SiteFacts:
    """Return *facts* without drafts and drills, unless *drafts* are wanted."""
    if drafts:
        return facts
    return SiteFacts(
        incidents=tuple([s for s in facts.incidents if not s.hidden]),
        maintenances=tuple([m for m in facts.maintenances if not (m.draft or m.drill)]),
        notices=tuple([notice for notice in facts.notices if not notice.draft]),
        pages=tuple([page for page in facts.pages if not page.draft]),
    )


def as_of(facts: SiteFacts, config: Config, *, now: datetime, drafts: bool = False) -> datetime:
    """Return the newest instant at which the state changed.

    That is an update, the start or end of an outage, a turn of a maintenance, the start or
    end of a notice, or midnight in the site's zone. It is at or before *now*, but for an
    update up to five minutes ahead, which is in force as soon as it is there: a page that
    tells of an outage and shows everything as operational would help nobody.
    """
    return Transitions.around(now, visible(facts, drafts=drafts)).last(config)


def holds_until(
    facts: SiteFacts, config: Config, *, now: datetime, drafts: bool = False
) -> datetime:
    """Return the first instant after *now* at which :func:`as_of` gives something else.

    There always is one, since the bars of days turn at midnight.
    """
    return Transitions.around(now, visible(facts, drafts=drafts)).next(config)


class Transitions(NamedTuple):
    """What changes the state of the site around an instant."""

    now: datetime
    at: datetime  #: *now*, or a newer update that is in force already
    shown: SiteFacts
    odd: list[IncidentSummary]

    @classmethod
    def around(cls, now: datetime, shown: SiteFacts) -> Transitions:
        """Return the transitions of *shown*, which are all that may be seen, around *now*."""
        odd = _odd(shown, now)
        return cls(now, _reach(shown, odd, now), shown, odd)

    def last(self, config: Config) -> datetime:
        """Return what :func:`as_of` does."""
        shown, odd, at = self.shown, self.odd, self.at
        passed = [last_midnight(at, config.zone), *_last_updates(shown, odd)]
        passed += [turn for summary in odd for turn in _turns(summary)]
        passed += [turn for m in shown.maintenances if (turn := follow(m, now=at).newest)]
        passed += _notice_turns(shown)
        return max(turn for turn in passed if turn <= at)

    def next(self, config: Config) -> datetime:
        """Return what :func:`holds_until` does."""
        shown, odd, at = self.shown, self.odd, self.at
        due = [next_midnight(at, config.zone)]
        due += [turn for summary in odd for turn in _turns(summary)]
        due += [turn for m in shown.maintenances if (turn := next_turn(m, now=at))]
        due += _notice_turns(shown)
        # What is further ahead comes into force a little before its time.
        early = [time - AHEAD for time in _announced(shown, odd) if time > self.now + AHEAD]
        return min([*early, *(turn for turn in due if turn > at)])


def _odd(shown: SiteFacts, now: datetime) -> list[IncidentSummary]:
    """Return the incidents of which something may come after their newest update, or *now*.

    There is hardly ever one; of all others the newest update is the last turn.
    """
    return [s for s in shown.incidents if s.updated > now or s.started > s.updated]


def _last_updates(shown: SiteFacts, odd: list[IncidentSummary]) -> list[datetime]:
    """Return the newest update of all incidents that are not *odd*, if there is any."""
    settled = shown.incidents
    if odd:
        ids = {summary.id for summary in odd}
        settled = tuple(s for s in settled if s.id not in ids)
    return [max(map(attrgetter("updated"), settled))] if settled else []


def _reach(shown: SiteFacts, odd: list[IncidentSummary], now: datetime) -> datetime:
    """Return *now*, or the newest update that is at most :data:`AHEAD` of it."""
    limit = now + AHEAD
    return max([now, *(time for time in _announced(shown, odd) if time <= limit)])


def _announced(shown: SiteFacts, odd: list[IncidentSummary]) -> list[datetime]:
    """Return the times of updates that count as soon as they are written.

    Those of a maintenance wait for their time, so that its course can be written
    beforehand; but for the announcement, which turns nothing.
    """
    times = [time for summary in odd for time in summary.times]
    times += [
        update.at
        for maintenance in shown.maintenances
        for update in maintenance.updates
        if update.status is UpdateStatus.SCHEDULED
    ]
    return times


def _turns(summary: IncidentSummary) -> Iterator[datetime]:
    """Yield every instant at which *summary*'s incident changes something."""
    yield from summary.times
    yield summary.started
    for outage in summary.outages:
        yield outage.start
        if outage.end is not None:
            yield outage.end


def _notice_turns(shown: SiteFacts) -> list[datetime]:
    return [
        turn
        for notice in shown.notices
        for turn in (notice.starts, notice.ends)
        if turn is not None
    ]
