"""Ninety days as a drawing and as words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from lxml import etree

from statusgen.config import Component
from statusgen.derive.values import ComponentState, DayBar
from statusgen.model import ComponentStatus
from statusgen.render.bars import draw, legend, rows, summary
from statusgen.render.language import Language, make_language
from statusgen.render.theme import make_theme
from tests.render.world import DOWN, OK, PARTIAL, SLOW, config, theme_layers

TODAY = date(2026, 11, 23)
WORK = ComponentStatus.UNDER_MAINTENANCE


@pytest.fixture(scope="module")
def english() -> Language:
    return make_language("en", config=config(), theme=make_theme(theme_layers()))


def days(*worst: ComponentStatus | None, down: int = 0) -> tuple[DayBar, ...]:
    """Days up to today; None: before the component was in service."""
    return tuple(
        DayBar(
            day=TODAY - timedelta(days=len(worst) - 1 - place),
            worst=status or OK,
            down=timedelta(minutes=down) if status else timedelta(),
            known=status is not None,
        )
        for place, status in enumerate(worst)
    )


def drawn(bars: tuple[DayBar, ...]) -> dict[str, str]:
    """Return the drawing's paths by class."""
    image = etree.fromstring(draw(bars, "words"))
    return {path.get("class"): path.get("d") for path in image.iter("path")}


def test_good_days_are_one_stroke_for_each_run() -> None:
    assert drawn(days(OK, OK, DOWN, OK)) == {
        "all": "M0.16 12H2M3.16 12H4",
        "s-major_outage": "M2.16 0h.68v24h-.68z",
    }


def test_days_before_the_component_s_service_are_dots() -> None:
    assert drawn(days(None, None, OK)) == {
        "s-unknown": "M0.3 11h.4v2h-.4zM1.3 11h.4v2h-.4z",
        "all": "M2.16 12H3",
    }


def test_each_status_has_a_shape_of_its_own() -> None:
    shapes = {status: drawn(days(status)) for status in ComponentStatus}
    outlines = {tuple(paths.values()) for paths in shapes.values()}
    assert len(outlines) == len(ComponentStatus)


def test_the_drawing_carries_its_words() -> None:
    image = etree.fromstring(draw(days(OK), 'no "trouble" & <nothing>'))
    assert image.get("role") == "img"
    assert image.get("aria-label") == 'no "trouble" & <nothing>'


def component(bars: tuple[DayBar, ...]) -> ComponentState:
    return ComponentState(
        component=Component(id="checkout", name="Checkout"),
        status=OK,
        since=None,
        uptime=None,
        bars=bars,
    )


@pytest.mark.parametrize(
    ("bars", "expected"),
    [
        pytest.param(days(*[OK] * 90), "The last 90 days: no trouble.", id="good"),
        pytest.param(
            days(*[OK] * 60, SLOW, DOWN, *[OK] * 28),
            "The last 90 days: trouble on 2 days, most recently on 26 October.",
            id="bad",
        ),
        pytest.param(
            days(OK, WORK, OK), "The last 3 days: no trouble.", id="planned-is-no-trouble"
        ),
        pytest.param(
            days(None, PARTIAL),
            "The last day: trouble on 1 day, most recently on 23 November.",
            id="new",
        ),
        pytest.param(days(None, None), "Not in service yet.", id="not-yet"),
    ],
)
def test_the_bars_are_said_in_a_sentence(
    bars: tuple[DayBar, ...], expected: str, english: Language
) -> None:
    assert summary(component(bars), english) == expected


def test_the_table_has_every_day_that_was_not_all_well_newest_first(english: Language) -> None:
    table = rows(days(None, SLOW, OK, WORK, DOWN, down=85), english)
    assert [(row.day, row.status, row.down) for row in table] == [
        ("Monday 23 November", "Major outage", "1 hour 25 minutes"),
        ("Sunday 22 November", "Under maintenance", "1 hour 25 minutes"),
        ("Friday 20 November", "Degraded performance", "1 hour 25 minutes"),
    ]
    assert [row.iso for row in table] == ["2026-11-23", "2026-11-22", "2026-11-20"]
    assert rows(days(SLOW), english)[0].down == ""


def test_the_legend_has_every_kind_of_bar(english: Language) -> None:
    kinds = legend(english)
    assert [kind.label for kind in kinds] == list(english.component_statuses.values())
    assert len({kind.drawing for kind in kinds}) == len(kinds)
