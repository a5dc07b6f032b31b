"""The floors of the building: who may import whom, and which rooms have no door outside."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.floors import (
    LAYERS,
    PURE_LAYERS,
    Sources,
    circle,
    doors,
    is_pure,
    layer_of,
    reached,
    talk,
    unit_of,
    upward,
    within,
)

ROOT = Path(__file__).parent.parent
#: What takes long to import, and is not wanted before a command needs it.
HEAVY = """
  asyncio concurrent http multiprocessing sqlite3 zoneinfo
  PIL babel boto3 botocore feedgen icalendar jinja2 lxml markdown msgspec nh3 rich urllib3
  watchdog werkzeug yaml
"""


@pytest.fixture(scope="module")
def sources() -> Sources:
    """Return module name → text, of the whole package."""
    found = {}
    for path in sorted((ROOT / "statusgen").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text("utf-8")
    return found


# --- the rules


def test_every_module_has_a_floor(sources: Sources) -> None:
    known = frozenset().union(*LAYERS.values())
    assert {unit_of(module) for module in sources} - {""} <= known


def test_imports_point_down(sources: Sources) -> None:
    assert upward(sources) == []


def test_no_modules_import_each_other_in_a_circle(sources: Sources) -> None:
    assert circle(sources) is None


def test_parse_derive_render_and_plan_have_no_door_to_the_outside(sources: Sources) -> None:
    rooms = [module for module in sources if is_pure(module)]
    assert {layer_of(unit_of(room)) for room in rooms} >= set(PURE_LAYERS)
    assert [found for room in reached(rooms, sources) for found in doors(room, sources)] == []


def test_only_the_commands_talk_to_the_terminal_or_end_the_process(sources: Sources) -> None:
    library = [module for module in sources if layer_of(unit_of(module)) != "commands"]
    assert [found for module in library for found in talk(module, sources)] == []


def test_the_design_page_shows_the_same_floors() -> None:
    page = (ROOT / "docs" / "design.md").read_text("utf-8")
    section = page.split("\n## Layers\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([a-z]+) \| (`.*?) \|", section, re.MULTILINE)
    shown = {layer: frozenset(re.findall(r"`(\w+)/?`", modules)) for layer, modules in rows}
    assert shown == LAYERS
    assert [layer for layer, _ in reversed(rows)] == list(LAYERS)


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_command_starts_without_anything_heavy(option: str) -> None:
    script = (
        "import json, sys\n"
        "before = set(sys.modules)\n"
        "from statusgen.cli import main\n"
        "try:\n"
        f"    main([{option!r}])\n"
        "finally:\n"
        "    print(json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    loaded = json.loads(done.stderr)
    assert "statusgen" in done.stdout
    assert [name for name in loaded if within(name, HEAVY.split())] == []


# --- that the rules can be broken


@pytest.mark.parametrize(
    ("module", "line"),
    [
        pytest.param("statusgen.parse.x", "import statusgen.derive.x", id="plainly"),
        pytest.param("statusgen.parse.x", "from statusgen import disk", id="from-the-package"),
        pytest.param("statusgen.errors", "from statusgen import model", id="from-the-ground"),
        pytest.param("statusgen.parse.x", "from ..render import x", id="relatively"),
        pytest.param("statusgen.parse.x", "def f():\n import statusgen.cli.x", id="lazily"),
        pytest.param(
            "statusgen.derive.x",
            "if TYPE_CHECKING:\n from statusgen.render.x import Y",
            id="for-types",
        ),
    ],
)
def test_an_import_that_points_up_is_found(module: str, line: str) -> None:
    assert len(upward({**BUILDING, module: line})) == 1


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("from statusgen.parse import y", id="plainly"),
        pytest.param("if TYPE_CHECKING:\n from .y import Z", id="for-types"),
    ],
)
def test_a_circle_is_found(line: str) -> None:
    both = {"statusgen.parse.y": "def f():\n from statusgen.parse.x import Z"}
    assert circle({**BUILDING, **both, "statusgen.parse.x": line}) is not None


@pytest.mark.parametrize(
    "line",
    [
        "import os.path",
        "from os import environ",
        "from pathlib import Path",
        "from datetime import datetime\ndatetime.now(UTC)",
        "import datetime\ndatetime.date.today()",
        "open('x')",
        "at.astimezone()",
        "folder.joinpath('x').read_text('utf-8')",
        "from urllib import request",
        "from jinja2 import FileSystemLoader",
    ],
)
def test_a_door_to_the_outside_is_found(line: str) -> None:
    assert len(list(doors("statusgen.parse.x", {"statusgen.parse.x": line}))) == 1


def test_a_door_behind_another_room_is_found() -> None:
    house = {"statusgen.publish.plan": "from statusgen import disk", "statusgen.disk": "import os"}
    assert "statusgen.disk" in reached(["statusgen.publish.plan"], house)


@pytest.mark.parametrize(
    "line",
    [
        "print('x')",
        "import sys\nsys.exit(1)",
        "raise SystemExit",
        "import click",
        "from rich.console import Console",
        "sys.stderr.write('x')",
    ],
)
def test_talk_outside_the_commands_is_found(line: str) -> None:
    assert len(list(talk("statusgen.disk", {"statusgen.disk": line}))) == 1


#: A building with a module on each floor, for rules to be broken in.
BUILDING = {
    "statusgen": "",
    **{f"statusgen.{name}": "" for name in ("errors", "model", "disk")},
    **{f"statusgen.{name}.x": "" for name in ("parse", "derive", "render", "cli")},
}
