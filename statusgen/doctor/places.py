"""The real targets, and the pages that were built here."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from statusgen.config import Target
from statusgen.doctor.findings import OfflineError
from statusgen.errors import StatusgenError
from statusgen.publish.errors import TargetError
from statusgen.publish.ledger import load
from statusgen.publish.opening import read_options
from statusgen.publish.ports import Session
from statusgen.publish.record import Release
from statusgen.publish.s3 import S3Options, make_client
from statusgen.publish.s3_errors import Place, explained
from statusgen.publish.target import PRIVATE, Headers, Special

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

#: How many built pages are read.
MOST_PAGES = 200
_PROBE = b"written by statusgen doctor, and removed again\n"


class RealPlaces:
    """The targets of site.yaml, each opened by *open_target* when it is asked."""

    def __init__(
        self,
        open_target: Callable[[Target], Session],
        open_client: Callable[[S3Options], S3Client] = make_client,
    ) -> None:
        self._open = open_target
        self._client = open_client

    def live(self, target: Target) -> Release | None:
        """Return the release that the target's record says is live."""
        loaded = load(self._open(target))
        if loaded.damaged:
            raise StatusgenError("its release record is damaged", hint="run: statusgen publish")
        return loaded.head.live if loaded.head else None

    def versioned(self, target: Target) -> bool | None:
        """Return whether a bucket keeps versions, or copies instead."""
        if target.type != "s3":
            return None
        options = read_options(target.options, S3Options, f"target '{target.name}'")
        if options.keep == "copies":
            return True
        place = Place(options.bucket, options.region, options.endpoint_url)
        with explained(place):
            told = self._client(options).get_bucket_versioning(Bucket=options.bucket)
        return told.get("Status") == "Enabled"

    def probe(self, target: Target) -> None:
        """Write, read and remove a small object."""
        store = self._open(target).store
        key = f"{PRIVATE}probe-{secrets.token_hex(6)}"
        headers = Headers("text/plain; charset=utf-8", "no-store")
        store.put(key, _PROBE, headers, expect=Special.ANYTHING)
        try:
            found = store.get(key)
        finally:
            kept = store.delete([key])
        if found is None or found.body != _PROBE:
            raise TargetError("what was written is not what is read")
        if kept:
            raise TargetError(f"what was written cannot be removed ({kept[key]})")


class NoPlaces:
    """For looking without going outside."""

    def live(self, target: Target) -> Release | None:
        """Not answer."""
        raise _offline(target)

    def versioned(self, target: Target) -> bool | None:
        """Not answer."""
        raise _offline(target)

    def probe(self, target: Target) -> None:
        """Not answer."""
        raise _offline(target)


def _offline(target: Target) -> OfflineError:
    return OfflineError(
        f"'{target.name}' was not asked: --offline", hint="run it again with a network"
    )


def built_pages(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of built pages: those at the top, and some of each folder."""
    found = sorted(site.rglob("*.html")) if site.is_dir() else []
    top = [path for path in found if path.parent == site]
    rest = [path for path in found if path.parent != site]
    step = max(1, len(rest) // MOST_PAGES + 1)
    for path in (*top, *rest[::step]):
        yield path.relative_to(site).as_posix(), path.read_bytes()
