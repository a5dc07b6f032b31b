"""The order of the front page: what a reader came for stands first."""

from __future__ import annotations

from datetime import datetime

import pytest

from statusgen.render.frontpage import front_artefacts
from tests.render.markup import Document
from tests.render.shop import make_site
from tests.render.world import NOW as TODAY
from tests.render.world import config

NOTICE = "Black Friday: our phones are open until midnight"
NOW, WORKS, ROWS = "What is happening", "What still works", "Components"
PLANNED = "Maintenance under way"
DURING = datetime.fromisoformat("2026-12-01T02:30+00:00")


def headings(theme: str, *, active: bool, now: datetime = TODAY) -> list[str]:
    """Return the front page's headings of the second level, in order."""
    site = make_site(config(theme=theme), active=active, now=now)
    (page,) = front_artefacts(site)
    return [text for level, text in Document(page.render().decode()).headings() if level == 2]


@pytest.mark.parametrize("theme", ["default", "gazette"])
def test_what_goes_on_and_what_works_come_before_a_notice(theme: str) -> None:
    assert headings(theme, active=True)[:4] == [NOW, WORKS, NOTICE, ROWS]


@pytest.mark.parametrize("theme", ["default", "gazette"])
def test_a_notice_comes_first_while_all_is_clear(theme: str) -> None:
    assert headings(theme, active=False)[:2] == [NOTICE, ROWS]


@pytest.mark.parametrize("theme", ["default", "gazette"])
def test_planned_work_that_alone_goes_on_is_told_first(theme: str) -> None:
    found = headings(theme, active=False, now=DURING)
    assert found[:4] == [PLANNED, WORKS, NOTICE, ROWS]


@pytest.mark.parametrize("theme", ["default", "gazette"])
def test_beside_an_incident_it_is_told_after_what_works(theme: str) -> None:
    found = headings(theme, active=True, now=DURING)
    assert found[:5] == [NOW, WORKS, PLANNED, NOTICE, ROWS]
