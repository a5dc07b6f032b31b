"""What readers and their programs get from the page's public address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import msgspec

from statusgen.doctor.address import addresses
from statusgen.doctor.findings import OfflineError, Seen, UnansweredError, Verdict, well
from statusgen.doctor.ports import Scene
from statusgen.publish.cdn_http import Answer
from statusgen.publish.headers import SECURITY_HEADERS
from statusgen.publish.record import STAMP_KEY

#: The day bars turn at midnight: a page that publishes by itself is never older.
OLDEST = timedelta(hours=26)
#: Where a script of another site would come from.
ORIGIN = {"Origin": "https://reader.example"}
FEEDS = ("feed.atom", "feed.rss", "history.atom")
JSON = ("status.json", "api/v2/summary.json", "api/v2/status.json")


def check_headers(scene: Scene) -> Iterator[Seen]:
    """Look for the security headers on every front page."""
    for url in addresses(scene):
        answer = _front_page(scene, url)
        secure = urlsplit(url).scheme == "https"
        wanted = [n for n in SECURITY_HEADERS if secure or n != "strict-transport-security"]
        missing = [n for n in (*wanted, "content-security-policy") if n not in answer.headers]
        if missing:
            yield Seen(
                Verdict.WARN,
                f"{url} is sent without {', '.join(missing)}",
                "have the CDN or web server add them; 'statusgen infra cloudformation' does",
            )
        else:
            yield well(f"{url} has all its security headers")


def check_feeds(scene: Scene) -> Iterator[Seen]:
    """Look whether feeds can be read."""
    for name in FEEDS:
        answer = _get(scene, scene.config.address(name))
        try:
            ET.fromstring(answer.body)  # noqa: S314 - our own page's, and only whether it is one
        except ET.ParseError:
            yield Seen(Verdict.FAIL, f"{name} is no feed", "publish again: statusgen publish")
        else:
            yield well(f"{name} answers")


def check_api(scene: Scene) -> Iterator[Seen]:
    """Look whether the API answers, and lets scripts of other sites read it."""
    for name in JSON:
        answer = _get(scene, scene.config.address(name))
        try:
            msgspec.json.decode(answer.body)
        except msgspec.DecodeError:
            yield Seen(Verdict.FAIL, f"{name} is no JSON", "publish again: statusgen publish")
            continue
        if answer.headers.get("access-control-allow-origin") == "*":
            yield well(f"{name} answers, and scripts of other sites may read it")
        else:
            yield Seen(
                Verdict.WARN,
                f"{name} answers, but scripts of other sites may not read it",
                "have the CDN or web server send Access-Control-Allow-Origin: * with it",
            )


def check_age(scene: Scene) -> Iterator[Seen]:
    """Look since when the live release is live."""
    answer = _get(scene, scene.config.address(STAMP_KEY))
    try:
        told = msgspec.json.decode(answer.body)
        since = datetime.fromisoformat(told["time"]).astimezone(UTC)
        name = str(told["id"])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
        raise UnansweredError(f"{STAMP_KEY} does not say since when it is live") from error
    hours = (scene.now - since).total_seconds() / 3600
    if scene.now - since > OLDEST:
        yield Seen(
            Verdict.WARN,
            f"the live release {name} is {hours:,.0f} hours old",
            "nothing publishes by itself: see 'statusgen infra schedule'",
        )
    else:
        yield well(f"the live release {name} is {max(hours, 0):.1f} hours old")


class NotThereError(UnansweredError):
    """The page is not there, or not whole."""


def _front_page(scene: Scene, url: str) -> Answer:
    try:
        return _get(scene, url)
    except NotThereError as error:
        try:
            _get(scene, url + "index.html")
        except UnansweredError:
            raise error from None
        raise NotThereError(
            f"{error}, and index.html is there",
            hint="make index.html the default document of the CDN or web server",
        ) from error


def _get(scene: Scene, url: str) -> Answer:
    try:
        answer = scene.network.get(url, ORIGIN)
    except OfflineError:
        raise
    except UnansweredError as error:
        raise _silence(scene, error) from error
    if answer.status != HTTPStatus.OK:
        raise NotThereError(f"{url} answers {answer.status}", hint="publish: statusgen publish")
    return answer


def _silence(scene: Scene, error: UnansweredError) -> UnansweredError:
    """Return what it means that the page does not answer: it is down, or we are offline."""
    try:
        scene.network.get(scene.config.main_site, {})
    except UnansweredError:
        return UnansweredError(
            str(error), hint="see that this machine is online: nor does the main site answer"
        )
    return NotThereError(
        f"{error}, and the main site does", hint="see 'At night' in docs/publishing.md"
    )
