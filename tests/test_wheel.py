"""The wheel works alone: in an empty folder, on a machine that never saw the repository."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from statusgen import __version__

ROOT = Path(__file__).parent.parent
LOCK = ROOT / ".ci" / "constraints.txt"
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(
        ROOT, sys.executable, *PIP, "wheel", "--no-deps", "--no-build-isolation", f"-w{folder}", "."
    )
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def project(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a page that was begun and built with nothing but the wheel."""
    machine = tmp_path_factory.mktemp("machine")
    run(machine, sys.executable, "-m", "venv", "venv")
    run(machine, "venv/bin/python", *PIP, "install", "--constraint", str(LOCK), str(wheel))
    run(machine, "venv/bin/statusgen", "init", "mystatus")
    run(machine / "mystatus", "../venv/bin/statusgen", "build")
    return machine / "mystatus"


@pytest.mark.slow
def test_init_and_build_give_a_finished_page_in_an_empty_folder(project: Path) -> None:
    site = project / "site"
    assert "</html>" in (site / "index.html").read_text("utf-8")
    assert "</feed>" in (site / "feed.atom").read_text("utf-8")
    assert json.loads((site / "status.json").read_bytes())
    assert (site / "fallback.html").is_file()


@pytest.mark.slow
def test_the_command_is_the_installed_one_and_not_the_repository_s(project: Path) -> None:
    where = "import statusgen, sys; print(statusgen.__file__, *sys.path, sep='\\n')"
    printed = run(project, "../venv/bin/python", "-c", where).splitlines()
    assert [line for line in printed if Path(line).is_relative_to(ROOT)] == []
    assert Path(printed[0]).is_relative_to(project.parent)
    assert __version__ in run(project, "../venv/bin/statusgen", "--version")


def test_the_wheel_has_the_theme_and_the_starter_and_nothing_of_ours(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.split("/")[0] for name in names}
    assert tops == {"statusgen", f"statusgen-{__version__}.dist-info"}
    theme = ROOT / "themes" / "default"
    files = [path.relative_to(theme).as_posix() for path in theme.rglob("*") if path.is_file()]
    assert files
    assert {f"statusgen/themes/default/{name}" for name in files} <= names
    assert "statusgen/py.typed" in names
    assert [name for name in names if name.startswith("statusgen/starter/")]


def test_every_requirement_is_pinned_to_a_version_in_its_range() -> None:
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)$", LOCK.read_text("utf-8"), re.MULTILINE))
    pinned = {canonicalize_name(name): version for name, version in pins.items()}
    wanted = {canonicalize_name(need.name): need.specifier for need in requirements()}
    assert wanted.keys() - pinned.keys() == set()
    assert {name for name, range_ in wanted.items() if pinned[name] not in range_} == set()


def requirements() -> Iterator[Requirement]:
    """Yield what the package, its extras and its build need."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = document["project"]
    for group in (
        document["build-system"]["requires"],
        project["dependencies"],
        *project["optional-dependencies"].values(),
    ):
        yield from map(Requirement, group)


def run(folder: Path, *command: str) -> str:
    """Run *command* in *folder* as on a machine of its own and return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder, env=kept, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout
