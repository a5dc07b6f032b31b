"""The content reference is true: its examples are read, and nothing that is read is missing."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from statusgen.config import Config
from statusgen.config_reader import KEYS as SITE_KEYS
from statusgen.config_reader import read_config
from statusgen.model import ComponentStatus, Impact, Severity
from statusgen.parse import incidents, maintenance, notices, pages
from statusgen.parse.content import KINDS, SourceName, classify
from statusgen.parse.context import ParseContext
from statusgen.parse.fmt import canonical
from statusgen.parse.site_components import COMPONENT_KEYS, GROUP_KEYS
from statusgen.parse.statuses import words_of
from statusgen.parse.translations import digest_of
from statusgen.sources import SourceFile
from tests.parse.case_files import read_cases
from tests.parse.shop import PARSERS

ROOT = Path(__file__).parent.parent
REFERENCE = (ROOT / "docs" / "content-reference.md").read_text("utf-8")
PROSE = re.sub(r"^```(?:.*\n)+?```$", "", REFERENCE, flags=re.MULTILINE)
_BLOCK = re.compile(
    r"^```(?:markdown|yaml) file=(\S+)(?: title=(\S+))?\n((?:.*\n)*?)```$", re.MULTILINE
)


class Block(NamedTuple):
    path: str
    title: str
    text: str


BLOCKS = [Block(path, title or "", text) for path, title, text in _BLOCK.findall(REFERENCE)]
SITES = [block for block in BLOCKS if block.path == "content/site.yaml"]
CONTENT = {block.path: block for block in BLOCKS if block not in SITES}


def site(block: Block) -> Config:
    """Return the site of *block*, which must be without a mistake."""
    config, problems = read_config(SourceFile(block.path, block.text.encode()))
    assert problems == ()
    assert config is not None
    return config


def section(title: str) -> str:
    """Return what stands under the heading *title*, with what is below it."""
    level, _, rest = next(
        (match[1], match.start(), PROSE[match.end() :])
        for match in re.finditer(rf"^(#+) {re.escape(title)}$", PROSE, re.MULTILINE)
    )
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(title: str) -> set[str]:
    """Return the names in the first column of the tables of a section."""
    first = re.findall(r"^\| (`.*?) \|", section(title), re.MULTILINE)
    return {name for cell in first for name in re.findall(r"`([^`]+)`", cell)}


# --- examples


@pytest.mark.parametrize("block", SITES, ids=lambda block: block.title or "whole")
def test_each_site_is_read_without_a_problem(block: Block) -> None:
    assert site(block).components


@pytest.mark.parametrize("path", CONTENT)
def test_each_content_file_is_read_without_a_problem(path: str) -> None:
    config = site(SITES[0])
    name = classify(path, config)
    assert isinstance(name, SourceName)
    original = SourceFile(name.item, CONTENT[name.item].text.encode())
    translations = (
        {name.language: SourceFile(path, CONTENT[path].text.encode())} if name.language else {}
    )
    parsed = PARSERS[name.kind](original, translations, ParseContext(config))
    assert parsed.problems == ()
    assert parsed.item is not None
    assert parsed.item.digest == digest_of(original, translations)


@pytest.mark.parametrize(
    "path", [path for path in CONTENT if path.split("/")[1] in ("incidents", "maintenance")]
)
def test_each_example_is_written_as_fmt_would(path: str) -> None:
    assert canonical(CONTENT[path].text, kind=path.split("/")[1]) == CONTENT[path].text


def test_there_is_an_example_of_each_kind_and_of_a_translation() -> None:
    assert {path.split("/")[1] for path in CONTENT} == set(KINDS) - {"support"}
    assert any(path.endswith(".fr.md") for path in CONTENT)


def test_the_least_site_and_the_one_with_every_default_are_the_same() -> None:
    titled = {block.title: block for block in SITES}
    assert site(titled["least"]) == site(titled["defaults"])
    assert set(SITE_KEYS) == set(re.findall(r"^(\w+):", titled["defaults"].text, re.MULTILINE))


def test_the_whole_site_uses_every_key() -> None:
    written = set(re.findall(r"^(\w+):", SITES[0].text, re.MULTILINE))
    assert written == set(SITE_KEYS)


# --- completeness


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("An incident", incidents.KEYS),
        ("Maintenance", maintenance.KEYS),
        ("Notices", notices.KEYS),
        ("Pages", pages.SUPPORT_KEYS),
        ("Components", (*COMPONENT_KEYS, *GROUP_KEYS)),
        ("Updates", words_of("incident")),
        ("Maintenance", words_of("maintenance")),
    ],
)
def test_every_key_and_status_has_its_row(title: str, keys: tuple[str, ...]) -> None:
    assert set(keys) <= rows(title)


def test_every_key_of_the_site_is_explained() -> None:
    inner = {"contact", "alternatives", "brand", "clock", "uptime", "checks", "targets"}
    assert set(SITE_KEYS) == rows("The site") | inner
    for key in inner:
        assert f"`{key}" in section("site.yaml")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([status.key.replace("_", " ") for status in ComponentStatus], id="statuses"),
        pytest.param([severity.value for severity in Severity], id="severities"),
        pytest.param([impact.key for impact in Impact], id="impacts"),
    ],
)
def test_every_word_that_a_value_may_be_is_named(words: list[str]) -> None:
    assert [word for word in words if f"`{word}`" not in section("An incident")] == []


# --- what the check says

PHRASES = sorted(rows("What the check says"))
CASES = ("site", "incidents", "maintenance", "notices", "pages", "yaml")


def pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in phrase.split("…")))


@pytest.mark.parametrize("name", CASES)
def test_every_mistake_of_the_test_cases_is_of_a_family_that_is_explained(name: str) -> None:
    lines = [line for case in read_cases(name) for line in case.problems.splitlines()]
    messages = [line.partition(": ")[2] for line in lines if not line.startswith("  hint: ")]
    patterns = [pattern(phrase) for phrase in PHRASES]
    assert messages
    assert [m for m in messages if not any(p.search(m) for p in patterns)] == []


def test_every_phrase_that_is_explained_is_still_said() -> None:
    said = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "statusgen").rglob("*.py")))
    parts = {part.strip(" '") for phrase in PHRASES for part in phrase.split("…")} - {""}
    assert sorted(part for part in parts if part not in said) == []


def test_the_contents_list_every_section() -> None:
    listed = re.findall(r"^- \[(.+)\]\(#(.+)\)$", REFERENCE, re.MULTILINE)
    titles = re.findall(r"^## (.+)$", PROSE, re.MULTILINE)
    assert [title for title, _ in listed] == titles
    for title, anchor in listed:
        assert anchor == re.sub(r"[^a-z -]", "", title.lower()).replace(" ", "-")
