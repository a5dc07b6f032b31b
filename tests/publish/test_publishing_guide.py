"""docs/publishing.md: what it has people save is taken by real servers, and its tables are true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from statusgen.publish.cloudflare import CloudflareOptions
from statusgen.publish.cloudfront import CloudFrontOptions
from statusgen.publish.everywhere import CACHES_TURN, VERIFIED_AT_ONCE
from statusgen.publish.fastly import FastlyOptions
from statusgen.publish.fold import SMALL_SITE
from statusgen.publish.lease import LEASE
from statusgen.publish.opening import CDNS, TARGETS
from statusgen.publish.opening_targets import DirectoryOptions
from statusgen.publish.plan import GRACE, PURGE_EVERYTHING, REMOVALS_ALLOWED
from statusgen.publish.record import KEPT
from statusgen.publish.s3 import S3Options
from tests.publish.servers import SESSION, new_bucket, plain_client

GUIDE = (Path(__file__).parents[2] / "docs" / "publishing.md").read_text("utf-8")


def saved(word: str) -> Any:
    """Return the JSON file that has *word* in it."""
    blocks = re.findall(r"^```json\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    [block] = [block for block in blocks if word in block]
    return json.loads(block)


def section(title: str) -> str:
    rest = GUIDE.split(f" {title}\n", 1)[1]
    return re.split(r"^#{2,3} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def first_column(text: str) -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))


def names_of(options: type[msgspec.Struct]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(options)}


def test_the_lifecycle_is_taken_by_a_server(ministack_address: str) -> None:
    client = plain_client(ministack_address)
    client.put_bucket_lifecycle_configuration(
        Bucket=new_bucket(ministack_address), LifecycleConfiguration=saved("old-versions")
    )


def test_the_bucket_policy_is_taken_by_a_server(ministack_address: str) -> None:
    bucket = new_bucket(ministack_address)
    text = json.dumps(saved("ReadThroughTheCdn")).replace("northwind-status", bucket)
    plain_client(ministack_address).put_bucket_policy(Bucket=bucket, Policy=text)


@pytest.mark.parametrize("server", ["moto", "ministack"])
def test_the_distribution_is_taken_by_a_server(server: str, request: pytest.FixtureRequest) -> None:
    client = SESSION.client("cloudfront", endpoint_url=request.getfixturevalue(f"{server}_address"))
    made = client.create_distribution(DistributionConfig=saved("DefaultRootObject"))
    assert made["Distribution"]["Id"]


@pytest.mark.parametrize(
    ("title", "options"),
    [("`type: s3`", S3Options), ("`type: directory`", DirectoryOptions)],
    ids=["s3", "directory"],
)
def test_every_option_of_a_target_is_explained(title: str, options: type[msgspec.Struct]) -> None:
    assert first_column(section(title)) == names_of(options)


def test_every_kind_of_target_is_explained() -> None:
    assert set(re.findall(r"^### `type: (\w+)`$", GUIDE, re.MULTILINE)) == set(TARGETS)


def test_every_cdn_and_its_options_are_explained() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", section("`cdn`"), re.MULTILINE)
    told = {name: set(re.findall(r"`(\w+)`", options)) for name, options in rows}
    theirs: dict[str, type[msgspec.Struct]] = {
        "cloudfront": CloudFrontOptions,
        "cloudflare": CloudflareOptions,
        "fastly": FastlyOptions,
    }
    assert set(told) == {"none", *CDNS}
    for name, options in theirs.items():
        assert told[name] == names_of(options) - {"endpoint_url"}, "that one is for tests"


@pytest.mark.parametrize(
    "words",
    [
        f"{GRACE.total_seconds() / 3600:.0f} hours",
        f"more than {REMOVALS_ALLOWED} files",
        f"waits {CACHES_TURN:.0f} seconds for caches",
        f"a site of up to {SMALL_SITE} files",
        f"above {PURGE_EVERYTHING} files, the whole site",
        f"fetches up to {VERIFIED_AT_ONCE} files",
    ],
)
def test_its_numbers_are_those_of_the_code(words: str) -> None:
    assert words in re.sub(r"\s+", " ", GUIDE)


def test_its_numbers_in_words_are_those_of_the_code() -> None:
    assert KEPT == 10
    assert "the last ten before it" in GUIDE
    assert LEASE.total_seconds() == 90
    assert "a minute and a half" in GUIDE
