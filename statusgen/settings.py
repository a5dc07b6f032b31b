"""What everything depends on: site.yaml, the theme, and files that they name."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import msgspec

from statusgen import __version__, disk
from statusgen.artefacts import key_of
from statusgen.config import Config
from statusgen.config_reader import read_config
from statusgen.errors import ContentError, Level, Location, Problem
from statusgen.parse.context import ParseContext
from statusgen.parse.places import place_in
from statusgen.render.brand import LIGHT_GROUND, readable
from statusgen.render.env import RenderEnv
from statusgen.render.language import spoken, unspoken
from statusgen.render.theme import Theme, make_theme
from statusgen.sources import SourceFile
from statusgen.theme_files import default_theme, read_theme

T = TypeVar("T")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """A project's settings, ready to parse and render with."""

    config: Config
    context: ParseContext
    env: RenderEnv
    problems: tuple[Problem, ...] = ()  #: those of the settings, to be told with the content's
    parser: bytes  #: digest of all that parsing depends on beside the source


def read_settings(root: Path, *, bytecode: MutableMapping[str, bytes] | None = None) -> Settings:
    """Read site.yaml, the logo and the theme of the project in *root*.

    *bytecode* keeps compiled templates from one build to the next. What is wrong
    is in ``problems``, and the rest is good enough to check the content with;
    raises :class:`ContentError` where it is not.
    """
    source = disk.read_source(root, disk.SITE_FILE)
    if source is None:
        source = Problem(Location(disk.SITE_FILE), "this file is missing")
    if isinstance(source, Problem):
        raise ContentError([source])
    config, problems = read_config(source)
    if config is None:
        raise ContentError(problems)
    found = list(problems)
    layers = _found(read_theme(root, config.theme), source, ("theme",), found) or default_theme()
    logo, favicon = (
        _found(disk.read_asset(root, path), source, ("brand", key), found) if path else None
        for key, path in (("logo", config.brand.logo), ("favicon", config.brand.favicon))
    )
    theme = make_theme(layers, bytecode=bytecode)
    env = RenderEnv(
        config=config,
        theme=theme,
        fingerprint=key_of(__version__, source.data, logo, favicon, theme.digest),
        logo=logo,
        favicon=favicon,
    )
    return Settings(
        config=config,
        context=ParseContext(config),
        env=env,
        problems=(
            *found,
            *theme.problems(),
            *_unspoken(config, theme, source),
            *_unreadable(config, source),
        ),
        parser=key_of(__version__, source.data),
    )


def require_settings(root: Path) -> Settings:
    """Return what :func:`read_settings` does, for what is written from site.yaml alone.

    Raises :class:`ContentError` where that has any mistake: a default in the place of
    what somebody meant would be taken to a server, where nobody looks for it.
    """
    settings = read_settings(root)
    if any(problem.level is Level.ERROR for problem in settings.problems):
        raise ContentError(settings.problems)
    return settings


def _found(
    what: T | Problem, source: SourceFile, keys: Sequence[str], problems: list[Problem]
) -> T | None:
    """Return *what* the key of site.yaml names; where it is a problem, note it at that key."""
    if isinstance(what, Problem):
        problems.append(replace(what, at=place_in(source, *keys)))
        return None
    return what


def _unspoken(config: Config, theme: Theme, source: SourceFile) -> Iterator[Problem]:
    """Yield advice on each language that the theme has no words in."""
    for code in unspoken(config.languages, theme):
        yield Problem(
            place_in(source, "languages", text=code),
            f"languages: nobody has put the pages' own words into '{code}'; they stay in English",
            f"there are words in {', '.join(spoken(theme))}; docs/themes.md says how to add some",
            Level.ADVICE,
        )


def _unreadable(config: Config, source: SourceFile) -> Iterator[Problem]:
    """Yield advice where the company's colour is shown in another shade, to be read on white.

    That it is made lighter on dark grounds goes without saying.
    """
    color = config.brand.color
    shown = readable(color, LIGHT_GROUND)
    if shown != color:
        yield Problem(
            place_in(source, "brand", "color"),
            f"brand: '{color}' is too light for a light page; links and buttons are shown "
            f"in '{shown}'",
            f'write color: "{shown}" to agree, or a darker colour of yours (WCAG 2.2, 1.4.3)',
            Level.ADVICE,
        )
