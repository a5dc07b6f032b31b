"""The fenced blocks of the guides, and what their info strings ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Everything that explains the product; content/ is an example of its own.
GUIDES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
#: Later than any time in a guide, so that none is ahead of it.
_LATE = datetime(2199, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Block:
    """One fenced block.

    Its info string is ``markdown file=content/incidents/x.md now=2026-11-27T09:25Z``: what the
    text is, which file it shows, and when that is checked. ``wrong`` says that it has a
    mistake on purpose; the next block then shows what the check says.
    """

    guide: str  #: e.g. "docs/publishing.md"
    line: int  #: of the opening fence, from 1
    language: str
    text: str
    words: tuple[str, ...] = field(default=())  #: what follows the language

    @property
    def id(self) -> str:
        return f"{self.guide}:{self.line}"

    @property
    def file(self) -> str:
        return self.option("file")

    @property
    def wrong(self) -> bool:
        return "wrong" in self.words

    @property
    def now(self) -> datetime:
        text = self.option("now")
        return datetime.fromisoformat(text) if text else _LATE

    def option(self, name: str) -> str:
        found = [word.partition("=")[2] for word in self.words if word.startswith(f"{name}=")]
        return found[-1] if found else ""

    @property
    def commands(self) -> list[str]:
        """Return what is typed at the prompts of a console block."""
        if self.language not in ("console", "sh", "shell", "bash"):
            return []
        prompts = [line for line in self.text.splitlines() if line.startswith("$ ")]
        return [part.strip() for line in prompts for part in re.split(r"&&|\|\|?|;", line[2:])]


def blocks_of(path: Path, text: str | None = None) -> list[Block]:
    """Return the fenced blocks of the guide at *path*, in order."""
    text = path.read_text("utf-8") if text is None else text
    found = []
    for match in _BLOCK.finditer(text):
        language, *words = match["info"].split() or [""]
        found.append(
            Block(
                guide=path.relative_to(ROOT).as_posix(),
                line=text.count("\n", 0, match.start()) + 1,
                language=language,
                text=match["text"],
                words=tuple(words),
            )
        )
    return found
