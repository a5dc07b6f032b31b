"""Processes and servers that a test starts: each of them ends, whatever becomes of the test."""

from __future__ import annotations

import socketserver
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import AnyStr

#: Seconds that a test waits for a command; nothing here takes more than a few, so one that takes
#: longer waits for ever, and the test says so instead of waiting with it.
PATIENCE = 120
#: Seconds that a process gets to end in once it is told to.
GRACE = 20


@contextmanager
def ended(process: subprocess.Popen[AnyStr]) -> Iterator[subprocess.Popen[AnyStr]]:
    """Give *process*, and see to it that it is gone afterwards.

    Leaving a ``Popen`` waits for it without a limit; this does not. A process that runs on is
    told to end, and killed where it does not: that is a failure, unless another came first.
    """
    try:
        yield process
        if process.poll() is None:
            process.terminate()
        process.wait(GRACE)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(GRACE)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    """Let *server* answer in a thread until the end."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        # What shuts a server down waits for it without a limit.
        threading.Thread(target=server.shutdown, daemon=True).start()
        thread.join(GRACE)
    assert not thread.is_alive(), "the server does not end"
