"""The desk's web application: the page, its files, and what its script asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Request, Response

from statusgen.desk.gate import READING, Gate
from statusgen.desk.listeners import Listeners, as_event
from statusgen.desk.room import Fill, Look, Room, Which
from statusgen.desk.saving import Conflict
from statusgen.desk.work import Work
from statusgen.errors import ContentError, StatusgenError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

T = TypeVar("T")
STATIC = Path(__file__).parent / "static"
#: The front end's files; nothing else below ``static`` is given out.
FILES: Mapping[str, str] = {
    "": "index.html",
    **{name: name for name in ("desk.css", "favicon.svg")},
    **{f"{name}.js": f"{name}.js" for name in ("desk", "dom", "talk", "home", "form", "fields")},
    **{
        f"{name}.js": f"{name}.js"
        for name in ("preview", "conflict", "publish", "files", "plans", "words")
    },
}
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
#: For the page in the frame, and all of the site: no script runs, nothing is sent anywhere.
_SITE_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; form-action 'none'; base-uri 'self'; frame-ancestors 'self'; "
    "sandbox allow-same-origin"
)
_EMPTY_FRAME = "<!doctype html><html lang=en><title>Preview</title><body>"
SITE, FRAME = "site/", "frame.html"


class Desk:
    """A WSGI application over a :class:`Room`, behind a :class:`Gate`."""

    def __init__(self, room: Room, gate: Gate) -> None:
        self._room, self._gate = room, gate
        self._listeners = Listeners()
        self._reads: dict[str, Callable[[Request], Response]] = {
            "api/state": lambda _: _json(room.state()),
            "api/files": lambda _: _json(room.files()),
            "api/events": lambda _: _stream(self._listeners.listen({"event": "hello"})),
            FRAME: lambda _: _site_answer(_EMPTY_FRAME.encode(), _TYPES[".html"]),
        }
        self._writes: dict[str, Callable[[Request], Response]] = {
            "api/file": lambda request: _json(room.file(_body(request, Which))),
            "api/history": lambda request: _json(room.history(_body(request, Which))),
            "api/preview": lambda request: _json(room.look(_body(request, Look))),
            "api/fill": lambda request: _json(room.fill(_body(request, Fill))),
            "api/keep": lambda request: _json(room.keep(_body(request, Work))),
            "api/forget": lambda request: _json(room.forget(_body(request, Work))),
            "api/save": self._save,
            "api/publish": self._publish,
        }

    def changed(self, paths: Iterable[str]) -> None:
        """Take in files that were saved, by whomever, and tell every open page."""
        known = list(paths)
        if self._room.workspace.take_in(known) or any("/messages/" in path for path in known):
            self._listeners.tell({"event": "changed", "paths": known})

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        answer = self._gate.stop(request) or self._answer(request)
        for name, value in _HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Content-Security-Policy", _POLICY)
        return answer(environ, start_response)

    def _answer(self, request: Request) -> Response:
        try:
            found = self._find(request)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            found = _json({"error": f"the request is wrong: {error}"}, HTTPStatus.BAD_REQUEST)
        except StatusgenError as error:
            found = _json(_told(error), HTTPStatus.UNPROCESSABLE_ENTITY)
        except ClientDisconnected:  # or it took too long: nothing more may come over this line
            found = _json({"error": "the request did not become whole"}, HTTPStatus.REQUEST_TIMEOUT)
            found.headers["Connection"] = "close"
        return found or _json({"error": "there is nothing here"}, HTTPStatus.NOT_FOUND)

    def _find(self, request: Request) -> Response | None:
        path = request.path.removeprefix(self._gate.prefix)
        reading = request.method in READING
        handler = (self._reads if reading else self._writes).get(path)
        if handler is not None:
            return handler(request)
        if reading and path in FILES:
            return _file(FILES[path])
        return self._site(path.removeprefix(SITE)) if reading and path.startswith(SITE) else None

    def _site(self, path: str) -> Response | None:
        found = self._room.page(path or "index.html")
        return _site_answer(*found) if found else None

    def _save(self, request: Request) -> Response:
        work = _body(request, Work)
        try:
            result = self._room.save(work)
        except StatusgenError as error:
            problems = self._room.explain(error, work)
            told = _told(error) | {"problems": problems}
            return _json(told, HTTPStatus.UNPROCESSABLE_ENTITY)
        if isinstance(result, Conflict):
            return _json(asdict(result), HTTPStatus.CONFLICT)
        self._listeners.tell({"event": "changed", "paths": [result["path"]]})
        return _json(result)

    def _publish(self, request: Request) -> Response:
        _body(request, dict[str, str])
        return _stream(as_event(event) for event in self._room.publish())


def _body(request: Request, kind: type[T]) -> T:
    """Return the request's JSON as *kind*. Raises DecodeError or UnicodeDecodeError."""
    return msgspec.json.decode(request.get_data(cache=False), type=kind)


def _told(error: StatusgenError) -> dict[str, Any]:
    if isinstance(error, ContentError):
        count = len(error.problems)
        message = f"there {'is one mistake' if count == 1 else f'are {count} mistakes'} to mend"
        hint = str(error.problems[0]) if error.problems else ""
        return {"error": message, "hint": hint, "problems": []}
    return {"error": str(error), "hint": error.hint, "problems": []}


def _json(value: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(msgspec.json.encode(value), status, mimetype="application/json")


def _stream(events: Iterator[bytes]) -> Response:
    return Response(events, mimetype="text/event-stream")


def _file(name: str) -> Response:
    data = (STATIC / name).read_bytes()
    return Response(data, content_type=_TYPES[Path(name).suffix])


def _site_answer(data: bytes, media_type: str) -> Response:
    return Response(data, 200, {"Content-Security-Policy": _SITE_POLICY}, content_type=media_type)
