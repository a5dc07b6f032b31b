"""What readers and programs get."""

from __future__ import annotations

import msgspec
import pytest

from statusgen.doctor.examination import Check
from statusgen.doctor.findings import UnansweredError
from statusgen.doctor.reading import (
    NotThereError,
    check_age,
    check_api,
    check_feeds,
    check_headers,
)
from statusgen.publish.cdn_http import Answer
from tests.doctor.world import (
    GOOD_HEADERS,
    PAGE,
    SHOP,
    World,
    config_of,
    good_page,
    live_since,
    only,
    scene_of,
    verdicts,
)

CHECKS = [check_headers, check_feeds, check_api, check_age]


def changed(path: str, **change: object) -> World:
    page = good_page()
    return World(
        answers={**page, PAGE + path: msgspec.structs.replace(page[PAGE + path], **change)}
    )


@pytest.mark.parametrize("check", CHECKS)
def test_a_page_that_is_well_is_well(check: Check) -> None:
    assert set(verdicts(check, scene_of(World(answers=good_page())))) == {"ok"}


@pytest.mark.parametrize("name", sorted(set(GOOD_HEADERS) - {"access-control-allow-origin"}))
def test_each_missing_header_is_named(name: str) -> None:
    world = changed("", headers={k: v for k, v in GOOD_HEADERS.items() if k != name})
    seen = only(check_headers, scene_of(world))
    assert seen.verdict == "warn"
    assert name in seen.found


def test_an_address_that_alone_shows_nothing_says_what_is_missing() -> None:
    world = changed("", status=404)
    answers = {**world.answers, PAGE + "index.html": Answer(200, GOOD_HEADERS, b"")}
    with pytest.raises(UnansweredError, match=r"answers 404, and index\.html is there"):
        list(check_headers(scene_of(World(answers=answers))))


def test_a_page_without_https_needs_no_hsts() -> None:
    headers = {k: v for k, v in GOOD_HEADERS.items() if k != "strict-transport-security"}
    world = World(answers={"http://a.example/": Answer(200, headers, b"")})
    scene = scene_of(world, config_of(url="http://a.example/"))
    assert only(check_headers, scene).verdict == "ok"


def test_feeds_and_api_must_be_what_they_say() -> None:
    assert "fail" in verdicts(check_feeds, scene_of(changed("feed.rss", body=b"<html>")))
    assert "fail" in verdicts(check_api, scene_of(changed("status.json", body=b"<html>")))


def test_scripts_of_other_sites_may_read_the_api() -> None:
    assert "warn" in verdicts(check_api, scene_of(changed("api/v2/summary.json", headers={})))


@pytest.mark.parametrize(("hours", "verdict"), [(0, "ok"), (25, "ok"), (27, "warn")])
def test_a_page_that_publishes_by_itself_is_never_older_than_a_day(
    hours: int, verdict: str
) -> None:
    scene = scene_of(changed("release.json", body=live_since(hours)))
    assert only(check_age, scene).verdict == verdict


def test_a_release_that_does_not_say_since_when_is_not_known() -> None:
    with pytest.raises(UnansweredError, match="does not say"):
        list(check_age(scene_of(changed("release.json", body=b"[]"))))


@pytest.mark.parametrize("check", CHECKS)
def test_what_is_not_there_is_a_failure(check: Check) -> None:
    missing = {url: Answer(404, {}, b"") for url in good_page()}
    with pytest.raises(NotThereError, match="answers 404"):
        list(check(scene_of(World(answers=missing))))


@pytest.mark.parametrize("check", CHECKS)
def test_silence_is_a_failure_only_where_the_main_site_answers(check: Check) -> None:
    with pytest.raises(NotThereError, match="the main site does"):
        list(check(scene_of(World(answers={SHOP: Answer(200, {}, b"")}))))
    with pytest.raises(UnansweredError) as raised:
        list(check(scene_of(World())))
    assert not isinstance(raised.value, NotThereError)
    assert "online" in raised.value.hint
