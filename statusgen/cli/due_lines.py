"""The clock of one incident, in a line or two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from statusgen.advice.due import Due, What
from statusgen.cli.spans import clock, left, span
from statusgen.config import Config
from statusgen.derive.values import IncidentState

WORDS = {
    What.FIRST_UPDATE: "first update",
    What.NEXT_UPDATE: "next update",
    What.REVIEW: "review",
}


def due_lines(
    state: IncidentState, dues: Iterable[Due], config: Config, *, now: datetime
) -> Iterator[str]:
    """Yield what there is to know of an incident's clock after an update of it."""
    late = state.clock.first_update_at - state.clock.first_update_due
    if len(state.updates) == 1 and late.total_seconds() > 0:
        yield f"the first update comes {span(late)} late"
    for due in dues:
        when = clock(due.at, config.zone, now=now)
        promised = ", as promised" if due.promised else ""
        yield f"{WORDS[due.what]} due {when}, {left(due.left(now=now))}{promised}"


def due_document(due: Due, config: Config, *, now: datetime) -> dict[str, Any]:
    """Return *due* for programs: times in UTC, spans in whole seconds."""
    return {
        "incident": due.incident,
        "path": due.path,
        "title": due.title,
        "severity": due.severity,
        "what": due.what.value,
        "at": due.at.isoformat().replace("+00:00", "Z"),
        "seconds_left": int(due.left(now=now).total_seconds()),
        "overdue": due.overdue(now=now),
        "promised": due.promised,
        "drill": due.drill,
        "url": config.address(f"incidents/{due.incident}.html"),
    }
