"""Names that are nearly read are told, and what is clearly something else is not."""

import pytest

from statusgen.errors import Level, Problem
from statusgen.parse.strays import settings_hint, stray_file, stray_folder


def error(problem: Problem | None) -> str:
    """Return the hint of *problem*, which must be an error."""
    assert problem is not None
    assert problem.level is Level.ERROR
    return problem.hint


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("x.markdown", "x.md"),
        ("2026-11-23-x.MD", "2026-11-23-x.md"),
        ("x.md.txt", "x.md"),
        ("x.txt", "x.md"),
        ("x.fr.md.txt", "x.fr.md"),
        ("x.fr.markdown", "x.fr.md"),
        ("x.md.fr", "x.fr.md"),
        ("x.md.pt-BR", "x.pt-BR.md"),
        ("x.md ", "x.md"),
        ("x.md.", "x.md"),
        ("2026-11-23-checkout", "2026-11-23-checkout.md"),
    ],
)
def test_a_name_that_nearly_ends_in_md_is_an_error_with_the_right_one(
    name: str, better: str
) -> None:
    assert error(stray_file(f"content/incidents/{name}")) == f"rename it to {better}"


@pytest.mark.parametrize("name", ["x.docx", "x.odt", "x.html", "x.RTF"])
def test_what_a_word_processor_wrote_is_an_error(name: str) -> None:
    assert "plain text" in error(stray_file(f"content/notices/2026/{name}"))


@pytest.mark.parametrize("name", ["graph.png", "timeline.csv", "post.pdf", "x.json"])
def test_what_nobody_will_see_is_advice(name: str) -> None:
    problem = stray_file(f"content/incidents/{name}")
    assert problem is not None
    assert problem.level is Level.ADVICE


@pytest.mark.parametrize(
    "path",
    [
        *("content/incidents/README", "content/incidents/readme.txt", "content/README.md"),
        *("content/incidents/x.md.orig", "content/incidents/x.md.bak", "content/site.yaml.old"),
        *("content/incidents/x.md:Zone.Identifier", "content/notices/Thumbs.db"),
        *("content/logo.svg", "content/favicon.png", "content/words.json", "content/CODEOWNERS"),
    ],
)
def test_a_readme_a_logo_and_leftovers_are_left_alone(path: str) -> None:
    assert stray_file(path) is None


@pytest.mark.parametrize(
    "name", ["site.yml", "Site.yaml", "site.yaml.txt", "site.json", "site.toml", "SITE.YAML"]
)
def test_settings_under_another_name_are_an_error(name: str) -> None:
    assert "content/site.yaml" in error(stray_file(f"content/{name}"))
    assert settings_hint(["logo.svg", name]) == f"content/{name} is there: rename it to site.yaml"


@pytest.mark.parametrize("name", ["2026-11-23-checkout.md", "x.markdown", "X.MD"])
def test_content_beside_its_folders_is_an_error(name: str) -> None:
    assert error(stray_file(f"content/{name}")).startswith("move it to content/incidents/")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *(("Incidents", "incidents"), ("incident", "incidents"), ("INCIDENTS", "incidents")),
        *(("incidnets", "incidents"), ("outages", "incidents"), ("page", "pages")),
        *(("maintenances", "maintenance"), ("maintainance", "maintenance")),
        *(("planned maintenance", "maintenance"), ("notice", "notices"), ("Message", "messages")),
    ],
)
def test_a_folder_that_is_nearly_called_as_one_that_is_read_is_an_error(
    name: str, meant: str
) -> None:
    assert error(stray_folder(f"content/{name}", [])).startswith(f"rename it to content/{meant}/")


def test_another_folder_with_markdown_in_it_is_advice() -> None:
    problem = stray_folder("content/archive", ["a.png", "2026-11-23-x.md"])
    assert problem is not None
    assert problem.level is Level.ADVICE


@pytest.mark.parametrize("name", ["images", "img", "notes", "assets", "logos", "drafts"])
def test_another_folder_is_left_alone(name: str) -> None:
    assert stray_folder(f"content/{name}", ["a.png", "README.md"]) is None
