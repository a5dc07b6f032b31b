"""The ``checks:`` of site.yaml: which advice is wanted, and how it is tuned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from statusgen.config import CHECK_OPTIONS, Checks
from statusgen.errors import Location, Problem
from statusgen.parse.context import listing, short
from statusgen.parse.fields import Fields
from statusgen.parse.times import parse_span
from statusgen.yaml_source import Broken, Mapping, Node, Scalar

_ON, _OFF = ("on", "true", "yes"), ("off", "false", "no")
_MOST = {"percent": 100, "least": 100, "characters": 50_000}


def read_checks(fields: Fields) -> Checks:
    """Return the key ``checks``: for each rule ``off``, ``on``, or its options.

    An unknown rule or option is a problem with the nearest one.
    """
    usual = Checks()
    mapping = fields.mapping("checks")
    if mapping is None:
        return usual
    rules = Fields(mapping, path=fields.path, known=CHECK_OPTIONS, problems=fields.problems)
    off: list[str] = []
    tuned: dict[str, Any] = {}
    for rule, options in CHECK_OPTIONS.items():
        node = rules.node(rule)
        if isinstance(node, Mapping):
            inner = Fields(node, path=fields.path, known=tuple(options), problems=fields.problems)
            found = {field: _read(inner, option, field) for option, field in options.items()}
            tuned |= {field: value for field, value in found.items() if value is not None}
        elif isinstance(node, Scalar) and node.text.strip().lower() in _OFF:
            off.append(rule)
        elif node is not None and not isinstance(node, Broken) and not _on(node):
            message = f"{rule}: '{_shown(node)}' is no setting of a rule"
            rules.problem(message, node, _hint(rule))
    return msgspec.structs.replace(usual, off=tuple(off), **tuned)


def _read(fields: Fields, option: str, field: str) -> object:
    """Return the value of *option* in the type of its *field*; None where it has none."""
    usual = getattr(Checks(), field)
    if isinstance(usual, tuple):
        if not fields.given(option):
            return None
        words = (" ".join(node.text.split()) for node in fields.scalars(option))
        return tuple(dict.fromkeys(word for word in words if word))
    if isinstance(usual, timedelta):
        return fields.read(option, _span)
    return fields.read(option, lambda text, at: _whole(text, at, _MOST[option]))


def _span(text: str, at: Location) -> timedelta | Problem:
    return parse_span(text, at=at)


def _whole(text: str, at: Location, most: int) -> int | Problem:
    digits = text.strip()
    if digits.isascii() and digits.isdecimal() and 1 <= int(digits[:9]) <= most:
        return int(digits)
    return Problem(at, f"'{short(text)}' is no whole number from 1 to {most:,}")


def _on(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.strip().lower() in _ON


def _shown(node: Node) -> str:
    return short(node.text) if isinstance(node, Scalar) else "a list"


def _hint(rule: str) -> str:
    options = CHECK_OPTIONS[rule]
    more = listing("; it may be tuned by", options) if options else ""
    return f"write 'off', or 'on'{more}"
