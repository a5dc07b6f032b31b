"""The preview as a running server."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from statusgen import disk
from statusgen.errors import StatusgenError
from statusgen.serve.app import Preview
from statusgen.serve.watching import Watcher
from statusgen.serve.workspace import Workspace

HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    """Serves without a line per request; nobody reads them."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing."""


@contextmanager
def preview(
    root: Path, *, port: int, clock: Callable[[], datetime], drafts: bool
) -> Iterator[BaseWSGIServer]:
    """Give a server of the project in *root* that renews itself; the caller runs it."""
    with Watcher(root, (disk.CONTENT, disk.THEMES)) as watcher:
        app = Preview(Workspace(root, clock=clock, drafts=drafts))
        try:
            server = make_server(HOST, port, app, threaded=True, request_handler=_Quiet)
        except (OSError, SystemExit) as error:
            raise _taken(error, port) from error
        server.daemon_threads = True  # type: ignore[attr-defined] # the threaded server's
        watcher.deliver(app.changed)
        try:
            yield server
        finally:
            server.server_close()


def run_preview(
    root: Path,
    *,
    port: int,
    clock: Callable[[], datetime],
    drafts: bool,
    ready: Callable[[str], None],
) -> None:
    """Serve until interrupted; *ready* hears the address."""
    with preview(root, port=port, clock=clock, drafts=drafts) as server:
        try:
            ready(f"http://{HOST}:{server.server_port}/")
            server.serve_forever()
        except KeyboardInterrupt:
            return


def _taken(error: BaseException, port: int) -> StatusgenError:
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return StatusgenError(f"port {port} is not ours to use", hint="choose one above 1023")
    return StatusgenError(
        f"port {port} is in use", hint="end the other server, or choose one: --port 8001"
    )
