"""A browser at the desk, without a network: it keeps the cookie and sends what a browser sends."""

from __future__ import annotations

import atexit
import copy
import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from statusgen.desk.app import Desk
from statusgen.desk.gate import HEADER, open_gate
from statusgen.desk.git import Checkout
from statusgen.desk.room import Room
from statusgen.disk import WORK

NOW = datetime(2026, 11, 23, 15, 8, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "content"
OPEN = "2026-11-23-checkout-errors"
BASE = "http://127.0.0.1:8765"


class Visitor:
    """One browser that has opened the address on the terminal."""

    def __init__(self, root: Path, *, checkout: Checkout | None = None) -> None:
        self.root = root
        self.gate = open_gate(root)
        self.room = Room(root, clock=lambda: NOW, checkout=checkout)
        self.client = Client(Desk(self.room, self.gate))
        self.client.get(self.gate.way_in, base_url=BASE)

    def another(self) -> Visitor:
        """Return another browser at the same desk."""
        other = copy.copy(self)
        other.client = Client(Desk(self.room, self.gate))
        other.client.get(self.gate.way_in, base_url=BASE)
        return other

    def get(self, path: str = "", *, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self.client.get(self.gate.prefix + path, base_url=BASE, headers=dict(headers or {}))

    def post(
        self, path: str, body: Any, *, headers: Mapping[str, str | None] | None = None
    ) -> TestResponse:
        """Send *body* as the page's script does; None in *headers* leaves one out."""
        sent = {"Origin": BASE, HEADER: "1", "Content-Type": "application/json", **(headers or {})}
        return self.client.post(
            self.gate.prefix + path,
            base_url=BASE,
            data=body if isinstance(body, bytes) else json.dumps(body).encode(),
            headers={name: value for name, value in sent.items() if value is not None},
        )

    def told(self, path: str, body: Any) -> Any:
        """Return the answer's JSON."""
        return self.post(path, body).get_json()

    def update(self, message: str, *, identity: str = OPEN, **more: Any) -> dict[str, Any]:
        """Return the form of an update, on the file as it is now."""
        base = self.told("api/file", {"kind": "incidents", "id": identity})["digest"]
        work = {"task": "update", "id": identity, "base": base, "message": message}
        return work | {"status": "update"} | more

    def file(self, identity: str = OPEN, folder: str = "incidents") -> Path:
        return self.root / f"content/{folder}/{identity}.md"


def example(folder: Path) -> Path:
    """Copy the example's content into *folder*, as if somebody had looked at it before."""
    shutil.copytree(EXAMPLE, folder / "content")
    shutil.copytree(_looked_at() / WORK, folder / WORK)
    return folder


@cache
def _looked_at() -> Path:
    """Return a copy that a desk was opened on: compiling its templates takes longest of all."""
    folder = Path(tempfile.mkdtemp(prefix="statusgen-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(EXAMPLE, folder / "content")
    Room(folder, clock=lambda: NOW, checkout=None)
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    """Return path → bytes of all that is in *folder*, but for what the program keeps there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in (".statusgen", ".git")
    }
