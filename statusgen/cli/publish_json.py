"""The results of publishing as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from statusgen.cli.say import say
from statusgen.publish.everywhere import At, Published, Standing
from statusgen.publish.plan import Plan, Reason
from statusgen.publish.record import Release
from statusgen.publish.verify import Verification


def tell(told: dict[str, Any], status: int) -> int:
    """Print *told* and the exit status; return that."""
    say(msgspec.json.format(msgspec.json.encode(told | {"exit_status": status})).decode())
    return status


def outcome(at: At[Any]) -> dict[str, Any]:
    """Return what is told of every action."""
    told: dict[str, Any] = {
        "target": at.target,
        "ok": at.error is None,
        "seconds": round(at.seconds, 3),
        "requests": at.requests,
        "sent": at.sent,
        "received": at.received,
    }
    if at.error is not None:
        told |= {"error": str(at.error), "hint": at.error.hint}
    return told


def files(plan: Plan | None) -> dict[str, Any]:
    """Return what is planned for each file."""
    if plan is None:
        return {}
    files = [
        {"path": u.path, "reason": u.reason, "step": u.step.name.lower(), "size": u.want.size}
        for u in plan.uploads
    ]
    files += [{"path": path, "reason": Reason.STALE} for path in plan.stale]
    return {"files": files, "removals": list(plan.public_removals)}


def published(value: Published | None) -> dict[str, Any]:
    """Return what a publish came to."""
    if value is None:
        return {}
    done = value.done
    return {
        "outcome": done.outcome,
        "release": release(done.release),
        "purge_error": done.purge_error,
        "not_removed": done.not_removed,
        "live_after": value.live_after,
        "verified": verification(value.verified) if value.verified else None,
        **files(done.plan),
    }


def verification(found: Verification | None) -> dict[str, Any]:
    """Return what readers get."""
    if found is None:
        return {}
    return {"checked": found.checked, "wrong": found.wrong, "advice": list(found.advice)}


def standing(value: Standing | None) -> dict[str, Any]:
    """Return what a record says."""
    if value is None:
        return {}
    head = value.head
    return {
        "live": release(value.live),
        "damaged": value.damaged,
        "under_way": head.intent.release if head and head.intent else None,
        "purge_due": bool(head and head.purge),
        "kept": [release(kept.release) for kept in head.kept] if head else [],
    }


def release(release: Release | None) -> dict[str, Any] | None:
    """Return one release."""
    if release is None:
        return None
    return {
        "id": release.id,
        "sequence": release.sequence,
        "time": release.time,
        "revision": {"time": release.revision.time, "label": release.revision.label},
        "files": release.files,
        "restored": release.restored,
    }
