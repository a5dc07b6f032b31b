"""What each artefact is sent with, and how its bytes are stored."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from statusgen.artefacts import CachePolicy, Written
from statusgen.publish.target import Headers

#: What ``encoding:`` of a target may be. ``none`` leaves it to the CDN.
Encoding = Literal["none", "gzip", "br"]

#: Where the service or CDN can send headers of its own, readers get these with every
#: file; ``verify`` looks for them. HSTS makes sense over HTTPS alone (RFC 6797, 7.2).
SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "strict-transport-security": "max-age=31536000",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
    }
)

_TEXT_TYPES = ("text/", "application/json", "application/xml", "image/svg+xml")
_SMALLEST = 512  #: bytes; below this an encoding saves less than its header costs
#: Near the best ratio at a hundredth of the time of the highest level: a first
#: publish of 30,000 files encodes each of them.
_BROTLI_QUALITY = 6

RECORD_HEADERS = Headers("application/octet-stream", CachePolicy.NEVER.value)


def headers_for(written: Written, *, encoding: str = "none") -> Headers:
    """Return what *written* is sent with at a target that stores text as *encoding*."""
    large = encoding != "none" and written.size >= _SMALLEST
    return _headers(written.media_type, written.cache, encoding if large else "")


@lru_cache(maxsize=1024)  # a site has a handful of them for thousands of files
def _headers(media_type: str, cache: CachePolicy, encoding: str) -> Headers:
    text = media_type.startswith(_TEXT_TYPES) or media_type.partition(";")[0].endswith(
        ("+xml", "+json")
    )
    return Headers(media_type, cache.value, encoding if text else "")


def encode_body(data: bytes, encoding: str) -> bytes:
    """Return *data* as it is stored. The same bytes in give the same bytes out."""
    if encoding == "gzip":
        return gzip.compress(data, compresslevel=9, mtime=0)
    if encoding == "br":
        import brotli  # a target that does not store it need not load it

        compressed: bytes = brotli.compress(data, quality=_BROTLI_QUALITY)
        return compressed
    return data


def decode_body(body: bytes, encoding: str) -> bytes:
    """Return the plain bytes of what is stored.

    Raises ValueError where *body* is not what *encoding* says.
    """
    if encoding == "gzip":
        try:
            return gzip.decompress(body)
        except (OSError, EOFError) as error:
            raise ValueError("not gzip") from error
    if encoding == "br":
        import brotli

        try:
            plain: bytes = brotli.decompress(body)
        except brotli.error as error:
            raise ValueError("not brotli") from error
        return plain
    return body
