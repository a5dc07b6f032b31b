"""Every example in README and docs/ is what the product really reads, says and has.

``tests/fenced_blocks.py`` tells how a guide marks its examples.
"""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from statusgen.cli import main
from statusgen.parse.fmt import canonical
from tests.fenced_blocks import GUIDES, ROOT, Block, blocks_of
from tests.parsed_files import SITE, ParsedFiles

BLOCKS = [block for guide in GUIDES for block in blocks_of(guide)]
FILES = [block for block in BLOCKS if block.file]
#: A mistake and what follows it, which shows the check's answer.
MISTAKES = [(shown, said) for shown, said in pairwise(BLOCKS) if shown.file and shown.wrong]
COMMANDS = [(block, command) for block in BLOCKS for command in block.commands]

_LINK = re.compile(r"\[[^\]\n]*\]\((?P<address>[^)\s]+)\)")
#: What is shown as code, in a block or within a line: no link, no heading.
_CODE = re.compile(r"^(`{3,}).*?^\1$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def project_of(block: Block) -> dict[str, str]:
    """Return the files that *block* is read with.

    Those are the guide's own site.yaml, where it shows one, or the example's; and of a
    translation the original, as the guide has shown it last.
    """
    shown = [one for one in FILES if one.guide == block.guide and not one.wrong]
    sites = [one.text for one in shown if one.file == SITE]
    folder, _, name = block.file.rpartition("/")
    original = f"{folder}/{name.partition('.')[0]}.md"
    originals = [one for one in shown if one.file == original and one.line < block.line]
    return {
        SITE: sites[0] if sites else (ROOT / SITE).read_text("utf-8"),
        **{one.file: one.text for one in originals},
        block.file: block.text,
    }


def ids(blocks: list[Block]) -> list[str]:
    return [block.id for block in blocks]


def test_the_guides_have_examples_of_every_sort() -> None:
    assert {block.guide for block in FILES} >= {"docs/writing-incidents.md"}
    assert MISTAKES
    assert COMMANDS


RIGHT = [block for block in FILES if not block.wrong]
#: The reference also shows the other ways of writing.
COPIED = [
    block
    for block in RIGHT
    if block.guide in ("README.md", "docs/writing-incidents.md")
    and block.file.startswith(("content/incidents/", "content/maintenance/"))
]


@pytest.mark.parametrize("block", RIGHT, ids=ids(RIGHT))
def test_an_example_file_has_nothing_wrong(block: Block) -> None:
    files = ParsedFiles(project_of(block))
    assert files.problems(now=block.now) == []
    if block.file != SITE:
        assert block.file in {*files.parsed, *files.translations}


@pytest.mark.parametrize("block", COPIED, ids=ids(COPIED))
def test_an_example_that_people_copy_is_written_in_the_canonical_form(block: Block) -> None:
    assert canonical(block.text, kind=block.file.split("/")[1]) == block.text


@pytest.mark.parametrize(("shown", "said"), MISTAKES, ids=[shown.id for shown, _ in MISTAKES])
def test_a_mistake_is_answered_as_the_guide_shows(
    shown: Block, said: Block, tmp_path: Path
) -> None:
    for path, text in {"content/logo.svg": "<svg/>", **project_of(shown)}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    command, _, answer = said.text.partition("\n")
    name = command.removeprefix("$ statusgen ")
    result = CliRunner().invoke(main, [name, "--now", shown.now.isoformat(), str(tmp_path)])
    assert (command, result.exit_code) == ("$ statusgen check", 1)
    assert answer == result.output


@pytest.mark.parametrize(
    ("block", "command"), COMMANDS, ids=[f"{block.id} {typed}" for block, typed in COMMANDS]
)
def test_a_command_in_a_guide_exists(block: Block, command: str) -> None:
    program, *arguments = shlex.split(command, comments=True)
    if program == "statusgen":
        assert_command_exists(arguments)
    elif program == "make":
        targets = re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"))
        assert {word for word in arguments if "=" not in word} <= set(targets)


def assert_command_exists(arguments: list[str]) -> None:
    """Raise unless the command and every option among *arguments* exist."""
    name, *rest = arguments
    context = click.Context(main)
    command = main.get_command(context, name)
    if command is None:
        assert name in ("--help", "--version")
        return
    while isinstance(command, click.Group) and rest:
        inner = command.get_command(context, rest[0])
        assert inner is not None, rest[0]
        command, rest = inner, rest[1:]
    command.make_parser(click.Context(command, info_name=name)).parse_args(rest)


@pytest.mark.parametrize(
    "guide", GUIDES, ids=[guide.relative_to(ROOT).as_posix() for guide in GUIDES]
)
def test_every_link_within_the_repository_leads_somewhere(guide: Path) -> None:
    prose = _CODE.sub("", guide.read_text("utf-8"))
    for match in _LINK.finditer(prose):
        address, _, anchor = match["address"].partition("#")
        if ":" in address:
            continue
        target = (guide.parent / address).resolve() if address else guide
        assert target.exists(), match["address"]
        if anchor:
            assert anchor in anchors(target), match["address"]


def anchors(guide: Path) -> set[str]:
    """Return the names that the headings of *guide* get on GitHub."""
    prose = _FENCED.sub("", guide.read_text("utf-8"))
    headings = _HEADING.findall(prose)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def test_the_index_lists_every_guide() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    listed = {match["address"].partition("#")[0] for match in _LINK.finditer(index)}
    guides = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert guides <= listed
