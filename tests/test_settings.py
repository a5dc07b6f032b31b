"""What site.yaml asks for that readers would not see so: it is told, and not only mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusgen.errors import Level
from statusgen.settings import read_settings

SITE = """\
name: Shop
url: https://status.shop.example/
components:
  - {id: shop, name: Shop}
brand:
  # the color: of our vans
  color: "%s"
"""


def advice(root: Path, color: str) -> list[str]:
    (root / "content").mkdir()
    (root / "content/site.yaml").write_text(SITE % color)
    problems = read_settings(root).problems
    assert {problem.level for problem in problems} <= {Level.ADVICE}
    return [str(problem) for problem in problems]


def test_a_colour_that_is_too_light_is_told_with_the_one_that_is_shown(tmp_path: Path) -> None:
    (said,) = advice(tmp_path, "#ffcc00")
    assert said.startswith(
        "content/site.yaml:7:11: brand: '#ffcc00' is too light for a light page; links and "
        "buttons are shown in '#856a00'\n  hint: write color: \"#856a00\" to agree"
    )


@pytest.mark.parametrize("color", ["#856a00", "#0b5a6e", "#000000"])
def test_nothing_is_said_of_a_colour_that_is_shown_as_it_is(tmp_path: Path, color: str) -> None:
    assert advice(tmp_path, color) == []
