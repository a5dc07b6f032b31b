"""What everything depends on: site.yaml, the theme, and files that they name."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from statusgen import __version__, disk
from statusgen.artefacts import key_of
from statusgen.config import Config
from statusgen.config_reader import read_config
from statusgen.disk import Listing, Stamp
from statusgen.errors import ContentError, Location, Problem
from statusgen.parse.context import ParseContext
from statusgen.render.site import RenderEnv
from statusgen.render.theme import make_theme


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """A project's settings, ready to parse and render with."""

    config: Config
    context: ParseContext
    env: RenderEnv
    parser: bytes  #: digest of all that parsing depends on beside the source


def read_settings(root: Path) -> Settings:
    """Read site.yaml, the logo and the theme of the project in *root*.

    Raises :class:`ContentError` with every problem in them.
    """
    source = disk.read_source(root, disk.SITE_FILE)
    if source is None:
        source = Problem(Location(disk.SITE_FILE), "this file is missing")
    if isinstance(source, Problem):
        raise ContentError([source])
    config, problems = read_config(source)
    if config is None:
        raise ContentError(problems)
    theme_files = disk.read_theme(root, config.theme)
    logo = disk.read_asset(root, config.brand.logo) if config.brand.logo else None
    found = [*problems, *(p for p in (theme_files, logo) if isinstance(p, Problem))]
    if found or isinstance(theme_files, Problem) or isinstance(logo, Problem):
        raise ContentError(found)
    fingerprint = key_of(
        __version__, source.data, logo, [sorted(layer.items()) for layer in theme_files]
    )
    env = RenderEnv(
        config=config, theme=make_theme(theme_files), fingerprint=fingerprint, logo=logo
    )
    return Settings(
        config=config,
        context=ParseContext(config),
        env=env,
        parser=key_of(__version__, source.data),
    )


def inputs_checksum(root: Path, listing: Listing) -> int:
    """Return a checksum over the stamps of everything that a build reads."""
    files = dict(listing.files)
    for name, folder in disk.settings_folders(root):
        files.update({f"{name}/{path}": stamp for path, stamp in folder})
    version = zlib.crc32(__version__.encode())
    problems = zlib.crc32(repr(listing.problems).encode())
    return checksum(files) ^ version ^ problems


def checksum(files: Mapping[str, Stamp]) -> int:
    """Return a checksum over paths and stamps; order does not matter."""
    crc = zlib.crc32
    total = 0
    for path, stamp in files.items():
        total += hash((crc(path.encode()), stamp.mtime_ns, stamp.size, stamp.inode))
    return total & 0x7FFF_FFFF_FFFF_FFFF
