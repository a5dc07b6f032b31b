"""Checksums over the stamps of files: whether anything has changed, without reading any."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

from statusgen import __version__, disk
from statusgen.disk import Listing, Stamp
from statusgen.theme_files import theme_stamps


def inputs_checksum(root: Path, listing: Listing) -> int:
    """Return a checksum over the stamps of everything that a build reads."""
    files = dict(listing.files)
    files.update(theme_stamps(root))
    files.update(disk.list_beside(root))
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
