"""Advice on time: what came late, what is due, what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from statusgen.advice.due import FORGOTTEN
from statusgen.advice.finding import Case, Finding

_MINUTE = timedelta(minutes=1)
_HOUR = 60


def late_update(case: Case) -> Iterator[Finding]:
    """Yield whether the first update came late, or has not come although it is due."""
    clock, incident = case.state.clock, case.state.incident
    allowed = _span(clock.first_update_due - clock.detected)
    if incident.draft and case.state.active:
        if clock.first_update_due < case.now:
            yield case.at(
                "late-update",
                0,
                f"the first update is missing since {_time(clock.first_update_due)}: "
                "this is still a draft",
                "take out 'draft: true' and publish: what you know now is enough",
            )
    elif clock.first_update_at > clock.first_update_due and not incident.draft:
        if not case.state.active and clock.review_due is None:
            return  # the review is held: what there was to say of it has been said
        late = _span(clock.first_update_at - clock.first_update_due)
        yield case.at(
            "late-update",
            incident.updates[0].line,
            f"the first update came {late} late: it was due {allowed} after detection",
            "say in the review why; is 'detected' right?",
        )


def overdue_update(case: Case) -> Iterator[Finding]:
    """Yield whether the next update should have come by now."""
    due = case.state.clock.next_update_due
    if due is None or due >= case.now or case.state.incident.draft:
        return
    late = _span(case.now - due)
    newest = case.state.updates[0].update
    if case.state.clock.promised:
        message = f"the next update was promised for {_time(due)}, {late} ago"
    else:
        message = f"the next update was due at {_time(due)}, {late} ago"
    yield case.at(
        "overdue-update",
        newest.line,
        message,
        "'no news yet, and we are still on it' is an update",
    )


def review_due(case: Case) -> Iterator[Finding]:
    """Yield whether the review of what happened is due, or will be soon."""
    due, incident = case.state.clock.review_due, case.state.incident
    if due is None or incident.draft or not due - case.config.checks.ahead <= case.now:
        return
    if case.now > due + FORGOTTEN:
        return
    line = case.state.updates[0].update.line
    how = "was due" if due < case.now else "is due"
    yield case.at(
        "review-due",
        line,
        f"the review {how} by {_time(due)}",
        "write it as '## Postmortem — …', or say where it is: 'review: https://…'",
    )


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M UTC}"


def _span(length: timedelta) -> str:
    """Return e.g. ``25 minutes`` or ``3 hours 5 minutes``."""
    minutes = max(length // _MINUTE, 1)
    hours, rest = divmod(minutes, _HOUR)
    words = [_counted(hours, "hour")] if hours else []
    if rest or not words:
        words.append(_counted(rest, "minute"))
    return " ".join(words)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
