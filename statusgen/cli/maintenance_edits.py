"""What the ``statusgen maintenance`` commands do: from the options to the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click

from statusgen.cli import asking
from statusgen.cli.editing import Options, finish, moment, open_from, this_minute
from statusgen.cli.spans import clock
from statusgen.cli.words import raw_words, usual_words
from statusgen.derive.maintenance import derive_maintenance
from statusgen.edit.affected import parse_affected
from statusgen.edit.beginnings import NewMaintenance, begin_maintenance, dated_id
from statusgen.edit.keys import set_key
from statusgen.edit.moments import has_been
from statusgen.edit.project import Project
from statusgen.edit.reading import Read, goes_on, maintenance_of, read_file
from statusgen.edit.saving import Change
from statusgen.edit.updates import NewUpdate, add_update
from statusgen.edit.writing import write_time
from statusgen.errors import ContentError, Location, Problem, StatusgenError
from statusgen.messages.filling import Occasion
from statusgen.messages.template import EXTENDED, moment_of
from statusgen.model import ComponentStatus, Maintenance, UpdateStatus
from statusgen.sources import SourceFile

FOLDER = "maintenance"


def begin(ctx: click.Context) -> None:
    """Write a new maintenance as the options of *ctx* have it, asking for what is missing."""
    options, project = ctx.params, open_from(ctx.params)
    asked = asking.require(options, ("title", "components", "starts", "ends"))
    if asked:
        asking.ask_line(options, "title", "What is done, in one line")
        asking.ask_components(options, project)
        question = "When does it start, e.g. 2026-12-01 02:00 UTC"
        asking.ask_line(
            options, "starts", question, lambda text: _starts({**options, "starts": text}, project)
        )
        question = "When does it end, or how long does it take"
        asking.ask_line(
            options, "ends", question, lambda text: _ends({**options, "ends": text}, project)
        )
    source = _source(options, project)
    if asked:
        asking.ask_to_go_on(source.data.decode())
    _finish(ctx, project, Change(source))


def _source(options: Options, project: Project) -> SourceFile:
    at = moment(options, "at", project) or this_minute(options["now"])
    starts, ends = _starts(options, project), _ends(options, project)
    components = parse_affected(
        options["components"],
        usual=ComponentStatus.UNDER_MAINTENANCE,
        context=project.context,
        at=Location("--component"),
    )
    day = starts.astimezone(project.config.zone).date()
    identity = options["id"] or dated_id(options["title"], day, fallback=FOLDER)
    project.refuse_taken(identity, ("incidents", FOLDER))
    occasion = Occasion(
        at=at,
        title=options["title"],
        components=tuple(component for component, _ in components),
        starts=starts,
        ends=ends,
        effect=options["effect"],
        page=f"{FOLDER}/{identity}.html",
    )
    update = NewUpdate(
        at=at,
        status=UpdateStatus.SCHEDULED,
        message=_words(options, project, moment_of(UpdateStatus.SCHEDULED), occasion),
    )
    return begin_maintenance(
        NewMaintenance(
            id=identity,
            title=options["title"],
            components=components,
            starts=starts,
            ends=ends,
            update=update,
            effect=options["effect"],
            draft=options["draft"],
            drill=options["drill"],
        ),
        project.context,
    )


def _starts(options: Options, project: Project) -> datetime:
    at = moment(options, "at", project) or this_minute(options["now"])
    after = None if has_been(options["starts"]) else at
    return _given(moment(options, "starts", project, after=after))


def _ends(options: Options, project: Project) -> datetime:
    return _given(moment(options, "ends", project, after=_starts(options, project)))


def add_update_to(ctx: click.Context, status: str) -> None:
    """Say of a maintenance that it has taken this *status*."""
    project, before, read = _open(ctx)
    said = UpdateStatus(status)
    _refuse_untimely(ctx.params, said, read, project)
    occasion = _occasion(ctx.params, project, read)
    update = NewUpdate(
        at=occasion.at,
        status=said,
        message=_words(ctx.params, project, moment_of(said), occasion),
    )
    _finish(ctx, project, Change(add_update(before, update, project.context), before))


def _refuse_untimely(options: Options, said: UpdateStatus, read: Read, project: Project) -> None:
    """Raise where a maintenance is completed that has not begun, or the words would be untrue."""
    state = derive_maintenance(maintenance_of(read), project.config, now=options["now"])
    if said is UpdateStatus.COMPLETED and state.upcoming:
        raise StatusgenError(
            f"{state.id} has not begun: it is planned for {write_time(state.starts)}",
            hint="to call it off: statusgen maintenance cancel",
        )
    own_words = options.get("message") is not None or options.get("template") is not None
    if said is UpdateStatus.CANCELLED and state.active and not own_words:
        raise StatusgenError(
            f"{state.id} is under way since {write_time(state.starts)}: it has taken place",
            hint="end it with 'statusgen maintenance complete', or say with --message what became "
            "of it",
        )


def extend_it(ctx: click.Context) -> None:
    """Give a maintenance a later end, and say so."""
    options = ctx.params
    if asking.require(options, ("id", "until")):
        asking.ask_id(options, open_from(options), FOLDER, _likely(options, open_from(options)))
        asking.ask_line(options, "until", "Until when, or how much longer")
    project, before, read = _open(ctx)
    item = maintenance_of(read)
    occasion = _occasion(options, project, read)
    until = _given(moment(options, "until", project, after=max(occasion.at, item.starts)))
    _refuse_earlier(until, item)
    occasion = occasion.but(ends=until)
    update = NewUpdate(
        at=occasion.at, status=None, message=_words(options, project, EXTENDED, occasion)
    )
    after = add_update(before, update, project.context)
    after = set_key(after, "ends", write_time(until), project.context)
    _finish(ctx, project, Change(after, before))


def _refuse_earlier(until: datetime, item: Maintenance) -> None:
    if until <= item.ends:
        message = f"it is planned until {write_time(item.ends)}: {write_time(until)} is no later"
        hint = "where it is done already: statusgen maintenance complete"
        raise ContentError([Problem(Location("--until"), message, hint)])


def _open(ctx: click.Context) -> tuple[Project, SourceFile, Read]:
    options, project = ctx.params, open_from(ctx.params)
    likely = _likely(options, project)
    if asking.require(options, ("id",)):
        asking.ask_id(options, project, FOLDER, likely)
    before = project.find(FOLDER, options["id"], likely)
    return project, before, read_file(before, project.context)


def _likely(options: Options, project: Project) -> Callable[[SourceFile], bool]:
    return lambda source: goes_on(source, project.context, now=options["now"])


def _occasion(options: Options, project: Project, read: Read) -> Occasion:
    item = maintenance_of(read)
    return Occasion(
        at=moment(options, "at", project) or this_minute(options["now"]),
        title=read.text.title,
        components=tuple(component for component, _ in item.components),
        starts=item.starts,
        ends=item.ends,
        effect=read.text.effect,
        page=f"{FOLDER}/{item.id}.html",
    )


def _words(options: Options, project: Project, when: str, occasion: Occasion) -> str:
    raw = raw_words(options, project) or usual_words(project, when)
    return raw.filled(options, occasion, project.config)


def _given(found: datetime | None) -> datetime:
    assert found is not None  # noqa: S101 - the option is required
    return found


def _finish(ctx: click.Context, project: Project, change: Change) -> None:
    item = maintenance_of(read_file(change.after, project.context))
    now, zone = ctx.params["now"], project.config.zone
    window = f"{clock(item.starts, zone, now=now)} to {clock(item.ends, zone, now=now)}"
    finish(ctx, project, change, f"{FOLDER}/{item.id}.html", [window])
