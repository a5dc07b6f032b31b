"""The role that a pipeline takes, by OpenID Connect: no key is kept anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statusgen.config import Cdn, Target
from statusgen.infra.intrinsics import either, get_att, ref, sub
from statusgen.infra.stack import ISSUERS, Stack
from statusgen.publish.permissions import Feature, policy

#: What a pipeline does.
FEATURES = (Feature.PUBLISH, Feature.ROLLBACK, Feature.CDN)


def deployer_resources(stack: Stack) -> Mapping[str, Any]:
    """Return the role, and the provider that vouches for who may take it."""
    issuer = ISSUERS[stack.ci]
    return {
        "Provider": {
            "Type": "AWS::IAM::OIDCProvider",
            "Condition": "MakesProvider",
            # Others may use it by now; an account has one for each issuer.
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {"Url": issuer.url, "ClientIdList": [issuer.audience]},
        },
        "Deployer": {
            "Type": "AWS::IAM::Role",
            "Condition": "HasDeployer",
            "Properties": {
                "Description": "Publishes the status page from its pipeline",
                "MaxSessionDuration": 3600,
                "AssumeRolePolicyDocument": _trust(stack),
                "Policies": [{"PolicyName": "publish", "PolicyDocument": deploy_policy(stack)}],
            },
        },
    }


def _trust(stack: Stack) -> dict[str, Any]:
    """Return who may take the role: this repository's main branch, and nobody else.

    Without the condition on the subject every pipeline of that service could.
    """
    issuer = ISSUERS[stack.ci]
    provider = either("MakesProvider", get_att("Provider", "Arn"), ref("ProviderArn"))
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": provider},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                    "StringEquals": {
                        f"{issuer.host}:aud": issuer.audience,
                        f"{issuer.host}:sub": sub(issuer.subject),
                    }
                },
            }
        ],
    }


def deploy_policy(stack: Stack) -> dict[str, Any]:
    """Return the policy of ``statusgen infra iam``, its names filled in by CloudFormation."""
    cdn = Cdn(type="cloudfront", options={"distribution": "${Page}"})
    primary = _target("primary", "${BucketName}", stack.primary.prefix, cdn)
    standby = _target("standby", "${StandbyBucketName}", stack.standby.prefix, Cdn())
    always = [_filled_in(one) for one in policy([primary], FEATURES)["Statement"]]
    sometimes = [_filled_in(one) for one in policy([standby], FEATURES)["Statement"]]
    return {
        "Version": "2012-10-17",
        "Statement": [*always, *(either("HasStandby", one) for one in sometimes)],
    }


def _target(name: str, bucket: str, prefix: str, cdn: Cdn) -> Target:
    return Target(name=name, type="s3", options={"bucket": bucket, "prefix": prefix}, cdn=cdn)


def _filled_in(statement: dict[str, Any]) -> dict[str, Any]:
    arn = statement["Resource"].replace("arn:aws:", "arn:${AWS::Partition}:", 1)
    return {**statement, "Resource": sub(arn.replace("::*:", "::${AWS::AccountId}:"))}
