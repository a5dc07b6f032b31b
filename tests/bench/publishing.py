"""What a publish costs: requests and bytes that arrive at a real S3 server, and seconds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.bench.counting import Counter, counting
from tests.bench.made_up import append_update
from tests.bench.measure import run
from tests.publish.servers import ENVIRONMENT, ministack, new_bucket

TARGET = """\
targets:
  - {{name: bench, type: s3, bucket: {bucket}, region: eu-west-1, endpoint_url: "{through}",
     url: "{address}/{bucket}/"}}
"""


class Cost(NamedTuple):
    """What one publish cost, without the look through the public address at its end."""

    requests: int
    sent: int  #: bytes, headers too
    received: int
    files: int  #: that were uploaded
    bytes: int  #: of these files
    live: float  #: seconds from the command to the proof that it is live, on this machine alone

    @property
    def beside(self) -> int:
        """Return the bytes that went either way beside the files themselves."""
        return self.sent + self.received - self.bytes


class Costs(NamedTuple):
    """What publishes of one project cost."""

    first: Cost
    edit: Cost
    unchanged: Cost


def measure_publishes(command: Sequence[str | Path], root: Path, *, edits: range) -> Costs:
    """Publish *root* to a server of this machine: first, after each edit, and with none."""
    with _bucket(root) as counter:

        def publish() -> Cost:
            counter.take()
            told = json.loads(run([*command, "--json"], root, env=ENVIRONMENT).printed)
            (target,) = told["targets"]
            return _cost(target, counter.take())

        first = publish()
        return Costs(
            first=first,
            edit=_median([_after_edit(publish, root, edit) for edit in edits]),
            unchanged=_median([publish() for _ in edits]),
        )


def _after_edit(publish: Callable[[], Cost], root: Path, edit: int) -> Cost:
    append_update(root, edit=edit)
    return publish()


def _cost(told: Mapping[str, Any], seen: Counter) -> Cost:
    return Cost(
        requests=seen.requests,
        sent=seen.sent,
        received=seen.received,
        files=len(told["files"]),
        bytes=sum(file["size"] for file in told["files"]),
        live=told["live_after"],
    )


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*map(median, zip(*costs, strict=True)))


@contextmanager
def _bucket(root: Path) -> Iterator[Counter]:
    """Run a server, and make a bucket of it the project's target."""
    folder = root.parent / "server"
    folder.mkdir(exist_ok=True)
    with ministack(folder) as address, counting(address) as (through, counter):
        bucket = new_bucket(address)
        site = root / "content/site.yaml"
        before = site.read_text("utf-8")
        target = TARGET.format(bucket=bucket, through=through, address=address)
        site.write_text(before + target, "utf-8")
        try:
            yield counter
        finally:
            site.write_text(before, "utf-8")
