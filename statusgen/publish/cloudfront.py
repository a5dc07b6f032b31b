"""Amazon CloudFront: invalidations of changed paths.

The limits are CloudFront's own (developer guide, "Invalidate files" and "Quotas"); no
test server knows them, so they are kept here: 3,000 paths in progress, 15 of them with a
wildcard, which may only be the last character; a path begins with a slash, is URL-encoded
and has at most 4,000 characters. The first 1,000 paths of a month are free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from statusgen.publish.errors import PurgeError, TargetError
from statusgen.publish.opening import read_options
from statusgen.publish.s3_errors import Place, explained, explained_opening, is_missing

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_cloudfront import CloudFrontClient

PATHS_IN_PROGRESS = 3000
WILDCARDS_IN_PROGRESS = 15
LONGEST_PATH = 4000
_ENCODED = re.compile(r"/(?:[A-Za-z0-9\-._~!$&'()+,;=:@/]|%[0-9A-F]{2})*\*?")


class CloudFrontOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``cdn: {type: cloudfront}`` may say in site.yaml."""

    distribution: str
    profile: str = ""
    endpoint_url: str = ""


def open_cdn(options: Mapping[str, str]) -> CloudFront:
    """Open the distribution that *options* name, with AWS's own chain of credentials."""
    told = read_options(options, CloudFrontOptions, "cloudfront")
    return CloudFront(make_client(told), told.distribution)


def make_client(
    options: CloudFrontOptions, session: boto3.Session | None = None
) -> CloudFrontClient:
    """Return a client that tries nothing again by itself."""
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=5,
        read_timeout=20,
        retries={"total_max_attempts": 1, "mode": "standard"},
    )
    with explained_opening(Place(options.distribution, endpoint_url=options.endpoint_url)):
        session = session or boto3.Session(profile_name=options.profile or None)
        return session.client(
            "cloudfront",
            region_name="us-east-1",  # where this service of no region is found
            endpoint_url=options.endpoint_url or None,
            config=config,
        )


class CloudFront:
    """One distribution."""

    def __init__(self, client: CloudFrontClient, distribution: str) -> None:
        self._client = client
        self._distribution = distribution

    def purge(self, urls: tuple[str, ...], *, everything: str, reference: str) -> None:
        """Create an invalidation; the same reference is the same one."""
        addresses = [everything + "*"] if everything else list(urls)
        paths = tuple(sorted({urlsplit(address).path or "/" for address in addresses}))
        check_paths(paths)
        for number, batch in enumerate(batches(paths)):
            self._invalidate(batch, f"{reference}-{number}" if number else reference)

    def _invalidate(self, paths: Sequence[str], reference: str) -> None:
        try:
            with explained(Place(self._distribution)):
                self._client.create_invalidation(
                    DistributionId=self._distribution,
                    InvalidationBatch={
                        "Paths": {"Quantity": len(paths), "Items": list(paths)},
                        "CallerReference": reference,
                    },
                )
        except TargetError as error:
            if is_missing(error):
                raise PurgeError(
                    f"there is no CloudFront distribution '{self._distribution}'",
                    hint="check distribution: of this target's cdn",
                ) from error
            if error.passing:
                raise
            raise PurgeError(f"CloudFront: {error}", hint=error.hint) from error


def check_paths(paths: Sequence[str]) -> None:
    """Raise PurgeError for what CloudFront would refuse, or take and not do."""
    for path in paths:
        if not path.startswith("/"):
            raise PurgeError(f"an invalidation path must begin with a slash: {path}")
        if "*" in path[:-1]:
            raise PurgeError(f"a wildcard may only end an invalidation path: {path}")
        if len(path) > LONGEST_PATH:
            raise PurgeError(f"an invalidation path is longer than {LONGEST_PATH} characters")
        if not _ENCODED.fullmatch(path):
            raise PurgeError(f"an invalidation path is not URL-encoded: {path}")
    wildcards = sum(path.endswith("*") for path in paths)
    if wildcards > WILDCARDS_IN_PROGRESS:
        raise PurgeError(f"{wildcards} wildcards; CloudFront takes {WILDCARDS_IN_PROGRESS}")


def batches(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield *paths* in parts that one invalidation may hold."""
    for start in range(0, len(paths), PATHS_IN_PROGRESS):
        yield paths[start : start + PATHS_IN_PROGRESS]
