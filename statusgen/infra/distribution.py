"""The CloudFront distribution in front of one bucket, or of two that stand in for each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statusgen.infra.intrinsics import NO_VALUE, counted, either, get_att, ref, sub
from statusgen.infra.stack import Stack
from statusgen.render.embed import PAGE as BANNER_PAGE

#: Answers of the first bucket after which the second is asked. 403 and 404 too: an object
#: that is not there, or a bucket that lost its policy, is no reason to send readers away.
FAILOVER = (403, 404, 500, 502, 503, 504)
#: What CloudFront keeps of an answer without Cache-Control, and at most: seconds.
DEFAULT_TTL, LONGEST_TTL = 30, 31_536_000
#: Seconds that an error is kept.
ERROR_TTL = 5
#: What other sites' scripts and readers fetch: feeds, API, badges' data, calendar.
DATA_PATTERNS = ("*.json", "*.atom", "*.rss", "*.ics")

_FOLDER_INDEX = """\
function handler(event) {
  var request = event.request;
  if (request.uri.endsWith('/')) {
    request.uri += 'index.html';
  }
  return request;
}
"""


def distribution_resources(stack: Stack) -> Mapping[str, Any]:
    """Return the distribution and what belongs to it, but for its headers."""
    return {
        "OriginAccess": {
            "Type": "AWS::CloudFront::OriginAccessControl",
            "Properties": {
                "OriginAccessControlConfig": {
                    "Name": sub("${AWS::StackName}"),
                    "OriginAccessControlOriginType": "s3",
                    "SigningBehavior": "always",
                    "SigningProtocol": "sigv4",
                }
            },
        },
        "CachePolicy": {
            "Type": "AWS::CloudFront::CachePolicy",
            "Properties": {"CachePolicyConfig": _cache_policy()},
        },
        "FolderIndex": {
            "Type": "AWS::CloudFront::Function",
            "Properties": {
                "Name": sub("${AWS::StackName}-folder-index"),
                "AutoPublish": True,
                "FunctionConfig": {
                    "Comment": "A folder's address means its index.html",
                    "Runtime": "cloudfront-js-2.0",
                },
                "FunctionCode": _FOLDER_INDEX,
            },
        },
        "Page": {
            "Type": "AWS::CloudFront::Distribution",
            "Properties": {"DistributionConfig": _config(stack)},
        },
    }


def _cache_policy() -> dict[str, Any]:
    """Return what obeys the origin's Cache-Control, no-store included: MinTTL is 0."""
    return {
        "Name": sub("${AWS::StackName}"),
        "MinTTL": 0,
        "DefaultTTL": DEFAULT_TTL,
        "MaxTTL": LONGEST_TTL,
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "CookiesConfig": {"CookieBehavior": "none"},
            "HeadersConfig": {"HeaderBehavior": "none"},
            "QueryStringsConfig": {"QueryStringBehavior": "none"},
            "EnableAcceptEncodingBrotli": True,
            "EnableAcceptEncodingGzip": True,
        },
    }


def _config(stack: Stack) -> dict[str, Any]:
    config = {
        "Enabled": True,
        "Comment": f"Status page {stack.host}/{stack.path}".rstrip("/"),
        "HttpVersion": "http2and3",
        "IPV6Enabled": True,
        "Aliases": either("HasDomain", [ref("DomainName")]),
        "ViewerCertificate": _certificate(),
        "Origins": [
            _origin("primary", get_att("Bucket", "RegionalDomainName"), stack),
            either("HasStandby", _origin("standby", _standby_domain(), stack)),
        ],
        "OriginGroups": either("HasStandby", counted([_group()]), NO_VALUE),
        "DefaultCacheBehavior": {**_behaviour("PageHeaders"), **_with_index()},
        "CacheBehaviors": [
            *({"PathPattern": one, **_behaviour("DataHeaders")} for one in DATA_PATTERNS),
            {"PathPattern": f"*{BANNER_PAGE}", **_behaviour("BannerHeaders")},
        ],
        "CustomErrorResponses": list(_errors(stack)),
    }
    if not stack.path:
        config["DefaultRootObject"] = "index.html"
    return config


def _certificate() -> Any:
    arn = either("MakesCertificate", ref("Certificate"), ref("CertificateArn"))
    own = {
        "AcmCertificateArn": arn,
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    return either("HasDomain", own, {"CloudFrontDefaultCertificate": True})


def _standby_domain() -> Any:
    return sub("${StandbyBucketName}.s3.${StandbyRegion}.${AWS::URLSuffix}")


def _origin(name: str, domain: Any, stack: Stack) -> dict[str, Any]:
    return {
        "Id": name,
        "DomainName": domain,
        "OriginPath": stack.origin_path,
        "OriginAccessControlId": get_att("OriginAccess", "Id"),
        # Access is by the control above; the field has to be there.
        "S3OriginConfig": {"OriginAccessIdentity": ""},
        # By default a region that is gone is tried for half a minute before the other one.
        "ConnectionAttempts": 2,
        "ConnectionTimeout": 3,
    }


def _group() -> dict[str, Any]:
    return {
        "Id": "both",
        "FailoverCriteria": {"StatusCodes": counted(FAILOVER)},
        "Members": counted([{"OriginId": "primary"}, {"OriginId": "standby"}]),
    }


def _behaviour(headers: str) -> dict[str, Any]:
    return {
        "TargetOriginId": either("HasStandby", "both", "primary"),
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": ["GET", "HEAD"],
        "CachedMethods": ["GET", "HEAD"],
        "Compress": True,
        "CachePolicyId": ref("CachePolicy"),
        "ResponseHeadersPolicyId": ref(headers),
    }


def _with_index() -> dict[str, Any]:
    function = get_att("FolderIndex", "FunctionARN")
    return {"FunctionAssociations": [{"EventType": "viewer-request", "FunctionARN": function}]}


def _errors(stack: Stack) -> list[dict[str, Any]]:
    """Return what is shown instead of an error.

    A bucket that may not be listed answers 403 for what is not there. When neither
    bucket answers, there is no page to show that would not come from them: copies are
    then shown for a day (``stale-if-error``), and an error is forgotten soon.
    """
    lost = {"ResponseCode": 404, "ResponsePagePath": f"/{stack.path}404.html"}
    return [
        *({"ErrorCode": code, **lost, "ErrorCachingMinTTL": ERROR_TTL} for code in (403, 404)),
        *({"ErrorCode": code, "ErrorCachingMinTTL": ERROR_TTL} for code in (500, 502, 503, 504)),
    ]
