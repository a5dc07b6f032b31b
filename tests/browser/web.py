"""Web servers on this machine that answer as a test says: well, wrongly, or never."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

HOST = "127.0.0.1"


class Answer(NamedTuple):
    """What a path is answered with."""

    body: bytes | str = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    never: bool = False  #: the request is taken and nothing is ever said


CORS = (("Access-Control-Allow-Origin", "*"),)
NOT_FOUND = Answer("<h1>not found</h1>", status=404)
NEVER = Answer(never=True)


class Web:
    """A server whose answers may be changed while it runs; ``asked`` is what came."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.otherwise = NOT_FOUND
        self.asked: list[str] = []
        self._stop = threading.Event()
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                web.asked.append(f"{self.command} {self.path}")
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                answer = web.answers.get(path, web.otherwise)
                if answer.never:
                    web._stop.wait()
                    return
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                for name, value in (
                    ("Content-Type", answer.type),
                    ("Content-Length", str(len(body))),
                    *answer.headers,
                ):
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_HEAD = do_POST = do_GET  # noqa: N815 - http.server's names

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing."""

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()
        self.url = f"http://{HOST}:{self._server.server_port}/"

    def close(self) -> None:
        """Refuse connections from now on."""
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def web() -> Iterator[Web]:
    """Give a server that knows no path yet."""
    server = Web()
    try:
        yield server
    finally:
        server.close()
