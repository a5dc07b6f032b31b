"""How long it takes in the preview from a saved file to the new front page."""

from __future__ import annotations

import http.client
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from tests.bench.made_up import append_update

PATIENCE = 120.0


def save_to_ready(command: Sequence[str | Path], root: Path, *, edits: range) -> list[float]:
    """Return the seconds of each edit in *root*: saved → told by the preview → fetched whole."""
    with _preview(command, root) as port:
        _fetch(port)
        events = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with closing(events):
            events.request("GET", "/-/events")
            stream = events.getresponse()
            _await(stream, b"event: hello")
            return [_one_edit(root, edit, port, stream) for edit in edits]


def _one_edit(root: Path, edit: int, port: int, stream: http.client.HTTPResponse) -> float:
    time.sleep(0.3)  # what the edit before has set off is over
    begin = time.perf_counter()
    stamp = append_update(root, edit=edit).at
    _await(stream, b"event: changed")
    page = _fetch(port)
    seconds = time.perf_counter() - begin
    if f"{stamp:%Y-%m-%dT%H:%M}".encode() not in page:
        raise RuntimeError("the preview's page is not the new one")
    return seconds


@contextmanager
def _preview(command: Sequence[str | Path], root: Path) -> Iterator[int]:
    """Give the port of a preview that runs."""
    with subprocess.Popen(
        [*command, "--port", "0"], cwd=root, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"127\.0\.0\.1:(\d+)", process.stdout.readline())
            if not found:
                raise RuntimeError("the preview does not say where it is")
            yield int(found[1])
        finally:
            process.terminate()


def _fetch(port: int) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection):
        connection.request("GET", "/index.html")
        return connection.getresponse().read()


def _await(stream: http.client.HTTPResponse, wanted: bytes) -> None:
    while not (line := stream.readline()).startswith(wanted):
        if not line:
            raise RuntimeError("the preview has closed its stream")
