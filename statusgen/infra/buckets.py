"""A private bucket with versions, which one distribution may read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statusgen.infra.intrinsics import get_att, ref, sub
from statusgen.publish.target import PRIVATE

#: How long and how many earlier versions are kept: ``rollback`` restores from them.
VERSION_DAYS, VERSIONS = 30, 10
#: No dots: the certificate of Amazon's own address covers one label.
NAME_PATTERN = "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"


def bucket_resources(prefix: str, distribution: Any) -> Mapping[str, Any]:
    """Return the bucket and who may read it: *distribution*, an ARN, below *prefix*."""
    return {
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            # The page outlives the stack.
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "BucketName": ref("BucketName"),
                "VersioningConfiguration": {"Status": "Enabled"},
                "LifecycleConfiguration": {"Rules": [_old_versions()]},
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
                "PublicAccessBlockConfiguration": {
                    "BlockPublicAcls": True,
                    "BlockPublicPolicy": True,
                    "IgnorePublicAcls": True,
                    "RestrictPublicBuckets": True,
                },
                "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                    ]
                },
            },
        },
        "BucketPolicy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {
                "Bucket": ref("Bucket"),
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": list(_statements(prefix, distribution)),
                },
            },
        },
    }


def _old_versions() -> dict[str, Any]:
    return {
        "Id": "old-versions",
        "Status": "Enabled",
        "NoncurrentVersionExpiration": {
            "NoncurrentDays": VERSION_DAYS,
            "NewerNoncurrentVersions": VERSIONS,
        },
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }


def _statements(prefix: str, distribution: Any) -> list[dict[str, Any]]:
    below = f"{prefix}/" if prefix else ""
    cloudfront = {"Service": "cloudfront.amazonaws.com"}
    return [
        {
            "Sid": "ReadThroughTheCdn",
            "Effect": "Allow",
            "Principal": cloudfront,
            "Action": "s3:GetObject",
            "Resource": sub(f"${{Bucket.Arn}}/{below}*"),
            "Condition": {"StringEquals": {"AWS:SourceArn": distribution}},
        },
        {
            "Sid": "ButNotTheRecord",
            "Effect": "Deny",
            "Principal": cloudfront,
            "Action": "s3:GetObject",
            "Resource": sub(f"${{Bucket.Arn}}/{below}{PRIVATE}*"),
        },
        {
            "Sid": "OnlyEncryptedOnTheWay",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [get_att("Bucket", "Arn"), sub("${Bucket.Arn}/*")],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ]
