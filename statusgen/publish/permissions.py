"""What whoever publishes must be allowed to do, and nothing else: an IAM policy per feature.

Names are those of the Service Authorization Reference. Some are not those of the API
operation: a HEAD is a read, and reading a version is an action of its own.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from statusgen.config import Target
from statusgen.publish.opening import read_options
from statusgen.publish.s3 import S3Options


class Feature(enum.StrEnum):
    """What somebody may be let do."""

    PUBLISH = "publish"  #: also releases and status
    ROLLBACK = "rollback"  #: going back, in a bucket with versions
    CDN = "cdn"  #: telling CloudFront
    VERIFY = "verify"  #: looking as a reader does, which needs nobody's leave
    DOCTOR = "doctor"  #: looking at the set-up; without its probe, which is a publisher's


#: Feature → actions on the bucket's objects.
OBJECT_ACTIONS: Mapping[Feature, tuple[str, ...]] = {
    Feature.PUBLISH: ("s3:DeleteObject", "s3:GetObject", "s3:PutObject"),
    Feature.ROLLBACK: ("s3:GetObjectVersion",),
    Feature.DOCTOR: ("s3:GetObject",),
}
#: Feature → actions on the bucket itself. Without s3:ListBucket a missing object is
#: answered as a forbidden one, and a lost record could not be rebuilt.
BUCKET_ACTIONS: Mapping[Feature, tuple[str, ...]] = {
    Feature.PUBLISH: ("s3:ListBucket",),
    Feature.ROLLBACK: ("s3:ListBucketVersions",),
    Feature.DOCTOR: ("s3:GetBucketVersioning", "s3:ListBucket"),
}
CDN_ACTIONS = ("cloudfront:CreateInvalidation",)


def policy(
    targets: Sequence[Target], features: Iterable[Feature] = tuple(Feature)
) -> dict[str, Any]:
    """Return the policy that lets somebody use *features* at *targets*, and no more.

    Targets that are no bucket of Amazon's need none; a policy without statements means
    that there is nothing to allow.
    """
    wanted = [feature for feature in Feature if feature in set(features)]
    statements = [
        statement
        for target in targets
        if target.type == "s3" and not target.options.get("endpoint_url")
        for statement in _statements(target, wanted)
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def _statements(target: Target, features: Sequence[Feature]) -> Iterable[dict[str, Any]]:
    options = read_options(target.options, S3Options, f"target '{target.name}'")
    bucket = f"arn:aws:s3:::{options.bucket}"
    prefix = options.prefix.strip("/") + "/" if options.prefix.strip("/") else ""
    name = "".join(part.capitalize() for part in target.name.replace("_", "-").split("-"))
    for feature in features:
        label = f"{name}{feature.capitalize()}"
        if feature in OBJECT_ACTIONS:
            yield _allow(f"{label}Objects", OBJECT_ACTIONS[feature], f"{bucket}/{prefix}*")
        if feature in BUCKET_ACTIONS:
            statement = _allow(f"{label}Bucket", BUCKET_ACTIONS[feature], bucket)
            if prefix:
                # Whether a missing object is a missing one or a forbidden one is decided by
                # this statement too, for a request that has no prefix to look at.
                statement["Condition"] = {"StringLikeIfExists": {"s3:prefix": f"{prefix}*"}}
            yield statement
        if feature is Feature.CDN and target.cdn.type == "cloudfront":
            distribution = target.cdn.options.get("distribution", "")
            arn = f"arn:aws:cloudfront::*:distribution/{distribution}"
            yield _allow(f"{label}", CDN_ACTIONS, arn)


def _allow(name: str, actions: Sequence[str], resource: str) -> dict[str, Any]:
    return {"Sid": name, "Effect": "Allow", "Action": sorted(actions), "Resource": resource}
