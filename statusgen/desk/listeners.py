"""Telling every open page that something has changed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import msgspec

#: Seconds between signs of life, so that a closed tab is noticed.
HEARTBEAT = 15.0


class Listeners:
    """The open pages, each with a stream of server-sent events (WHATWG HTML, section 9.2)."""

    def __init__(self) -> None:
        self._queues: set[queue.Queue[bytes]] = set()
        self._lock = threading.Lock()

    def tell(self, event: object) -> None:
        """Send *event* to each page."""
        data = as_event(event)
        with self._lock:
            for one in self._queues:
                one.put(data)

    def listen(self, greeting: object) -> Iterator[bytes]:
        """Yield *greeting*, then what is told from now on."""
        heard: queue.Queue[bytes] = queue.Queue()
        with self._lock:
            self._queues.add(heard)
        try:
            yield as_event(greeting)
            while True:
                try:
                    yield heard.get(timeout=HEARTBEAT)
                except queue.Empty:
                    yield b": still here\n\n"
        finally:
            with self._lock:
                self._queues.discard(heard)


def as_event(event: object) -> bytes:
    """Return *event* as one server-sent event; JSON has no line ends of its own."""
    return b"data: " + msgspec.json.encode(event) + b"\n\n"
