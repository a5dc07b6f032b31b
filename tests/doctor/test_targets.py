"""The places that the page is published to."""

from __future__ import annotations

import msgspec
import pytest

from statusgen.config import Cdn, Target
from statusgen.doctor.findings import UnansweredError
from statusgen.doctor.targets import (
    check_releases,
    check_targets,
    check_versions,
    check_writing,
    shared,
)
from statusgen.errors import StatusgenError
from tests.doctor.world import World, config_of, only, scene_of, verdicts

AMAZON = Target(name="primary", type="s3", options={"bucket": "a"}, cdn=Cdn(type="cloudfront"))
R2 = Target(
    name="standby",
    type="s3",
    options={"bucket": "a", "endpoint_url": "https://1.r2.cloudflarestorage.com", "profile": "r2"},
    cdn=Cdn(type="cloudflare"),
)
REGION = Target(name="second", type="s3", options={"bucket": "b", "profile": "other"})
FOLDER = Target(name="local", type="directory", options={"path": "x"})


@pytest.mark.parametrize(
    ("targets", "verdict"),
    [
        pytest.param((), "fail", id="none"),
        pytest.param((AMAZON,), "warn", id="one"),
        pytest.param((AMAZON, R2), "ok", id="two-companies"),
        pytest.param((AMAZON, REGION), "warn", id="two-regions-of-one-company"),
        pytest.param((AMAZON, REGION, FOLDER), "ok", id="one-of-three-is-apart"),
        pytest.param((AMAZON, msgspec.structs.replace(AMAZON, name="x")), "fail", id="one-place"),
    ],
)
def test_two_targets_share_nothing(targets: tuple[Target, ...], verdict: str) -> None:
    assert only(check_targets, scene_of(World(), config_of(*targets))).verdict == verdict


def test_what_two_targets_share_is_named() -> None:
    assert shared(AMAZON, REGION) == ("the provider (Amazon)",)
    same = msgspec.structs.replace(REGION, options={"bucket": "b"}, cdn=AMAZON.cdn)
    assert shared(AMAZON, same) == (
        "the provider (Amazon)",
        "the credentials",
        "the CDN (cloudfront)",
    )


def test_every_bucket_has_versions_and_other_places_need_none() -> None:
    scene = scene_of(
        World(versions={"primary": True, "standby": False}), config_of(AMAZON, R2, FOLDER)
    )
    assert verdicts(check_versions, scene) == ["ok", "warn"]
    assert verdicts(check_versions, scene_of(World(), config_of(FOLDER))) == ["ok"]


def test_a_bucket_that_does_not_say_is_not_known() -> None:
    world = World(versions={"primary": StatusgenError("denied", hint="ask for it")})
    assert only(check_versions, scene_of(world, config_of(AMAZON))).verdict == "unknown"


@pytest.mark.parametrize(
    ("releases", "told"),
    [
        pytest.param({"primary": "r1", "standby": "r1"}, ["ok"], id="alike"),
        pytest.param({"primary": "r1", "standby": "r2"}, ["warn"], id="they-differ"),
        pytest.param({"primary": "r1", "standby": None}, ["fail", "ok"], id="one-has-none"),
        pytest.param(
            {"primary": StatusgenError("denied"), "standby": "r1"}, ["fail", "ok"], id="one-is-down"
        ),
    ],
)
def test_every_target_has_the_same_release(
    releases: dict[str, str | StatusgenError | None], told: list[str]
) -> None:
    scene = scene_of(World(releases=releases), config_of(AMAZON, R2))
    assert verdicts(check_releases, scene) == told


def test_nothing_is_written_unless_asked_for() -> None:
    with pytest.raises(UnansweredError) as raised:
        list(check_writing(scene_of(World(), config_of(AMAZON))))
    assert "--probe" in raised.value.hint


def test_each_target_is_written_to_when_asked_for() -> None:
    world = World(unwritable={"standby": StatusgenError("denied", hint="s3:PutObject is missing")})
    scene = scene_of(world, config_of(AMAZON, R2), probe=True)
    assert verdicts(check_writing, scene) == ["ok", "fail"]
