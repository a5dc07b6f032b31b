"""What a publish says while it goes on: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable

from statusgen.cli.say import note
from statusgen.publish.ports import Phase, Progress

#: What is said in so many words even where a bar shows the rest.
_SPOKEN = (Phase.NOTE, Phase.RETRY)


class Teller:
    """Hears every step from several targets at once."""

    def __init__(self, bar: Callable[[str, int, int], None] | None) -> None:
        self._bar = bar
        self._last: dict[str, Phase] = {}
        self._lock = threading.Lock()

    def __call__(self, progress: Progress) -> None:
        """Show one step: each phase once, however many files it has."""
        with self._lock:
            if progress.phase in _SPOKEN:
                note(f"{progress.target}: {progress.text}")
            elif self._bar is not None:
                what = f"{progress.target}: {progress.phase}"
                self._bar(what, progress.done, max(progress.total, 1))
            elif self._last.get(progress.target) is not progress.phase:
                self._last[progress.target] = progress.phase
                note(f"{progress.target}: {progress.phase}{_detail(progress)}")


def _detail(progress: Progress) -> str:
    if progress.phase is Phase.UPLOAD:
        return f" {progress.total} file{'' if progress.total == 1 else 's'}"
    return f" ({progress.text})" if progress.text else ""
