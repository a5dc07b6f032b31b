"""The S3 server that the doctor's questions go to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.servers import moto


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with moto(tmp_path_factory.mktemp("moto")) as address:
        yield address
