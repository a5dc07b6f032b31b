"""Files that pages point at: the logo, the tab's icon, and what a theme brings along."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from urllib.parse import quote

from statusgen.artefacts import Artefact, CachePolicy, Stage, key_of
from statusgen.render.env import RenderEnv

#: A logo of at most so many bytes is carried inside every page; a larger one is a file beside.
INLINE_LOGO = 3000
#: Static files below these folders become a part of pages or pictures: no files of the site.
_USED = ("css/", "js/", "card/")

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "svg": "image/svg+xml",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
        "webp": "image/webp",
        "avif": "image/avif",
        "ico": "image/x-icon",
        "woff2": "font/woff2",
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "json": "application/json",
        "txt": "text/plain; charset=utf-8",
    }
)

_VIEW_BOX = re.compile(rb"""viewBox=["'] *[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)""")
_WRENCH = '<path d="M11.7 6.2a2.6 2.6 0 1 1-1.9-1.9M7.3 8.7l-3.2 3.2"/>'
#: The tab's icon: the status's shape and colour, readable on light and dark tabs.
_ICONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "operational": (
            "#1f9d63",
            '<circle cx="8" cy="8" r="7"/><path d="m4.8 8.3 2.3 2.3 4.2-4.8"/>',
        ),
        "under_maintenance": (
            "#4c7be0",
            f'<rect x="1" y="1" width="14" height="14" rx="3.5"/>{_WRENCH}',
        ),
        "degraded_performance": (
            "#c88a04",
            '<path d="M8 1.2 15.4 14.4H.6z"/><path d="M8 5.6v4M8 12v.2"/>',
        ),
        "partial_outage": ("#e0691c", '<path d="m8 .6 7.4 7.4L8 15.4.6 8z"/><path d="M5 8h6"/>'),
        "major_outage": (
            "#d62f45",
            '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"/>',
        ),
        "unknown": ("#7b8490", '<circle cx="8" cy="8" r="7"/><path d="M5 8h6"/>'),
    }
)


@lru_cache(maxsize=16)
def state_icon(tone: str) -> str:
    """Return the ``data:`` address of an icon that shows a status."""
    color, shapes = _ICONS[tone]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="{color}" '
        f'stroke="#fff" stroke-width="0">{shapes}</svg>'
    )
    body, _, mark = svg.rpartition("<path ")
    svg = f'{body}<path fill="none" stroke-width="1.8" stroke-linecap="round" {mark}'
    return "data:image/svg+xml," + quote(svg, safe="=:/'\"").replace('"', "'")


def brand_icon(env: RenderEnv) -> str:
    """Return the ``data:`` address of the favicon that site.yaml names, else of a plain one."""
    if env.favicon is None:
        return state_icon("unknown")
    return _data_address(env.config.brand.favicon, env.favicon)


def logo_address(env: RenderEnv) -> str:
    """Return the logo as ``data:`` if it is small, else its path; empty for none."""
    if env.logo is None:
        return ""
    if len(env.logo) <= INLINE_LOGO:
        return _data_address(env.config.brand.logo, env.logo)
    return asset_path(env.config.brand.logo, env.logo)


def logo_is_mark(logo: bytes | None) -> bool:
    """Return whether *logo* is a mark and no lettering: less than twice as wide as high.

    Reads a PNG's header (PNG Specification, 11.2.2) or an SVG's ``viewBox``.
    """
    if logo is None:
        return False
    if logo.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", logo[16:24])
        return bool(width < 2 * height)
    box = _VIEW_BOX.search(logo[:2000])
    return box is not None and float(box[1]) < 2 * float(box[2])


def _data_address(name: str, data: bytes) -> str:
    return f"data:{media_type_of(name)};base64,{base64.b64encode(data).decode()}"


def asset_path(name: str, data: bytes) -> str:
    """Return where a file is put that never changes under its address."""
    stem, _, ending = name.rpartition("/")[2].rpartition(".")
    digest = hashlib.blake2b(data, digest_size=5).hexdigest()
    return f"assets/{stem}.{digest}.{ending}"


def media_type_of(name: str) -> str:
    """Return the media type of a static file by its ending."""
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def static_files(env: RenderEnv) -> Mapping[str, tuple[str, bytes]]:
    """Return name → (path, bytes) of the theme's static files that are files of the site."""
    files = {}
    for name in env.theme.static_names():
        data = env.theme.static(name)
        if data is not None and not name.startswith(_USED):
            files[name] = (asset_path(name, data), data)
    return files


def asset_artefacts(env: RenderEnv) -> Iterator[Artefact]:
    """Yield the files that pages point at; their addresses change with their bytes."""
    files = dict(static_files(env).values())
    if env.logo is not None and len(env.logo) > INLINE_LOGO:
        files[logo_address(env)] = env.logo
    for path, data in sorted(files.items()):
        yield Artefact(
            path=path,
            key=key_of(path, data),
            media_type=media_type_of(path),
            render=partial(bytes, data),
            cache=CachePolicy.IMMUTABLE,
            stage=Stage.ASSET,
        )
