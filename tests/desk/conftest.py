"""The example at the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.visitor import Visitor, example


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    """Give a browser at the desk of the example."""
    return Visitor(example(tmp_path))
