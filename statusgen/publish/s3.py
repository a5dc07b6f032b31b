"""A bucket as a target: Amazon S3, and any service that speaks its protocol."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import msgspec

from statusgen.publish.errors import ConditionError
from statusgen.publish.headers import Encoding
from statusgen.publish.s3_errors import Place, explained, explained_opening, is_missing
from statusgen.publish.target import (
    PRIVATE,
    Expect,
    Found,
    Headers,
    Quirks,
    Special,
    Stored,
    Traffic,
)

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_s3 import S3Client

#: Seconds to wait for a connection, and for the next bytes of an answer.
CONNECT_TIMEOUT, READ_TIMEOUT = 5, 20
_DELETE_BATCH = 1000  #: keys in one DeleteObjects (S3 API reference)
_KEPT = PRIVATE + "kept/"
T = TypeVar("T")


class S3Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a target of type ``s3`` may say in site.yaml."""

    bucket: str
    region: str = ""
    endpoint_url: str = ""  #: any service but Amazon's
    prefix: str = ""  #: the site's place in the bucket
    profile: str = ""  #: a profile of the AWS configuration files
    addressing: Literal["", "path", "virtual"] = (
        ""  #: path or virtual; default: path where there is an endpoint_url
    )
    encoding: Encoding = "none"
    keep: Literal["auto", "copies"] = "auto"  #: copies: earlier bytes as objects of their own
    workers: Annotated[int, msgspec.Meta(ge=1, le=64)] = 16  #: requests at a time


def make_client(options: S3Options, *, session: boto3.Session | None = None) -> S3Client:
    """Return a client that tries nothing again by itself and computes no surplus checksum.

    Without a *session* the credentials are those of the environment (AWS's own chain).
    """
    import boto3
    from botocore.config import Config

    style: Literal["auto", "path", "virtual"] = options.addressing or (
        "path" if options.endpoint_url else "auto"
    )
    config = Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        max_pool_connections=options.workers,
        retries={"total_max_attempts": 1, "mode": "standard"},
        # Newer checksums are not understood by every service; Content-MD5 is.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": style},
    )
    with explained_opening(Place(options.bucket, options.region, options.endpoint_url)):
        session = session or boto3.Session(profile_name=options.profile or None)
        return session.client(
            "s3",
            endpoint_url=options.endpoint_url or None,
            region_name=options.region or session.region_name or "us-east-1",
            config=config,
        )


class S3Store:
    """Objects below a prefix of one bucket."""

    def __init__(self, client: S3Client, options: S3Options) -> None:
        self.traffic = Traffic()
        self.quirks = Quirks()
        self._versions: bool | None = None
        self._client = client
        self._bucket = options.bucket
        self._prefix = options.prefix.strip("/") + "/" if options.prefix.strip("/") else ""
        self._copies = options.keep == "copies"
        self._place = Place(options.bucket, options.region, options.endpoint_url)
        client.meta.events.register("before-send.s3", self._count)
        client.meta.events.register("before-sign.s3.DeleteObjects", _add_digest)

    @property
    def versioned(self) -> bool | None:
        """Return whether the bucket has versions, or copies instead."""
        return True if self._copies else self._versions

    @property
    def forgets(self) -> bool:
        """Return whether there are copies; versions are the bucket's own business."""
        return self._copies

    def get(self, key: str) -> Stored | None:
        """Return the object at *key*, or None."""
        return self._get(self._prefix + key)

    def _get(self, full_key: str, **more: Any) -> Stored | None:
        def read() -> Stored:
            answer = self._client.get_object(Bucket=self._bucket, Key=full_key, **more)
            body = answer["Body"].read()
            self.traffic.count(received=len(body))
            return Stored(body, _bare(answer["ETag"]))

        return self._or_none(read)

    def head(self, key: str) -> Found | None:
        """Return what is known of the object at *key*."""

        def look() -> Found:
            answer = self._client.head_object(Bucket=self._bucket, Key=self._prefix + key)
            headers = Headers(
                answer.get("ContentType", ""),
                answer.get("CacheControl", ""),
                # Some services say so of every plain text.
                answer.get("ContentEncoding", "").removeprefix("identity"),
            )
            return Found(_bare(answer["ETag"]), answer["ContentLength"], headers)

        return self._or_none(look)

    def put(self, key: str, body: bytes, headers: Headers, *, expect: Expect) -> str:
        """Write the object at *key* where *expect* holds.

        Some services (Ceph) compare If-Match without the quotes that RFC 9110, 8.8.3
        wants; a refusal is looked into once, and the finding is kept in ``quirks``.
        """
        try:
            return self._put(key, body, headers, expect)
        except ConditionError:
            if not isinstance(expect, str) or self.quirks.bare_etags:
                raise
            found = self.head(key)
            if found is None or found.etag != expect:
                raise
            etag = self._put(key, body, headers, expect, bare=True)
            self.quirks = msgspec.structs.replace(self.quirks, bare_etags=True)
            return etag

    def _put(
        self, key: str, body: bytes, headers: Headers, expect: Expect, *, bare: bool = False
    ) -> str:
        request: dict[str, Any] = {
            "Bucket": self._bucket,
            "Key": self._prefix + key,
            "Body": body,
            "ContentType": headers.media_type,
            "CacheControl": headers.cache_control,
            "ContentMD5": base64.b64encode(_md5(body)).decode(),
        }
        if headers.encoding:
            request["ContentEncoding"] = headers.encoding
        if self.quirks.conditional and expect is Special.ABSENT:
            request["IfNoneMatch"] = "*"
        elif self.quirks.conditional and isinstance(expect, str):
            plain = bare or self.quirks.bare_etags
            request["IfMatch"] = expect if plain else f'"{expect}"'
        with explained(self._place, writing=True):
            answer = self._client.put_object(**request)
        if self._versions is None:
            self._versions = answer.get("VersionId", "null") != "null"
        return _bare(answer["ETag"])

    def delete(self, keys: Iterable[str]) -> dict[str, str]:
        """Remove objects, a thousand a request."""
        failed: dict[str, str] = {}
        left = iter(sorted(keys))
        while batch := list(islice(left, _DELETE_BATCH)):
            objects = [{"Key": self._prefix + key} for key in batch]
            with explained(self._place):
                answer = self._client.delete_objects(
                    Bucket=self._bucket,
                    Delete={"Objects": objects, "Quiet": True},  # type: ignore[typeddict-item]
                )
            for error in answer.get("Errors", []):
                key = error.get("Key", "").removeprefix(self._prefix)
                failed[key] = error.get("Code", "no reason given")
        return failed

    def list(self) -> Iterator[tuple[str, Found]]:
        """Yield every object below the prefix, a thousand a request."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix
        )
        with explained(self._place):
            for page in pages:
                for item in page.get("Contents", []):
                    key = item["Key"].removeprefix(self._prefix)
                    if key and not key.startswith(PRIVATE):
                        yield key, Found(_bare(item["ETag"]), item["Size"])

    def earlier(self, key: str, etag: str) -> bytes | None:
        """Return the bytes of an earlier version of *key*, found by its ETag."""
        if self._copies:
            kept = self._get(self._prefix + _kept_key(key, etag))
            if kept is not None:
                return kept.body
        version = self._version(self._prefix + key, etag)
        stored = self._get(self._prefix + key, VersionId=version) if version else self.get(key)
        return stored.body if stored is not None and stored.etag == etag else None

    def _version(self, full_key: str, etag: str) -> str:
        pages = self._client.get_paginator("list_object_versions").paginate(
            Bucket=self._bucket, Prefix=full_key
        )
        with explained(self._place):
            for page in pages:
                for item in page.get("Versions", []):
                    if item["Key"] > full_key:
                        return ""
                    if item["Key"] == full_key and _bare(item["ETag"]) == etag:
                        return item["VersionId"] if item["VersionId"] != "null" else ""
        return ""

    def keep(self, key: str, etag: str) -> None:
        """Copy the present object away, where the target says ``keep: copies``."""
        if not self._copies:
            return

        def copy() -> None:
            self._client.copy_object(
                Bucket=self._bucket,
                Key=self._prefix + _kept_key(key, etag),
                CopySource={"Bucket": self._bucket, "Key": self._prefix + key},
                CopySourceIfMatch=f'"{etag}"',
            )

        self._or_none(copy)

    def forget(self, kept: Mapping[str, Iterable[str]]) -> None:
        """Remove copies; versions are the bucket's own business (a lifecycle rule)."""
        if self._copies and kept:
            self.delete(_kept_key(key, etag) for key, etags in kept.items() for etag in etags)

    def _or_none(self, action: Callable[[], T]) -> T | None:
        try:
            with explained(self._place):
                return action()
        except Exception as error:
            if is_missing(error):
                return None
            raise

    def _count(self, request: Any, **_: Any) -> None:
        self.traffic.count(requests=1, sent=int(request.headers.get("Content-Length", 0)))


def _add_digest(request: Any, **_: Any) -> None:
    """Add the digest without which some services refuse to remove (Ceph, Swift, older MinIO)."""
    digest = base64.b64encode(_md5(request.data or b"")).decode()
    request.headers["Content-MD5"] = digest


def _kept_key(key: str, etag: str) -> str:
    return f"{_KEPT}{hashlib.sha256(key.encode()).hexdigest()[:12]}-{etag}"


def _bare(etag: str) -> str:
    return etag.removeprefix("W/").strip('"')


def _md5(body: bytes) -> bytes:
    return hashlib.md5(body, usedforsecurity=False).digest()
