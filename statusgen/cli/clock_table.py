"""The clock as a table that may count down, and as JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from statusgen.advice.due import Due
from statusgen.build import Checked
from statusgen.cli.due_lines import WORDS, due_document
from statusgen.cli.say import colour, say, say_problems
from statusgen.cli.spans import clock as clock_of
from statusgen.cli.spans import left

if TYPE_CHECKING:
    from rich.table import Table

Look = Callable[[], tuple[Checked, tuple[Due, ...]]]
_SOON = timedelta(minutes=10)


def print_dues(checked: Checked, dues: Sequence[Due], *, form: str, now: datetime) -> bool:
    """Print *dues*; return whether one is overdue."""
    overdue = any(due.overdue(now=now) for due in dues)
    if form == "json":
        document = {
            "version": 1,
            "now": now.replace(microsecond=0).isoformat().replace("+00:00", "Z"),
            "overdue": overdue,
            "due": [due_document(due, checked.config, now=now) for due in dues],
        }
        say(json.dumps(document, indent=2, ensure_ascii=False))
        return overdue
    say_problems(checked.advice)
    if not dues:
        say("nothing is due")
        return False
    from rich.console import Console

    Console(no_color=colour() is False, soft_wrap=False).print(_table(checked, dues, now))
    return overdue


def watch_dues(look: Look, tick: Callable[[], datetime], *, every: float) -> bool:
    """Show the table until Ctrl+C, looking at the content every so many seconds."""
    from rich.console import Console
    from rich.live import Live

    checked, dues = look()
    looked = time.monotonic()
    console = Console(no_color=colour() is False)
    try:
        with Live(_table(checked, dues, tick()), console=console, auto_refresh=False) as live:
            while True:
                time.sleep(1)
                if time.monotonic() - looked >= every:
                    checked, dues = look()
                    looked = time.monotonic()
                live.update(_table(checked, dues, tick()), refresh=True)
    except KeyboardInterrupt:
        return any(due.overdue(now=tick()) for due in dues)


def _table(checked: Checked, dues: Sequence[Due], now: datetime) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading in ("what", "due", "left", "incident", ""):
        table.add_column(heading, overflow="fold")
    for due in dues:
        remaining = due.left(now=now)
        style = "bold red" if remaining < timedelta() else "yellow" if remaining < _SOON else ""
        marks = f"{due.severity or ''}{' drill' if due.drill else ''}"
        table.add_row(
            WORDS[due.what] + (" (promised)" if due.promised else ""),
            clock_of(due.at, checked.config.zone, now=now),
            Text(left(remaining), style=style),
            Text(due.title),
            marks.strip(),
        )
    if not dues:
        table.add_row("nothing is due", "", "", "", "")
    return table
