"""The headers that CloudFront adds to every answer, as response-headers policies.

The page's own Content-Security-Policy names the digests of its one style and one script
and travels with them, in the page. The header has what does not change with the theme:
a header with digests would blank every page from a new theme's publish to the next
update of the stack. A browser obeys both (CSP Level 3, "multiple policies").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statusgen.infra.intrinsics import NO_VALUE, sub
from statusgen.publish.headers import SECURITY_HEADERS
from statusgen.render.inline import policy

#: What only the page can say: it depends on its style and script.
_IN_THE_PAGE = ("default-src", "style-src", "script-src")
_CORS = {
    "AccessControlAllowCredentials": False,
    "AccessControlAllowHeaders": {"Items": ["*"]},
    "AccessControlAllowMethods": {"Items": ["GET", "HEAD"]},
    "AccessControlAllowOrigins": {"Items": ["*"]},
    "OriginOverride": True,
}


def header_policies() -> Mapping[str, Any]:
    """Return the policies: for pages, for what other sites' scripts read, for the banner."""
    return {
        "PageHeaders": _resource("pages", framed=False),
        "DataHeaders": _resource("data", framed=False, cors=_CORS),
        "BannerHeaders": _resource("banner", framed=True),
    }


def content_policy(*, framed: bool) -> str:
    """Return the Content-Security-Policy header; *framed*: other sites may show it in theirs."""
    kept = [part for part in policy("", "").split("; ") if part.split()[0] not in _IN_THE_PAGE]
    ancestors = "frame-ancestors *" if framed else "frame-ancestors 'none'"
    return "; ".join([*kept, "object-src 'none'", "frame-src 'none'", ancestors])


def _resource(name: str, *, framed: bool, cors: Any = NO_VALUE) -> dict[str, Any]:
    age = SECURITY_HEADERS["strict-transport-security"].partition("=")[2]
    security = {
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": content_policy(framed=framed),
            "Override": True,
        },
        "StrictTransportSecurity": {
            "AccessControlMaxAgeSec": int(age),
            "IncludeSubdomains": False,
            "Override": True,
        },
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {
            "ReferrerPolicy": SECURITY_HEADERS["referrer-policy"],
            "Override": True,
        },
    }
    if not framed:
        security["FrameOptions"] = {"FrameOption": "DENY", "Override": True}
    config = {
        "Name": sub(f"${{AWS::StackName}}-{name}"),
        "SecurityHeadersConfig": security,
    }
    if cors is not NO_VALUE:
        config["CorsConfig"] = cors
    return {
        "Type": "AWS::CloudFront::ResponseHeadersPolicy",
        "Properties": {"ResponseHeadersPolicyConfig": config},
    }
