"""Themes: templates, styles, scripts and catalogues, looked up through layers.

A site has up to three layers, the first that has a file wins: the project's own
``themes/``, the theme that site.yaml names, and the default theme. A template
reaches past that order by naming a layer: ``{% extends "default/index.html" %}``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from types import CodeType

import jinja2
import msgspec
from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined
from jinja2.bccache import Bucket

from statusgen.errors import ContentError, Problem
from statusgen.render.theme_problems import (
    PROJECT,
    TEMPLATE_ERRORS,
    inheritance_problems,
    place_of,
    template_problem,
)

__all__ = ["DEFAULT", "PROJECT", "Theme", "ThemeFiles", "make_theme"]

DEFAULT = "default"

_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_KEEPS_SPACES = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)


class ThemeFiles(msgspec.Struct, frozen=True, kw_only=True):
    """One layer's files, as read.

    ``catalogs`` maps a language to the bytes of its ``messages.mo``, or of its
    ``messages.po`` where it has not been compiled.
    """

    name: str  #: ``project``, or the theme's
    place: str = ""  #: its folder as people are told it, e.g. "themes/default"
    templates: Mapping[str, str] = {}  #: name below ``templates/``, e.g. "index.html" → source
    static: Mapping[str, bytes] = {}  #: name below ``static/``, e.g. "css/base.css" → bytes
    catalogs: Mapping[str, bytes] = {}


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A site's theme: its layers as one. Make it with :func:`make_theme`."""

    layers: tuple[ThemeFiles, ...]  #: the first that has a file wins
    bytecode: MutableMapping[str, bytes] | None = field(default=None, compare=False)

    @cached_property
    def digest(self) -> bytes:
        """Return the 16-byte digest of every file in every layer."""
        digest = hashlib.blake2b(digest_size=16)
        for layer in self.layers:
            for kind, files in (("t", layer.templates), ("s", layer.static), ("c", layer.catalogs)):
                for name in sorted(files):
                    data = files[name]
                    data = data.encode() if isinstance(data, str) else data
                    digest.update(f"{layer.name}\0{kind}\0{name}\0{len(data)}\0".encode() + data)
        return digest.digest()

    def render(self, name: str, shared: Mapping[str, object], /, **values: object) -> str:
        """Return what the template *name* makes of *shared* and *values*, which win.

        *name* is e.g. ``index.html`` or ``default/index.html``. Raises
        :class:`ContentError`, with file and line, where it is missing, cannot be
        compiled, or asks for what it is not given.
        """
        try:
            return self._jinja.get_template(name).render(shared, **values)
        except TEMPLATE_ERRORS as error:
            given = {*shared, *values, *self._jinja.globals}
            problem = template_problem(error, name, self.layers, sorted(given))
            raise ContentError([problem]) from error

    def problems(self) -> Iterator[Problem]:
        """Yield what keeps the project's own templates from being read, of all of them at once.

        What a template asks for and is not given shows when a page is made from it.
        """
        for layer in self.layers:
            for name in sorted(layer.templates) if layer.name == PROJECT else ():
                try:
                    self._jinja.get_template(name)
                    yield from inheritance_problems(name, _finder(self.layers), self._jinja)
                except jinja2.TemplateError as error:
                    yield template_problem(error, name, self.layers)

    def static(self, name: str) -> bytes | None:
        """Return the bytes of the static file *name* from the first layer that has it."""
        return next((layer.static[name] for layer in self.layers if name in layer.static), None)

    def every_static(self, name: str) -> Iterator[bytes]:
        """Yield the static file *name* of each layer that has it, the default theme's first."""
        for layer in reversed(self.layers):
            if name in layer.static:
                yield layer.static[name]

    def static_names(self) -> tuple[str, ...]:
        """Return the names of all static files, sorted."""
        return tuple(sorted({name for layer in self.layers for name in layer.static}))

    def catalogs(self, language: str) -> Iterator[bytes]:
        """Yield the catalogues of *language*, the layer that wins first."""
        for layer in self.layers:
            if language in layer.catalogs:
                yield layer.catalogs[language]

    @cached_property
    def _jinja(self) -> Environment:
        return Environment(
            loader=FunctionLoader(_finder(self.layers)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=None if self.bytecode is None else _Bytecode(self.bytecode),
        )


def make_theme(
    layers: tuple[ThemeFiles, ...], *, bytecode: MutableMapping[str, bytes] | None = None
) -> Theme:
    """Return the theme of *layers*, the one that wins first and the default theme last.

    *bytecode* keeps compiled templates: hand in what was kept from the last build
    (entries of other templates or versions are ignored) and keep what is in it
    afterwards. Compiling takes longer than rendering a whole small site.
    """
    return Theme(layers=layers, bytecode=bytecode)


def _finder(layers: tuple[ThemeFiles, ...]) -> Callable[[str], tuple[str, str, None] | None]:
    """Find ``name`` in the first layer that has it, and ``layer/name`` in that layer."""

    def find(name: str) -> tuple[str, str, None] | None:
        for layer in layers:
            if name in layer.templates:
                return _dedented(layer.templates[name]), place_of(layer, name), None
        layer_name, _, rest = name.partition("/")
        for layer in layers:
            if layer.name == layer_name and rest in layer.templates:
                return _dedented(layer.templates[rest]), place_of(layer, rest), None
        return None

    return find


def _dedented(source: str) -> str:
    """Return *source* without its indentation, which HTML does not need; lines stay lines."""
    return source if _KEEPS_SPACES.search(source) else _INDENT.sub("", source)


class _Bytecode(BytecodeCache):
    """Compiled templates in a mapping that the caller keeps."""

    def __init__(self, store: MutableMapping[str, bytes]) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        data = self._store.get(bucket.key)
        if data is not None:
            try:
                bucket.bytecode_from_string(data)
            except (EOFError, ValueError, TypeError):
                bucket.reset()
        if not isinstance(bucket.code, CodeType):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store[bucket.key] = bucket.bytecode_to_string()
