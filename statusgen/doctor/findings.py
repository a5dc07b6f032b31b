"""What a check found: how it stands, why that matters, and what to do."""

from __future__ import annotations

import enum
from collections.abc import Iterable

import msgspec

from statusgen.errors import StatusgenError


class Verdict(enum.StrEnum):
    """How something stands."""

    OK = "ok"
    WARN = "warn"  #: an outage may take the page along
    FAIL = "fail"  #: the page will not be there, or is not there now
    UNKNOWN = "unknown"  #: it could not be found out


class Seen(msgspec.Struct, frozen=True):
    """What a check saw. Where it is not well, ``todo`` says what to do."""

    verdict: Verdict
    found: str
    todo: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a check saw, with its name and why anybody should care."""

    check: str
    verdict: Verdict
    found: str
    why: str
    todo: str = ""


class UnansweredError(StatusgenError):
    """It cannot be found out now; the hint says how it could be."""


class OfflineError(UnansweredError):
    """Nobody was asked, because that was not wanted."""


def well(found: str) -> Seen:
    """Return that something is as it should be."""
    return Seen(Verdict.OK, found)


def failed(findings: Iterable[Finding]) -> bool:
    """Return whether anything is so bad that the page is not to be relied on."""
    return any(finding.verdict is Verdict.FAIL for finding in findings)
