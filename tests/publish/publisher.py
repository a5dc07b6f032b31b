"""A process that publishes on demand, in a child that may be killed.

Everything is imported before the first fork, so that a child is there in milliseconds.
Reads a JSON object a line; writes ``pid N``, waits for a line, and then writes ``exit N``. The
child begins after that line: whoever is to kill it knows it by then.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from statusgen.publish.opening import real_ports
from statusgen.publish.prepare import Choices
from statusgen.publish.release import publish
from statusgen.publish.s3 import S3Store
from tests.publish.servers import open_store
from tests.publish.world import make_session, make_site


def main() -> None:
    """Serve until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        store = store_of(order["address"], order["bucket"])
        held, go = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(go)
            os.read(held, 1)
            work(store, order)
        say(f"pid {pid}")
        sys.stdin.readline()
        os.write(go, b"!")
        os.close(held)
        os.close(go)
        _, status = os.waitpid(pid, 0)
        say(f"exit {os.waitstatus_to_exitcode(status)}")


@cache
def store_of(address: str, bucket: str) -> S3Store:
    """Return a client that was made before the child: that takes longer than a publish."""
    return open_store(address, bucket)


def work(store: S3Store, order: dict[str, Any]) -> None:
    """Publish once, as a whole process would, and end."""
    files = {path: text.encode() for path, text in order["files"].items()}
    # The day is the test's own: what is due is counted from it.
    now = datetime.fromisoformat(order["now"])
    ports = replace(real_ports(lambda _: None), now=lambda: now)
    session = make_session(store, ports, workers=2)
    publish(session, make_site(files), Choices())
    os._exit(0)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
