"""The publishing tests' table of faults, printed at the end of the run."""

from __future__ import annotations

import pytest

from tests.publish.matrix import MATRIX, Matrix


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
