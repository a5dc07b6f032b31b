"""The templates: taken by the linter without a word, and saying what they must."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from statusgen.config import Config
from statusgen.errors import StatusgenError
from statusgen.infra.cloudformation import page_template, standby_template
from statusgen.infra.deployer import FEATURES, deploy_policy
from statusgen.infra.headers import content_policy
from statusgen.infra.stack import ISSUERS, Ci, Stack, stack_of
from statusgen.infra.writing import to_json, to_yaml
from statusgen.publish.headers import SECURITY_HEADERS
from statusgen.publish.permissions import policy
from tests.infra.linter import lint
from tests.infra.shop import DISTRIBUTION, FOLDER, PRIMARY, STANDBY, bucket, shop

REGIONS = ("us-east-1", "eu-west-1")
BOTH = shop(PRIMARY, STANDBY)


def resources(config: Config = BOTH) -> Mapping[str, Any]:
    told: Mapping[str, Any] = page_template(stack_of(config))["Resources"]
    return told


def distribution(config: Config = BOTH) -> Mapping[str, Any]:
    told: Mapping[str, Any] = resources(config)["Page"]["Properties"]["DistributionConfig"]
    return told


# --- the linter


BELOW = bucket("northwind", "eu-west-1", prefix="sites/status")


@pytest.mark.parametrize(
    ("config", "ci"),
    [
        pytest.param(shop(), Ci.GITHUB, id="nothing-known"),
        pytest.param(BOTH, Ci.GITHUB, id="two-buckets"),
        pytest.param(
            shop(BELOW, url="https://northwind.example/status/"), Ci.GITLAB, id="below-a-path"
        ),
    ],
)
def test_the_linter_has_nothing_to_say(config: Config, ci: Ci) -> None:
    stack = stack_of(config, ci=ci)
    assert lint(to_yaml(page_template(stack)), *REGIONS) == []
    assert lint(to_json(standby_template(stack)), *REGIONS) == []


def test_the_linter_would_find_a_mistake() -> None:
    template = page_template(stack_of(BOTH))
    template["Resources"]["Page"]["Properties"]["DistributionConfig"]["HttpVersion"] = "http9"
    [mistake] = lint(to_yaml(template), *REGIONS)
    assert "'http9' is not one of" in mistake


def test_yaml_and_json_say_the_same() -> None:
    template = page_template(stack_of(BOTH))
    assert yaml.safe_load(to_yaml(template)) == json.loads(to_json(template)) == template


# --- what the templates must say


@pytest.mark.parametrize("make", [page_template, standby_template], ids=["page", "standby"])
def test_a_bucket_is_private_has_versions_and_outlives_its_stack(make: Any) -> None:
    made = make(stack_of(BOTH))["Resources"]["Bucket"]
    assert made["DeletionPolicy"] == made["UpdateReplacePolicy"] == "Retain"
    assert made["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    assert all(made["Properties"]["PublicAccessBlockConfiguration"].values())


@pytest.mark.parametrize("make", [page_template, standby_template], ids=["page", "standby"])
def test_only_this_distribution_reads_a_bucket_and_not_our_records(make: Any) -> None:
    policy_ = make(stack_of(BOTH))["Resources"]["BucketPolicy"]["Properties"]["PolicyDocument"]
    allowed = [one for one in policy_["Statement"] if one["Effect"] == "Allow"]
    assert [one["Action"] for one in allowed] == ["s3:GetObject"]
    assert "AWS:SourceArn" in allowed[0]["Condition"]["StringEquals"]
    denied = [one["Resource"] for one in policy_["Statement"] if one["Effect"] == "Deny"]
    assert {"Fn::Sub": "${Bucket.Arn}/_statusgen/*"} in denied


def test_what_site_yaml_says_of_the_buckets_is_the_default() -> None:
    told = page_template(stack_of(BOTH))["Parameters"]
    assert told["BucketName"]["Default"] == "northwind-status"
    assert told["StandbyBucketName"]["Default"] == "northwind-standby"
    assert told["StandbyRegion"]["Default"] == "eu-west-1"
    assert told["DomainName"]["Default"] == "status.northwind.example"


def test_a_bucket_that_site_yaml_does_not_know_must_be_named() -> None:
    assert "Default" not in page_template(stack_of(shop(FOLDER)))["Parameters"]["BucketName"]


def test_a_bucket_elsewhere_is_none_of_cloudformations_business() -> None:
    other = bucket("r2", "auto", endpoint_url="https://0123.r2.cloudflarestorage.com")
    assert stack_of(shop(other, PRIMARY)).primary.name == "northwind-status"


def test_a_second_bucket_in_the_same_region_is_no_standby() -> None:
    assert stack_of(shop(PRIMARY, bucket("northwind-two", "us-east-1"))).standby.name == ""


def test_the_second_bucket_is_asked_when_the_first_fails() -> None:
    _, group, _ = distribution()["OriginGroups"]["Fn::If"]
    members = [one["OriginId"] for one in group["Items"][0]["Members"]["Items"]]
    assert members == ["primary", "standby"]
    assert {500, 502, 503, 504} <= set(
        group["Items"][0]["FailoverCriteria"]["StatusCodes"]["Items"]
    )


def test_the_answer_is_compressed_over_http3_and_new_tls() -> None:
    told = distribution()
    assert told["HttpVersion"] == "http2and3"
    assert told["ViewerCertificate"]["Fn::If"][1]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    for behaviour in (told["DefaultCacheBehavior"], *told["CacheBehaviors"]):
        assert behaviour["Compress"] is True
        assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https"


def test_the_origins_cache_control_is_obeyed() -> None:
    told = resources()["CachePolicy"]["Properties"]["CachePolicyConfig"]
    assert told["MinTTL"] == 0, "more would override no-store"
    assert told["MaxTTL"] >= 31_536_000
    parameters = told["ParametersInCacheKeyAndForwardedToOrigin"]
    assert parameters["EnableAcceptEncodingBrotli"] is True
    assert parameters["EnableAcceptEncodingGzip"] is True


def test_what_is_not_there_gets_the_pages_own_words() -> None:
    told = {one["ErrorCode"]: one for one in distribution()["CustomErrorResponses"]}
    for code in (403, 404):
        assert (told[code]["ResponseCode"], told[code]["ResponsePagePath"]) == (404, "/404.html")
    assert all(one["ErrorCachingMinTTL"] <= 10 for one in told.values())


@pytest.mark.parametrize(
    ("url", "prefix", "origin_path"),
    [
        pytest.param("https://s.example/", "", "", id="at-the-root"),
        pytest.param("https://s.example/", "sites/a", "/sites/a", id="prefix-is-hidden"),
        pytest.param("https://s.example/status/", "status", "", id="prefix-is-the-path"),
        pytest.param("https://s.example/status/", "x/status", "/x", id="prefix-ends-in-the-path"),
    ],
)
def test_a_request_finds_its_key(url: str, prefix: str, origin_path: str) -> None:
    config = shop(bucket("b-1", "us-east-1", prefix=prefix), url=url)
    assert stack_of(config).origin_path == origin_path


def test_a_path_that_the_keys_do_not_have_is_refused() -> None:
    with pytest.raises(StatusgenError, match="not below 'status/'"):
        stack_of(shop(PRIMARY, url="https://s.example/status/"))


def test_two_buckets_with_different_prefixes_are_refused() -> None:
    with pytest.raises(StatusgenError, match="different prefixes"):
        stack_of(shop(PRIMARY, bucket("b-2", "eu-west-1", prefix="x")))


# --- headers


def headers_of(name: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = resources()[name]["Properties"]["ResponseHeadersPolicyConfig"]
    return told


@pytest.mark.parametrize("name", ["PageHeaders", "DataHeaders", "BannerHeaders"])
def test_every_answer_has_the_headers_that_verify_looks_for(name: str) -> None:
    told = headers_of(name)["SecurityHeadersConfig"]
    age = told["StrictTransportSecurity"]["AccessControlMaxAgeSec"]
    assert f"max-age={age}" == SECURITY_HEADERS["strict-transport-security"]
    assert told["ReferrerPolicy"]["ReferrerPolicy"] == SECURITY_HEADERS["referrer-policy"]
    assert "ContentTypeOptions" in told


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("api/v2/summary.json", "DataHeaders"),
        ("status.json", "DataHeaders"),
        ("fr/feed.atom", "DataHeaders"),
        ("components/checkout.rss", "DataHeaders"),
        ("maintenance.ics", "DataHeaders"),
        ("index.html", "PageHeaders"),
        ("fr/embed.html", "BannerHeaders"),
    ],
)
def test_other_sites_may_read_feeds_and_api_and_frame_the_banner(path: str, headers: str) -> None:
    told = distribution()
    found = [
        one["ResponseHeadersPolicyId"]["Ref"]
        for one in (*told["CacheBehaviors"], {**told["DefaultCacheBehavior"], "PathPattern": "*"})
        if re.fullmatch(one["PathPattern"].replace(".", r"\.").replace("*", ".*"), path)
    ]
    assert found[0] == headers


def test_data_may_be_read_from_anywhere_and_pages_need_not_be() -> None:
    assert headers_of("DataHeaders")["CorsConfig"]["AccessControlAllowOrigins"]["Items"] == ["*"]
    assert "CorsConfig" not in headers_of("PageHeaders")


def test_the_header_forbids_no_more_than_the_page_does() -> None:
    page = content_policy(framed=False)
    assert "unsafe-inline" not in page
    assert not re.search("default-src|script-src|style-src", page), "they change with the theme"
    assert "frame-ancestors 'none'" in page
    assert "frame-ancestors *" in content_policy(framed=True)


# --- the deploy role


def trust(ci: Ci) -> Mapping[str, Any]:
    stack = stack_of(BOTH, ci=ci)
    role = page_template(stack)["Resources"]["Deployer"]["Properties"]
    told: Mapping[str, Any] = role["AssumeRolePolicyDocument"]["Statement"][0]
    return told


@pytest.mark.parametrize("ci", Ci)
def test_one_branch_of_one_repository_takes_the_role_and_nobody_else(ci: Ci) -> None:
    host = ISSUERS[ci].host
    condition = trust(ci)["Condition"]["StringEquals"]
    assert condition[f"{host}:aud"] == ISSUERS[ci].audience
    subject = condition[f"{host}:sub"]["Fn::Sub"]
    assert "${Repository}" in subject
    assert subject.endswith("${Branch}")
    assert "*" not in subject


def test_the_roles_policy_is_the_one_that_is_printed() -> None:
    stack = stack_of(BOTH)
    theirs = [dict(one) for one in policy([PRIMARY, STANDBY], FEATURES)["Statement"]]
    ours = list(filled_in(stack))
    for one in (*theirs, *ours):
        del one["Sid"]
    assert ours == theirs


def filled_in(stack: Stack) -> Iterator[dict[str, Any]]:
    """Yield the role's statements as CloudFormation fills them in."""
    values = {
        "${AWS::Partition}": "aws",
        "${AWS::AccountId}": "*",
        "${BucketName}": "northwind-status",
        "${StandbyBucketName}": "northwind-standby",
        "${Page}": DISTRIBUTION,
    }
    for statement in deploy_policy(stack)["Statement"]:
        one = statement["Fn::If"][1] if "Fn::If" in statement else statement
        arn = one["Resource"]["Fn::Sub"]
        for name, value in values.items():
            arn = arn.replace(name, value)
        yield {**one, "Resource": arn}
