"""What docs/uptime.md says is what happens."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from statusgen.config import Uptime
from statusgen.derive.rollup import roll_up
from statusgen.derive.uptime import WINDOW, uptime_of
from statusgen.model import ComponentStatus
from tests.derive.made import DEGRADED, MAINTENANCE, MAJOR, OPERATIONAL, PARTIAL, outage

PAGE = (Path(__file__).parents[2] / "docs" / "uptime.md").read_text("utf-8")

STATUSES = {status.key.replace("_", " "): status for status in ComponentStatus}


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table whose first heading is *heading*."""
    lines = iter(PAGE.splitlines())
    for line in lines:
        if line.strip().startswith(f"| {heading} |"):
            break
    next(lines)  # the line of dashes
    table = []
    for line in lines:
        if not line.strip().startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return table


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_example_gives_the_figure_on_the_page() -> None:
    (as_of,) = re.findall(r"A page as of (\S+ \S+) UTC", PAGE)
    (said,) = re.findall(r"the uptime is \*\*([\d.]+) %\*\*", PAGE)
    spans = [
        outage(STATUSES[status], instant(start), instant(end), source=what)
        for what, status, start, end in rows("what")
    ]

    end = instant(as_of)
    assert len(spans) == 5
    assert uptime_of(spans, start=end - WINDOW, end=end, uptime=Uptime()) == float(said)


def test_the_weights_on_the_page_are_the_usual_ones() -> None:
    weights = {STATUSES[status]: float(weight) for status, weight in rows("status")}

    assert weights == {status: Uptime().weight(status) for status in (MAJOR, PARTIAL, DEGRADED)}


def test_the_words_on_the_page_are_those_that_the_components_come_to() -> None:
    named = {
        "operational": OPERATIONAL,
        "in major outage": MAJOR,
        "in partial outage": PARTIAL,
        "degraded": DEGRADED,
        "under maintenance": MAINTENANCE,
    }
    table = rows("components")

    assert len(table) == 8
    for components, indicator, words in table:
        share, _, status = components.partition(" ")
        some = [named[status], OPERATIONAL] if share == "some" else [named[status]]
        assert roll_up(some) == (indicator, words)
