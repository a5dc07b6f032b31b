"""How long it takes at the desk from a keystroke to the page with it."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.bench.preview import PATIENCE

#: What is typed, a key at a time.
WORDS = "We have found out why, and half of the payments go through again."


def key_to_page(command: Sequence[str | Path], root: Path, *, keys: int) -> list[float]:
    """Return the seconds of each key in *root*: the form sent → the page whole, with the words.

    The page is the front page, which is made from all incidents.
    """
    with _desk(command, root) as browser:
        incident = browser.get("api/state")["incidents"][0]["file"]
        file = browser.post("api/file", {"kind": "incidents", "id": incident})
        work = {"task": "update", "id": incident, "base": file["digest"], "status": "update"}
        _one_key(browser, work, WORDS)  # the first look reads the incidents that go on
        return [_one_key(browser, work, WORDS[: len(WORDS) - keys + n]) for n in range(keys)]


def _one_key(browser: _Browser, work: Mapping[str, Any], typed: str) -> float:
    begin = time.perf_counter()
    told = browser.post("api/preview", {"work": {**work, "message": typed}, "page": "index.html"})
    seconds = time.perf_counter() - begin
    if typed.rstrip() not in (told["html"] or ""):
        raise RuntimeError(f"the page does not have the words: {told['problems']}")
    return seconds


class _Browser:
    """What the page's script does, without the page."""

    def __init__(self, port: int, cookie: str, prefix: str) -> None:
        self._port, self._prefix = port, prefix
        self._headers = {
            "Cookie": cookie,
            "Origin": f"http://127.0.0.1:{port}",
            "Content-Type": "application/json",
            "X-Statusgen-Desk": "1",
        }

    def get(self, path: str) -> Any:
        return self._ask("GET", path, None)

    def post(self, path: str, body: object) -> Any:
        return self._ask("POST", path, json.dumps(body))

    def _ask(self, method: str, path: str, body: str | None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        with closing(connection):
            connection.request(method, self._prefix + path, body, self._headers)
            answer = connection.getresponse()
            told = json.loads(answer.read())
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"the desk refuses: {told}")
        return told


@contextmanager
def _desk(command: Sequence[str | Path], root: Path) -> Iterator[_Browser]:
    """Give a browser at a desk that runs."""
    with subprocess.Popen(
        [*command, "--port", "0"], cwd=root, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"127\.0\.0\.1:(\d+)(/\S+)", process.stdout.readline())
            if not found:
                raise RuntimeError("the desk does not say where it is")
            yield _enter(int(found[1]), found[2])
        finally:
            process.terminate()


def _enter(port: int, way_in: str) -> _Browser:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection):
        connection.request("GET", way_in)
        answer = connection.getresponse()
        cookie, *attributes = (answer.headers["Set-Cookie"] or "").split("; ")
    path = next(one.removeprefix("Path=") for one in attributes if one.startswith("Path="))
    return _Browser(port, cookie, path)
