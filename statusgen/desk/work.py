"""What a person is writing at the desk, as the browser sends it."""

from __future__ import annotations

from typing import Literal

import msgspec

Task = Literal[
    "new-incident",
    "update",
    "new-maintenance",
    "maintenance-update",
    "new-notice",
    "end-notice",
    "raw",
]
#: Folders of ``content/`` whose files the desk edits.
Kind = Literal["incidents", "maintenance", "notices", "pages"]

#: Which folder the file of a task is in; that of a raw edit says so itself.
KIND_OF: dict[str, Kind] = {
    "new-incident": "incidents",
    "update": "incidents",
    "new-maintenance": "maintenance",
    "maintenance-update": "maintenance",
    "new-notice": "notices",
    "end-notice": "notices",
}


class Work(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One form, filled in as far as it is. Nothing in it is trusted; no text is a path."""

    task: Task
    kind: Kind = "incidents"  #: of a raw edit
    id: str = ""  #: of the item; of a new one it may be empty: then it follows from the title
    base: str = ""  #: digest of the file that the person has seen; "" for a new one
    title: str = ""
    severity: Literal["", "P1", "P2", "P3"] = ""
    status: str = ""  #: what the message says, as in a heading; "" or "update": no change
    components: dict[str, str] = {}  #: component id → status
    message: str = ""
    at: str = ""  #: times as people say them; "" is now, or not given
    started: str = ""
    detected: str = ""
    next_update: str = ""
    starts: str = ""
    ends: str = ""
    effect: str = ""
    draft: bool = False
    drill: bool = False
    pinned: bool = False
    text: str = ""  #: of a raw edit: the whole file
    language: str = ""  #: of a raw edit: of the translation; "" is the original

    @property
    def folder(self) -> Kind:
        """Return the folder of ``content/`` that its file is in."""
        return KIND_OF.get(self.task, self.kind)

    @property
    def is_new(self) -> bool:
        """Return whether it makes a file."""
        return self.task.startswith("new-")


#: The fields that a problem can be shown at.
FIELDS = frozenset(Work.__struct_fields__) - {"task", "kind", "base", "language"}
