"""``statusgen doctor`` as it is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from statusgen.doctor.examination import CHECKS
from tests.doctor.servers import http_server, serving
from tests.doctor.world import good_page

SITE = """
name: Northwind Shop
url: {url}
main_site: https://www.northwind.example/
components:
  - {{id: website, name: Website}}
targets:
  - {{name: local, type: directory, path: published}}
"""


def doctor(page: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "statusgen", "doctor", *words],
        cwd=page,
        env=dict(os.environ, NO_COLOR="1"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    place = tmp_path / "content" / "site.yaml"
    place.write_text(SITE.format(url="https://northwind-status.example/"), "utf-8")
    return tmp_path


def test_offline_it_says_what_could_not_be_checked_and_is_no_failure(page: Path) -> None:
    done = doctor(page, "--offline")
    assert done.returncode == 0
    assert "not looked at: --offline" in done.stdout
    assert "there is one target alone, local" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(" unknown")


def test_each_finding_says_why_and_what_to_do(page: Path) -> None:
    told = json.loads(doctor(page, "--offline", "--format", "json").stdout)
    assert {finding["check"] for finding in told["findings"]} == set(CHECKS)
    for finding in told["findings"]:
        assert finding["why"]
        assert finding["todo"] or finding["verdict"] == "ok"


def test_what_is_not_there_fails(page: Path) -> None:
    answers = {"/" + url.partition(".example/")[2]: told for url, told in good_page().items()}
    del answers["/feed.rss"]
    with serving(http_server(answers)) as port:
        site = SITE.format(url=f"http://127.0.0.1:{port}/").replace(
            "https://www.northwind.example/", f"http://localhost:{port}/"
        )
        (page / "content" / "site.yaml").write_text(site, "utf-8")
        done = doctor(page, "--probe", "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["exit"]) == (1, 1)
    found = {(one["check"], one["verdict"]): one["found"] for one in told["findings"]}
    assert "feed.rss answers 404" in found["feeds", "fail"]
    assert "is not HTTPS" in found["certificate", "fail"]
    assert ("api", "ok") in found
    assert found["writing", "ok"] == "local can be written to from here"
