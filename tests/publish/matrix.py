"""What was tried and held, for the table at the end of the run."""

from __future__ import annotations

from collections import Counter

Row = tuple[str, str]  #: (fault, against what)


class Matrix:
    """Counts, for each fault and server, the points at which it was tried."""

    def __init__(self) -> None:
        self._tried: Counter[Row] = Counter()

    def held(self, fault: str, against: str, points: int = 1) -> None:
        """Note that *fault* was tried at *points* more points, and that the site held."""
        self._tried[fault, against] += points

    def lines(self) -> list[str]:
        """Return the table: a row for each fault, a column for each server."""
        servers = sorted({against for _, against in self._tried})
        faults = sorted({fault for fault, _ in self._tried})
        if not faults:
            return []
        width = max(len(fault) for fault in faults)
        head = " ".join([f"{'points at which it held':<{width}}", *(f"{s:>12}" for s in servers)])
        return [head, "-" * len(head), *(self._line(f, servers, width) for f in faults)]

    def _line(self, fault: str, servers: list[str], width: int) -> str:
        counts = [self._tried.get((fault, server), 0) for server in servers]
        return " ".join([f"{fault:<{width}}", *(f"{count or '·':>12}" for count in counts)])


MATRIX = Matrix()
