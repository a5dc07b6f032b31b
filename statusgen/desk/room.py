"""All that the desk works with: the project in memory, drafts, git, and what to do with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from statusgen.desk.compose import Composed, compose_roughly
from statusgen.desk.drafts import Draft, Drafts, key_of_work
from statusgen.desk.git import Checkout, Committed
from statusgen.desk.library import Library
from statusgen.desk.placing import placed
from statusgen.desk.preview import FRONT, Shown, show
from statusgen.desk.publishing import Event, Publisher
from statusgen.desk.saving import Conflict, save_work
from statusgen.desk.state import describe, describe_drafts
from statusgen.desk.translating import text_to_translate
from statusgen.desk.wording import fill_in
from statusgen.desk.work import Kind, Work
from statusgen.edit.project import Project
from statusgen.edit.saving import digest
from statusgen.errors import ContentError, StatusgenError
from statusgen.parse.statuses import is_status
from statusgen.serve.workspace import Held, Workspace

_BROKEN = "content/site.yaml cannot be read"


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form, and the page of the site to see it on; "" is the item's own."""

    work: Work
    page: str = ""


class Fill(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form, and the template to take words from."""

    template: str
    work: Work


class Which(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file."""

    kind: Kind
    id: str
    language: str = ""  #: of a translation; "" is the original


class Room:
    """One project at the desk. Safe to be used from several threads."""

    def __init__(
        self, root: Path, *, clock: Callable[[], datetime], checkout: Checkout | None
    ) -> None:
        self.root = root
        self.workspace = Workspace(root, clock=clock, drafts=True)
        self._clock = clock
        self._checkout = checkout
        self._drafts = Drafts(root)
        self._publisher = Publisher(root)
        self._project: tuple[object, Project] | None = None

    # --- what there is

    def state(self) -> dict[str, Any]:
        """Return what the page begins with."""
        held = self._held()
        checkout = self._checkout
        return {
            **describe(held, root=self.root, now=self._clock()),
            "drafts": describe_drafts(self._drafts.all()),
            "problems": [
                {"at": str(p.at), "message": p.message, "hint": p.hint, "level": p.level.name}
                for p in self.workspace.problems
            ],
            "git": {"branch": checkout.branch(), "push": checkout.push} if checkout else None,
        }

    def files(self) -> dict[str, Any]:
        """Return the ids of all files that can be edited, by folder, the newest first."""
        project = self._library().project
        folders = ("incidents", "maintenance", "notices", "pages")
        return {folder: sorted(project.files(folder), reverse=True) for folder in folders}

    def file(self, which: Which) -> dict[str, Any]:
        """Return one file's text, and the digest that a save must name; "" for a new one."""
        library = self._library()
        source = library.read(which.kind, which.id)
        if which.language:
            written = library.translation(which.kind, which.id, which.language)
            context = library.project.context
            return {
                "path": library.translation_path(which.kind, which.id, which.language),
                "text": text_to_translate(source, written, which.language, context),
                "digest": digest(written),
            }
        return {
            "path": source.path,
            "text": source.data.decode("utf-8-sig", "replace"),
            "digest": digest(source),
        }

    def history(self, which: Which) -> dict[str, Any]:
        """Return who changed a file, where the project is in git."""
        path = self._library().read(which.kind, which.id).path
        past = self._checkout.history(path) if self._checkout else []
        return {"git": self._checkout is not None, "past": [asdict(one) for one in past]}

    def page(self, path: str) -> tuple[bytes, str] | None:
        """Return (bytes, media type) of what the site has at *path* as it is saved."""
        return self.workspace.render(path)

    # --- writing

    def look(self, look: Look) -> dict[str, Any]:
        """Return the page as it would be, and what is wrong with the form."""
        held, library = self._held(), self._library()
        work = look.work
        composed: Composed | None = None
        shown = Shown(html=None, page=look.page, problems=())
        try:
            composed = compose_roughly(work, library, now=self._clock())
            after = composed.change.after
            shown = show(held, after, look.page, root=self.root, now=self._clock())
            problems = (*composed.known, *shown.problems)
        except ContentError as error:
            problems = error.problems
        html, page = shown.html, shown.page
        if html is None and composed is None:
            html, page = self._saved_page(look.page or FRONT)
        return {
            "html": html,
            "page": page,
            "id": composed.id if composed and not composed.known else "",
            "text": composed.text if composed else "",
            "problems": placed(problems, work, composed),
        }

    def _saved_page(self, page: str) -> tuple[str | None, str]:
        """Return the page as it is now: better than nothing until the form makes sense."""
        found = self.workspace.render(page) if page.endswith(".html") else None
        return (found[0].decode() if found else None), page

    def fill(self, fill: Fill) -> dict[str, Any]:
        """Return a template's words for a form."""
        return fill_in(fill.template, fill.work, self._library(), now=self._clock())

    def keep(self, work: Work) -> dict[str, Any]:
        """Keep a form that is not saved yet."""
        self._drafts.keep(Draft(key=key_of_work(work), work=work, saved=self._clock()))
        return {}

    def forget(self, work: Work) -> dict[str, Any]:
        """Throw away what was kept of a form."""
        self._drafts.forget(key_of_work(work))
        return {}

    def save(self, work: Work) -> dict[str, Any] | Conflict:
        """Write a form's file and commit it, or return what keeps it from that."""
        result = save_work(work, self._library(), now=self._clock())
        if isinstance(result, Conflict):
            return result
        path = result.change.path
        self.workspace.take_in([path])
        self._drafts.forget(key_of_work(work))
        committed = Committed()
        if self._checkout is not None:
            committed = self._checkout.commit(path, _message(work, result))
        return {
            "id": result.id,
            "kind": work.folder,
            "path": path,
            "digest": digest(result.change.after),
            "commit": committed.id,
            "pushed": committed.pushed,
            "git_error": committed.error,
        }

    def explain(self, error: StatusgenError, work: Work) -> list[dict[str, Any]]:
        """Return the problems in *error*, each with its place in the form."""
        if not isinstance(error, ContentError):
            return []
        try:
            composed = compose_roughly(work, self._library(), now=self._clock())
        except StatusgenError:
            composed = None
        return placed(error.problems, work, composed)

    def publish(self) -> Iterator[Event]:
        """Publish, and yield what goes on."""
        return self._publisher.begin()

    # --- its parts

    def _held(self) -> Held:
        held = self.workspace.held
        if held is None:
            problems = self.workspace.problems
            raise ContentError(problems) if problems else StatusgenError(_BROKEN)
        return held

    def _library(self) -> Library:
        """Return the files; the project's settings are read once for each change of them."""
        held = self._held()
        if self._project is None or self._project[0] is not held.settings:
            self._project = held.settings, Project(self.root, held.settings.config)
        return Library(project=self._project[1], paths=held.facts.keys())


_VERBS = {
    "new-incident": "Report",
    "new-maintenance": "Plan",
    "new-notice": "Announce",
    "end-notice": "End",
    "raw": "Edit",
}


def _message(work: Work, saved: Composed) -> str:
    """Return what the commit of a save says, e.g. ``Identified: 2026-11-23-checkout``."""
    verb = _VERBS.get(work.task)
    if verb is None:
        word = work.status.replace("_", " ").capitalize()
        verb = word if word and is_status(word) else "Update"
    what = " ".join(work.title.split()) if work.is_new else saved.id
    if work.language:
        return f"Translate: {what} ({work.language})"
    severity = f" ({work.severity})" if work.task == "new-incident" else ""
    return f"{verb}: {what}{severity}"
