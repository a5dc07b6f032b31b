"""Schedules for what changes though nobody edits it."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from statusgen.infra.schedule import Order, cron, eventbridge, systemd
from tests.infra.linter import lint

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
OFTEN = Order(program="/opt/bin/statusgen", folder="/srv/status", every=5)
ONCE = Order(program="/opt/bin/statusgen", folder="/srv/status", every=5, once=AT)


def test_cron_looks_every_few_minutes_and_never_twice_at_once() -> None:
    line = cron(OFTEN).splitlines()[1]
    assert line.startswith("*/5 * * * * ")
    assert "flock --nonblock" in line
    assert "/opt/bin/statusgen publish" in line


def test_cron_may_wait_for_one_instant() -> None:
    assert cron(ONCE).splitlines()[0] == "CRON_TZ=UTC"
    assert cron(ONCE).splitlines()[1].startswith("30 9 24 11 * ")


def test_crons_command_works_in_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    folder = tmp_path / "it's 100% ours"
    folder.mkdir()
    line = cron(Order(program="/bin/echo", folder=str(folder), every=5)).splitlines()[1]
    command = line.split(" ", 5)[5].replace(r"\%", "%")
    assert "%" not in line.replace(r"\%", "")
    subprocess.run(["sh", "-c", command], check=True, timeout=60)
    assert (folder / ".statusgen" / "schedule.log").read_text() == "publish\n"


@pytest.mark.parametrize(
    ("order", "when"),
    [
        pytest.param(OFTEN, "OnCalendar=*:0/5", id="often"),
        pytest.param(ONCE, "OnCalendar=2026-11-24 09:30:00 UTC", id="once"),
    ],
)
def test_systemd_catches_up_after_a_reboot(order: Order, when: str) -> None:
    lines = systemd(order).splitlines()
    assert when in lines
    assert "Persistent=true" in lines
    assert "WorkingDirectory=/srv/status" in lines
    assert 'ExecStart="/opt/bin/statusgen" publish' in lines


@pytest.mark.parametrize(
    ("order", "when"),
    [
        pytest.param(OFTEN, "rate(5 minutes)", id="often"),
        pytest.param(ONCE, "cron(30 9 24 11 ? 2026)", id="once"),
    ],
)
def test_eventbridge_starts_the_workflow(order: Order, when: str) -> None:
    made = yaml.safe_load(eventbridge(order))["Resources"]
    assert made["Schedule"]["Properties"]["ScheduleExpression"] == when
    address = made["Workflow"]["Properties"]["InvocationEndpoint"]["Fn::Sub"]
    assert address.endswith("/actions/workflows/status-page.yml/dispatches")


def test_eventbridges_template_passes_the_linter() -> None:
    assert lint(eventbridge(OFTEN), "us-east-1") == []
