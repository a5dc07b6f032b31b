"""Telling every open page that something has changed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import msgspec

#: Seconds between signs of life, so that a closed tab is noticed.
HEARTBEAT = 15.0
#: Streams at a time. A browser opens six connections to one server, for all of its tabs: a
#: seventh tab would wait for ever for its page.
MOST = 4


class Listeners:
    """The open pages, each with a stream of server-sent events (WHATWG HTML, section 9.2)."""

    def __init__(self) -> None:
        self._queues: dict[queue.Queue[bytes | None], None] = {}  # the oldest first
        self._lock = threading.Lock()

    def tell(self, event: object) -> None:
        """Send *event* to each page."""
        data = as_event(event)
        with self._lock:
            for one in self._queues:
                one.put(data)

    def listen(self, greeting: object) -> Iterator[bytes]:
        """Yield *greeting*, then what is told from now on.

        Where there are too many, the oldest ends with ``rest``: its page asks again once
        somebody looks at it.
        """
        heard: queue.Queue[bytes | None] = queue.Queue()
        with self._lock:
            for oldest in list(self._queues)[: len(self._queues) - MOST + 1]:
                del self._queues[oldest]
                oldest.put(None)
            self._queues[heard] = None
        try:
            yield as_event(greeting)
            yield from _until_rest(heard)
        finally:
            with self._lock:
                self._queues.pop(heard, None)


def _until_rest(heard: queue.Queue[bytes | None]) -> Iterator[bytes]:
    while True:
        try:
            told = heard.get(timeout=HEARTBEAT)
        except queue.Empty:
            told = b": still here\n\n"
        if told is None:
            yield as_event({"event": "rest"})
            return
        yield told


def as_event(event: object) -> bytes:
    """Return *event* as one server-sent event; JSON has no line ends of its own."""
    return b"data: " + msgspec.json.encode(event) + b"\n\n"
