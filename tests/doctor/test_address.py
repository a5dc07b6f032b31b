"""How long the page's name, certificate and domain are good for."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from statusgen.config import Target
from statusgen.doctor.address import BadCertificateError, check_domain, check_https, check_ttl
from statusgen.doctor.findings import UnansweredError, Verdict
from statusgen.doctor.ports import RDAP, Resolved
from statusgen.publish.cdn_http import Answer
from tests.doctor.world import NOW, World, config_of, only, scene_of, verdicts

HOST = "northwind-status.example"
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "verdict"),
    [(90, "ok"), (30, "ok"), (29, "warn"), (7, "warn"), (6, "fail"), (-1, "fail")],
)
def test_a_certificate_is_renewed_a_month_before_its_end(days: int, verdict: str) -> None:
    world = World(certificates={f"{HOST}:443": NOW + days * DAY})
    assert only(check_https, scene_of(world)).verdict == verdict


def test_a_certificate_that_browsers_refuse_is_a_failure() -> None:
    world = World(certificates={f"{HOST}:443": BadCertificateError("self-signed certificate")})
    assert only(check_https, scene_of(world)).verdict is Verdict.FAIL


def test_a_page_without_https_is_a_failure() -> None:
    scene = scene_of(World(), config_of(url="http://northwind-status.example/"))
    assert only(check_https, scene).verdict is Verdict.FAIL


def test_every_targets_own_address_is_looked_at() -> None:
    standby = Target(name="s", type="directory", url="https://standby.example:8443/")
    world = World(
        certificates={f"{HOST}:443": NOW + 90 * DAY, "standby.example:8443": NOW + 10 * DAY}
    )
    assert verdicts(check_https, scene_of(world, config_of(standby))) == ["ok", "warn"]


@pytest.mark.parametrize(("ttl", "verdict"), [(60, "ok"), (300, "ok"), (301, "warn")])
def test_a_name_can_lead_elsewhere_within_minutes(ttl: int, verdict: str) -> None:
    world = World(names={HOST: Resolved(("192.0.2.1",), (), ttl)})
    assert only(check_ttl, scene_of(world)).verdict == verdict


def registry(**event: str) -> bytes:
    return json.dumps({"events": [{"eventAction": "registration"}, event]}).encode()


@pytest.mark.parametrize(
    ("when", "verdict"),
    [("2027-11-23T00:00:00Z", "ok"), ("2026-12-01", "warn"), ("2026-11-24T00:00:00Z", "fail")],
)
def test_the_registry_says_until_when_the_domain_is_paid_for(when: str, verdict: str) -> None:
    body = registry(eventAction="expiration", eventDate=when)
    answers = {
        RDAP + HOST: Answer(302, {"location": "https://rdap.example/d"}, b""),
        "https://rdap.example/d": Answer(200, {}, body),
    }
    assert only(check_domain, scene_of(World(answers=answers))).verdict == verdict


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(404, {}, b""), id="unknown-domain"),
        pytest.param(Answer(200, {}, b"{}"), id="no-events"),
        pytest.param(Answer(200, {}, b'{"events": [{"eventAction": "expiration"}]}'), id="no-date"),
        pytest.param(Answer(200, {}, b"<html>"), id="no-json"),
        pytest.param(Answer(302, {"location": RDAP + HOST}, b""), id="round-and-round"),
    ],
)
def test_a_registry_that_does_not_say_is_no_failure(answer: Answer) -> None:
    with pytest.raises(UnansweredError, match="does not say"):
        list(check_domain(scene_of(World(answers={RDAP + HOST: answer}))))


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "http://localhost/"])
def test_nobody_is_asked_about_what_is_no_domain(url: str) -> None:
    with pytest.raises(UnansweredError, match="no domain"):
        list(check_domain(scene_of(World(), config_of(url=url))))
