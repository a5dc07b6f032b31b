"""The preview: pages from memory, renewed at a save, for this machine alone."""

from __future__ import annotations

import contextlib
import json
import queue
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import urllib3

from statusgen.errors import StatusgenError
from statusgen.serve.running import preview
from tests.processes import serving

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "content"
ACTIVE = "content/incidents/2026-11-23-checkout-errors.md"


class Running:
    """A preview that runs, and what it says."""

    def __init__(self, root: Path, address: str) -> None:
        self.root, self.address = root, address
        self._http = urllib3.PoolManager(retries=False, timeout=10)

    def get(
        self, path: str = "", *, method: str = "GET", host: str = ""
    ) -> urllib3.BaseHTTPResponse:
        headers = {"Host": host} if host else {}
        return self._http.request(method, f"{self.address}/{path}", headers=headers)

    def page(self, path: str = "") -> str:
        return self.get(path).data.decode()

    def events(self) -> Iterator[list[dict[str, str]]]:
        """Yield the problems that each event tells; the first is the greeting."""
        response = self._http.request("GET", f"{self.address}/-/events", preload_content=False)
        for line in response:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])["problems"]

    def listen(self) -> queue.Queue[list[dict[str, str]]]:
        """Return a queue that events come into, after the greeting."""
        heard: queue.Queue[list[dict[str, str]]] = queue.Queue()
        stream = self.events()
        next(stream)

        def pass_on() -> None:
            with contextlib.suppress(urllib3.exceptions.HTTPError):  # the server has ended
                for event in stream:
                    heard.put(event)

        threading.Thread(target=pass_on, daemon=True).start()
        return heard

    def save(self, text: str, path: str = ACTIVE) -> None:
        (self.root / path).write_text(text)

    @property
    def source(self) -> str:
        return (self.root / ACTIVE).read_text()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    shutil.copytree(EXAMPLE, tmp_path / "content")
    with preview(tmp_path, port=0, clock=lambda: NOW, drafts=True) as server, serving(server):
        yield Running(tmp_path, f"http://127.0.0.1:{server.server_port}")


@pytest.mark.parametrize(
    ("path", "status", "media_type"),
    [
        pytest.param("", 200, "text/html; charset=utf-8", id="front"),
        pytest.param("fr/", 200, "text/html; charset=utf-8", id="another-language"),
        pytest.param("history/2026-11.html", 200, "text/html; charset=utf-8", id="history"),
        pytest.param("status.json", 200, "application/json; charset=utf-8", id="api"),
        pytest.param("feed.atom", 200, "application/atom+xml; charset=utf-8", id="feed"),
        pytest.param("no/such/page.html", 404, "text/html; charset=utf-8", id="missing"),
        pytest.param("../../etc/passwd", 404, "text/html; charset=utf-8", id="outside"),
    ],
)
def test_every_page_of_the_site_is_served(
    running: Running, path: str, status: int, media_type: str
) -> None:
    response = running.get(path)
    assert (response.status, response.headers["Content-Type"]) == (status, media_type)
    assert response.headers["Cache-Control"] == "no-store"


def test_a_save_is_told_and_shown(running: Running) -> None:
    heard = running.listen()
    running.save(running.source + "\n## Update — 2026-11-23 14:58 UTC\n\nNearly there now.\n")
    assert heard.get(timeout=10) == []
    assert "Nearly there now." in running.page()
    assert "Nearly there now." in running.page(f"incidents/{Path(ACTIVE).stem}.html")


def test_a_mistake_is_told_with_its_place_and_the_last_good_page_stays(running: Running) -> None:
    good = running.page()
    heard = running.listen()
    running.save(running.source + "\n## Identifed — 2026-11-23 14:58 UTC\n\nOops.\n")
    (problem,) = heard.get(timeout=10)
    assert problem["at"].startswith(f"{ACTIVE}:")
    assert "Identified" in problem["hint"]
    assert running.page() == good


def test_a_mended_mistake_is_gone(running: Running) -> None:
    good = running.source
    heard = running.listen()
    running.save("nothing that makes sense")
    assert heard.get(timeout=10) != []
    running.save(good)
    assert heard.get(timeout=10) == []


def test_a_new_file_and_a_removed_one_are_noticed(running: Running) -> None:
    heard = running.listen()
    path = "content/incidents/2026-11-23-new.md"
    running.save(
        "---\ntitle: A new thing\nseverity: P3\n---\n\n"
        "## Investigating — 2026-11-23 14:50 UTC\n\nX.\n",
        path,
    )
    assert heard.get(timeout=10) == []
    assert "A new thing" in running.page()
    (running.root / path).unlink()
    assert heard.get(timeout=10) == []
    assert "A new thing" not in running.page()


def test_a_change_of_site_yaml_is_noticed(running: Running) -> None:
    heard = running.listen()
    place = running.root / "content/site.yaml"
    place.write_text(place.read_text().replace("name: Northwind Shop", "name: Southwind Shop"))
    assert heard.get(timeout=10) == []
    assert "Southwind Shop" in running.page()


def test_a_project_that_begins_with_a_mistake_is_served_once_it_is_mended(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "content")
    good = (tmp_path / ACTIVE).read_text()
    (tmp_path / ACTIVE).write_text("broken")
    with preview(tmp_path, port=0, clock=lambda: NOW, drafts=True) as server:
        one = Running(tmp_path, f"http://127.0.0.1:{server.server_port}")
        with serving(server):
            assert one.get().status == 500
            heard = one.listen()
            one.save(good)
            assert heard.get(timeout=10) == []
            assert one.get().status == 200


def test_only_this_machine_is_answered(running: Running) -> None:
    """A page elsewhere that points its own name at this machine gets nothing."""
    assert running.get(host="attacker.example").status == 421
    assert running.get("-/events", host="attacker.example:80").status == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed_through_the_preview(running: Running, method: str) -> None:
    assert running.get(method=method).status == 405


def test_a_port_in_use_is_said(running: Running, tmp_path: Path) -> None:
    port = int(running.address.rpartition(":")[2])
    with (
        pytest.raises(StatusgenError, match=f"port {port} is in use"),
        preview(tmp_path, port=port, clock=lambda: NOW, drafts=True),
    ):
        pass
