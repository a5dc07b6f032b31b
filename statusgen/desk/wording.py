"""A template's words in a form: what is known is filled in, the rest stays in braces."""

from __future__ import annotations

import re
from datetime import datetime

from statusgen.derive.incidents import derive_incident
from statusgen.desk.compose import existing
from statusgen.desk.library import Library
from statusgen.desk.times import Times, this_minute
from statusgen.desk.work import Work
from statusgen.edit.reading import read_file
from statusgen.edit.wording import find_template
from statusgen.errors import ContentError
from statusgen.messages.filling import MEANINGS, Occasion, fill, unfilled, values_for
from statusgen.model import ComponentStatus, Incident, Maintenance, Severity

#: A line that begins so is of a list, a heading, a table, a quotation or code.
_NO_PROSE = re.compile(r"\s*(?:[-*+>#|]|\d+[.)]\s)|\s{4}")


def fill_in(template: str, work: Work, library: Library, *, now: datetime) -> dict[str, object]:
    """Return the words of *template* for *work*, and what is still to be said in them.

    Raises :class:`StatusgenError` where there is no such template.
    """
    found = find_template(library.project.root, template)
    values = values_for(_occasion(work, library, now), library.project.config)
    left = unfilled(found.text, values)
    open_braces = {name: f"{{{name}}}" for name in left}
    text = unwrapped(fill(found.text, {**values, **open_braces}, at=found.at))
    return {"text": text, "open": [{"name": n, "meaning": MEANINGS.get(n, n)} for n in left]}


def unwrapped(text: str) -> str:
    """Return Markdown with each paragraph in one line: a text box breaks lines by itself."""
    if "```" in text or "~~~" in text:
        return text
    blocks = re.split(r"(\n\s*\n)", text.rstrip("\n"))
    return "".join(_one_line(block) for block in blocks)


def _one_line(block: str) -> str:
    lines = block.split("\n")
    if any(_NO_PROSE.match(line) or line.endswith(("  ", "\\")) for line in lines):
        return block
    return block if not block.strip() else " ".join(line.strip() for line in lines)


def _occasion(work: Work, library: Library, now: datetime) -> Occasion:
    """Return what is known; a mistake in a time leaves that open."""
    times = Times(library.project.config, now)
    at = times.past("at", work.at) or this_minute(now)
    next_update = times.coming("next_update", work.next_update, after=at)
    starts = times.coming("starts", work.starts, after=now)
    ends = times.coming("ends", work.ends, after=starts or now)
    ticked = tuple(name for name in work.components if name in library.project.config.by_id)
    fresh = Occasion(
        at=at,
        title=work.title,
        severity=Severity(work.severity) if work.severity else None,
        components=ticked,
        since=times.past("started", work.started) or at,
        next_update=next_update,
        starts=starts,
        ends=ends,
        effect=work.effect,
    )
    return fresh if work.is_new else _of_existing(work, library, fresh)


def _of_existing(work: Work, library: Library, said: Occasion) -> Occasion:
    try:
        read = read_file(existing(work, library), library.project.context)
    except ContentError:
        return said  # the file has a mistake, which is told elsewhere
    page = f"{work.folder}/{read.item.id}.html"
    if isinstance(read.item, Incident):
        state = derive_incident(read.item, library.project.config)
        still = [a for a in state.affected if a.current is not ComponentStatus.OPERATIONAL]
        return Occasion(
            at=said.at,
            title=read.text.title,
            severity=said.severity or state.severity,
            components=tuple(one.component for one in still or state.affected),
            since=state.started,
            next_update=said.next_update,
            page=page,
        )
    if isinstance(read.item, Maintenance):
        return Occasion(
            at=said.at,
            title=read.text.title,
            components=tuple(component for component, _ in read.item.components),
            starts=read.item.starts,
            ends=said.ends or read.item.ends,
            effect=read.text.effect,
            page=page,
        )
    return said
