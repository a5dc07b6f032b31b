"""A source file as it was read: the first value of the pipeline."""

from __future__ import annotations

import msgspec

from statusgen.errors import Location, Problem

#: Bytes. An incident with a hundred long updates has a tenth of this.
MAX_SOURCE_SIZE = 1_000_000


class SourceFile(msgspec.Struct, frozen=True):
    """A file's bytes, and where they come from.

    ``path`` is relative to the project with forward slashes, e.g.
    ``content/incidents/2026-11-23-checkout-errors.md``.
    """

    path: str
    data: bytes


def too_large(path: str, size: int) -> Problem:
    """Return the problem of a file of *size* bytes that is over :data:`MAX_SOURCE_SIZE`."""
    return Problem(
        Location(path),
        f"this file is too large: {size:,} bytes, at most {MAX_SOURCE_SIZE:,} are read",
        "is it a text file? Pictures and logs go elsewhere, and are linked to",
    )
