"""The hooks under pre-commit itself, in a real repository; only their installing is left out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.typed import statusgen
from tests.processes import PATIENCE

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
NAME = "content/incidents/2026-01-02-x.md"
GOOD = "---\ntitle: x\nseverity: P3\n---\n\n## Resolved — 2026-01-02 10:00 UTC\n\nIt works again.\n"


class Repository:
    """A repository that holds a status page, and has the hooks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._env = {
            **os.environ,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(root.parent / "pre-commit"),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        here = [hook | {"language": "system"} for hook in hooks]
        config = {"repos": [{"repo": "local", "hooks": here}]}
        (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        self.run("git", "init", "--quiet")
        self.run("git", "config", "user.name", "Comms Lead")
        self.run("git", "config", "user.email", "comms@northwind.example")
        assert self.run("pre-commit", "install").returncode == 0

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.root,
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def commit(self) -> subprocess.CompletedProcess[str]:
        self.run("git", "add", ".")
        return self.run("git", "commit", "--message=x")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = tmp_path / "page"
    root.mkdir()
    assert statusgen("init", ".", cwd=root).status == 0
    return Repository(root)


def test_a_mistake_is_not_committed_and_what_is_untidy_is_tidied(repository: Repository) -> None:
    assert repository.commit().returncode == 0
    place = repository.root / NAME
    place.write_text(GOOD.replace("Resolved", "Resolvd"))
    refused = repository.commit()
    assert refused.returncode == 1
    assert f"{NAME}:6:4: unknown status 'Resolvd'" in refused.stdout + refused.stderr
    place.write_text(
        GOOD.replace("Resolved — 2026-01-02 10:00 UTC", "2026-01-02 10:00Z | resolved")
    )
    assert "files were modified by this hook" in repository.commit().stderr
    assert place.read_text() == GOOD
    assert repository.commit().returncode == 0


def test_what_is_beside_the_content_is_not_looked_at(repository: Repository) -> None:
    assert repository.commit().returncode == 0
    (repository.root / "notes.txt").write_text("x")
    done = repository.commit()
    assert done.returncode == 0
    assert "(no files to check)" in done.stdout + done.stderr
