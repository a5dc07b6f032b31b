"""Words of other tools and of everyday speech, and what they most likely mean here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from statusgen.model import ComponentStatus, Severity

_COMPONENT_STATUSES: Mapping[str, ComponentStatus] = {
    **dict.fromkeys(
        (
            "down",
            "outage",
            "offline",
            "broken",
            "unavailable",
            "failed",
            "critical",
            "red",
        ),
        ComponentStatus.MAJOR_OUTAGE,
    ),
    **dict.fromkeys(
        ("partial", "partly down", "partially down", "orange", "some errors"),
        ComponentStatus.PARTIAL_OUTAGE,
    ),
    **dict.fromkeys(
        ("slow", "degraded", "intermittent", "unstable", "performance", "minor", "yellow"),
        ComponentStatus.DEGRADED_PERFORMANCE,
    ),
    **dict.fromkeys(
        ("ok", "up", "fine", "fixed", "working", "works", "online", "available", "green"),
        ComponentStatus.OPERATIONAL,
    ),
    **dict.fromkeys(("maintenance", "planned", "blue"), ComponentStatus.UNDER_MAINTENANCE),
}
_SEVERITIES: Mapping[str, Severity] = {
    **dict.fromkeys(
        ("p0", "0", "1", "s0", "s1", "sev0", "sev1", "blocker", "emergency", "urgent", "very high"),
        Severity.P1,
    ),
    **dict.fromkeys(("2", "s2", "sev2", "high"), Severity.P2),
    **dict.fromkeys(
        ("3", "s3", "sev3", "p4", "4", "s4", "sev4", "p5", "moderate", "low", "trivial", "small"),
        Severity.P3,
    ),
}
#: What stands for every component in other words.
EVERYTHING = frozenset({"everything", "every", "any", "alles", "alle", "tout", "todo", "*"})
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


def meant_component_status(word: str) -> ComponentStatus | None:
    """Return the status that *word* most likely means, e.g. for ``down``; or None."""
    return _COMPONENT_STATUSES.get(_bare(word))


def meant_severity(word: str) -> Severity | None:
    """Return the severity that *word* most likely means, e.g. for ``SEV-1``; or None."""
    bare = re.sub(r"[\s_-]+", " ", _bare(word))
    named = {severity.name.lower(): severity for severity in Severity}
    joined = bare.replace(" ", "").replace("priority", "p").replace("prio", "p")
    joined = joined.replace("severity", "sev")
    return _SEVERITIES.get(bare) or _SEVERITIES.get(joined) or named.get(joined)


def _bare(word: str) -> str:
    """Return *word* in small letters, without quotation marks around it."""
    return _AROUND.sub("", word.casefold()) or word.casefold()
