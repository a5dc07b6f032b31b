"""Checksums over the stamps of files: whether anything has changed, without reading any."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from statusgen import __version__, disk
from statusgen.disk import Listing, Stamp
from statusgen.theme_files import theme_stamps

_MASK = 0x7FFF_FFFF_FFFF_FFFF


def inputs_checksum(root: Path, listing: Listing) -> int:
    """Return a checksum over the stamps of everything that a build reads."""
    files = dict(listing.files)
    files.update(theme_stamps(root))
    files.update(disk.list_beside(root))
    version = zlib.crc32(__version__.encode())
    problems = zlib.crc32(repr(listing.problems).encode())
    return checksum(files) ^ version ^ problems


def checksum(files: Mapping[str, Stamp] | Iterable[tuple[str, Stamp]]) -> int:
    """Return a checksum over paths and stamps; order does not matter.

    It is a sum, so that :func:`corrected` can follow a change without looking at the rest.
    """
    crc = zlib.crc32
    total = 0
    for path, stamp in files.items() if isinstance(files, Mapping) else files:
        total += hash((crc(path.encode()), stamp.mtime_ns, stamp.size, stamp.inode))
    return total & _MASK


def corrected(
    total: int, gone: Iterable[tuple[str, Stamp]], come: Iterable[tuple[str, Stamp]]
) -> int:
    """Return the checksum *total* after files have *gone* and others have *come*."""
    return (total - checksum(gone) + checksum(come)) & _MASK
