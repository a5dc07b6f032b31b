"""Fastly: purge by surrogate key, or by URL (its API reference, "Purging").

With ``key:`` one request covers the site, however much has changed: the service must
send that Surrogate-Key with every answer. Without it there is a request for each
address. Purges are soft where they can be: a reader gets the old copy while the new one
is fetched, and nobody waits.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import msgspec

from statusgen.publish.cdn_http import Send, check, json_of, open_http, required
from statusgen.publish.errors import PurgeError
from statusgen.publish.opening import read_options

API = "https://api.fastly.com"
TOKEN = "FASTLY_API_TOKEN"  # noqa: S105  the name of a variable
KEYS_IN_A_REQUEST = 256
_HINT = f"{TOKEN} needs the scope 'purge_select' for this service; check service: as well"


class FastlyOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``cdn: {type: fastly}`` may say in site.yaml."""

    service: str = ""
    key: str = ""  #: surrogate keys, separated by spaces
    endpoint_url: str = API


def open_cdn(options: Mapping[str, str]) -> Fastly:
    """Open the service that *options* name; the token comes from the environment."""
    told = read_options(options, FastlyOptions, "fastly")
    return Fastly(told, os.environ.get(TOKEN, "").strip(), open_http("Fastly"))


class Fastly:
    """One service."""

    def __init__(self, options: FastlyOptions, token: str, send: Send) -> None:
        self._api = options.endpoint_url.rstrip("/")
        self._service = quote(options.service, safe="")
        self._keys = options.key.split()
        self._token = token
        self._send = send
        if self._keys and not self._service:
            raise PurgeError("fastly: key: needs service: beside it")

    def purge(self, urls: tuple[str, ...], *, everything: str, reference: str) -> None:  # noqa: ARG002
        """Purge by key if there is one, else address by address."""
        if self._keys:
            for start in range(0, len(self._keys), KEYS_IN_A_REQUEST):
                self._purge_keys(self._keys[start : start + KEYS_IN_A_REQUEST])
        elif everything:
            self._purge_all()
        else:
            for url in urls:
                parts = urlsplit(url)
                self._post(f"/purge/{parts.netloc}{parts.path}")

    def _purge_keys(self, keys: list[str]) -> None:
        self._post(f"/service/{self._service}/purge", {"surrogate_keys": keys})

    def _purge_all(self) -> None:
        if not self._service:
            raise PurgeError(
                "Fastly: so much has changed that the whole service should be purged",
                hint="set service: (and better key:) of this target's cdn",
            )
        self._post(f"/service/{self._service}/purge_all", soft=False)

    def _post(
        self, path: str, body: dict[str, list[str]] | None = None, *, soft: bool = True
    ) -> None:
        token = required(self._token, TOKEN, "Fastly")
        headers = {"Fastly-Key": token, "Accept": "application/json"}
        if soft:  # purge_all cannot be
            headers["Fastly-Soft-Purge"] = "1"
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = msgspec.json.encode(body) if body is not None else b""
        answer = self._send("POST", self._api + path, headers, data)
        check(answer, "Fastly", reason=str(json_of(answer).get("msg", "")), hint=_HINT)
