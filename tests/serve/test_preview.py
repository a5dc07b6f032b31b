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

from statusgen.cache import open_cache
from statusgen.errors import StatusgenError
from statusgen.serve.running import preview
from statusgen.serve.watching import Watcher
from statusgen.serve.workspace import Workspace
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
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
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


FOOTER = "themes/default/templates/footer.html"
INCIDENT = "themes/default/templates/incident.html"


def heard_of(heard: queue.Queue[list[dict[str, str]]], place: str) -> dict[str, str]:
    """Return the problem that an event tells of *place*, after as many events as it takes."""
    while True:
        for problem in heard.get(timeout=10):
            if problem["at"].startswith(place):
                return problem


def heard_of_none(heard: queue.Queue[list[dict[str, str]]]) -> None:
    """Wait for an event that tells of no problem."""
    while heard.get(timeout=10):
        pass


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        pytest.param("<p>\n{% if %}", 2, "expected an expression", id="syntax"),
        pytest.param("<p>\n\n{{ site.nam }}", 3, "has no 'nam'", id="unknown-field"),
        pytest.param("{{ sit.name }}", 1, "'sit' is undefined", id="unknown-name"),
        pytest.param('{% extends "nowhere.html" %}', 1, "no template 'nowhere.html'", id="parent"),
        pytest.param(
            '{% extends "default/footer.html" %}\n{% block x %}{% endblock %}',
            2,
            "no block 'x'",
            id="unknown-block",
        ),
    ],
)
def test_a_mistake_in_a_template_is_told_and_the_last_good_page_stays(
    running: Running, template: str, line: int, message: str
) -> None:
    """The folder ``themes/`` is made while it runs."""
    good = running.page()
    heard = running.listen()
    running.save(template, FOOTER)
    problem = heard_of(heard, f"{FOOTER}:{line}:1")
    assert message in problem["message"]
    assert problem["hint"]
    assert running.page() == good
    assert running.get("history/index.html").status == 200
    assert next(running.events()) == [problem]  # what a page that is opened now shows
    running.save("<p>Our own foot.</p>", FOOTER)
    while "<p>Our own foot.</p>" not in running.page():
        heard.get(timeout=10)


def test_a_mistake_that_only_one_page_shows_is_told_where_it_is_opened(running: Running) -> None:
    heard = running.listen()
    old = "{% if 'New products' in incident.title %}{{ nothing }}{% endif %}Our own words."
    page = '{% extends "default/incident.html" %}\n{% block updates %}' + old + "{% endblock %}"
    running.save(page, INCIDENT)
    while "Our own words." not in running.page(f"incidents/{Path(ACTIVE).stem}.html"):
        assert heard.get(timeout=10) == []
    answer = running.get("incidents/2025-01-29-search-misses-new-products.html")
    assert (answer.status, b"/-/live.js" in answer.data) == (500, True)
    (problem,) = next(running.events())
    assert problem["at"] == f"{INCIDENT}:2:1"


def test_an_incident_saved_beside_a_mistake_elsewhere_leaves_that_told(running: Running) -> None:
    heard = running.listen()
    site = (running.root / "content/site.yaml").read_text()
    running.save(site.replace("name: Northwind", "nam: Northwind"), "content/site.yaml")
    heard_of(heard, "content/site.yaml:")
    running.save(running.source + "\nMore words.\n")
    assert [problem["at"].partition(":")[0] for problem in heard.get(timeout=10)] == [
        "content/site.yaml"
    ]


def test_mistakes_in_names_are_told_until_they_are_mended(running: Running) -> None:
    heard = running.listen()
    for name in ("content/incidents/Not a name.md", "content/incidents/gone.fr.md"):
        running.save(running.source, name)
        heard_of(heard, name)
    running.save(running.source + "\nMore words.\n")
    assert len(heard.get(timeout=10)) == 2
    (running.root / "content/incidents/Not a name.md").unlink()
    assert len(heard.get(timeout=10)) == 1
    (running.root / "content/incidents/gone.fr.md").unlink()
    heard_of_none(heard)
    assert "More words." in running.page()


def test_what_is_saved_while_a_project_is_read_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    heard: queue.Queue[list[str]] = queue.Queue()
    with Watcher(tmp_path, ("content", "themes")) as watcher:
        (tmp_path / "content/site.yaml").write_text("name: x")
        watcher.deliver(heard.put)
        assert "content/site.yaml" in heard.get(timeout=10)


def test_folders_that_go_and_come_back_are_followed(running: Running) -> None:
    heard = running.listen()
    (running.root / "content").rename(running.root / "aside")
    heard_of(heard, "content/site.yaml")
    good = running.page()
    assert "Northwind" in good
    (running.root / "aside").rename(running.root / "content")
    heard_of_none(heard)
    running.save(running.source + "\nMore words.\n")
    heard_of_none(heard)
    assert "More words." in running.page()


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


def test_compiled_templates_are_kept_for_the_next_start(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "content")
    kept: list[dict[str, bytes]] = []
    for _ in range(2):
        Workspace(tmp_path, clock=lambda: NOW)
        with contextlib.closing(open_cache(tmp_path)) as cache:
            kept.append(cache.get("bytecode", dict[str, bytes]) or {})
    assert kept[0]
    assert kept[1] == kept[0]
