"""What everything depends on: site.yaml, the theme, and files that they name."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from pathlib import Path

import msgspec

from statusgen import __version__, disk
from statusgen.artefacts import key_of
from statusgen.config import Config
from statusgen.config_reader import read_config
from statusgen.errors import ContentError, Level, Location, Problem
from statusgen.parse.context import ParseContext
from statusgen.render.env import RenderEnv
from statusgen.render.language import spoken, unspoken
from statusgen.render.theme import Theme, make_theme
from statusgen.sources import SourceFile
from statusgen.theme_files import default_theme, read_theme


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
    layers = read_theme(root, config.theme)
    logo, favicon = (
        disk.read_asset(root, path) if path else None
        for path in (config.brand.logo, config.brand.favicon)
    )
    found = (*problems, *(p for p in (layers, logo, favicon) if isinstance(p, Problem)))
    if isinstance(layers, Problem):
        layers = default_theme()
    logo, favicon = (None if isinstance(p, Problem) else p for p in (logo, favicon))
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
        problems=(*found, *_unspoken(config, theme, source)),
        parser=key_of(__version__, source.data),
    )


def _unspoken(config: Config, theme: Theme, source: SourceFile) -> Iterator[Problem]:
    """Yield advice on each language that the theme has no words in."""
    lines = source.data.split(b"\n")
    line = next((n for n, text in enumerate(lines, 1) if text.startswith(b"languages:")), 0)
    for code in unspoken(config.languages, theme):
        yield Problem(
            Location(source.path, line),
            f"languages: nobody has put the pages' own words into '{code}'; they stay in English",
            f"there are words in {', '.join(spoken(theme))}; docs/themes.md says how to add some",
            Level.ADVICE,
        )
