"""What ``statusgen check`` found, for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from statusgen import __version__
from statusgen.advice.giving import REASONS
from statusgen.errors import Level, Problem

DOCS = "docs/checks.md"
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_KINDS = {
    "content": "A content file says something that cannot be used.",
    "yaml": "The YAML of a file cannot be read.",
}


def as_json(problems: Sequence[Problem]) -> str:
    """Return *problems* as a JSON document; ``docs/checks.md`` describes it."""
    levels = [problem.level for problem in problems]
    document = {
        "version": 1,
        "errors": levels.count(Level.ERROR),
        "advice": levels.count(Level.ADVICE),
        "problems": [
            {
                "path": problem.at.path,
                "line": problem.at.line or None,
                "column": problem.at.column or None if problem.at.line else None,
                "level": problem.level.name.lower(),
                "rule": problem.rule,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in problems
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def as_github(problems: Sequence[Problem]) -> str:
    """Return *problems* as commands of GitHub Actions, which shows them beside the lines.

    GitHub, "Workflow commands for GitHub Actions", setting an error message.
    """
    return "\n".join(_command(problem) for problem in problems)


def _command(problem: Problem) -> str:
    kind = "error" if problem.level is Level.ERROR else "warning"
    places = {"file": problem.at.path}
    if problem.at.line:
        places |= {"line": str(problem.at.line), "col": str(problem.at.column or 1)}
    places["title"] = f"statusgen {problem.rule}"
    properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in places.items())
    message = f"{problem.message}\n{problem.hint}".rstrip("\n")
    return f"::{kind} {properties}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    for character in ("%", "\r", "\n", *more):
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def as_sarif(problems: Sequence[Problem]) -> str:
    """Return *problems* as a SARIF 2.1.0 log (OASIS), for code scanning."""
    rules = sorted({problem.rule for problem in problems})
    run = {
        "tool": {
            "driver": {
                "name": "statusgen",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, rules.index(problem.rule)) for problem in problems],
    }
    document = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False)


def _rule(rule: str) -> dict[str, Any]:
    text = REASONS.get(rule) or _KINDS.get(rule, rule)
    return {"id": rule, "shortDescription": {"text": text}, "help": {"text": f"See {DOCS}."}}


def _result(problem: Problem, index: int) -> dict[str, Any]:
    place: dict[str, Any] = {
        "artifactLocation": {"uri": _uri(problem.at.path), "uriBaseId": "%SRCROOT%"}
    }
    if problem.at.line:
        place["region"] = {"startLine": problem.at.line, "startColumn": problem.at.column or 1}
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": "error" if problem.level is Level.ERROR else "warning",
        "message": {"text": f"{problem.message}\n{problem.hint}".rstrip("\n")},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


#: ``--format`` → what writes it.
FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
