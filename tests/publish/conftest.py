"""Real servers for the publishing tests, and their table of faults at the end of the run."""

from __future__ import annotations

import signal
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


@pytest.fixture
def heeds_ctrl_c() -> Iterator[None]:
    """Have Ctrl+C interrupt, as it does not in what a script has begun in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


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
