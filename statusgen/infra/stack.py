"""What a template is made for: the buckets, the address and the pipeline of one page."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

import msgspec

from statusgen.config import Config, Target
from statusgen.errors import StatusgenError
from statusgen.publish.opening import read_options
from statusgen.publish.s3 import S3Options


class Ci(enum.StrEnum):
    """Whose pipelines may take the deploy role."""

    GITHUB = "github"
    GITLAB = "gitlab"


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """Who vouches for a pipeline (OpenID Connect): GitHub's and GitLab's own documentation."""

    host: str
    audience: str
    subject: str  #: of one branch, to be filled in by CloudFormation

    @property
    def url(self) -> str:
        """Return the issuer's address."""
        return f"https://{self.host}"


ISSUERS: Mapping[Ci, Issuer] = MappingProxyType(
    {
        Ci.GITHUB: Issuer(
            host="token.actions.githubusercontent.com",
            audience="sts.amazonaws.com",
            subject="repo:${Repository}:ref:refs/heads/${Branch}",
        ),
        Ci.GITLAB: Issuer(
            host="gitlab.com",
            audience="https://gitlab.com",
            subject="project_path:${Repository}:ref_type:branch:ref:${Branch}",
        ),
    }
)


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """One bucket, as far as site.yaml tells; what it does not is a parameter's value to be."""

    name: str = ""
    region: str = ""
    prefix: str = ""  #: without slashes around it


class Stack(msgspec.Struct, frozen=True, kw_only=True):
    """What a template is made for."""

    host: str
    path: str  #: the page's place on its host, without a slash before, with one at its end
    primary: Bucket
    standby: Bucket
    ci: Ci = Ci.GITHUB

    @property
    def origin_path(self) -> str:
        """Return what CloudFront puts before a request's path to get the object's key."""
        prefix = f"/{self.primary.prefix}" if self.primary.prefix else ""
        page = f"/{self.path}".rstrip("/")
        return prefix.removesuffix(page)


def stack_of(config: Config, *, ci: Ci = Ci.GITHUB) -> Stack:
    """Return what the page of *config* needs.

    Its first target that is a bucket of Amazon's is the primary one, the next in
    another region the standby. Raises StatusgenError where the page's address has a path
    that its keys do not have.
    """
    buckets = [_bucket(target) for target in config.targets if _is_amazons(target)]
    primary = buckets[0] if buckets else Bucket(prefix=_path(config).rstrip("/"))
    others = [b for b in buckets[1:] if b.region != primary.region and b.name != primary.name]
    standby = others[0] if others else Bucket(prefix=primary.prefix)
    _check(config, primary, standby)
    return Stack(host=config.host, path=_path(config), primary=primary, standby=standby, ci=ci)


def _path(config: Config) -> str:
    return urlsplit(config.url).path.lstrip("/")


def _is_amazons(target: Target) -> bool:
    return target.type == "s3" and not target.options.get("endpoint_url")


def _bucket(target: Target) -> Bucket:
    options = read_options(target.options, S3Options, f"target '{target.name}'")
    return Bucket(name=options.bucket, region=options.region, prefix=options.prefix.strip("/"))


def _check(config: Config, primary: Bucket, standby: Bucket) -> None:
    page = _path(config).rstrip("/")
    if page and not f"/{primary.prefix}".endswith(f"/{page}"):
        raise StatusgenError(
            f"the page is at {config.url}, but its files are not below '{page}/' in the bucket",
            hint=f"give the target a prefix that ends so: prefix: {page}",
        )
    if standby.prefix != primary.prefix:
        raise StatusgenError(
            "the two buckets have different prefixes, and CloudFront asks both for one key",
            hint="give both targets the same prefix:",
        )
