"""A proxy that passes bytes on as they are, and counts them and the requests in them."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

HOST = "127.0.0.1"
_LENGTH = re.compile(rb"^content-length:\s*(\d+)", re.IGNORECASE | re.MULTILINE)
_PIECE = 65536
_GONE = (asyncio.IncompleteReadError, ConnectionError)  #: the other side has closed


@dataclass
class Counter:
    """What has come by. The bytes are all of them, headers too."""

    requests: int = 0
    sent: int = 0
    received: int = 0

    def take(self) -> Counter:
        """Return what was counted, and begin anew."""
        taken = Counter(self.requests, self.sent, self.received)
        self.requests = self.sent = self.received = 0
        return taken


class _Proxy:
    def __init__(self, upstream: str, counter: Counter) -> None:
        parts = urlsplit(upstream)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._counter = counter

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what comes over one connection until one side closes it."""
        back, forth = await asyncio.open_connection(self._host, self._port)
        try:
            ways = {
                asyncio.ensure_future(self._requests(reader, forth)),
                asyncio.ensure_future(self._answers(back, writer)),
            }
            _, open_still = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in open_still:
                way.cancel()
        finally:
            forth.close()
            writer.close()

    async def _requests(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(*_GONE):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self._counter.requests += 1
                await self._send(head, writer)
                length = _LENGTH.search(head)
                left = int(length[1]) if length else 0
                while left:
                    piece = await reader.readexactly(min(left, _PIECE))
                    await self._send(piece, writer)
                    left -= len(piece)

    async def _send(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        self._counter.sent += len(data)
        writer.write(data)
        await writer.drain()

    async def _answers(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(*_GONE):
            while piece := await reader.read(_PIECE):
                self._counter.received += len(piece)
                writer.write(piece)
                await writer.drain()


@contextmanager
def counting(upstream: str) -> Iterator[tuple[str, Counter]]:
    """Give the address of a proxy in front of *upstream*, and what it counts."""
    counter = Counter()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    begin = asyncio.start_server(_Proxy(upstream, counter).serve, HOST, 0)
    server = asyncio.run_coroutine_threadsafe(begin, loop).result(10)
    try:
        yield f"http://{HOST}:{server.sockets[0].getsockname()[1]}", counter
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
