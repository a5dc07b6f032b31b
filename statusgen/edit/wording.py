"""The wording templates of a project, read from its folder."""

from __future__ import annotations

from pathlib import Path

from statusgen import disk
from statusgen.errors import ContentError, Problem, StatusgenError
from statusgen.messages.built_in import BUILT_IN
from statusgen.messages.template import Template, read_template, with_built_in
from statusgen.parse.context import listing, suggest

FOLDER = disk.MESSAGES


def read_templates(root: Path) -> tuple[tuple[Template, ...], tuple[Problem, ...]]:
    """Return the templates of the project in *root*, and what is wrong with its files.

    Where it has no words of its own for a moment, there are the built-in ones.
    """
    own: list[Template] = []
    problems: list[Problem] = []
    folder = root / disk.CONTENT / FOLDER
    for place in sorted(folder.glob("*.md")):
        if place.name.lower() == "readme.md":
            continue
        source = disk.read_source(root, f"{disk.CONTENT}/{FOLDER}/{place.name}")
        if source is None or isinstance(source, Problem):
            problems += [source] if source else []
            continue
        found = read_template(source)
        if isinstance(found, Template):
            own.append(found)
        else:
            problems += found
    return with_built_in(own, BUILT_IN), tuple(problems)


def find_template(root: Path, name: str) -> Template:
    """Return the template called *name*, a translation's with its ending: ``…-p1.fr``.

    Raises :class:`ContentError` where its file is wrong, :class:`StatusgenError` where
    there is none.
    """
    templates, problems = read_templates(root)
    known = dict(BUILT_IN)
    known |= {
        f"{template.name}.{template.language}".rstrip("."): template for template in templates
    }
    word = name.removesuffix(".md").rpartition("/")[2]
    if word in known:
        return known[word]
    wrong = [problem for problem in problems if problem.at.path.endswith(f"/{word}.md")]
    if wrong:
        raise ContentError(wrong)
    raise StatusgenError(
        f"there is no wording template '{name}'",
        hint=suggest(word, known) or listing("there are", sorted(known), limit=30),
    )
