"""The desk as a running server."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from statusgen import disk
from statusgen.desk.app import Desk
from statusgen.desk.gate import open_gate
from statusgen.desk.git import Checkout
from statusgen.desk.room import Room
from statusgen.errors import StatusgenError
from statusgen.serve.watching import Watcher

#: Seconds that a request may keep silent before it is whole.
PATIENCE = 30.0
#: This machine alone, by its number: no name that could lead elsewhere.
HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    """Serves without a line per request, whose address would hold the token; bugs are told."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Pass on errors alone."""
        if type == "error":
            super().log(type, message, *args)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A desk that is ready to be served."""

    server: BaseWSGIServer
    address: str  #: to open in the browser; it has the token


@contextmanager
def desk(
    root: Path,
    *,
    port: int,
    clock: Callable[[], datetime],
    checkout: Checkout | None,
    patience: float = PATIENCE,
) -> Iterator[Opened]:
    """Give the desk of the project in *root*; the caller runs its server."""
    handler = type("_Patient", (_Quiet,), {"timeout": patience})
    gate = open_gate(root)
    with Watcher(root, (disk.CONTENT, disk.THEMES)) as watcher:
        app = Desk(Room(root, clock=clock, checkout=checkout), gate)
        try:
            server = make_server(HOST, port, app, threaded=True, request_handler=handler)
        except (OSError, SystemExit) as error:
            raise _taken(error, port) from error
        server.daemon_threads = True  # type: ignore[attr-defined] # the threaded server's
        address = f"http://{HOST}:{server.server_port}{gate.way_in}"
        watcher.deliver(app.changed)
        try:
            yield Opened(server=server, address=address)
        finally:
            server.server_close()


def run_desk(
    root: Path,
    *,
    port: int,
    clock: Callable[[], datetime],
    checkout: Checkout | None,
    ready: Callable[[str], None],
) -> None:
    """Serve until interrupted; *ready* hears the address."""
    with desk(root, port=port, clock=clock, checkout=checkout) as opened:
        try:
            ready(opened.address)
            opened.server.serve_forever()
        except KeyboardInterrupt:
            return


def _taken(error: BaseException, port: int) -> StatusgenError:
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return StatusgenError(f"port {port} is not ours to use", hint="choose one above 1023")
    return StatusgenError(
        f"port {port} is in use",
        hint="is the desk open already? Else choose another port: --port 8766",
    )
