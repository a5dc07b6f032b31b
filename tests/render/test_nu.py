"""The Nu HTML checker, the W3C's own, has nothing against any kind of page, nor its styles.

It is a Java program: ``make nu`` fetches it with npm into ``build/nu``. Its packages on PyPI are
older than styles that we use (``::details-content``).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from statusgen.build import BuildRequest, build_project
from tests.render.shop import artefacts_of, make_site
from tests.render.world import config

ROOT = Path(__file__).parents[2]
JAR = ROOT / "build/nu/node_modules/vnu-jar/build/dist/vnu.jar"
EXAMPLE_NOW = datetime.fromisoformat("2026-11-23T15:00+00:00")
#: One of each kind, of those of which a site has many.
EXAMPLE = (
    "index.html",
    "incidents/2026-11-23-checkout-errors.html",  # with a card
    "incidents/2025-11-28-black-friday.html",  # with a postmortem and a table
    "components/checkout.html",
    "maintenance/2026-12-01-order-database.html",
    "notices/black-friday-2026.html",
    "history/index.html",
    "history/2026-11.html",
    "about.html",
    "subscribe.html",
    "embed.html",
)
ALONE = ("404.html", "fallback.html", "fallback-planned.html", "fallback-partial.html")
SHOP = ("index.html", "components/checkout.html", "incidents/2026-11-23-shop-down.html")
#: What version 26.9 says of pages for which it is not so: message → what has to stand on the
#: line, and why it is wrong. Everything else that it says is a failure, warnings too.
MISTAKEN: Mapping[re.Pattern[str], re.Pattern[str]] = {
    # CSP holds for scripts that would run: a block of data is none (HTML, "prepare the script
    # element").
    re.compile("^Inline script violates Content Security Policy"): re.compile(
        '^<script type="application/ld\\+json">'
    ),
    # The policy has ``data:``; the logo is shown.
    re.compile("^Resource violates Content Security Policy .* image “data:image/svg"): re.compile(
        '<img src="data:image/svg\\+xml;base64,'
    ),
}


def needed(found: str | Path | None, message: str) -> str:
    """Return what was *found*; else skip, saying so, and in CI fail."""
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return str(found)


@pytest.fixture(scope="module")
def checker() -> list[str]:
    java = needed(shutil.which("java"), "no Java here, which the Nu HTML checker needs")
    jar = needed(JAR if JAR.exists() else None, "no Nu HTML checker here: make nu fetches it")
    return [java, "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give a page of each kind: of the example, from right to left, and in the other theme."""
    folder = tmp_path_factory.mktemp("nu")
    shutil.copytree(ROOT / "content", folder / "example/content")
    build_project(BuildRequest(root=folder / "example", now=EXAMPLE_NOW, workers=1))
    site = folder / "example/site"
    found = [site / path for path in (*EXAMPLE, *ALONE)]
    found += [site / "fr" / path for path in EXAMPLE]
    for name, shop in {
        "arabic": config(languages=("ar", "he", "ja")),
        "gazette": config(theme="gazette"),
    }.items():
        artefacts = {artefact.path: artefact for artefact in artefacts_of(make_site(shop))}
        for path in SHOP:
            place = folder / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(artefacts[path].render())
            found.append(place)
    return found


def test_the_nu_checker_has_nothing_against_any_kind_of_page(
    checker: list[str], pages: list[Path], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.html"
    broken.write_text("<!doctype html><html lang=en><title>x</title><p align=left>x</p>")
    found = list(complaints(checker, [*pages, broken]))
    assert len(found) == 1, found  # it would tell
    assert found[0].startswith(f"{broken}:1: The “align” attribute")


def complaints(checker: list[str], paths: list[Path]) -> Iterator[str]:
    """Yield what the checker says of *paths*, a line each, but for its own mistakes."""
    done = subprocess.run([*checker, *paths], capture_output=True, text=True, check=True)
    for message in json.loads(done.stdout)["messages"]:
        path = Path(message["url"].removeprefix("file:"))
        line = path.read_text("utf-8").splitlines()[message["lastLine"] - 1]
        if not mistaken(message["message"], line):
            yield f"{path}:{message['lastLine']}: {message['message']}"


def mistaken(message: str, line: str) -> bool:
    """Return whether the checker is wrong in saying *message* of *line*."""
    return any(said.search(message) and on.search(line) for said, on in MISTAKEN.items())
