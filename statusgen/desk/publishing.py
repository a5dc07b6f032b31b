"""Publishing from the desk: every step as it goes, and at the end the proof for each target."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from statusgen.build import BuildRequest, Built, build_project
from statusgen.errors import ContentError, StatusgenError

#: Seconds that one target may take.
DEADLINE = 300
#: Seconds between two tellings of the same thing: a page need not hear of each file.
_PACE = 0.05
_NAMED = 8  # files that are named where readers do not get them

Event = dict[str, Any]
Say = Callable[[Event], None]


class Publisher:
    """Publishes a project, one publish at a time, with *publish* or really."""

    def __init__(self, root: Path, publish: Callable[[Path, Say], Event] | None = None) -> None:
        self._root = root
        self._publish = publish or publish_project
        self._one = threading.Lock()

    def begin(self) -> Iterator[Event]:
        """Publish, and yield what goes on; the last event is ``done``.

        It goes on if nobody listens any more: half a publish helps nobody. Raises
        :class:`StatusgenError` at once where one is under way.
        """
        if not self._one.acquire(blocking=False):
            raise StatusgenError("a publish is under way", hint="wait until it has ended")
        events: queue.Queue[Event] = queue.Queue()
        threading.Thread(target=self._run, args=(events.put,), daemon=True).start()
        return _until_done(events)

    def _run(self, say: Say) -> None:
        result: Event = {"event": "done", "ok": False, "error": "it ended with a bug", "hint": ""}
        try:
            result = self._publish(self._root, say)
        except ContentError as error:
            count = len(error.problems)
            result |= {
                "error": f"{count} mistake{'s' if count > 1 else ''} in the content",
                "hint": "nothing was published: what readers see is as it was",
                "problems": [str(problem) for problem in error.problems[:20]],
            }
        except StatusgenError as error:
            result |= {"error": str(error), "hint": error.hint}
        finally:
            self._one.release()
            say(result)


def _until_done(events: queue.Queue[Event]) -> Iterator[Event]:
    while True:
        event = events.get()
        yield event
        if event["event"] == "done":
            return


def publish_project(root: Path, say: Say, *, stop: threading.Event | None = None) -> Event:
    """Build and publish, telling *say* of each step; return the last event.

    Once *stop* is set nothing new is begun. Raises :class:`StatusgenError` where nothing
    could be published at all.
    """
    from statusgen.publish.everywhere import World, publish_site
    from statusgen.publish.fetching import open_fetch
    from statusgen.publish.opening import open_session, real_ports
    from statusgen.publish.prepare import Choices

    begun = time.monotonic()
    pace = _Pace(say)
    say({"event": "build", "what": "building the site", "done": 0, "total": 0})
    request = BuildRequest(
        root=root,
        workers=1,  # a fork would copy the locks that the desk's other threads hold
        now=datetime.now(UTC),
        progress=lambda what, done, total: pace.tell(
            "build", {"event": "build", "what": what, "done": done, "total": total}
        ),
    )
    built = build_project(request)
    say({"event": "built", "summary": built.summary()})
    config = built.config
    if not config.targets:
        raise StatusgenError(
            "there is no target to publish to", hint="name one in content/site.yaml under targets:"
        )
    ports = real_ports(
        lambda step: pace.tell(
            f"{step.target}:{step.phase}",
            {
                "event": "step",
                "target": step.target,
                "phase": step.phase.value,
                "text": step.text,
                "done": step.done,
                "total": step.total,
            },
        ),
        stop=stop,
    )
    world = World(
        ports=ports,
        open=lambda target: open_session(target, config, root, ports, seconds=DEADLINE),
        fetch=open_fetch(),
    )
    results = publish_site(_site(built, root), config.targets, world, Choices(), begun=begun)
    targets = [_told(result) for result in results]
    return {
        "event": "done",
        "ok": all(target["ok"] for target in targets),
        "seconds": round(time.monotonic() - begun, 1),
        "targets": targets,
        "url": config.url,
    }


def _site(built: Built, root: Path) -> Any:
    from statusgen.publish.revision import source_revision
    from statusgen.publish.site import Site, release_id

    files = built.written
    return Site(
        files=files,
        read=lambda path: (built.site_dir / path).read_bytes(),
        revision=source_revision(root),
        id=release_id(files),
    )


def _told(result: Any) -> Event:
    """Return what came of one target, an ``everywhere.At[Published]``."""
    told: Event = {"target": result.target, "ok": result.error is None, "lines": []}
    if result.error is not None:
        return told | {"error": str(result.error), "hint": result.error.hint}
    done, seen = result.value.done, result.value.verified
    told |= {
        "release": done.release.id if done.release else "",
        "outcome": done.outcome.value,
        "uploads": len(done.plan.uploads),
    }
    if done.purge_error:
        told["lines"].append(f"the CDN was not purged: {done.purge_error}")
    if seen is None:
        return told | {"proof": "none"}
    told |= {
        "proof": "live" if seen.right else "wrong",
        "ok": seen.right,
        "checked": seen.checked,
        "live_after": result.value.live_after,
    }
    wrong = list(seen.wrong.items())
    told["lines"] += [f"readers do not get {path}: {why}" for path, why in wrong[:_NAMED]]
    if len(wrong) > _NAMED:
        told["lines"].append(f"and {len(wrong) - _NAMED} files more")
    return told


class _Pace:
    """Tells of each kind of step now and then, and always of its last."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._last: dict[str, float] = {}
        self._lock = threading.Lock()

    def tell(self, kind: str, event: Event) -> None:
        """Pass *event* on, unless one of its kind was told just now."""
        now = time.monotonic()
        with self._lock:
            soon = now - self._last.get(kind, 0.0) < _PACE
            if soon and event["done"] < event["total"]:
                return
            self._last[kind] = now
        self._say(event)
