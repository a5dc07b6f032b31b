"""One way of writing what may be written in several: ``statusgen fmt``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from statusgen.errors import Location, Problem
from statusgen.parse.attributes import count_attributes
from statusgen.parse.context import component_status, severity_of
from statusgen.parse.frontmatter import body_start
from statusgen.parse.headings import SEPARATORS, find_headings, split_heading
from statusgen.parse.statuses import Kind, parse_status, word_of
from statusgen.parse.times import parse_timestamp

#: Folder of ``content/`` → whose updates its files have.
_KINDS: Mapping[str, Kind] = {"incidents": "incident", "maintenance": "maintenance"}
_STAMP = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[\sTt]+"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?P<second>:[0-9]{2})?(?:[.,][0-9]+)?"
    r"\s*(?P<zone>\S.*)?"
)
_MOST_LINES = 20  # under one heading; there are six kinds of them
_NOWHERE = Location("")
_ANY_ZONE = ZoneInfo("UTC")


def canonical(text: str, *, kind: str) -> str:
    """Return *text*, a content file of the folder *kind*, with its updates in one spelling.

    Headings become ``## Status — YYYY-MM-DD HH:MM ZONE``, the zone as it was written; the
    lines straight under them get the names and statuses of the format's description.
    Everything else stays as it is, byte for byte, as does what cannot be read. Nothing
    changes its meaning, and doing it twice changes nothing more.
    """
    start = body_start(text)
    body = text[start:]
    done, pieces = 0, [text[:start]]
    headings = find_headings(body)
    ends = [*(heading.start for heading in headings[1:]), len(body)]
    for heading, end in zip(headings, ends, strict=False):
        pieces.append(body[done : heading.start])
        pieces.append(_heading(heading.text, _KINDS[kind]) or body[heading.start : heading.end])
        done = heading.end
        under = body[heading.end + 1 : end].split("\n", _MOST_LINES)[:_MOST_LINES]
        for line in under[: count_attributes(under)]:
            pieces.append("\n" + _attribute(line))
            done += 1 + len(line)
    pieces.append(body[done:])
    return "".join(pieces)


def _heading(text: str, kind: Kind) -> str:
    """Return a heading's line; "" where *text* cannot be read."""
    parts = split_heading(text)
    stamp = _STAMP.fullmatch(parts.stamp) if parts else None
    if parts is None or stamp is None:
        return ""
    status = parse_status(parts.status, kind=kind, at=_NOWHERE)
    moment = parse_timestamp(parts.stamp, zone=_ANY_ZONE, at=_NOWHERE)
    if isinstance(status, Problem) or isinstance(moment, Problem):
        return ""
    return f"## {word_of(status)} {SEPARATORS[0]} {_stamp(stamp)}"


def _stamp(stamp: re.Match[str]) -> str:
    second = stamp["second"] or ""
    clock = f"{stamp['hour']:0>2}:{stamp['minute']}{'' if second == ':00' else second}"
    zone = (stamp["zone"] or "").strip()
    if zone.lower() in ("z", "utc"):
        zone = "UTC"
    return f"{stamp['day']} {clock} {zone}".rstrip()


def _attribute(line: str) -> str:
    """Return an attribute's line; one that is not quite known stays as it is."""
    written, _, value = line.partition(":")
    name = written.strip().lower().replace("_", " ").replace("-", " ")
    if name not in _VALUES:
        return line
    return f"{name.capitalize()}: {_VALUES[name](value.strip())}".rstrip()


def _components(value: str) -> str:
    return ", ".join(_pair(part) for part in value.split(",") if part.strip())


def _pair(part: str) -> str:
    component, equals, word = (piece.strip() for piece in part.partition("="))
    if not equals or not component:
        return part.strip()
    status = component_status(word)
    return f"{component} = {word if status is None else status.key.replace('_', ' ')}"


def _severity(value: str) -> str:
    return severity_of(value) or value


def _as_it_is(value: str) -> str:
    return value


_VALUES: Mapping[str, Callable[[str], str]] = {
    "components": _components,
    "severity": _severity,
    "next update": _as_it_is,
    "id": _as_it_is,
    "posted": _as_it_is,
    "edited": _as_it_is,
}
