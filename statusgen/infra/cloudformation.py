"""The page's home at Amazon, as CloudFormation templates.

A stack is of one region, so there are two: the page's, with its bucket, and one for the
second bucket in another region. Each publish writes both buckets, as two targets; nothing
is replicated behind anybody's back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statusgen.infra.buckets import NAME_PATTERN, bucket_resources
from statusgen.infra.deployer import deployer_resources
from statusgen.infra.distribution import distribution_resources
from statusgen.infra.headers import header_policies
from statusgen.infra.intrinsics import (
    every,
    get_att,
    given,
    holds,
    negated,
    ref,
    some,
    sub,
)
from statusgen.infra.stack import Stack

#: Where CloudFront wants certificates to be (its developer guide).
CERTIFICATE_REGION = "us-east-1"
#: The hosted zone of every distribution (Route 53's own documentation).
CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
VERSION = "2010-09-09"


def page_template(stack: Stack) -> dict[str, Any]:
    """Return the page's template: bucket, distribution, headers, domain, deploy role."""
    arn = sub("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Page}")
    return {
        "AWSTemplateFormatVersion": VERSION,
        "Description": f"Status page {stack.host}: bucket, CDN, domain, deploy role",
        "Parameters": _parameters(stack),
        "Conditions": _conditions(),
        "Resources": {
            **bucket_resources(stack.primary.prefix, arn),
            **header_policies(),
            **distribution_resources(stack),
            **_domain_resources(),
            **deployer_resources(stack),
        },
        "Outputs": _outputs(),
    }


def standby_template(stack: Stack) -> dict[str, Any]:
    """Return the template of the second bucket, for a stack in another region."""
    return {
        "AWSTemplateFormatVersion": VERSION,
        "Description": f"Status page {stack.host}: the second bucket, in another region",
        "Parameters": {
            "BucketName": _bucket_parameter("The second bucket", stack.standby.name),
            "DistributionArn": _text(
                "The page's distribution: DistributionArn of the other stack's outputs",
                AllowedPattern="^arn:[a-z-]+:cloudfront::[0-9]{12}:distribution/[A-Z0-9]+$",
            ),
        },
        "Resources": bucket_resources(stack.standby.prefix, ref("DistributionArn")),
        "Outputs": {"BucketName": {"Value": ref("Bucket")}},
    }


def _parameters(stack: Stack) -> dict[str, Any]:
    return {
        "BucketName": _bucket_parameter("The page's bucket", stack.primary.name),
        "StandbyBucketName": _text(
            "The second bucket, of the standby stack; empty: none", stack.standby.name
        ),
        "StandbyRegion": _text("Its region, another one than this stack's", stack.standby.region),
        "DomainName": _text("The page's host name", stack.host),
        "CertificateArn": _text(
            f"A certificate for it, in {CERTIFICATE_REGION}. Empty: one is made where "
            f"HostedZoneId is given and this stack is in {CERTIFICATE_REGION}; else CloudFront's "
            "own address is used",
            "",
        ),
        "HostedZoneId": _text("Route 53's zone of the domain, to put records into", ""),
        "Repository": _text("OWNER/NAME whose pipeline may publish; empty: none", ""),
        "Branch": _text("The branch that is published", "main"),
        "ProviderArn": _text(
            "The account's OpenID Connect provider for it; empty: one is made", ""
        ),
    }


def _text(description: str, default: str | None = None, **more: str) -> dict[str, str]:
    told = {"Type": "String", "Description": description, **more}
    return told if default is None else {**told, "Default": default}


def _bucket_parameter(description: str, name: str) -> dict[str, str]:
    return _text(description, name or None, AllowedPattern=NAME_PATTERN)


def _conditions() -> dict[str, Any]:
    here = {"Fn::Equals": [ref("AWS::Region"), CERTIFICATE_REGION]}
    return {
        "HasStandby": every(given("StandbyBucketName"), given("StandbyRegion")),
        "HasZone": given("HostedZoneId"),
        "HasCertificate": given("CertificateArn"),
        "MakesCertificate": every(
            given("DomainName"), holds("HasZone"), negated(holds("HasCertificate")), here
        ),
        "HasDomain": every(
            given("DomainName"), some(holds("HasCertificate"), holds("MakesCertificate"))
        ),
        "HasRecord": every(holds("HasDomain"), holds("HasZone")),
        "HasDeployer": given("Repository"),
        "MakesProvider": every(holds("HasDeployer"), negated(given("ProviderArn"))),
    }


def _domain_resources() -> Mapping[str, Any]:
    zone = ref("HostedZoneId")
    return {
        "Certificate": {
            "Type": "AWS::CertificateManager::Certificate",
            "Condition": "MakesCertificate",
            "Properties": {
                "DomainName": ref("DomainName"),
                "ValidationMethod": "DNS",
                "DomainValidationOptions": [
                    {"DomainName": ref("DomainName"), "HostedZoneId": zone}
                ],
            },
        },
        "RecordIpv4": _record("A"),
        "RecordIpv6": _record("AAAA"),
    }


def _record(kind: str) -> dict[str, Any]:
    return {
        "Type": "AWS::Route53::RecordSet",
        "Condition": "HasRecord",
        "Properties": {
            "HostedZoneId": ref("HostedZoneId"),
            "Name": ref("DomainName"),
            "Type": kind,
            "AliasTarget": {
                "DNSName": get_att("Page", "DomainName"),
                "HostedZoneId": CLOUDFRONT_ZONE,
            },
        },
    }


def _outputs() -> dict[str, Any]:
    return {
        "BucketName": {"Value": ref("Bucket")},
        "Distribution": {
            "Description": "For cdn: {type: cloudfront, distribution: …} in site.yaml",
            "Value": ref("Page"),
        },
        "DistributionArn": {
            "Description": "For the standby stack",
            "Value": sub(
                "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Page}"
            ),
        },
        "Address": {
            "Description": "What a CNAME of the domain points at",
            "Value": get_att("Page", "DomainName"),
        },
        "DeployRole": {
            "Condition": "HasDeployer",
            "Description": "The role for the pipeline",
            "Value": get_att("Deployer", "Arn"),
        },
    }
