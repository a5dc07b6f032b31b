"""``statusgen fallback`` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statusgen.cli import main
from statusgen.fallback.servers import SERVERS

EXAMPLE = str(Path(__file__).parents[2])


def fallback(*words: str) -> Result:
    return CliRunner().invoke(main, ["fallback", *words, EXAMPLE])


@pytest.mark.parametrize("server", SERVERS)
def test_the_example_gets_its_pages_and_the_configuration(tmp_path: Path, server: str) -> None:
    done = fallback("--for", server, "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    written = sorted((tmp_path / "out").iterdir())
    assert written
    assert all(f"{file}  {file.stat().st_size:,} bytes" in done.output for file in written)
    main_file = tmp_path / "out" / SERVERS[server].main
    assert f"The head of {main_file} says what to do with them." in done.output
    assert "www.northwind.example" in main_file.read_text("utf-8")


def test_the_options_are_in_what_is_written(tmp_path: Path) -> None:
    out = str(tmp_path)
    options = ["--scenario", "partial", "--language", "fr", "--path", "/pay", "--path", "/cart/"]
    options += ["--retry-after", "90", "--at", "/opt/stand-in", "--out", out]
    assert fallback("--for", "nginx", *options).exit_code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        *("fallback-partial.html", "fallback.conf", "fallback.html")
    ]
    text = (tmp_path / "fallback.conf").read_text("utf-8")
    assert "alias /opt/stand-in/$statusgen_file;" in text
    assert '"^(/pay|/cart)(/|$)"' in text
    assert "Retry-After 90 " in text
    page = (tmp_path / "fallback.html").read_text("utf-8")
    assert '<html lang="fr"' in page
    assert "We will be back soon" not in page


def test_a_language_that_the_site_has_not_is_answered_with_those_that_it_has(
    tmp_path: Path,
) -> None:
    done = fallback("--for", "nginx", "--language", "de", "--out", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert "the site does not speak 'de'" in done.output
    assert "languages in site.yaml: en, fr" in done.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [("fallback", "--for", "nginx"), ("infra", "iam")])
def test_nothing_is_written_from_settings_with_a_mistake(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert CliRunner().invoke(main, ["init", str(tmp_path / "page")]).exit_code == 0
    place = tmp_path / "page" / "content" / "site.yaml"
    place.write_text(f"{place.read_text('utf-8')}\nmainsite: https://shop.example/\n", "utf-8")
    done = CliRunner().invoke(main, [*words, str(tmp_path / "page")])
    assert done.exit_code == 1
    assert "unknown key 'mainsite'" in done.output
    assert "main_site" in done.output
    assert not (tmp_path / "page" / "fallback").exists()
