"""The ``components:`` of a front matter: what is affected, and how."""

from __future__ import annotations

from collections.abc import Iterable

from statusgen.errors import Problem
from statusgen.model import ComponentStatus, ComponentStatuses
from statusgen.parse.component_lists import ALL
from statusgen.parse.context import (
    ParseContext,
    component_status,
    component_status_problem,
    listing,
)
from statusgen.parse.fields import MOST_ALIKE, Fields, split_at_commas
from statusgen.yaml_source import Broken, Mapping, Node, Scalar

KEY = "components"


def read_affected(
    fields: Fields, *, usual: ComponentStatus, context: ParseContext
) -> ComponentStatuses:
    """Return what the key ``components`` says, in the order written.

    It is a list of components, each of which takes the status *usual*; or components
    with a status each; or ``all``, which means every component that is not named
    besides. The lists may be written as YAML or with commas.
    """
    node = fields.node(KEY)
    reader = _Affected(fields, usual, context)
    if isinstance(node, Scalar):
        reader.names(split_at_commas(node))
    elif isinstance(node, Mapping):
        reader.pairs(node)
    elif node is not None and not isinstance(node, Broken):
        for item in node.items:
            if isinstance(item, Scalar):
                reader.names([item])
            elif isinstance(item, Mapping):
                reader.pairs(item)
            elif not isinstance(item, Broken):
                fields.problem(f"{KEY}: one component is expected here, not a list", item)
    return reader.result()


class _Affected:
    """Gathers components with their statuses from the ways of writing them."""

    def __init__(self, fields: Fields, usual: ComponentStatus, context: ParseContext) -> None:
        self._fields = fields
        self._usual = usual
        self._context = context
        self._found: dict[str, ComponentStatus] = {}
        self._rest: ComponentStatus | None = None
        self._mistakes = 0

    def names(self, names: Iterable[Scalar]) -> None:
        """Take names alone, or with a status as the updates' lines have it: ``id = status``."""
        for name in names:
            text, equals, status = name.text.partition("=")
            if equals:
                column = name.column + len(text) + 1 + len(status) - len(status.lstrip())
                key = Scalar(text.strip(), name.line, name.column, plain=name.plain)
                value = Scalar(status.strip(), name.line, column, plain=name.plain)
                self._add(key, self._status(value))
            else:
                self._add(name, self._usual)

    def pairs(self, mapping: Mapping) -> None:
        for key, value in mapping.entries:
            self._add(key, self._status(value))

    def result(self) -> ComponentStatuses:
        if self._rest is None:
            return tuple(self._found.items())
        rest = {component.id: self._rest for component in self._context.config.components}
        return tuple((rest | self._found).items())

    def _status(self, node: Node) -> ComponentStatus:
        """Return what *node* spells; the usual status where it spells none."""
        if isinstance(node, Broken) or (isinstance(node, Scalar) and node.empty):
            return self._usual
        if isinstance(node, Scalar):
            status = component_status(node.text)
            if status is not None:
                return status
            if self._mistakes < MOST_ALIKE:
                self._note(component_status_problem(node.text, at=self._fields.at(node)))
        else:
            names = (status.key.replace("_", " ") for status in ComponentStatus)
            self._fields.problem(
                f"{KEY}: one status is expected here", node, listing("the statuses are", names)
            )
        return self._usual

    def _add(self, name: Scalar, status: ComponentStatus) -> None:
        if name.text.strip().lower() == ALL:
            self._rest = status
            return
        if self._mistakes >= MOST_ALIKE:
            return
        component = self._context.component(name.text)
        if component is None:
            at = self._fields.at(name)
            self._note(self._context.component_problem(name.text, at=at))
        elif component in self._found:
            self._fields.problem(f"{KEY}: '{component}' is here twice", name, "keep one of the two")
        else:
            self._found[component] = status

    def _note(self, problem: Problem) -> None:
        self._mistakes += 1
        self._fields.problems.append(Problem(problem.at, f"{KEY}: {problem.message}", problem.hint))
