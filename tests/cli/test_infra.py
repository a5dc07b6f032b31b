"""``statusgen infra`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from statusgen.cli.infra import CIS, FEATURES, PUBLISHERS, SCHEDULES
from statusgen.infra.deployer import FEATURES as DEPLOYER
from statusgen.infra.schedule import SCHEDULES as WRITERS
from statusgen.infra.stack import Ci
from statusgen.publish.permissions import Feature
from tests.cli.typed import statusgen

TARGETS = """
targets:
  - {name: primary, type: s3, bucket: northwind-status, region: us-east-1,
     cdn: {type: cloudfront, distribution: E1EXAMPLE}}
  - {name: standby, type: s3, bucket: northwind-standby, region: eu-west-1}
"""
SITE = """
name: Northwind Shop
url: https://status.northwind.example/
components:
  - {id: website, name: Website}
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.yaml").write_text(SITE + TARGETS, "utf-8")
    return tmp_path


def infra(page: Path, *words: str) -> str:
    done = statusgen("infra", *words, cwd=page)
    assert (done.status, done.err) == (0, ""), done.err
    return done.out


def test_the_choices_are_those_of_the_library() -> None:
    assert tuple(Feature) == FEATURES
    assert PUBLISHERS == DEPLOYER
    assert tuple(Ci) == CIS
    assert tuple(WRITERS) == SCHEDULES


def test_a_policy_is_for_publishers_unless_asked_otherwise(page: Path) -> None:
    actions = {
        action
        for statement in json.loads(infra(page, "iam"))["Statement"]
        for action in statement["Action"]
    }
    assert "s3:PutObject" in actions
    assert "s3:GetBucketVersioning" not in actions


def test_looking_at_the_set_up_needs_no_leave_to_write(page: Path) -> None:
    told = json.loads(infra(page, "iam", "--feature", "doctor"))
    assert {action for one in told["Statement"] for action in one["Action"]} == {
        "s3:GetBucketVersioning",
        "s3:GetObject",
        "s3:ListBucket",
    }


def test_templates_come_as_yaml_and_json(page: Path) -> None:
    told = yaml.safe_load(infra(page, "cloudformation"))
    assert json.loads(infra(page, "cloudformation", "--format", "json")) == told
    assert told["Parameters"]["BucketName"]["Default"] == "northwind-status"


def test_the_second_buckets_template_is_one_of_its_own(page: Path) -> None:
    told = yaml.safe_load(infra(page, "cloudformation", "--part", "standby"))
    assert set(told["Resources"]) == {"Bucket", "BucketPolicy"}


@pytest.mark.parametrize("kind", ["github-actions", "gitlab-ci"])
def test_pipelines_are_for_the_branch_that_is_named(page: Path, kind: str) -> None:
    told = infra(page, kind, "--branch", "live", "--install", "git+https://git.example/statusgen")
    assert "live" in told
    assert 'pip install "git+https://git.example/statusgen"' in told
    assert isinstance(yaml.safe_load(told), dict)


def test_a_schedule_may_wait_for_the_next_change(page: Path) -> None:
    told = infra(page, "schedule", "--once", "--now", "2026-11-23T15:00:00Z")
    assert "0 0 24 11 * " in told, "midnight, for the day bars"
    assert str(page) in told
