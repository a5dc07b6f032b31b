"""How the commands that write incidents end: the page's address, and what is due."""

from __future__ import annotations

import click

from statusgen.advice.due import dues_of
from statusgen.cli.due_lines import due_lines
from statusgen.cli.editing import finish
from statusgen.derive.incidents import derive_incident
from statusgen.edit.project import Project
from statusgen.edit.reading import incident_of, read_file
from statusgen.edit.saving import Change


def finish_incident(ctx: click.Context, project: Project, change: Change) -> None:
    """Write *change*, and say where the page is and what its clock says."""
    read = read_file(change.after, project.context)
    state = derive_incident(incident_of(read), project.config)
    dues = dues_of(state, read.text.title)
    told = due_lines(state, dues, project.config, now=ctx.params["now"])
    finish(ctx, project, change, f"incidents/{state.id}.html", told)
