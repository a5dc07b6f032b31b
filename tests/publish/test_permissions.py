"""The IAM policies: exactly what the code calls, no more and no less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from statusgen.config import Cdn, Target
from statusgen.publish.cloudfront import CloudFront, CloudFrontOptions, make_client
from statusgen.publish.permissions import Feature, policy
from statusgen.publish.prepare import Choices
from statusgen.publish.record import HEAD_KEY
from statusgen.publish.release import publish
from statusgen.publish.rollback import rollback
from statusgen.publish.s3 import S3Options, S3Store
from statusgen.publish.s3 import make_client as make_s3_client
from statusgen.publish.s3_errors import ACTIONS
from tests.publish.servers import REGION, SESSION, new_bucket
from tests.publish.test_cdn import new_distribution
from tests.publish.world import NEW, OLD, make_session, make_site

AT_ONCE = Choices(grace=timedelta(0))
BUCKET = Target(
    name="primary",
    type="s3",
    options={"bucket": "status", "region": REGION},
    cdn=Cdn(type="cloudfront", options={"distribution": "E1"}),
)


class Called:
    """Hears which actions a client's calls need."""

    def __init__(self) -> None:
        self.actions: set[str] = set()

    def __call__(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        versioned = model.name == "GetObject" and params.get("VersionId")
        self.actions.add("s3:GetObjectVersion" if versioned else ACTIONS[model.name])


def granted(*features: Feature) -> set[str]:
    statements = policy([BUCKET], features)["Statement"]
    return {action for statement in statements for action in statement["Action"]}


@pytest.fixture
def store(ministack_address: str) -> tuple[S3Store, Called]:
    bucket = new_bucket(ministack_address)
    options = S3Options(bucket=bucket, region=REGION, endpoint_url=ministack_address)
    client, called = make_s3_client(options, session=SESSION), Called()
    client.meta.events.register("provide-client-params.s3", called)
    return S3Store(client, options), called


def test_publishing_needs_exactly_what_its_policy_grants(store: tuple[S3Store, Called]) -> None:
    bucket, called = store
    publish(make_session(bucket), make_site(OLD), AT_ONCE)
    publish(make_session(bucket), make_site(NEW), AT_ONCE)
    bucket.delete([HEAD_KEY])
    publish(make_session(bucket), make_site(NEW), AT_ONCE)
    assert called.actions == granted(Feature.PUBLISH)


def test_going_back_needs_exactly_what_its_policy_grants_beside(
    store: tuple[S3Store, Called],
) -> None:
    bucket, called = store
    for files in (OLD, NEW):
        publish(make_session(bucket), make_site(files), Choices())
    called.actions.clear()
    rollback(make_session(bucket))
    both = granted(Feature.PUBLISH, Feature.ROLLBACK)
    assert called.actions <= both
    assert called.actions - granted(Feature.PUBLISH) == granted(Feature.ROLLBACK)


def test_a_purge_needs_exactly_what_its_policy_grants(ministack_address: str) -> None:
    distribution = new_distribution(ministack_address)
    options = CloudFrontOptions(distribution=distribution, endpoint_url=ministack_address)
    client, called = make_client(options, SESSION), Called()
    client.meta.events.register("provide-client-params.cloudfront", called)
    CloudFront(client, distribution).purge(("https://a.example/",), everything="", reference="r")
    assert called.actions == granted(Feature.CDN)


def test_a_policy_is_for_one_prefix_of_one_bucket() -> None:
    blog = Target(name="p", type="s3", options={"bucket": "b", "prefix": "/blog"})
    objects, bucket = policy([blog], [Feature.PUBLISH])["Statement"]
    assert objects["Resource"] == "arn:aws:s3:::b/blog/*"
    assert bucket["Resource"] == "arn:aws:s3:::b"
    assert bucket["Condition"] == {"StringLikeIfExists": {"s3:prefix": "blog/*"}}


def test_a_policy_is_for_one_distribution() -> None:
    [statement] = policy([BUCKET], [Feature.CDN])["Statement"]
    assert statement["Resource"] == "arn:aws:cloudfront::*:distribution/E1"


def test_no_statement_allows_everything() -> None:
    for statement in policy([BUCKET])["Statement"]:
        assert "*" not in statement["Action"]
        assert statement["Resource"] != "*"
        assert statement["Sid"].isalnum()


def test_other_targets_need_no_policy() -> None:
    folder = Target(name="local", type="directory", options={"path": "x"})
    other = Target(name="r2", type="s3", options={"bucket": "b", "endpoint_url": "https://r2"})
    assert policy([folder, other])["Statement"] == []
