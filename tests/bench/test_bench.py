"""What the benchmark measures is what it says it measures."""

import io
import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from tests.bench.made_up import (
    COMPONENTS,
    GROUPS,
    INCIDENTS,
    NOW,
    UPDATES,
    WORDS,
    append_update,
    make_incident,
    make_incidents,
    make_project,
)
from tests.bench.measure import peak_memory, run, weigh
from tests.bench.publishing import Cost, Costs, measure_publishes
from tests.bench.table import Figures, Theirs, table

HEADING = re.compile(
    r"^## (\w+) — (\d{4}-\d\d-\d\d \d\d:\d\d) UTC\n(?:[A-Z][a-z ]+: .+\n)*", re.MULTILINE
)


def bodies(text: str) -> list[str]:
    return HEADING.split(text)[3::3]


def test_the_same_seed_makes_the_same_project_and_another_one_does_not() -> None:
    assert list(make_incidents(5)) == list(make_incidents(5))
    assert make_incident(3, seed=1) != make_incident(3, seed=2)


def test_an_incident_does_not_depend_on_how_many_there_are() -> None:
    assert list(make_incidents(20))[:5] == list(make_incidents(5))


def test_there_are_40_components_in_8_groups() -> None:
    assert (len(GROUPS), len(COMPONENTS), len(set(COMPONENTS))) == (8, 40, 40)


def test_every_incident_has_3_to_6_updates_of_60_to_120_words() -> None:
    updates = [bodies(text) for _, text in make_incidents(200)]
    assert {len(one) for one in updates} == set(range(UPDATES[0], UPDATES[1] + 1))
    counts = [len(body.split()) for one in updates for body in one]
    assert WORDS[0] <= min(counts) <= max(counts) <= WORDS[1]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"\]\(\w", id="links"),
        pytest.param(r"^- ", id="lists"),
        pytest.param(r"^1\. ", id="numbered-lists"),
        pytest.param(r"(?<!`)`[^`\n]+`(?!`)", id="inline-code"),
        pytest.param(r"^```", id="fenced-code"),
        pytest.param(r"[\u3040-\u30ff]", id="japanese"),
        pytest.param(r"[\u0600-\u06ff]", id="arabic"),
    ],
)
def test_the_markdown_has_what_people_write(pattern: str) -> None:
    text = "\n".join(body for _, text in make_incidents(200) for body in bodies(text))
    assert re.search(pattern, text, re.MULTILINE)


def test_no_update_is_ahead_of_the_clock_even_after_edits(tmp_path: Path) -> None:
    make_project(tmp_path, incidents=3)
    edits = [append_update(tmp_path, edit=number) for number in (0, 29)]
    stamps = [
        stamp
        for path in (tmp_path / INCIDENTS).iterdir()
        for _, stamp in re.findall(HEADING, path.read_text("utf-8"))
    ]
    assert max(stamps) == f"{edits[-1].at:%Y-%m-%d %H:%M}" == "2026-11-23 14:59"
    assert NOW - edits[-1].at == timedelta(minutes=1)


def test_only_the_newest_incident_goes_on() -> None:
    last = [HEADING.findall(text)[-1][0] for _, text in make_incidents(30)]
    assert last == ["Update", *["Resolved"] * 29]


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    hold = "held = bytearray(60_000_000)\n"
    wait = "import time\ntime.sleep(1)"
    child = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {hold + wait!r}])"
    alone = peak_memory([sys.executable, "-c", hold + wait], tmp_path)
    family = peak_memory([sys.executable, "-c", hold + child], tmp_path)
    if alone is None or family is None:
        assert not Path("/proc/self/smaps_rollup").exists()
        return
    assert 60 <= alone < 110
    assert family >= 120


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_what_was_written_is_counted_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.html").write_bytes(b"12345")
    (tmp_path / ".manifest").write_bytes(b"1")
    assert weigh(tmp_path) == (1, 5)


def test_the_table_shows_the_ratio_and_a_dash_for_what_is_unknown() -> None:
    figures = Figures(
        incidents=1_000,
        cold=1.5,
        stages={"parse": 0.7},
        unchanged=0.2,
        edit=0.3,
        save=0.04,
        key=0.03,
        peak=None,
        files=3_210,
        size=12_345_678,
        publishes=Costs(first=LARGE, edit=SMALL, unchanged=NOTHING),
        eleventy=Theirs(3.0, 170.0),
    )
    console = Console(width=60, record=True, file=io.StringIO())
    console.print(table([figures]))
    rows = dict(re.findall(r"│ +(\S.*?) +│ +(\S.*?) +│", console.export_text()))
    assert rows["cold build / Eleventy"] == "0.50"
    assert rows["peak memory"] == "–"
    assert rows["save to ready in serve"] == "40 ms"
    assert rows["stage: parse"] == "0.70 s"
    assert rows["files written"] == "3,210"
    assert rows["publish, one edit: to live"] == "0.75 s"


SMALL = Cost(requests=33, sent=110_000, received=40_000, files=30, bytes=100_000, live=0.75)
LARGE = SMALL._replace(requests=3_300, files=3_200)
NOTHING = Cost(requests=1, sent=400, received=20_000, files=0, bytes=0, live=0.5)


def test_what_goes_beside_the_files_is_all_that_went_either_way_but_them() -> None:
    assert SMALL.beside == 50_000


def test_each_publish_is_counted_where_it_arrives(tmp_path: Path) -> None:
    make_project(tmp_path / "page", incidents=3)
    command = (Path(sys.executable).parent / "statusgen", "publish")
    costs = measure_publishes(command, tmp_path / "page", edits=range(1))
    assert costs.first.requests > costs.first.files > costs.edit.files > 10
    assert costs.edit.requests == costs.edit.files + 3
    assert costs.edit.bytes < costs.edit.sent < costs.edit.bytes + 100_000
    assert (costs.unchanged.requests, costs.unchanged.files) == (1, 0)
    assert 0 < costs.unchanged.beside < 30_000
    assert costs.edit.live > 0
