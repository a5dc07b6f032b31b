"""The front page's weight is told, and too much of it is an error."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest

from statusgen.build import BuildRequest, build_project, check_project
from statusgen.errors import ContentError
from statusgen.weight import check_weight, weigh, weight_of
from tests.bench.made_up import NOW, make_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_project(tmp_path, incidents=12, seed=1)
    return tmp_path


def allow(root: Path, front_page: int) -> None:
    """Let the front page of the project in *root* have so many bytes."""
    with (root / "content" / "site.yaml").open("a") as file:
        file.write(f"budget: {{front_page: {front_page}}}\n")


def test_the_heaviest_page_counts() -> None:
    weight = weigh({"index.html": b"a" * 9000, "fr/index.html": bytes(range(256))}, budget=14_000)
    assert (weight.path, weight.size) == ("fr/index.html", 256)
    assert 200 < weight.compressed < 300
    assert not weight.over


def test_a_page_of_just_its_budget_is_not_over() -> None:
    weight = weigh({"index.html": bytes(range(256))}, budget=1)
    assert weight.over
    assert not weigh({"index.html": bytes(range(256))}, budget=weight.compressed).over


def test_a_build_weighs_what_it_wrote(root: Path) -> None:
    built = build_project(BuildRequest(root=root, now=NOW, workers=1))
    weight = weight_of(built)
    page = (root / "site" / weight.path).read_bytes()
    assert weight.size == len(page)
    assert len(brotli.compress(page)) <= weight.compressed < len(page)
    assert str(weight) == f"front page {weight.compressed / 1000:.1f} kB compressed of 14.0 kB"


def test_a_check_weighs_what_a_build_would_write(root: Path) -> None:
    weight = check_weight(root, check_project(root, now=NOW))
    assert not (root / "site").exists()
    assert weight == weight_of(build_project(BuildRequest(root=root, now=NOW, workers=1)))


def test_too_heavy_a_page_is_an_error_that_says_what_to_do(root: Path) -> None:
    allow(root, 1000)
    with pytest.raises(ContentError) as caught:
        check_weight(root, check_project(root, now=NOW))
    (problem,) = caught.value.problems
    assert problem.at.path == "content/site.yaml"
    assert "bytes more than the budget allows" in problem.message
    assert "raise 'budget: {front_page: …}'" in problem.hint


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("budget: {front_pag: 9000}", "unknown key 'front_pag'", id="slip"),
        pytest.param("budget: {front_page: 14}", "14 bytes are too few for a page", id="few"),
        pytest.param("budget: {front_page: 14 kB}", "is no whole number", id="unit"),
    ],
)
def test_a_budget_that_cannot_be_meant_is_an_error(root: Path, line: str, said: str) -> None:
    with (root / "content" / "site.yaml").open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(ContentError) as caught:
        check_project(root, now=NOW)
    assert said in caught.value.problems[0].message
