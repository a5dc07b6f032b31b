"""Looking at a release as a reader does: through its public address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from itertools import groupby
from operator import itemgetter
from urllib.parse import quote, urlsplit

import msgspec

from statusgen.artefacts import Stage
from statusgen.publish.cdn_http import Answer
from statusgen.publish.errors import TargetError
from statusgen.publish.headers import SECURITY_HEADERS
from statusgen.publish.plan import is_front_page
from statusgen.publish.ports import Phase, Session
from statusgen.publish.site import Want

#: How many files are looked at unless all are asked for.
SAMPLE = 150
#: Seconds between two looks at what is not right yet; the last is repeated.
PAUSES = (0.5, 1.0, 2.0, 4.0)
#: After so many rounds without any answer nobody is there to wait for.
SILENT_TURNS = 3
_FRONT = "index.html"
_NO_DOOR = "the address alone does not show index.html: make that its default document"
#: What other sites' scripts may read: feeds and JSON.
_SHARED_TYPES = ("application/json", "application/feed+json", "application/atom+xml")

#: Fetches an address as a browser would, its encoding undone. Raises TargetError.
Fetch = Callable[[str], Answer]
#: (what is missing or differs, the kind of file, e.g. ``.html``)
Advice = tuple[str, str]


class Check(msgspec.Struct, frozen=True):
    """What a reader shall get at one path."""

    path: str
    sha256: bytes
    media_type: str
    cache_control: str


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at the public address came to."""

    checked: int
    wrong: dict[str, str] = {}  #: path → what is wrong with it
    advice: tuple[str, ...] = ()  #: headers that are missing or differ
    seconds: float = 0.0

    @property
    def right(self) -> bool:
        """Return whether readers get the release."""
        return not self.wrong


def checks_of(wants: Mapping[str, Want], paths: Iterable[str]) -> tuple[Check, ...]:
    """Return what to look for at *paths*."""
    return tuple(
        Check(path, want.sha256, want.headers.media_type, want.headers.cache_control)
        for path in paths
        if (want := wants.get(path)) is not None
    )


def sample(wants: Mapping[str, Want], limit: int = SAMPLE) -> tuple[str, ...]:
    """Return the paths that say most: front pages, then lists, then pages from all over."""

    def rank(path: str) -> tuple[int, int, str]:
        first = 0 if is_front_page(path) else 1 if wants[path].stage is Stage.FRONT else 2
        return first, path.count("/"), path

    ranked = sorted(wants, key=rank)
    if len(ranked) <= limit:
        return tuple(ranked)
    near, rest = ranked[: limit // 2], ranked[limit // 2 :]
    step = len(rest) / (limit - len(near))
    return (*near, *(rest[int(number * step)] for number in range(limit - len(near))))


def verify(session: Session, checks: Sequence[Check], fetch: Fetch, *, wait: float) -> Verification:
    """Return how *checks* turn out, looking again for *wait* seconds at what is not right.

    A cache may show the release before for half a minute; that is no fault.
    """
    begun = session.ports.clock()
    until = min(session.deadline, begun + wait)
    wrong: dict[str, str] = {}
    advice: set[Advice] = set()
    pending: Sequence[Check] = checks
    for turn in range(1000):
        session.tell(Phase.VERIFY, session.address, len(checks) - len(pending), len(checks))
        seen = session.each(lambda check: look(session.address, check, fetch), pending)
        wrong = {one.path: one.wrong for one in seen if one.wrong}
        advice.update(piece for one in seen if not one.wrong for piece in one.advice)
        pending = [check for check in pending if check.path in wrong]
        pause = PAUSES[min(turn, len(PAUSES) - 1)]
        if turn >= SILENT_TURNS and all(one.silent for one in seen):
            break
        if not pending or session.ports.clock() + pause > until:
            break
        session.ports.sleep(pause)
        if session.ports.stop.is_set():
            break
    if not wrong:
        advice.update(_at_the_door(session.address, checks, fetch))
    return Verification(
        checked=len(checks),
        wrong=wrong,
        advice=tuple(_by_kind(advice)),
        seconds=session.ports.clock() - begun,
    )


def _at_the_door(address: str, checks: Sequence[Check], fetch: Fetch) -> Iterator[Advice]:
    """Yield advice where the address alone, which is what readers know, shows no front page."""
    front = next((check for check in checks if check.path == _FRONT), None)
    if front is None:
        return
    try:
        answer = fetch(address)
    except TargetError as error:
        yield _NO_DOOR, str(error)
        return
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        return  # to where the same file is, as some servers do
    if answer.status != HTTPStatus.OK:
        yield _NO_DOOR, f"the answer is {answer.status}"
    elif hashlib.sha256(answer.body).digest() != front.sha256:
        yield _NO_DOOR, "other bytes than index.html"


def _by_kind(advice: Iterable[Advice]) -> Iterator[str]:
    """Yield each piece of advice once, with the kinds of files that it is for."""
    for words, group in groupby(sorted(advice), key=itemgetter(0)):
        yield f"{words}: {', '.join(kind for _, kind in group)}"


class Look(msgspec.Struct, frozen=True):
    """What was seen at one path."""

    path: str
    wrong: str = ""
    advice: tuple[Advice, ...] = ()
    silent: bool = False  #: there was no answer at all


def look(address: str, check: Check, fetch: Fetch) -> Look:
    """Return what a reader of *check*'s path gets."""
    try:
        answer = fetch(address + quote(check.path))
    except TargetError as error:
        return Look(check.path, str(error), silent=True)
    if answer.status != HTTPStatus.OK:
        return Look(check.path, f"the answer is {answer.status}")
    if hashlib.sha256(answer.body).digest() != check.sha256:
        return Look(check.path, "other bytes than this release's")
    if _plain(answer.headers.get("content-type", "")) != _plain(check.media_type):
        told = answer.headers.get("content-type", "none")
        return Look(check.path, f"its media type is {told}, not {check.media_type}")
    return Look(check.path, advice=tuple(_advice(address, check, answer.headers)))


def _advice(address: str, check: Check, headers: Mapping[str, str]) -> Iterable[Advice]:
    kind = f".{check.path.rpartition('.')[2]}"
    told = headers.get("cache-control", "none")
    if _directives(told) != _directives(check.cache_control):
        yield f"Cache-Control is '{told}', not '{check.cache_control}'", kind
    for name in SECURITY_HEADERS:
        secure = urlsplit(address).scheme == "https"
        if name not in headers and (secure or name != "strict-transport-security"):
            yield f"there is no {name}", kind
    if kind == ".html" and "content-security-policy" not in headers:
        yield "there is no content-security-policy", kind
    shared = check.media_type.startswith(_SHARED_TYPES)
    if shared and headers.get("access-control-allow-origin") != "*":
        yield "other sites cannot read it (access-control-allow-origin: * is missing)", kind


def _plain(media_type: str) -> str:
    return media_type.replace(" ", "").replace('"', "").lower()


def _directives(text: str) -> set[str]:
    return {part.strip().lower() for part in text.split(",")}
