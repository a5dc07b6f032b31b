"""Publishing from the desk: told as it goes, with a proof, one at a time."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from statusgen.desk.publishing import Publisher
from statusgen.errors import StatusgenError
from tests.desk.visitor import Visitor

PUBLISHED = "build/published"


def publish(visitor: Visitor) -> list[dict[str, Any]]:
    """Publish, and return every event."""
    answer = visitor.post("api/publish", {})
    assert answer.mimetype == "text/event-stream"
    return [json.loads(part[6:]) for part in answer.text.split("\n\n") if part]


def test_a_publish_is_told_from_its_beginning_to_its_proof(visitor: Visitor) -> None:
    visitor.post("api/save", visitor.update("It works again.", status="resolved"))
    events = publish(visitor)
    kinds = [event["event"] for event in events]
    assert kinds[0] == "build"
    assert kinds.index("built") < kinds.index("step")
    assert kinds[-1] == "done"
    done = events[-1]
    assert done["ok"]
    (target,) = done["targets"]
    assert (target["target"], target["outcome"], target["proof"]) == ("local", "published", "none")
    page = (visitor.root / PUBLISHED / "incidents/2026-11-23-checkout-errors.html").read_text()
    assert "It works again." in page
    assert publish(visitor)[-1]["targets"][0]["outcome"] == "unchanged"


def test_a_mistake_in_the_content_publishes_nothing(visitor: Visitor) -> None:
    visitor.file().write_text("broken")
    done = publish(visitor)[-1]
    assert not done["ok"]
    assert any("checkout-errors" in problem for problem in done["problems"])
    assert not (visitor.root / PUBLISHED).exists()


def test_without_a_target_it_is_said_what_is_missing(visitor: Visitor) -> None:
    place = visitor.root / "content/site.yaml"
    place.write_text(re.sub(r"(?m)^targets:\n.*", "", place.read_text()))
    done = publish(visitor)[-1]
    assert not done["ok"]
    assert "target" in done["error"]


def test_one_publish_goes_on_at_a_time_and_a_closed_tab_does_not_stop_it(tmp_path: Path) -> None:
    go_on, ended = threading.Event(), threading.Event()

    def slowly(root: Path, say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        say({"event": "build"})
        go_on.wait(10)
        ended.set()
        return {"event": "done", "ok": root == tmp_path}

    publisher = Publisher(tmp_path, publish=slowly)
    events = publisher.begin()
    assert next(events) == {"event": "build"}
    with pytest.raises(StatusgenError, match="under way"):
        publisher.begin()
    del events  # the tab is closed
    go_on.set()
    assert ended.wait(10)


def test_a_publish_can_follow_one_that_has_ended(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, publish=lambda *_: {"event": "done", "ok": True})
    for _ in range(2):
        assert list(publisher.begin()) == [{"event": "done", "ok": True}]
