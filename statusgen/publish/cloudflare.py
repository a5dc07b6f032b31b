"""Cloudflare: purge by URL, a hundred at a time (its API reference, "Purge Cached Content").

The whole site is purged by its host name or prefix and never by ``purge_everything``,
which would take the rest of the zone with it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from statusgen.publish.cdn_http import Send, check, json_of, open_http, required
from statusgen.publish.errors import PurgeError
from statusgen.publish.opening import read_options

API = "https://api.cloudflare.com/client/v4"
TOKEN = "CLOUDFLARE_API_TOKEN"  # noqa: S105  the name of a variable
URLS_IN_A_REQUEST = 100
_HINT = f"{TOKEN} needs the permission 'Cache Purge' for this zone; check zone: as well"


class CloudflareOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``cdn: {type: cloudflare}`` may say in site.yaml."""

    zone: str
    endpoint_url: str = API


def open_cdn(options: Mapping[str, str]) -> Cloudflare:
    """Open the zone that *options* name; the token comes from the environment."""
    told = read_options(options, CloudflareOptions, "cloudflare")
    return Cloudflare(told, os.environ.get(TOKEN, "").strip(), open_http("Cloudflare"))


class Cloudflare:
    """One zone."""

    def __init__(self, options: CloudflareOptions, token: str, send: Send) -> None:
        zone = quote(options.zone, safe="")
        self._url = f"{options.endpoint_url.rstrip('/')}/zones/{zone}/purge_cache"
        self._token = token
        self._send = send

    def purge(self, urls: tuple[str, ...], *, everything: str, reference: str) -> None:  # noqa: ARG002
        """Purge the addresses; doing it twice does no harm, so there is no reference."""
        if everything:
            self._purge(_whole_site(everything))
            return
        for start in range(0, len(urls), URLS_IN_A_REQUEST):
            self._purge({"files": list(urls[start : start + URLS_IN_A_REQUEST])})

    def _purge(self, body: dict[str, Any]) -> None:
        token = required(self._token, TOKEN, "Cloudflare")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        answer = self._send("POST", self._url, headers, msgspec.json.encode(body))
        told = json_of(answer)
        check(answer, "Cloudflare", reason=_reason(told), hint=_HINT)
        if told.get("success") is not True:
            raise PurgeError(f"Cloudflare did not purge: {_reason(told)}", hint=_HINT)


def _whole_site(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    return {"prefixes": [parts.netloc + path]} if path else {"hosts": [parts.netloc]}


def _reason(told: Mapping[str, Any]) -> str:
    """Return the numbers of the errors in an answer; their texts may repeat what was sent."""
    errors = told.get("errors")
    if not isinstance(errors, list):
        return ""
    codes = [str(error.get("code", "?")) for error in errors if isinstance(error, dict)]
    return f"error {', '.join(codes)}" if codes else ""
