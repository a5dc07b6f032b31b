"""What was measured, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.table import Table

from tests.bench.publishing import Cost, Costs


class Theirs(NamedTuple):
    """Eleventy's figures for the same Markdown."""

    cold: float  #: seconds
    peak: float | None  #: MB


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The medians for one number of incidents. Seconds are of whole processes."""

    incidents: int
    cold: float
    stages: Mapping[str, float]  #: seconds per stage of the median cold build
    unchanged: float
    edit: float
    save: float  #: seconds from a saved file to the new front page in the preview
    key: float  #: seconds from a key at the desk to the new front page beside the form
    peak: float | None  #: MB of all processes at one time, cold; None where unknown
    files: int
    size: int  #: bytes of the files
    publishes: Costs
    eleventy: Theirs | None = None


def table(columns: Sequence[Figures]) -> Table:
    """Return the table: a column for each number of incidents."""
    shown = Table("", title="Medians; times are those of whole processes", title_justify="left")
    for figures in columns:
        shown.add_column(f"{figures.incidents:,}", justify="right")
    for name, show in _rows(columns):
        shown.add_row(name, *map(show, columns))
    return shown


def _rows(columns: Sequence[Figures]) -> Iterator[tuple[str, Callable[[Figures], str]]]:
    yield "cold build", lambda one: _seconds(one.cold)
    yield "nothing changed", lambda one: _seconds(one.unchanged)
    yield "one edit", lambda one: _seconds(one.edit)
    yield "save to ready in serve", lambda one: f"{one.save * 1000:.0f} ms"
    yield "key to page at the desk", lambda one: f"{one.key * 1000:.0f} ms"
    yield "peak memory", lambda one: _megabytes(one.peak)
    yield "files written", lambda one: f"{one.files:,}"
    yield "bytes written", lambda one: f"{one.size:,}"
    for stage in dict.fromkeys(name for one in columns for name in one.stages):
        yield f"  stage: {stage}", _stage(stage)
    yield from _publish_rows("first", lambda costs: costs.first)
    yield from _publish_rows("one edit", lambda costs: costs.edit)
    yield from _publish_rows("nothing changed", lambda costs: costs.unchanged)
    if any(one.eleventy for one in columns):
        yield "Eleventy, cold", lambda one: _seconds(one.eleventy and one.eleventy.cold)
        yield "Eleventy, peak memory", lambda one: _megabytes(one.eleventy and one.eleventy.peak)
        yield "cold build / Eleventy", _ratio


def _publish_rows(
    name: str, which: Callable[[Costs], Cost]
) -> Iterator[tuple[str, Callable[[Figures], str]]]:
    def show(text: Callable[[Cost], str]) -> Callable[[Figures], str]:
        return lambda one: text(which(one.publishes))

    yield f"publish, {name}: to live", show(lambda cost: _seconds(cost.live))
    yield "  requests", show(lambda cost: f"{cost.requests:,}")
    yield "  files", show(lambda cost: f"{cost.files:,}")
    yield "  bytes of these", show(lambda cost: f"{cost.bytes:,}")
    yield "  bytes beside them", show(lambda cost: f"{cost.beside:,}")


def _stage(name: str) -> Callable[[Figures], str]:
    return lambda one: _seconds(one.stages.get(name))


def _ratio(one: Figures) -> str:
    return f"{one.cold / one.eleventy.cold:.2f}" if one.eleventy else "–"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f} s"


def _megabytes(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f} MB"
