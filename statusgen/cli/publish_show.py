"""How the results of publishing are said, in words or as JSON. Each returns the exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from statusgen.cli import publish_json as json
from statusgen.cli.say import note, say, say_error
from statusgen.publish.cdn import Purged
from statusgen.publish.everywhere import At, Published, Standing, exit_status
from statusgen.publish.plan import Plan, Reason
from statusgen.publish.record import Release
from statusgen.publish.release import Done, Outcome
from statusgen.publish.site import Site
from statusgen.publish.verify import Verification

_TIME = "%Y-%m-%d %H:%M:%S UTC"
DAMAGED = "the release record is damaged; the next publish rebuilds it"
#: How many files a message names.
_NAMED = 5


def planned(site: Site, results: Sequence[At[Plan]], as_json: bool) -> int:
    """Say what would be done at each target, with a reason for each file."""
    status = exit_status(at.error is None for at in results)
    if as_json:
        targets = [json.outcome(at) | json.files(at.value) for at in results]
        return json.tell({"release": site.id, "dry_run": True, "targets": targets}, status)
    for at in results:
        if at.value is None:
            _say_error(at)
            continue
        say(f"{at.target}: {_counted(at.value) or 'nothing to do'}")
        for upload in at.value.uploads:
            say(f"  {upload.reason:<{len(Reason.UNKNOWN)}}  {upload.path}")
        for path in at.value.stale:
            say(f"  {Reason.STALE:<{len(Reason.UNKNOWN)}}  {path}")
        for path in at.value.public_removals:
            say(f"  {'removed':<{len(Reason.UNKNOWN)}}  {path}")
    return status


def published(site: Site, results: Sequence[At[Published]], as_json: bool) -> int:
    """Say what was done at each target, and whether readers see it."""
    status = exit_status(_is_live(at) for at in results)
    if as_json:
        targets = [json.outcome(at) | json.published(at.value) for at in results]
        return json.tell({"release": site.id, "targets": targets}, status)
    for at in results:
        if at.value is None:
            _say_error(at)
            continue
        _say_done(at.target, at.value.done, at)
        _say_live(at.target, at.value)
    if len(results) > 1:
        live = sum(_is_live(at) for at in results)
        say(f"release {site.id} is live at {live} of {len(results)} targets")
    return status


def _is_live(at: At[Published]) -> bool:
    """Return whether readers of a target see the release, as far as anyone has looked."""
    return at.value is not None and (at.value.verified is None or at.value.verified.right)


def _say_done(target: str, done: Done, at: At[Any]) -> None:
    release = done.release.id if done.release else "nothing"
    requests = "1 request" if at.requests == 1 else f"{at.requests:,} requests"
    cost = f"{requests}, {_size(at.sent)} sent, {at.seconds:.1f} s"
    if done.outcome is Outcome.UNCHANGED:
        say(f"{target}: release {release} is live already ({cost})")
    else:
        say(f"{target}: published release {release}: {_counted(done.plan)} ({cost})")
    if done.foreign:
        note(f"{target}: {done.foreign} files there are not of this site; they were left alone")
    for path, reason in list(done.not_removed.items())[:_NAMED]:
        note(f"{target}: {path} could not be removed ({reason}); the next publish tries again")
    if done.purge_error:
        note(f"{target}: the CDN was not purged: {done.purge_error}")
        note(
            "  hint: caches turn by themselves within a minute; "
            "try again with: statusgen publish --purge-only"
        )


def _say_live(target: str, value: Published) -> None:
    if value.verified is None:
        return
    if value.live_after is not None:
        say(f"{target}: live after {value.live_after:.1f} s ({value.verified.checked} files seen)")
    _say_verification(target, value.verified)


def _say_verification(target: str, found: Verification) -> None:
    for path, wrong in list(found.wrong.items())[:_NAMED]:
        note(f"{target}: readers do not get {path}: {wrong}")
    if len(found.wrong) > _NAMED:
        note(f"{target}: and {len(found.wrong) - _NAMED} files more")
    if found.wrong:
        note("  hint: if something else has changed them there: statusgen publish --repair")
    for line in found.advice:
        note(f"{target}: advice: {line}")


def purged(results: Sequence[At[Purged]], as_json: bool) -> int:
    """Say which purges were done."""
    status = exit_status(at.value is not None and not at.value.error for at in results)
    if as_json:
        targets = [
            json.outcome(at)
            | ({"was_due": at.value.due, "purge_error": at.value.error} if at.value else {})
            for at in results
        ]
        return json.tell({"targets": targets}, status)
    for at in results:
        if at.value is None:
            _say_error(at)
        elif at.value.error:
            note(f"{at.target}: the CDN was not purged: {at.value.error}")
        else:
            say(f"{at.target}: {'the CDN is purged' if at.value.due else 'no purge is due'}")
    return status


def rolled_back(results: Sequence[At[Done]], as_json: bool) -> int:
    """Say what was restored."""
    status = exit_status(at.error is None for at in results)
    if as_json:
        targets = [
            json.outcome(at) | ({"release": json.release(at.value.release)} if at.value else {})
            for at in results
        ]
        return json.tell({"targets": targets}, status)
    for at in results:
        if at.value is None:
            _say_error(at)
        else:
            _say_done(at.target, at.value, at)
    return status


def verified(results: Sequence[At[Verification]], as_json: bool) -> int:
    """Say whether readers get what is built."""
    status = exit_status(at.value is not None and at.value.right for at in results)
    if as_json:
        targets = [json.outcome(at) | json.verification(at.value) for at in results]
        return json.tell({"targets": targets}, status)
    for at in results:
        if at.value is None:
            _say_error(at)
            continue
        right = at.value.checked - len(at.value.wrong)
        say(f"{at.target}: {right} of {at.value.checked} files are what was built")
        _say_verification(at.target, at.value)
    return status


def releases(results: Sequence[At[Standing]], as_json: bool) -> int:
    """List the live release and those before it, newest first."""
    status = exit_status(at.error is None for at in results)
    if as_json:
        return json.tell(
            {"targets": [json.outcome(at) | json.standing(at.value) for at in results]},
            status,
        )
    for at in results:
        if at.value is None:
            _say_error(at)
            continue
        live, head = at.value.live, at.value.head
        say(f"{at.target}:")
        if live is not None:
            say(f"  live  {live.id}  {_described(live)}")
        for kept in head.kept if head else ():
            say(f"        {kept.release.id}  {_described(kept.release)}")
        if live is None:
            say(f"  {DAMAGED if at.value.damaged else 'nothing is published here'}")
    return status


def status(results: Sequence[At[Standing]], agree: bool, now: datetime, as_json: bool) -> int:
    """Say which release is live where, and whether that is one and the same."""
    code = exit_status(at.error is None for at in results)
    if not code and not agree:
        code = 3
    if as_json:
        targets = [json.outcome(at) | json.standing(at.value) for at in results]
        return json.tell({"agree": agree, "targets": targets}, code)
    for at in results:
        if at.value is None:
            _say_error(at)
            continue
        say(f"{at.target}: {_standing_line(at.value, now)}")
    if len(results) > 1:
        say(_agreement(agree, silent=sum(at.error is not None for at in results), of=len(results)))
    return code


def _agreement(agree: bool, *, silent: int, of: int) -> str:
    if silent == of:
        return "no target answers"
    if not agree:
        return "the targets do not agree: publish again"
    if silent:
        return f"the targets that answer agree; {silent} of {of} {_do(silent)} not answer"
    return "the targets agree"


def _do(count: int) -> str:
    return "does" if count == 1 else "do"


def _standing_line(value: Standing, now: datetime) -> str:
    head, live = value.head, value.live
    if value.damaged:
        return DAMAGED
    if head is None or live is None:
        return "nothing is published here"
    line = f"release {live.id}, {_described(live)}"
    if head.intent is not None:
        under_way = "is being published" if head.intent.expires > now else "was interrupted"
        line += f"; release {head.intent.release} {under_way}"
    return line + ("; a CDN purge is due" if head.purge else "")


def _described(release: Release) -> str:
    label = f", from {release.revision.label}" if release.revision.label else ""
    restored = ", restored" if release.restored else ""
    return f"published {release.time:{_TIME}}{label}, {release.files:,} files{restored}"


#: How a number of files is called, by the reason for touching them.
_WORDS = {
    Reason.NEW: "new",
    Reason.CONTENT: "changed",
    Reason.HEADERS: "with other headers",
    Reason.UNKNOWN: "put right",
}


def _counted(plan: Plan) -> str:
    counts = Counter(upload.reason for upload in plan.uploads)
    told = [f"{counts[reason]:,} {word}" for reason, word in _WORDS.items() if counts[reason]]
    if plan.stale:
        told.append(f"{len(plan.stale):,} stale")
    if plan.public_removals:
        told.append(f"{len(plan.public_removals):,} removed")
    return ", ".join(told)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{count / 1000:.0f} kB"  # noqa: PLR2004


def _say_error(at: At[Any]) -> None:
    if at.error is not None:
        note(f"{at.target}:")
        say_error(at.error)
