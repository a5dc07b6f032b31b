"""Every mistake has its answer: where, what, and what to do. The cases are in tests/cases/."""

from collections.abc import Callable

import pytest
import yaml

from statusgen.yaml_source import LOADER, Parser, read_yaml
from tests.parse.case_files import Case, read_cases
from tests.parse.shop import problems_of, shown

FILES = ("site", "incidents", "maintenance", "notices", "pages")


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{name}: {case.name}") for name in FILES for case in read_cases(name)],
)
def test_a_mistake_is_told_with_its_place_and_what_to_do(case: Case) -> None:
    assert shown(problems_of(case.path, case.source)) == case.problems


@pytest.mark.parametrize("loader", [LOADER, yaml.SafeLoader])
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in read_cases("yaml")])
def test_both_of_yamls_parsers_lead_to_the_same_answer(
    case: Case, loader: Callable[[str], Parser]
) -> None:
    _, problems = read_yaml(case.source, path=case.path, loader=loader)
    assert shown(problems) == case.problems
