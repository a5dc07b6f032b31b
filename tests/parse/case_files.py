"""Cases in Markdown: a heading, what is read, and what is said of it.

A case is a level-2 heading and two blocks in fences of four backticks: the source file,
with its path as ``file=…``, and the problems, as they are shown to people. An empty
second block means that nothing is wrong.
"""

import re
from pathlib import Path
from typing import NamedTuple

CASES = Path(__file__).parent.parent / "cases"
_CASE = re.compile(
    r"^## (?P<name>.+)\n(?:(?!## |````).*\n)*"
    r"````\w+ file=(?P<path>\S+)\n(?P<source>(?:.*\n)*?)````\n\n"
    r"````text\n(?P<problems>(?:.*\n)*?)````\n",
    re.MULTILINE,
)


class Case(NamedTuple):
    name: str
    path: str
    source: str
    problems: str


def read_cases(name: str) -> list[Case]:
    """Return the cases of ``tests/cases/<name>.md``; every heading must be one."""
    text = (CASES / f"{name}.md").read_text("utf-8")
    found = [Case(**match.groupdict()) for match in _CASE.finditer(text)]
    headings = re.findall(r"^````\w+ file=", text, re.MULTILINE)
    assert len(found) == len(headings) > 0, "a case is not in the form that is read"
    return found
