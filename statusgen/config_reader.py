"""content/site.yaml to a :class:`Config`, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from datetime import timedelta
from typing import TypeVar

import msgspec

from statusgen.config import Alternative, Brand, Budget, Clock, Config, Contact, Uptime
from statusgen.errors import Location, Problem
from statusgen.model import ComponentStatus, Severity
from statusgen.parse import site_values
from statusgen.parse.context import component_status, listing, severity_of, severity_problem, short
from statusgen.parse.fields import Fields
from statusgen.parse.site_checks import read_checks
from statusgen.parse.site_components import MAX_NAME, read_components, read_names
from statusgen.parse.site_targets import read_targets
from statusgen.parse.text import decode
from statusgen.parse.times import parse_span
from statusgen.sources import SourceFile
from statusgen.yaml_source import Broken, Mapping, Node, Scalar, Sequence, read_yaml

T = TypeVar("T")

_LEAST_WEIGHT = 1_000  # no page of ours is as light: a smaller budget is a slip
_MOST_LANGUAGES = 100  # no site has as many, and each is looked up

KEYS = (
    *("name", "url", "main_site", "hub", "description", "timezone", "languages"),
    *("contact", "alternatives", "brand", "components", "clock", "uptime"),
    *("checks", "budget", "theme", "targets"),
)
_MEANT: MappingOf[str, str] = {
    "title": "did you mean 'name'?",
    "base_url": "did you mean 'url'?",
    "site": "did you mean 'main_site'?",
    "website": "did you mean 'main_site'?",
    "tz": "did you mean 'timezone'?",
    "lang": "did you mean 'languages'?",
    "groups": "a group stands among the components: - group: Storefront",
    "color": "it stands in 'brand'",
    "logo": "it stands in 'brand'",
    "favicon": "it stands in 'brand'",
    "email": "it stands in 'contact'",
    "phone": "it stands in 'contact'",
    "publish": "did you mean 'targets'?",
}
_SHAPE = "a site needs at least name, url and components"
#: The defaults; its address stands in where none can be read, so that content can be checked.
_USUAL = Config(name="", url="http://localhost/", components=())


def read_config(source: SourceFile) -> tuple[Config | None, tuple[Problem, ...]]:
    """Return what *source*, the file site.yaml, says, with defaults filled in.

    With problems there may still be a Config: good enough to check content against, and
    not to build with. It is None where no component could be read.
    """
    text = decode(source)
    if isinstance(text, Problem):
        return None, (text,)
    node, found = read_yaml(text, path=source.path)
    problems = list(found)
    if isinstance(node, Mapping):
        config = _config(
            Fields(node, path=source.path, known=KEYS, problems=problems, meant=_MEANT)
        )
        return config, tuple(problems)
    if not problems:
        at = Location(source.path, *((node.line, node.column) if node else (1, 1)))
        message = "this file has no 'key: value' lines" if node else "this file is empty"
        problems.append(Problem(at, message, _SHAPE))
    return None, tuple(problems)


def _config(fields: Fields) -> Config | None:
    for key in ("name", "url", "components"):
        fields.require(key, _SHAPE)
    languages = _languages(fields)
    parts = read_components(
        fields.node("components"),
        path=fields.path,
        languages=languages,
        problems=fields.problems,
    )
    config = Config(
        name=fields.line("name", limit=MAX_NAME),
        url=fields.read("url", site_values.site_address) or _USUAL.url,
        components=parts.components,
        groups=parts.groups,
        main_site=fields.read("main_site", site_values.web_address) or "",
        hub=fields.read("hub", site_values.web_address) or "",
        timezone=fields.read("timezone", site_values.zone) or _USUAL.timezone,
        languages=languages,
        description=fields.line("description"),
        contact=_contact(fields),
        alternatives=_alternatives(fields, languages),
        brand=_brand(fields),
        clock=_clock(fields),
        uptime=_uptime(fields),
        checks=read_checks(fields),
        budget=_budget(fields),
        theme=fields.read("theme", site_values.theme) or _USUAL.theme,
        targets=read_targets(fields.node("targets"), path=fields.path, problems=fields.problems),
    )
    return config if config.components else None


def _inner(fields: Fields, key: str, known: tuple[str, ...]) -> Fields | None:
    """Return the keys below *key*, or None where there are none."""
    mapping = fields.mapping(key)
    if mapping is None:
        return None
    return Fields(mapping, path=fields.path, known=known, problems=fields.problems)


def _languages(fields: Fields) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    nodes = fields.scalars("languages")
    if len(nodes) > _MOST_LANGUAGES:
        fields.problem(f"languages: there are more than {_MOST_LANGUAGES}", "languages")
    for node in nodes[:_MOST_LANGUAGES]:
        code = site_values.language(node.text, fields.at(node))
        if isinstance(code, Problem):
            fields.problems.append(code)
        elif code in codes:
            fields.problem(f"languages: '{code}' is here twice", node, "keep one of the two")
        else:
            codes[code] = None
    return tuple(codes) or _USUAL.languages


def _contact(fields: Fields) -> Contact:
    inner = _inner(fields, "contact", ("email", "phone", "url"))
    if inner is None:
        return Contact()
    return Contact(
        email=inner.read("email", site_values.email) or "",
        phone=inner.read("phone", site_values.phone) or "",
        url=inner.read("url", site_values.web_address) or "",
    )


def _alternatives(fields: Fields, languages: tuple[str, ...]) -> tuple[Alternative, ...]:
    node = fields.node("alternatives")
    if node is None:
        return ()
    example = 'write e.g. {label: Order by phone, url: "tel:+442079460000"}'
    if not isinstance(node, Sequence):
        fields.problem("alternatives: a list is expected here", node, "begin each item with '- '")
        return ()
    found = []
    for item in node.items:
        if not isinstance(item, Mapping):
            if not isinstance(item, Broken):
                fields.problem("alternatives: a label is expected here", item, example)
            continue
        one = Fields(
            item, path=fields.path, known=("label", "url", "labels"), problems=fields.problems
        )
        one.require("label", example)
        found.append(
            Alternative(
                label=one.line("label", limit=MAX_NAME),
                url=one.read("url", site_values.alternative_address) or "",
                labels=read_names(one, "labels", languages),
            )
        )
    return tuple(found)


def _brand(fields: Fields) -> Brand:
    inner = _inner(fields, "brand", ("color", "logo", "favicon"))
    if inner is None:
        return Brand()
    return Brand(
        color=inner.read("color", site_values.color) or Brand().color,
        logo=inner.read("logo", site_values.picture) or "",
        favicon=inner.read("favicon", site_values.icon) or "",
    )


def _clock(fields: Fields) -> Clock:
    usual = Clock()
    inner = _inner(fields, "clock", ("first_update", "next_update", "review"))
    if inner is None:
        return usual
    return Clock(
        first_update=inner.read("first_update", _span) or usual.first_update,
        next_update=_paces(inner, dict(usual.next_update)),
        review=inner.read("review", _span) or usual.review,
    )


def _paces(
    fields: Fields, paces: dict[Severity, timedelta]
) -> tuple[tuple[Severity, timedelta], ...]:
    """Return the key ``next_update``: one span for all, or one for each severity."""
    if isinstance(fields.node("next_update"), Scalar):
        pace = fields.read("next_update", _span)
        return tuple((severity, pace or usual) for severity, usual in paces.items())
    mapping = fields.mapping("next_update")
    for key, value in mapping.entries if mapping else ():
        severity = severity_of(key.text)
        if severity is None:
            fields.problems.append(severity_problem(key.text, at=fields.at(key)))
        else:
            paces[severity] = _value(fields, value, _span) or paces[severity]
    return tuple(paces.items())


def _uptime(fields: Fields) -> Uptime:
    inner = _inner(fields, "uptime", ("weights",))
    mapping = inner.mapping("weights") if inner else None
    weights = Uptime()
    counted = [status for status in ComponentStatus if status.key in weights.__struct_fields__]
    given: dict[str, float] = {}
    for key, value in mapping.entries if mapping else ():
        status = component_status(key.text)
        if status not in counted:
            names = listing("weights are for", (status.key for status in counted))
            fields.problem(f"'{short(key.text)}' has no weight", key, names)
        else:
            weight = _value(fields, value, site_values.weight)
            if weight is not None:
                given[status.key] = weight
    return msgspec.structs.replace(weights, **given)


def _budget(fields: Fields) -> Budget:
    usual = Budget()
    inner = _inner(fields, "budget", ("front_page",))
    if inner is None:
        return usual
    size = inner.whole("front_page", default=usual.front_page)
    if size < _LEAST_WEIGHT:
        message = f"front_page: {size} bytes are too few for a page"
        inner.problem(message, "front_page", f"write bytes, e.g. {usual.front_page}")
    return Budget(front_page=size)


def _value(fields: Fields, node: Node, reader: Callable[[str, Location], T | Problem]) -> T | None:
    """Return what *reader* makes of *node*, or None where a problem says why not."""
    if isinstance(node, Scalar):
        found = reader(node.text, fields.at(node))
        if not isinstance(found, Problem):
            return found
        fields.problems.append(found)
    elif not isinstance(node, Broken):
        fields.problem("one value is expected here", node)
    return None


def _span(text: str, at: Location) -> timedelta | Problem:
    return parse_span(text, at=at)
