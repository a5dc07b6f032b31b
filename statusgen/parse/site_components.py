"""The ``components`` of site.yaml, alone or in groups."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from typing import NamedTuple

from statusgen.config import Component, Group
from statusgen.errors import Location, Problem
from statusgen.parse.context import listing, short, suggest
from statusgen.parse.fields import Fields
from statusgen.parse.names import name_problem, slug
from statusgen.parse.site_values import day
from statusgen.yaml_source import Broken, Mapping, Node, Scalar, Sequence

MAX_NAME = 100  #: characters of a name that people read
COMPONENT_KEYS = ("id", "name", "description", "since", "only_show_if_degraded", "names")
GROUP_KEYS = ("group", "id", "components", "names")
_EXAMPLE = "write e.g. {id: checkout, name: Checkout}"
_MEANT: MappingOf[str, str] = {
    "title": "did you mean 'name'?",
    "label": "did you mean 'name'?",
    "start_date": "did you mean 'since'?",
    "hidden": "did you mean 'only_show_if_degraded'?",
    "items": "did you mean 'components'?",
}


class Parts(NamedTuple):
    """The components in page order, and the groups that some of them are in."""

    components: tuple[Component, ...]
    groups: tuple[Group, ...]


def read_components(
    node: Node | None, *, path: str, languages: tuple[str, ...], problems: list[Problem]
) -> Parts:
    """Return the components and groups that the list *node* says, those that can be told.

    Ids are unique among both: the API lists them together.
    """
    reader = _Reader(path, languages, problems)
    if isinstance(node, Sequence):
        for item in node.items:
            reader.item(item)
        if not node.items:
            reader.problem(node, "components is empty", _EXAMPLE)
    elif node is not None and not isinstance(node, Broken):
        reader.problem(node, "components: a list is expected here", "begin each item with '- '")
    return Parts(tuple(reader.components.values()), tuple(reader.groups))


def read_names(
    fields: Fields, key: str, languages: tuple[str, ...], *, limit: int = MAX_NAME
) -> dict[str, str]:
    """Return the key *key*: a language's code → a name in it."""
    mapping = fields.mapping(key)
    names: dict[str, str] = {}
    for code, value in mapping.entries if mapping else ():
        known = {language.lower(): language for language in languages}
        found = known.get(code.text.strip().lower().replace("_", "-"))
        if found is None:
            hint = suggest(code.text, languages) or listing("the languages are", languages)
            fields.problem(
                f"{key}: '{short(code.text)}' is none of the site's languages", code, hint
            )
        elif isinstance(value, Scalar):
            names[found] = fields.line_of(value, f"{key}: {found}", limit=limit)
        elif not isinstance(value, Broken):
            fields.problem(f"{key}: one name is expected here", value)
    return names


class _Reader:
    """Gathers components and groups, and the ids that are taken."""

    def __init__(self, path: str, languages: tuple[str, ...], problems: list[Problem]) -> None:
        self._path = path
        self._languages = languages
        self._problems = problems
        self._taken: dict[str, _Claim] = {}
        self.components: dict[str, Component] = {}
        self.groups: list[Group] = []

    def item(self, node: Node, group: str | None = None) -> str | None:
        """Read a component, or a group unless it would be inside of one; return its id."""
        if not isinstance(node, Mapping):
            if not isinstance(node, Broken):
                self.problem(node, "a component has an id and a name", _EXAMPLE)
            return None
        if any(key.text.strip().lower() == "group" for key, _ in node.entries):
            if group is None:
                return self._group(node)
            self.problem(node, "a group cannot be in a group", "groups have one level")
            return None
        return self._component(node, group)

    def problem(self, node: Node, message: str, hint: str) -> None:
        at = Location(self._path, node.line, node.column)
        self._problems.append(Problem(at, message, hint))

    def _component(self, node: Mapping, group: str | None) -> str | None:
        fields = self._fields(node, COMPONENT_KEYS)
        fields.require("name", "how customers know it, e.g. name: Checkout")
        name = fields.line("name", limit=MAX_NAME)
        better = slug(name)
        fields.require("id", f"a permanent short name, e.g. id: {better or 'checkout'}")
        identity = self._id(fields, "component")
        component = Component(
            id=identity or better,
            name=name or identity or "",
            description=fields.line("description"),
            group=group,
            since=fields.read("since", day),
            only_show_if_degraded=fields.flag("only_show_if_degraded"),
            names=read_names(fields, "names", self._languages),
        )
        if not identity:
            return None
        self.components[identity] = component
        return identity

    def _group(self, node: Mapping) -> str | None:
        fields = self._fields(node, GROUP_KEYS)
        fields.require("group", "its name, e.g. group: Storefront")
        name = fields.line("group", limit=MAX_NAME)
        identity = self._id(fields, "group") if fields.given("id") else self._made_id(fields, name)
        members = fields.node("components")
        if not isinstance(members, Sequence) or not members.items:
            if not fields.given("components") or members is not None:
                fields.problem("a group needs a list of components", members, _EXAMPLE)
            return None
        ids = [self.item(member, identity or "") for member in members.items]
        if identity:
            group = Group(
                id=identity,
                name=name,
                components=tuple(member for member in ids if member),
                names=read_names(fields, "names", self._languages),
            )
            self.groups.append(group)
        return identity

    def _fields(self, node: Mapping, known: tuple[str, ...]) -> Fields:
        return Fields(node, path=self._path, known=known, problems=self._problems, meant=_MEANT)

    def _id(self, fields: Fields, kind: str) -> str | None:
        """Return the key ``id`` if it is safe and nobody else has it."""
        node = fields.scalar("id")
        if node is None:
            return None
        name = node.text.strip()
        problem = name_problem(name, kind=kind, at=fields.at(node))
        if problem:
            fields.problem(f"id: {problem.message}", node, problem.hint)
            return None
        return self._claim(name, fields, node)

    def _made_id(self, fields: Fields, name: str) -> str | None:
        """Return an id made of a group's *name*."""
        made = slug(name)
        problem = name_problem(made, kind="group", at=fields.at("group"))
        if name and problem:
            fields.problem("this name gives no id", "group", "add e.g. id: storefront")
            return None
        return self._claim(made, fields, fields.node("group"), made=True) if name else None

    def _claim(
        self, name: str, fields: Fields, node: Node | None, *, made: bool = False
    ) -> str | None:
        if name not in self._taken:
            self._taken[name] = _Claim(node.line if node else 0, made)
            return name
        claim = self._taken[name]
        if made or claim.made:
            hint = f"give the group an id of its own, e.g. id: {name}-group"
        else:
            hint = "choose another"
        whose = "by the group in" if claim.made else "in"
        fields.problem(f"the id '{name}' is taken {whose} line {claim.line}", node, hint)
        return None


class _Claim(NamedTuple):
    line: int
    made: bool  #: of a group's name
