"""What the guides have people type to set a page up exists, and their targets can be used."""

from __future__ import annotations

import re
import shlex

import botocore.session
import msgspec
import pytest
from botocore import xform_name

from statusgen.config import Target
from statusgen.config_reader import read_config
from statusgen.infra.cloudformation import page_template, standby_template
from statusgen.infra.stack import stack_of
from statusgen.publish.cloudflare import CloudflareOptions
from statusgen.publish.cloudfront import CloudFrontOptions
from statusgen.publish.opening import read_options
from statusgen.publish.opening_targets import DirectoryOptions
from statusgen.publish.s3 import S3Options
from statusgen.sources import SourceFile
from tests.fenced_blocks import ROOT, Block, blocks_of
from tests.infra.shop import PRIMARY, shop

GUIDES = [ROOT / "docs" / name for name in ("publishing.md", "standing-up.md")]
BLOCKS = [block for guide in GUIDES for block in blocks_of(guide)]
AWS = botocore.session.get_session()


def aws_commands() -> list[list[str]]:
    """Return the words of every command of Amazon's in the guides, without the first."""
    scripts = [block.text.replace("\\\n", " ") for block in BLOCKS if block.language == "sh"]
    lines = [line for script in scripts for line in script.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("aws ")]


def options_of(words: list[str]) -> set[str]:
    return {word.removeprefix("--") for word in words if word.startswith("--")}


@pytest.mark.parametrize("words", aws_commands(), ids=lambda words: " ".join(words[:2]))
def test_amazons_command_and_its_options_exist(words: list[str]) -> None:
    service, command, *rest = words
    given = options_of(rest) - {"region", "query"}
    if command == "deploy":  # of the command line alone, and no call of the API
        assert given <= {"template-file", "stack-name", "capabilities", "parameter-overrides"}
        return
    model = AWS.get_service_model(service.removesuffix("api"))
    calls = {xform_name(name, "-"): name for name in model.operation_names}
    assert command in calls
    shape = model.operation_model(calls[command]).input_shape
    assert shape is not None
    assert given <= {xform_name(name, "-") for name in shape.members}


def test_the_stacks_parameters_exist() -> None:
    told = " ".join(" ".join(words) for words in aws_commands() if words[1] == "deploy")
    stack = stack_of(shop(PRIMARY))
    known = page_template(stack)["Parameters"] | standby_template(stack)["Parameters"]
    named = set(re.findall(r"\b([A-Z]\w+)=", told))
    assert named
    assert named <= set(known)


TARGETS = [block for block in BLOCKS if block.language == "yaml"]


def targets_of(block: Block) -> tuple[Target, ...]:
    """Return the targets in *block*, which may be some more items of the list."""
    head = "name: Shop\nurl: https://status.shop.example/\ncomponents: [{id: shop, name: Shop}]\n"
    body = block.text if block.text.startswith("targets:") else f"targets:\n{block.text}"
    config, problems = read_config(SourceFile("content/site.yaml", (head + body).encode()))
    assert problems == ()
    assert config is not None
    return config.targets


KINDS: dict[str, type[msgspec.Struct]] = {"s3": S3Options, "directory": DirectoryOptions}
CDNS: dict[str, type[msgspec.Struct]] = {
    "cloudfront": CloudFrontOptions,
    "cloudflare": CloudflareOptions,
}


@pytest.mark.parametrize("block", TARGETS, ids=[block.id for block in TARGETS])
def test_the_targets_say_what_can_be_used(block: Block) -> None:
    targets = targets_of(block)
    assert targets
    for target in targets:
        assert read_options(target.options, KINDS[target.type], target.name)
        if target.cdn.type != "none":
            assert read_options(target.cdn.options, CDNS[target.cdn.type], target.name)
