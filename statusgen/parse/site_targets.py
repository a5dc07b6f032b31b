"""The ``targets`` of site.yaml: where the site goes, and never a secret."""

from __future__ import annotations

import re

from statusgen.config import Cdn, Target
from statusgen.errors import Location, Problem
from statusgen.parse.fields import Fields
from statusgen.parse.names import name_problem
from statusgen.parse.site_values import site_address
from statusgen.yaml_source import Broken, Mapping, Node, Scalar, Sequence

_SECRET_KEY = re.compile(
    r"secret|passw|token|credential|authorization|"
    r"(?:access|api|private|account|master)[_-]?key|connection[_-]?string"
)
#: AWS access keys, GitHub and Slack tokens, private keys; a name, a password or a signature
#: in an address.
_SECRET_VALUE = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bxox[a-z]-|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY|://[^/\s@]+@|"
    r"[?&](?i:x-amz-\w+|x-goog-\w+|sig|signature|token|access_token|key)="
)
_HINT = "take it out: credentials come from the environment or the provider's own settings"


def read_targets(node: Node | None, *, path: str, problems: list[Problem]) -> tuple[Target, ...]:
    """Return the targets that the list *node* says, those that can be told.

    Their options stay text: what they mean is up to the target's type.
    """
    if node is None or isinstance(node, Broken):
        return ()
    if not isinstance(node, Sequence):
        problems.append(
            _problem(node, path, "targets: a list is expected here", "begin each item with '- '")
        )
        return ()
    targets: dict[str, Target] = {}
    for item in node.items:
        if not isinstance(item, Mapping):
            if not isinstance(item, Broken):
                hint = "write e.g. {name: local, type: directory, path: ../public}"
                problems.append(
                    _problem(item, path, "targets: keys with values are expected here", hint)
                )
            continue
        target = _target(item, path, problems)
        if target.name in targets:
            message = f"there are two targets '{target.name}'"
            problems.append(_problem(item, path, message, "give each its own name"))
        elif target.name:
            targets[target.name] = target
    return tuple(targets.values())


def _target(item: Mapping, path: str, problems: list[Problem]) -> Target:
    fields = _fields(item, path, problems)
    for key in ("name", "type"):
        fields.require(key, "each target has a name and a type: s3 or directory")
    name = fields.line("name")
    problem = name_problem(name, kind="target", at=fields.at("name")) if name else None
    if problem:
        problems.append(Problem(problem.at, f"name: {problem.message}", problem.hint))
    options = _options(fields, item, besides=("name", "type", "url", "cdn"))
    return Target(
        name=name,
        type=fields.line("type").lower(),
        options=options,
        url=fields.read("url", site_address) or "",
        cdn=_cdn(fields, path, problems),
    )


def _cdn(fields: Fields, path: str, problems: list[Problem]) -> Cdn:
    node = fields.node("cdn")
    if isinstance(node, Scalar):
        return Cdn(type=fields.line("cdn").lower())
    mapping = fields.mapping("cdn")
    if mapping is None:
        return Cdn()
    inner = _fields(mapping, path, problems)
    inner.require("type", "write e.g. type: cloudfront")
    options = _options(inner, mapping, besides=("type",))
    return Cdn(type=inner.line("type").lower() or "none", options=options)


def _fields(mapping: Mapping, path: str, problems: list[Problem]) -> Fields:
    keys = {key.text.strip().lower() for key, _ in mapping.entries}
    return Fields(mapping, path=path, known=keys, problems=problems)


def _options(fields: Fields, mapping: Mapping, *, besides: tuple[str, ...]) -> dict[str, str]:
    """Return every other key's text; a secret is a problem and is left out."""
    options: dict[str, str] = {}
    for key, value in mapping.entries:
        name = key.text.strip().lower()
        if name in besides or isinstance(value, Broken):
            continue
        text = fields.scalar(name)
        if _SECRET_KEY.search(name):
            fields.problem(f"{name}: a secret has no place in this file", key, _HINT)
        elif text is not None and _SECRET_VALUE.search(text.text):
            fields.problem(f"{name}: this value looks like a secret", text, _HINT)
        elif text is not None:
            options[name] = text.text.strip()
    return options


def _problem(node: Node, path: str, message: str, hint: str) -> Problem:
    return Problem(Location(path, node.line, node.column), message, hint)
