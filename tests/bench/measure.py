"""Running commands, with the clock outside of them."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

MEGA = 1_000_000


class Run(NamedTuple):
    """One run of a command as a whole process, from its start to its end."""

    seconds: float
    printed: str


def run(
    command: Sequence[str | Path], folder: Path, *, env: Mapping[str, str] | None = None
) -> Run:
    """Run *command* in *folder*; raises with what it printed where it fails."""
    told = {**os.environ, **(env or {})}
    begin = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=told, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return Run(seconds, done.stdout)


def peak_memory(command: Sequence[str | Path], folder: Path) -> float | None:
    """Return the most memory, in MB, that *command* and its children had at one time.

    It is the sum of proportional set sizes (what several processes share counts once),
    looked at every 20 ms; this slows the command, so its time is not taken here.
    None where the system does not tell (it is Linux that does).
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(map(_proportional_kb, _family(process.pid))))
            time.sleep(0.02)
    return peak * 1024 / MEGA


def _family(pid: int) -> list[int]:
    """Return *pid* and its descendants."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, children.read_text("ascii").split())
            except OSError:
                continue  # it has ended
    return found


def _proportional_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0  # it has ended
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def weigh(folder: Path) -> tuple[int, int]:
    """Return (files, bytes) below *folder*, without those whose names begin with a dot."""
    sizes = [
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    ]
    return len(sizes), sum(sizes)


def machine() -> str:
    """Return in a line what this was measured on."""
    processor = platform.processor() or platform.machine()
    about = Path("/proc/cpuinfo")
    if about.exists():
        lines = about.read_text("utf-8", "replace").splitlines()
        names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
        processor = names[0] if names else processor
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{processor}, {cores} cores, {platform.system()}, Python {platform.python_version()}"
