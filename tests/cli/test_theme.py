"""``statusgen theme``: what there is, and copies to change."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusgen.errors import StatusgenError
from statusgen.theme_files import all_themes, eject_templates
from tests.cli.typed import statusgen

ROOT = Path(__file__).parents[2]


@pytest.fixture
def started(tmp_path: Path) -> Path:
    assert statusgen("init", "page", cwd=tmp_path).status == 0
    return tmp_path / "page"


def use(root: Path, theme: str) -> None:
    site = root / "content" / "site.yaml"
    lines = [line for line in site.read_text().splitlines() if not line.startswith("theme:")]
    site.write_text("\n".join([*lines, f"theme: {theme}", ""]))


def test_a_project_can_use_every_theme_that_comes_along(started: Path) -> None:
    use(started, "gazette")
    done = statusgen("theme", "list", cwd=started)
    assert done.out == (
        "default         from statusgen\ngazette         from statusgen  (in use)\n"
    )
    assert statusgen("build", cwd=started).status == 0
    page = (started / "site" / "index.html").read_text("utf-8")
    assert '<section class="index"' in page
    assert "Palatino" in page


def test_one_template_is_copied_and_then_the_project_s_is_used(started: Path) -> None:
    done = statusgen("theme", "eject", "footer", cwd=started)
    place = started / "themes" / "default" / "templates" / "footer.html"
    assert done.out.split() == ["wrote", str(place.relative_to(started))]
    original = ROOT / "themes" / "default" / "templates" / "footer.html"
    assert place.read_bytes() == original.read_bytes()
    place.write_text("<p>Our own foot.</p>")
    assert statusgen("build", cwd=started).status == 0
    assert "<p>Our own foot.</p>" in (started / "site" / "index.html").read_text("utf-8")


def test_copying_all_leaves_the_pages_as_they_were(started: Path) -> None:
    statusgen("build", cwd=started)
    page = started / "site" / "history" / "index.html"
    before = page.read_text("utf-8")
    assert statusgen("theme", "eject", cwd=started).status == 0
    copies = started / "themes" / "default" / "templates"
    originals = ROOT / "themes" / "default" / "templates"
    assert {p.name for p in copies.iterdir()} == {p.name for p in originals.glob("*.html")}
    statusgen("build", cwd=started)
    assert page.read_text("utf-8") == before


def test_what_is_there_is_never_overwritten(started: Path) -> None:
    place = started / "themes" / "default" / "templates" / "footer.html"
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    done = statusgen("theme", "eject", "footer.html", "header.html", cwd=started)
    assert "footer.html is there already and was left as it is" in done.out
    assert place.read_text() == "mine"
    assert place.with_name("header.html").is_file()


def test_a_name_that_is_none_writes_nothing_and_suggests_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(StatusgenError) as caught:
        eject_templates(tmp_path, "default", ["header.html", "incidnt.html"])
    assert "did you mean 'incident.html'?" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_theme_s_own_template_goes_before_the_default_one(tmp_path: Path) -> None:
    (path,) = eject_templates(tmp_path, "gazette", ["index.html"]).written
    assert path == tmp_path / "themes" / "gazette" / "templates" / "index.html"
    assert '{% extends "default/index.html" %}' in path.read_text()


def test_a_project_s_own_theme_is_listed(tmp_path: Path) -> None:
    (tmp_path / "themes" / "ours").mkdir(parents=True)
    (tmp_path / "themes" / "gazette").mkdir()
    assert all_themes(tmp_path) == {
        "default": ["statusgen"],
        "gazette": ["project", "statusgen"],
        "ours": ["project"],
    }


def test_the_second_theme_stays_small() -> None:
    files = [path for path in (ROOT / "themes" / "gazette").rglob("*") if path.is_file()]
    assert sum(len(path.read_text("utf-8").splitlines()) for path in files) < 200


def test_a_check_tries_the_projects_own_templates_on_pages_of_each_kind(started: Path) -> None:
    templates = started / "themes" / "default" / "templates"
    templates.mkdir(parents=True)
    for name, wrong in (("component", "{{ componnt.name }}"), ("month", "{{ nothing.at.all }}")):
        text = f'{{% extends "default/{name}.html" %}}\n{{% block main %}}{wrong}{{% endblock %}}'
        (templates / f"{name}.html").write_text(text)
    done = statusgen("check", cwd=started)
    assert done.status == 1
    assert "themes/default/templates/component.html:2:1: 'componnt' is undefined" in done.err
    assert "themes/default/templates/month.html:2:1: 'nothing' is undefined" in done.err
