"""Advice on times among the words that say another thing than the lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from statusgen.advice.finding import Finding, Passage
from statusgen.config import Config

_CLOCK = (
    r"(?P<hour>[01]?[0-9]|2[0-3])[:h](?P<minute>[0-5][0-9])(?![:\d])"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?(?:\s*(?P<zone>[A-Z]{2,5})\b)?"
)
#: Words before a time by which the next message is promised.
_NEXT = re.compile(
    r"(?:next\s+(?:update|message|news|word)|(?:write|update|post|back)\s+(?:here\s+)?again|"
    r"prochaine?\s+(?:message|point|mise\s+à\s+jour|nouvelles)|"
    r"nächste[srn]?\s+(?:meldung|update|nachricht))"
    rf"[^.!?\n]{{0,30}}?(?:\n[^.!?\n]{{0,30}}?)?(?<![\d:]){_CLOCK}",
    re.IGNORECASE,
)
#: Words before a time that has passed.
_SINCE = re.compile(
    rf"\b(?:since|began\s+at|started\s+at|as\s+of|depuis|seit)\s+(?:about\s+|around\s+)?{_CLOCK}",
    re.IGNORECASE,
)
_DAY = timedelta(days=1)
_SLIP = timedelta(minutes=5)
_ZONE_SLIP = timedelta(hours=3)  # further ahead, it may well be yesterday's


def times_disagree(passage: Passage, config: Config) -> Iterator[Finding]:
    """Yield each time among the words that does not fit to the update's heading or lines."""
    update = passage.update
    if update is None:
        return
    text = passage.body.text
    for match in _NEXT.finditer(text):
        if update.next_update is None:
            continue
        promised = update.next_update.replace(second=0)
        readings = _readings(match, update.at, config)
        if readings and all((promised - at) % _DAY for at in readings):
            yield passage.finding(
                "times-disagree",
                f"the words promise {_said(match)}, the line 'Next update:' "
                f"{update.next_update.astimezone(UTC):%H:%M UTC}",
                "let both say the same time",
                match[0],
            )
    for match in _SINCE.finditer(text):
        ahead = [at - update.at for at in _readings(match, update.at, config)]
        if ahead and all(_SLIP < by <= _ZONE_SLIP for by in ahead):
            yield passage.finding(
                "times-disagree",
                f"the words speak of {_said(match)} as past, the update is of "
                f"{update.at.astimezone(UTC):%H:%M UTC}",
                "is one of the two in another time zone?",
                match[0],
            )


def _readings(match: re.Match[str], after: datetime, config: Config) -> list[datetime]:
    """Return the first such times after *after*, in the zones that may be meant."""
    named = (match["zone"] or "").upper()
    zones: list[tzinfo]
    if named in ("UTC", "GMT"):
        zones = [UTC]
    elif named and after.astimezone(config.zone).tzname() != named:
        return []  # some other zone: nothing is known of it
    else:
        zones = [config.zone] if named else [config.zone, UTC]
    found = []
    for zone in zones:
        there = after.astimezone(zone)
        at = there.replace(hour=_hour(match), minute=int(match["minute"]), second=0, microsecond=0)
        found.append((at if at > there else at + _DAY).astimezone(UTC))
    return found


def _hour(match: re.Match[str]) -> int:
    hour = int(match["hour"])
    return hour if not match["half"] else hour % 12 + (12 if match["half"].lower() == "p" else 0)


def _said(match: re.Match[str]) -> str:
    clock = f"{_hour(match):02}:{match['minute']}"
    return f"{clock} {match['zone']}" if match["zone"] else clock
