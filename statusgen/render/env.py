"""What rendering needs beside the state: settings, theme, languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from statusgen.config import Config
from statusgen.render.language import Language, make_language
from statusgen.render.theme import Theme


@dataclass(frozen=True, kw_only=True, eq=False)
class RenderEnv:
    """Everything that does not depend on content: an item's own pages see nothing else.

    ``fingerprint`` is the digest of the program's version, the theme's files,
    the settings, logo and favicon: it is a part of every artefact's key.
    """

    config: Config
    theme: Theme
    fingerprint: bytes
    logo: bytes | None = None  #: the file that ``brand.logo`` names
    favicon: bytes | None = None  #: the file that ``brand.favicon`` names

    @cached_property
    def languages(self) -> Mapping[str, Language]:
        """Return the site's languages by code, the default first."""
        return {
            code: make_language(code, config=self.config, theme=self.theme)
            for code in self.config.languages
        }

    @property
    def default(self) -> Language:
        """Return the site's default language."""
        return self.languages[self.config.languages[0]]
