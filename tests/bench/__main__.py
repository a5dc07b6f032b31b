"""``make bench``: builds of made-up projects, measured as whole processes, in one table."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console

from tests.bench import eleventy
from tests.bench.desk import key_to_page
from tests.bench.made_up import NOW, append_update, make_project
from tests.bench.measure import Run, machine, peak_memory, run, weigh
from tests.bench.preview import save_to_ready
from tests.bench.publishing import measure_publishes
from tests.bench.table import Figures, Theirs, table

ROOT = Path(__file__).parent.parent.parent
STATUSGEN = Path(sys.executable).parent / "statusgen"
AS_OF = ("--now", f"{NOW:%Y-%m-%dT%H:%M:%SZ}")
BUILD = (STATUSGEN, "build", *AS_OF)
SERVE = (STATUSGEN, "serve", *AS_OF)
DESK = (STATUSGEN, "desk", "--no-git", *AS_OF)
PUBLISH = (STATUSGEN, "publish")
SIZES = (100, 1_000, 10_000)
QUICK_RUNS = 5  #: of what takes under a second
KEYS = 25  #: that are typed at the desk
EDITS = 3  #: that are published


@dataclass(frozen=True, kw_only=True, slots=True)
class Builder:
    """A command that builds the project in *root*, and what it leaves there."""

    root: Path
    command: Sequence[str | Path]
    leaves: tuple[str, ...]

    def forget(self) -> None:
        """Make the next build a cold one."""
        for name in self.leaves:
            shutil.rmtree(self.root / name, ignore_errors=True)

    def cold(self) -> Run:
        """Build from nothing."""
        self.forget()
        return run(self.command, self.root)

    def cold_memory(self) -> float | None:
        """Return the peak of a build from nothing, in MB."""
        self.forget()
        return peak_memory(self.command, self.root)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="N")
    parser.add_argument("--runs", type=int, default=3, help="cold builds to take the median of")
    parser.add_argument("--without-eleventy", action="store_true", help="do not compare")
    options = parser.parse_args()
    # Where it is set, each command would compile statusgen's own modules anew, as no user's does.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    console = Console(highlight=False, soft_wrap=True)
    console.print(machine())
    compare = None if options.without_eleventy else _eleventy(console)
    columns = []
    for size in options.sizes:
        console.print(f"{size:,} incidents …")
        with tempfile.TemporaryDirectory(prefix="statusgen-bench-") as folder:
            columns.append(_measure(Path(folder), size, options.runs, compare))
    console.print(table(columns))


def _eleventy(console: Console) -> list[str] | None:
    try:
        return eleventy.install(ROOT / ".statusgen" / "bench")
    except eleventy.NoEleventyError as error:
        console.print(f"Not compared with Eleventy: {error}")
        return None


def _measure(folder: Path, size: int, runs: int, compare: list[str] | None) -> Figures:
    root = folder / "statusgen"
    make_project(root, incidents=size)
    ours = Builder(root=root, command=(*BUILD, "--timings"), leaves=("site", ".statusgen"))
    builders = [ours]
    if compare:
        make_project(folder / "eleventy", incidents=size)
        eleventy.prepare(folder / "eleventy")
        builders.append(Builder(root=folder / "eleventy", command=compare, leaves=("site",)))
    # In turn, so that a machine that slows down slows both.
    rounds = [[builder.cold() for builder in builders] for _ in range(runs)]
    peaks = [builder.cold_memory() for builder in builders]
    cold, *theirs = (sorted(column)[runs // 2] for column in zip(*rounds, strict=True))
    files, size_in_bytes = weigh(root / "site")
    return Figures(
        incidents=size,
        cold=cold.seconds,
        stages=json.loads(cold.printed)["stages"],
        unchanged=median(run(BUILD, root).seconds for _ in range(QUICK_RUNS)),
        edit=median(_edit(root, number) for number in range(QUICK_RUNS)),
        save=median(save_to_ready(SERVE, root, edits=range(QUICK_RUNS, 2 * QUICK_RUNS))),
        key=median(key_to_page(DESK, root, keys=KEYS)),
        peak=peaks[0],
        files=files,
        size=size_in_bytes,
        publishes=measure_publishes(
            PUBLISH, root, edits=range(2 * QUICK_RUNS, 2 * QUICK_RUNS + EDITS)
        ),
        eleventy=Theirs(theirs[0].seconds, peaks[1]) if theirs else None,
    )


def _edit(root: Path, number: int) -> float:
    """Return the seconds that a build takes after one update was added."""
    edit = append_update(root, edit=number)
    seconds = run(BUILD, root).seconds
    page = root / "site" / "incidents" / f"{edit.path.stem}.html"
    if f"{edit.at:%Y-%m-%dT%H:%M}" not in page.read_text("utf-8"):
        raise RuntimeError(f"the edit is not in {page}")
    return seconds


if __name__ == "__main__":
    main()
