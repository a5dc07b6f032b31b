"""Which item a file is: its id, and the ids that it had before."""

from __future__ import annotations

import re

from statusgen.parse.fields import Fields
from statusgen.parse.names import name_problem
from statusgen.yaml_source import Scalar

_ADDRESS = re.compile(
    r"(?:https?://[^/]+)?(?:/[\w./-]*)?/?(?:incidents|maintenance)/([^/]+?)(?:\.html|/)?"
)


def stem_of(path: str) -> str:
    """Return the name of the file at *path* without its folder and its ``.md``."""
    return path.rpartition("/")[2].removesuffix(".md")


def read_id(fields: Fields, path: str, *, kind: str) -> str:
    """Return the key ``id``, else the file's name."""
    node = fields.scalar("id")
    if node is None:
        return stem_of(path)
    name = node.text.strip()
    problem = name_problem(name, kind=kind, at=fields.at(node))
    if problem is None:
        return name
    fields.problem(f"id: {problem.message}", node, problem.hint)
    return stem_of(path)


def read_aliases(fields: Fields, identity: str, *, kind: str) -> tuple[str, ...]:
    """Return the key ``aliases``: ids, or the addresses that they had."""
    aliases: dict[str, None] = {}
    for node in fields.scalars("aliases"):
        name = id_in(node)
        problem = name_problem(name, kind=kind, at=fields.at(node))
        if problem is not None:
            fields.problem(f"aliases: {problem.message}", node, problem.hint)
        elif name == identity:
            fields.problem(f"aliases: '{name}' is its id anyway", node, "leave it out")
        elif name in aliases:
            fields.problem(f"aliases: '{name}' is here twice", node, "keep one of the two")
        else:
            aliases[name] = None
    return tuple(aliases)


def id_in(node: Scalar) -> str:
    """Return the id in an old address such as ``/incidents/checkout.html``."""
    text = node.text.strip()
    address = _ADDRESS.fullmatch(text)
    return address[1] if address else text
