"""docs/themes.md says what is so: templates, blocks, parts, and what templates are given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from statusgen.render.inline import SCRIPTS, STYLES
from statusgen.render.theme import PROJECT, ThemeFiles
from tests.render.shop import make_site, rendered
from tests.render.world import config, env

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "themes/default/templates"
DOCS = (ROOT / "docs/themes.md").read_text("utf-8")
_ROW = re.compile(r"^\| (.+?) \|\s*$", re.MULTILINE)
_NAME = re.compile(r"`([^`]+)`")

#: template → a page that is made with it
PAGES = {
    "index.html": "index.html",
    "incident.html": "incidents/2026-11-23-checkout.html",
    "maintenance.html": "maintenance/2026-12-01-database.html",
    "component.html": "components/checkout.html",
    "history.html": "history/index.html",
    "month.html": "history/2026-11.html",
    "page.html": "about.html",
    "notice.html": "notices/black-friday.html",
    "404.html": "404.html",
    "moved.html": "incidents/2026-11-23-shop-down.html",
    "fallback.html": "fallback.html",
}


def table(section: str, head: str) -> list[list[str]]:
    """Return the cells of the table below *section* whose first heading is *head*."""
    text = DOCS.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = [row.split(" | ") for row in _ROW.findall(text.partition(f"| {head} |")[2])]
    found = []
    for row in rows[1 if rows and rows[0][0].startswith("---") else 0 :]:
        if not row[0].startswith("`"):
            break
        found.append(row)
    return found


def test_every_template_and_block_is_in_the_docs() -> None:
    base = {_NAME.findall(row[0])[0] for row in table("Templates and their blocks", "block")}
    rows = table("Templates and their blocks", "template")
    listed = {_NAME.findall(row[0])[0]: set(_NAME.findall(row[-1])) for row in rows}
    assert listed.keys() == PAGES.keys()
    for name, own in listed.items():
        source = (TEMPLATES / name).read_text("utf-8")
        blocks = set(re.findall(r"{% block (\w+)", source))
        assert blocks - base == own - {name}, name
    source = (TEMPLATES / "base.html").read_text("utf-8")
    assert set(re.findall(r"{% block (\w+)", source)) == base
    for place in TEMPLATES.glob("*.html"):
        assert f"`{place.name}`" in DOCS


def test_every_part_of_styles_and_scripts_is_in_the_docs() -> None:
    rows = table("Adding styles", "part")
    listed = {_NAME.findall(row[0])[0]: row[1] for row in rows}
    for kinds in (STYLES, SCRIPTS):
        for kind, parts in kinds.items():
            for part in parts:
                said = listed[part]
                assert f"`{kind}`" in said or said == "all but `fallback` and `embed`", (part, kind)
    assert listed.keys() == {
        part for kinds in (STYLES, SCRIPTS) for p in kinds.values() for part in p
    }


COMMON = [
    name.partition("(")[0]
    for row in table("What templates are given", "name")
    for name in _NAME.findall(row[0])
]
GIVEN = {
    template: _NAME.findall(row[1])
    for row in table("What templates are given", "template")
    for template in _NAME.findall(row[0])
}


def test_the_docs_name_what_is_given() -> None:
    assert {"_", "ngettext", "site", "page", "frame"} <= set(COMMON)
    assert GIVEN.keys() == PAGES.keys() - {"404.html"}


@pytest.mark.parametrize("template", PAGES)
def test_each_template_is_given_what_the_docs_say(template: str) -> None:
    names = [*COMMON, *GIVEN.get(template, [])]
    source = "".join(f"{{{{ {name} is defined }}}}," for name in names)
    layer = ThemeFiles(name=PROJECT, templates={template: source})
    page = rendered(make_site(renderer=env(config(), layer)))[PAGES[template]]
    missing = [name for name, there in zip(names, page.split(","), strict=False) if there != "True"]
    assert missing == []
