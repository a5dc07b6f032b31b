"""What the HTTP interfaces of CDNs have in common: a request that is answered by JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec

from statusgen.publish.errors import PurgeError, TargetError

#: Seconds for a connection, and for an answer.
CONNECT_TIMEOUT, READ_TIMEOUT = 5.0, 20.0
_LAST_OK = 299


class Answer(msgspec.Struct, frozen=True):
    """An HTTP answer, its header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


#: (method, url, headers, body) → the answer. Raises a passing TargetError without one.
Send = Callable[[str, str, Mapping[str, str], bytes], Answer]


def open_http(name: str) -> Send:
    """Return a function that sends requests to the service *name* and never repeats one."""
    import urllib3

    timeout = urllib3.Timeout(connect=CONNECT_TIMEOUT, read=READ_TIMEOUT)
    pool = urllib3.PoolManager(retries=False, timeout=timeout)

    def send(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        try:
            got = pool.request(method, url, headers=dict(headers), body=body, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            raise TargetError(
                f"no answer from {name} ({type(error).__name__})", passing=True
            ) from error
        return Answer(got.status, {k.lower(): v for k, v in got.headers.items()}, got.data)

    return send


def check(answer: Answer, name: str, *, reason: str, hint: str) -> None:
    """Raise what *answer* means unless it is a success.

    ``reason`` is the service's own word for it, if it gave one that holds no secret.
    """
    status = answer.status
    if HTTPStatus.OK <= status <= _LAST_OK:
        return
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        wait = answer.headers.get("retry-after", "")
        raise TargetError(
            f"{name} is busy ({status})", passing=True, wait=float(wait) if wait.isdigit() else 0.0
        )
    said = f": {reason}" if reason else ""
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise PurgeError(f"{name} does not accept the token ({status}{said})", hint=hint)
    raise PurgeError(f"{name} refused the purge ({status}{said})", hint=hint)


def json_of(answer: Answer) -> dict[str, Any]:
    """Return the answer's JSON object, or an empty one where it is none."""
    try:
        told = msgspec.json.decode(answer.body)
    except msgspec.DecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def required(token: str, name: str, service: str) -> str:
    """Return *token*, from the environment variable *name*; PurgeError where there is none.

    Asked for when it is needed: without it a publish is as good, and seen a minute later.
    """
    if not token:
        raise PurgeError(f"no token for {service}", hint=f"set the environment variable {name}")
    return token
