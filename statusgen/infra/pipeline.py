"""What the pipelines of all services have in common: commands, credentials, what is due."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from statusgen import __version__
from statusgen.config import Config, Target

PYTHON = "3.13"
#: What is watched for changes, and what a publish is made from.
SOURCES = ("content/**", "themes/**")
#: CDN → the environment variable that its token is read from.
TOKENS: Mapping[str, str] = MappingProxyType(
    {"cloudflare": "CLOUDFLARE_API_TOKEN", "fastly": "FASTLY_API_TOKEN"}
)

#: Prints "wait" where the live page says that it still holds, else "due": needs no more
#: than Python, so that a scheduled job which has nothing to do ends within seconds.
DUE = """\
python3 - "$PAGE" <<'END'
import datetime, json, sys, urllib.request
try:
    with urllib.request.urlopen(sys.argv[1] + "status.json", timeout=10) as answer:
        until = json.load(answer)["holds_until"]
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    print("wait" if until is None or until > now else "due")
except Exception:  # a page that does not answer is a page to publish
    print("due")
END
"""


class Pipeline(msgspec.Struct, frozen=True, kw_only=True):
    """What a pipeline must know of a page."""

    page: str  #: the address
    region: str  #: of the first bucket of Amazon's; empty: there is none
    profiles: tuple[str, ...]  #: of the AWS configuration, that take the pipeline's role
    others: tuple[str, ...]  #: profiles of other services, with keys of their own
    plain: bool  #: whether a target of another service takes the default credentials
    tokens: tuple[str, ...]  #: environment variables for CDNs
    install: str = f"statusgen=={__version__}"  #: what pip installs


def pipeline_of(config: Config, *, install: str = "") -> Pipeline:
    """Return what publishing the page of *config* takes; *install* is pip's word for it."""
    amazons = [t for t in _buckets(config) if not t.options.get("endpoint_url")]
    others = [t for t in _buckets(config) if t.options.get("endpoint_url")]
    region = next((t.options["region"] for t in amazons if t.options.get("region")), "us-east-1")
    kinds = {target.cdn.type for target in config.targets}
    told = Pipeline(
        page=config.url,
        region=region if amazons else "",
        profiles=tuple(sorted(set(_profiles(amazons)))),
        others=tuple(sorted(set(_profiles(others)))),
        plain=not amazons and any(not target.options.get("profile") for target in others),
        tokens=tuple(TOKENS[kind] for kind in sorted(TOKENS) if kind in kinds),
    )
    return msgspec.structs.replace(told, install=install) if install else told


def secrets(pipeline: Pipeline) -> tuple[str, ...]:
    """Return the names of the secrets that the service must be given, but for the role."""
    keys = [name for profile in pipeline.others for name in key_names(profile)]
    return (
        *keys,
        *(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") if pipeline.plain else ()),
        *pipeline.tokens,
    )


def key_names(profile: str) -> tuple[str, str]:
    """Return what the two halves of a profile's key are called as secrets."""
    word = re.sub(r"[^A-Z0-9]", "_", profile.upper())
    return f"{word}_ACCESS_KEY_ID", f"{word}_SECRET_ACCESS_KEY"


def profile_script(profile: str, access: str, secret: str, *, session: str = "") -> str:
    """Return shell lines that write *profile* from environment variables of these names."""
    lines = [f"[{profile}]", "aws_access_key_id=%s", "aws_secret_access_key=%s"]
    values = [access, secret]
    if session:
        lines.append("aws_session_token=%s")
        values.append(session)
    text = "\\n".join(lines)
    arguments = " ".join(f'"${value}"' for value in values)
    return f"mkdir -p ~/.aws\nprintf '{text}\\n' {arguments} >> ~/.aws/credentials\n"


def _buckets(config: Config) -> list[Target]:
    return [target for target in config.targets if target.type == "s3"]


def _profiles(targets: list[Target]) -> Iterator[str]:
    return (target.options["profile"] for target in targets if target.options.get("profile"))
