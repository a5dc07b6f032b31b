"""Who may talk to the desk: the browser that was given its address, and no page elsewhere.

A web page that somebody has open can send requests to 127.0.0.1, and can point a name of
its own at it. So each request must call us by our own name (DNS rebinding), must not come
from another origin (cross-site requests), and must carry a key that only the browser has
which opened the address on the terminal.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from http import HTTPStatus
from pathlib import Path

from werkzeug.wrappers import Request, Response

from statusgen import disk

#: What a browser on this machine may call us. A name that resolves elsewhere is not among them.
HOSTS = ("127.0.0.1", "localhost")
#: A request's body has at most so many bytes: the largest source file, as JSON, and some more.
MAX_BODY = 2_500_000
#: A header that a form cannot send, and a script elsewhere only after asking us, who refuse.
HEADER = "X-Statusgen-Desk"
READING = ("GET", "HEAD")
_COOKIE = "statusgen-desk"
_KEY_FILE = "key"
_KEY_BYTES = 32
_NOT_YOURS = (
    "<!doctype html><html lang=en><title>The desk</title><link rel=icon href='data:,'>"
    "<h1>This is not open to you</h1>"
    "<p>Open the address that <code>statusgen desk</code> has printed on the terminal."
)
_COME_IN = (
    '<!doctype html><html lang=en><title>The desk</title><link rel="icon" href="data:,">'
    '<meta http-equiv="refresh" content="0; url={0}"><p><a href="{0}">To the desk</a>'
)


class Gate:
    """Lets requests pass or answers them.

    The *key* is in the browser's cookie, the *token* in the address on the terminal. The
    address is left for one without the token at the first visit. That one has a part that
    follows from the key: the cookie is for it alone, as browsers send cookies to every port
    of a machine.
    """

    def __init__(self, key: str, token: str) -> None:
        self._key, self._token = key, token
        self.prefix = f"/desk-{hashlib.sha256(key.encode()).hexdigest()[:12]}/"

    @property
    def way_in(self) -> str:
        """Return the path and query to open first."""
        return f"/?token={self._token}"

    def stop(self, request: Request) -> Response | None:
        """Return the answer to a *request* that may not pass, None for one that may."""
        refusal = _strange(request)
        if refusal is not None:
            return refusal
        if request.path == "/" and request.method in READING and "token" in request.args:
            return self._let_in(request)
        if not self._knows(request):
            return _refuse(HTTPStatus.FORBIDDEN, _NOT_YOURS, "text/html")
        return None if request.method in READING else _strange_body(request)

    def _let_in(self, request: Request) -> Response:
        if not _same(request.args["token"], self._token):
            return _refuse(HTTPStatus.FORBIDDEN, _NOT_YOURS, "text/html")
        # A page, and not a redirect: a browser that followed a link from elsewhere would
        # not send a strict cookie to where it is redirected.
        answer = Response(_COME_IN.format(self.prefix), mimetype="text/html")
        answer.set_cookie(_COOKIE, self._key, path=self.prefix, httponly=True, samesite="Strict")
        return answer

    def _knows(self, request: Request) -> bool:
        given = request.cookies.get(_COOKIE, "")
        return _same(given, self._key) and request.path.startswith(self.prefix)


def _strange(request: Request) -> Response | None:
    """Refuse what calls us by another name, or comes from another origin."""
    port = str(request.environ.get("SERVER_PORT", ""))
    names = {f"{host}:{port}" for host in HOSTS} | (set(HOSTS) if port == "80" else set())
    host = request.environ.get("HTTP_HOST", "")
    if host not in names:
        return _refuse(HTTPStatus.MISDIRECTED_REQUEST, "The desk answers to this machine alone.\n")
    if request.method not in (*READING, "POST"):
        answer = _refuse(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and POST.\n")
        answer.headers["Allow"] = "GET, HEAD, POST"
        return answer
    origin = request.headers.get("Origin")
    wanted = f"http://{host}"
    if origin != wanted and (origin is not None or request.method not in READING):
        return _refuse(HTTPStatus.FORBIDDEN, "This request comes from another page.\n")
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return _refuse(HTTPStatus.FORBIDDEN, "This request comes from another page.\n")
    return None


def _strange_body(request: Request) -> Response | None:
    if HEADER not in request.headers:
        return _refuse(HTTPStatus.FORBIDDEN, f"There is no {HEADER}.\n")
    if request.mimetype != "application/json":
        return _refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Only JSON.\n")
    if request.content_length is None:
        return _refuse(HTTPStatus.LENGTH_REQUIRED, "There is no Content-Length.\n")
    if request.content_length > MAX_BODY:
        return _refuse(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {MAX_BODY:,} bytes are taken.\n"
        )
    return None


def _refuse(status: HTTPStatus, words: str, kind: str = "text/plain") -> Response:
    # The body stays unread, so nothing else may come over this connection.
    return Response(words, status, {"Connection": "close"}, mimetype=kind)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def open_gate(root: Path) -> Gate:
    """Return the gate of the project in *root*.

    The key is kept from one run to the next, in a file that only its owner can read, so
    that a page that was open when the desk ended goes on when it begins again.
    """
    place = root / disk.WORK / "desk" / _KEY_FILE
    key = _read_key(place) or _write_key(place)
    return Gate(key, secrets.token_urlsafe(_KEY_BYTES))


def _read_key(place: Path) -> str:
    try:
        if os.name != "nt" and place.stat().st_mode & 0o077:
            return ""  # others could have read it
        key = place.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""
    return key if len(key) >= _KEY_BYTES and key.isprintable() else ""


def _write_key(place: Path) -> str:
    key = secrets.token_urlsafe(_KEY_BYTES)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
    except OSError as error:
        raise disk.disk_error(error, place) from error
    return key
