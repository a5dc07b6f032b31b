"""The site that the tests of this folder are read with."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from statusgen.config import Config
from statusgen.config_reader import read_config
from statusgen.errors import Problem
from statusgen.parse.context import ParseContext, Parsed
from statusgen.parse.incidents import parse_incident
from statusgen.parse.maintenance import parse_maintenance
from statusgen.parse.notices import parse_notice
from statusgen.parse.pages import parse_page
from statusgen.sources import SourceFile
from tests.parse.case_files import CASES

PARSERS: Mapping[str, Callable[..., Parsed[Any]]] = {
    "incidents": parse_incident,
    "maintenance": parse_maintenance,
    "notices": parse_notice,
    "pages": parse_page,
    "support": parse_page,
}


@cache
def shop() -> Config:
    source = SourceFile("content/site.yaml", (CASES / "shop.yaml").read_bytes())
    config, problems = read_config(source)
    assert config is not None
    assert problems == ()
    return config


def parse(path: str, source: str, translations: Mapping[str, str] | None = None) -> Parsed[Any]:
    """Return what *source* at *path* says, with *translations* by language."""
    base = path.removesuffix(".md")
    others = {
        language: SourceFile(f"{base}.{language}.md", text.encode())
        for language, text in (translations or {}).items()
    }
    parser = PARSERS[path.split("/")[1]]
    return parser(SourceFile(path, source.encode()), others, ParseContext(shop()))


def item_of(parsed: Parsed[Any]) -> Any:
    """Return the item, which must be there."""
    assert parsed.item is not None
    return parsed.item


def problems_of(path: str, source: str) -> tuple[Problem, ...]:
    """Return what is wrong with *source* at *path*, which may be site.yaml too."""
    if path == "content/site.yaml":
        return read_config(SourceFile(path, source.encode()))[1]
    return parse(path, source).problems


def shown(problems: tuple[Problem, ...]) -> str:
    """Return *problems* sorted, as they are shown to people; each must be told just once."""
    assert len(set(problems)) == len(problems)
    return "".join(f"{problem}\n" for problem in sorted(problems))
