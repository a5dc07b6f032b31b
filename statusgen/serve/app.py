"""The preview's web server: pages from memory, and a stream that says when to reload.

werkzeug serves it, on 127.0.0.1 alone.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Request, Response

from statusgen.errors import ContentError, Problem
from statusgen.serve.workspace import Workspace

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

EVENTS = "/-/events"
SCRIPT = "/-/live.js"
_SCRIPT_TAG = f'<script src="{SCRIPT}" defer></script>'.encode()
#: Seconds between signs of life, so that a closed tab is noticed.
HEARTBEAT = 15.0
#: Names that a browser on this machine may call us by; anything else is an attack by DNS.
TRUSTED_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class Preview:
    """A WSGI application over a :class:`Workspace`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._listeners: set[queue.Queue[str]] = set()
        self._lock = threading.Lock()
        self._script = (Path(__file__).parent / "live.js").read_bytes()

    def changed(self, paths: Iterable[str]) -> None:
        """Take in saved files and tell every open page."""
        if self._workspace.take_in(paths):
            self._tell(self._message())

    def _message(self) -> str:
        return json.dumps({"problems": [_as_json(p) for p in self._workspace.problems]})

    def _tell(self, message: str) -> None:
        with self._lock:
            for listener in self._listeners:
                listener.put(message)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        return self._respond(Request(environ))(environ, start_response)

    def _respond(self, request: Request) -> Response:
        request.trusted_hosts = list(TRUSTED_HOSTS)
        try:
            _ = request.host
        except SecurityError:
            return Response("This preview answers to this machine alone.\n", 421)
        if request.method not in ("GET", "HEAD"):
            return Response("Only GET.\n", 405, {"Allow": "GET, HEAD"})
        if request.path == EVENTS:
            return Response(self._events(), mimetype="text/event-stream", headers=_NO_STORE)
        if request.path == SCRIPT:
            return Response(self._script, mimetype="text/javascript", headers=_NO_STORE)
        return self._page(request.path.lstrip("/"))

    def _page(self, path: str) -> Response:
        path = path or "index.html"
        if path.endswith("/"):
            path += "index.html"
        try:
            found, status = self._workspace.render(path), 200
            if found is None:
                found, status = self._workspace.render("404.html"), 404
        except ContentError:  # the script shows it
            found = None
        if found is None:
            page = _NOTHING_YET.encode() + _SCRIPT_TAG
            return Response(page, 500, _NO_STORE, mimetype="text/html")
        data, media_type = found
        if media_type.startswith("text/html"):
            data = _with_script(data)
        return Response(data, status, _NO_STORE, content_type=media_type)

    def _events(self) -> Iterator[str]:
        listener: queue.Queue[str] = queue.Queue()
        with self._lock:
            self._listeners.add(listener)
        try:
            yield f"event: hello\ndata: {self._message()}\n\n"
            while True:
                try:
                    yield f"event: changed\ndata: {listener.get(timeout=HEARTBEAT)}\n\n"
                except queue.Empty:
                    yield ": still here\n\n"
        finally:
            with self._lock:
                self._listeners.discard(listener)


_NO_STORE = {"Cache-Control": "no-store"}
_NOTHING_YET = "<!doctype html><title>statusgen</title><p>There is nothing to show yet.</p>"


def _as_json(problem: Problem) -> dict[str, str]:
    return {
        "at": str(problem.at),
        "message": problem.message,
        "hint": problem.hint,
        "level": problem.level.name.lower(),
    }


def _with_script(page: bytes) -> bytes:
    """Add the reloading script, and allow it in the page's own content security policy."""
    page = page.replace(b"script-src ", b"script-src 'self' ", 1)
    page = page.replace(b"connect-src 'none'", b"connect-src 'self'", 1)
    head, end, rest = page.rpartition(b"</body>")
    return head + _SCRIPT_TAG + end + rest if end else page + _SCRIPT_TAG
