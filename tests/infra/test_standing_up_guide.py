"""docs/standing-up.md: its tables and numbers are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from statusgen.doctor.address import LONGEST_TTL, SOON
from statusgen.doctor.examination import CHECKS
from statusgen.doctor.reading import OLDEST
from statusgen.infra.buckets import VERSION_DAYS, VERSIONS
from statusgen.infra.cloudformation import page_template
from statusgen.infra.stack import stack_of
from statusgen.serve.keeping import FIRST_PAUSE, LONGEST_PAUSE, SETTLE
from tests.infra.shop import PRIMARY, shop

GUIDE = (Path(__file__).parents[2] / "docs" / "standing-up.md").read_text("utf-8")
FLAT = re.sub(r"\s+", " ", GUIDE)


def first_column(title: str) -> list[str]:
    table = re.split(rf"^\| {title} \|", GUIDE, flags=re.MULTILINE)[1].split("\n\n")[0]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`(\w[\w-]*)`", cell)]


def test_every_check_is_explained_in_its_order() -> None:
    assert first_column("check") == list(CHECKS)


def test_every_parameter_is_explained_in_its_order() -> None:
    assert first_column("parameter") == list(page_template(stack_of(shop(PRIMARY)))["Parameters"])


def test_every_output_that_it_names_exists() -> None:
    outputs = page_template(stack_of(shop(PRIMARY)))["Outputs"]
    named = set(re.findall(r"output\s+`(\w+)`", GUIDE))
    assert named == {"Address", "Distribution", "DeployRole"}
    assert named <= set(outputs)


@pytest.mark.parametrize(
    "words",
    [
        f"good for {SOON.days} days",
        f"for {LONGEST_TTL} seconds at most",
        f"more than {OLDEST.total_seconds() / 3600:.0f} hours",
        f"versions for {VERSION_DAYS} days",
        f"after {FIRST_PAUSE.seconds}, {2 * FIRST_PAUSE.seconds}, {4 * FIRST_PAUSE.seconds} …",
    ],
)
def test_its_numbers_are_those_of_the_code(words: str) -> None:
    assert words in FLAT


def test_its_numbers_in_words_are_those_of_the_code() -> None:
    assert (VERSIONS, "the last ten" in FLAT) == (10, True)
    assert (SETTLE.seconds, "two seconds have passed" in FLAT) == (2, True)
    assert (LONGEST_PAUSE.seconds, "up to every five minutes" in FLAT) == (300, True)
