"""An HTTP proxy that does to a request what a bad network, server or night does to it."""

from __future__ import annotations

import enum
import http.client
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
_SLOW_DOWN = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>no</Message></Error>"
_BROKEN = b"<?xml version='1.0'?><Error><Code>InternalError</Code><Message>no</Message></Error>"


class Fault(enum.Enum):
    """What happens to one request."""

    RESET_BEFORE = "connection reset before the request"
    RESET_IN_BODY = "connection reset within the body"
    RESET_AFTER = "connection reset before the answer"
    TRUNCATED = "answer cut off"
    ERROR_500 = "500 InternalError"
    ERROR_503 = "503 SlowDown"


@dataclass(frozen=True)
class Request:
    """One request that came by."""

    number: int  #: from 0
    method: str
    key: str  #: below the bucket; empty for the bucket itself
    query: str
    body: bytes


def no_fault(request: Request) -> Fault | None:
    return None


def nothing(request: Request) -> None:
    """Do nothing."""


def no_more(request: Request, status: int) -> None:
    """Do nothing."""


@dataclass
class Proxy:
    """What the proxy does and has seen; set the hooks between two publishes."""

    upstream: str
    port: int = 0
    fault: Callable[[Request], Fault | None] = no_fault
    before: Callable[[Request], None] = nothing  #: called before a request is passed on
    after: Callable[[Request, int], None] = no_more  #: called with the server's status
    delay: float = 0.0  #: seconds
    seen: list[Request] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def reset(self) -> None:
        """Forget what was seen and do nothing to what comes."""
        self.fault, self.before, self.after = no_fault, nothing, no_more
        self.delay = 0.0
        self.seen.clear()

    def arrive(self, method: str, target: str, body: bytes) -> Request:
        parts = urlsplit(target)
        key = unquote(parts.path).lstrip("/").partition("/")[2]
        with self.lock:
            request = Request(len(self.seen), method, key, parts.query, body)
            self.seen.append(request)
        return request


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        """Say nothing."""

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _any(self) -> None:
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = proxy.arrive(self.command, self.path, body)
        if proxy.delay:
            time.sleep(proxy.delay)
        fault = proxy.fault(request)
        proxy.before(request)
        if fault is Fault.RESET_BEFORE:
            self._reset()
        elif fault is Fault.RESET_IN_BODY:
            self._half_a_request(body)
            self._reset()
        elif fault in (Fault.ERROR_500, Fault.ERROR_503):
            slow = fault is Fault.ERROR_503
            self._say(503 if slow else 500, [], _SLOW_DOWN if slow else _BROKEN)
        else:
            status, headers, answer = self._forward(body)
            proxy.after(request, status)
            if fault is Fault.RESET_AFTER:
                self._reset()
            else:
                self._say(status, headers, answer, cut=fault is Fault.TRUNCATED)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _any  # noqa: N815  the base's names

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.server.proxy.upstream)
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = self._connect()
        try:
            self._send_head(connection)
            connection.send(body)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def _half_a_request(self, body: bytes) -> None:
        connection = self._connect()
        self._send_head(connection)
        connection.send(body[: len(body) // 2])
        connection.close()

    def _send_head(self, connection: http.client.HTTPConnection) -> None:
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in {"connection", "expect"}:
                connection.putheader(name, value)
        connection.endheaders()

    def _say(
        self, status: int, headers: list[tuple[str, str]], body: bytes, *, cut: bool = False
    ) -> None:
        lines = [f"HTTP/1.1 {status} -"]
        lines += [
            f"{name}: {value}"
            for name, value in headers
            if name.lower() not in {"connection", "transfer-encoding", "content-length"}
        ]
        length = next((v for n, v in headers if n.lower() == "content-length"), str(len(body)))
        lines.append(f"Content-Length: {length if self.command == 'HEAD' else len(body)}")
        raw = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
        if cut:
            self.wfile.write(raw[: len(raw) - max(len(body) // 2, 4)])
            self._reset()
            return
        self.wfile.write(raw)

    def _reset(self) -> None:
        self.wfile.flush()
        # Lingering for no time at all makes closing a reset.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, proxy: Proxy) -> None:
        super().__init__((HOST, 0), _Handler)
        self.proxy = proxy

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no error here."""


@contextmanager
def proxy_to(upstream: str) -> Iterator[Proxy]:
    """Run a proxy in front of *upstream* until the block ends."""
    proxy = Proxy(upstream)
    server = _Server(proxy)
    proxy.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
