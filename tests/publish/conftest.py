"""Real servers for the publishing tests, and their table of faults at the end of the run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.matrix import MATRIX, Matrix
from tests.publish.servers import ministack, moto, rclone


@pytest.fixture(scope="session")
def moto_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with moto(tmp_path_factory.mktemp("moto")) as address:
        yield address


@pytest.fixture(scope="session")
def ministack_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with ministack(tmp_path_factory.mktemp("ministack")) as address:
        yield address


@pytest.fixture(scope="session")
def rclone_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with rclone(tmp_path_factory.mktemp("rclone")) as address:
        yield address


@pytest.fixture(scope="session")
def matrix() -> Matrix:
    """Return the table to note in what was tried."""
    return MATRIX


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = MATRIX.lines()
    if lines:
        terminalreporter.section("publishing under faults")
        for line in lines:
            terminalreporter.write_line(line)
