"""A real browser, and the made-up shop's site in it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from statusgen.model import Text
from statusgen.render.site import Site
from tests.render.shop import artefacts_of, make_site
from tests.render.world import MINUTE, NOW, body, config, incident

#: Quiet, and nothing of its own over the network.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a browser. Where there is none the tests are skipped, but not in CI."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        message = f"no browser here: none of {', '.join(CHROMIUM)} is on the PATH"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def write(site: Site, folder: Path) -> Path:
    """Write every artefact of *site* into *folder*."""
    for artefact in artefacts_of(site):
        place = folder / artefact.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(artefact.render())
    return folder


@pytest.fixture(scope="session")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the shop's site on its bad afternoon, in two languages."""
    return write(make_site(config(languages=("en", "fr"))), tmp_path_factory.mktemp("busy"))


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the shop's site before that."""
    site = make_site(config(languages=("en", "fr")), active=False)
    return write(site, tmp_path_factory.mktemp("calm"))


@pytest.fixture(scope="session")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the shop's site a while later, when one more thing has gone wrong."""
    more = incident("2026-11-23-refunds", NOW - 42 * MINUTE, length=None)
    said = (body("Refunds wait."), body("We know why."), body("Refunds are sent again."))
    text = Text(language="en", title="Refunds are late", updates=said)
    site = make_site(config(languages=("en", "fr")), extra=((more, text),))
    return write(site, tmp_path_factory.mktemp("later"))


@pytest.fixture(scope="session")
def other_theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the shop's site on that afternoon, in the other bundled theme."""
    site = make_site(config(languages=("en", "fr"), theme="gazette"))
    return write(site, tmp_path_factory.mktemp("gazette"))


@pytest.fixture(scope="session")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the shop's site on that afternoon, in a language from right to left."""
    return write(make_site(config(languages=("en", "ar"))), tmp_path_factory.mktemp("arabic"))


class _Quiet(SimpleHTTPRequestHandler):
    def send_head(self) -> Any:
        """Always answer whole: a test changes files faster than their times can tell."""
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""


class Host:
    """A web server on this machine that serves one folder below ``/status/``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder / "status"
        handler = partial(_Quiet, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/status/"

    def publish(self, site: Path, release: str) -> None:
        """Put *site* where it is served, and say so in release.json."""
        shutil.copytree(site, self.folder, dirs_exist_ok=True)
        (self.folder / "release.json").write_text(f'{{"id": "{release}"}}')

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """Give a web server with nothing on it yet."""
    host = Host(tmp_path / "www")
    yield host
    host.close()
