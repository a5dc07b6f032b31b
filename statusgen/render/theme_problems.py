"""What is wrong with a template: in which file and line, and what to do about it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Protocol

import jinja2
from jinja2 import Environment, nodes

from statusgen.errors import Location, Problem
from statusgen.parse.context import listing, suggest

#: The name of the layer that is the project's own.
PROJECT = "project"
#: What rendering raises where a template is wrong.
TEMPLATE_ERRORS = (
    jinja2.TemplateError,
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
)
_GIVEN = "docs/themes.md lists what each template is given"
_UNKNOWN = re.compile(r"'(?P<name>\w+)' is undefined")
_NO_FIELD = re.compile(r"'(?:\w+\.)*(?P<kind>\w+) object' has no attribute '(?P<name>\w+)'")
#: A template's name → its text, its file, and nothing.
Find = Callable[[str], tuple[str, str, None] | None]
_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+(?P<quote>["'])(?P<name>[^"']+)(?P=quote)""")


class Layer(Protocol):
    """What of a theme's layer matters here."""

    @property
    def name(self) -> str:
        """Return its name."""

    @property
    def place(self) -> str:
        """Return its folder as people are told it, e.g. ``themes/default``; "" if it has none."""


def place_of(layer: Layer, template: str) -> str:
    """Return where *template* of *layer* is, e.g. ``themes/default/templates/index.html``."""
    return f"{layer.place or layer.name}/templates/{template}"


def template_problem(
    error: Exception, template: str, layers: Sequence[Layer], given: Sequence[str] = ()
) -> Problem:
    """Return what *error*, raised while *template* was compiled or rendered, means.

    *given* are the names that it could ask for. An error of Python's in which no template
    of the project takes part is a bug, and raised again.
    """
    if isinstance(error, jinja2.TemplateSyntaxError):
        at = Location(error.filename or error.name or template, error.lineno, 1)
        return Problem(at, _plain(error.message or "this cannot be read"), _syntax_hint(error))
    at = _place(error, template, layers)
    if isinstance(error, jinja2.TemplateNotFound):
        return _not_there(error.name, at)
    if isinstance(error, jinja2.TemplateError):
        return _undefined(error, at, given)
    if not any(at.path.startswith(place_of(own, "")) for own in layers if own.name == PROJECT):
        raise error
    if isinstance(error, RecursionError):
        hint = "does it extend or include itself? 'default/<name>' is the original"
        return Problem(at, "this template leads back to itself", hint)
    return Problem(at, _plain(str(error)) or type(error).__name__, _GIVEN)


def inheritance_problems(name: str, find: Find, environment: Environment) -> Iterator[Problem]:
    """Yield a problem for what the template *name* extends and is not there.

    And one for each of its blocks that nothing it extends has: what stands in such a block
    would be shown nowhere.
    """
    known: set[str] = set()
    above, seen = name, list[str]()
    while above not in seen and (found := find(above)) and (extends := _EXTENDS.search(found[0])):
        seen.append(above)
        above = extends["name"]
        if find(above) is None:
            line = found[0].count("\n", 0, extends.start()) + 1
            yield _not_there(above, Location(found[1], line, 1))
            return
        known.update(environment.get_template(above).blocks)
    if seen and environment.get_template(name).blocks.keys() - known:
        yield from _lost_blocks(name, known, find, environment)


def _lost_blocks(
    name: str, known: Collection[str], find: Find, environment: Environment
) -> Iterator[Problem]:
    source, place, _ = find(name) or ("", "", None)
    for node in environment.parse(source).body:
        if isinstance(node, nodes.Block) and node.name not in known:
            hint = suggest(node.name, known) or listing("there are", sorted(known), limit=20)
            message = f"what this template extends has no block '{node.name}'"
            yield Problem(Location(place, node.lineno, 1), message, hint)


def _not_there(name: object, at: Location) -> Problem:
    hint = "a template of the default theme is reached as 'default/<name>'"
    return Problem(at, f"the theme has no template '{name}'", hint)


def _place(error: Exception, template: str, layers: Sequence[Layer]) -> Location:
    """Return the innermost line of a template that was at work, the project's own if possible."""
    own = _innermost(error, [layer for layer in layers if layer.name == PROJECT])
    return own or _innermost(error, layers) or Location(template)


def _innermost(error: Exception, layers: Sequence[Layer]) -> Location | None:
    folders = tuple(place_of(layer, "") for layer in layers)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(folders):
            return Location(frame.filename, frame.lineno or 1, 1)
    return None


def _undefined(error: jinja2.TemplateError, at: Location, given: Sequence[str]) -> Problem:
    message = error.message or type(error).__name__
    unknown = _UNKNOWN.fullmatch(message)
    near = suggest(unknown["name"], given) if unknown else ""
    return Problem(at, _plain(message), f"{near} {_GIVEN}" if near else _GIVEN)


def _syntax_hint(error: jinja2.TemplateSyntaxError) -> str:
    if "end of template" in (error.message or ""):
        return "a {% block %}, {% if %} or {% for %} above is not closed"
    return "docs/themes.md shows how templates are written"


def _plain(message: str) -> str:
    """Return *message* of Jinja's or Python's without the names of our modules."""
    words = _NO_FIELD.sub(r"\g<kind> has no '\g<name>'", message).rstrip(".")
    return words[:1].lower() + words[1:]
