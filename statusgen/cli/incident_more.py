"""``statusgen incident update`` and its kin: one message more."""

from __future__ import annotations

import click

from statusgen.cli import asking
from statusgen.cli.editing import Options, moment, open_from, severity_of, this_minute
from statusgen.cli.incident_end import finish_incident
from statusgen.cli.say import note
from statusgen.cli.words import raw_words, with_next_update
from statusgen.derive.incidents import derive_incident
from statusgen.edit.affected import parse_affected
from statusgen.edit.keys import set_key
from statusgen.edit.project import Project
from statusgen.edit.reading import advice_on, goes_on, incident_of, read_file
from statusgen.edit.saving import Change
from statusgen.edit.updates import NewUpdate, add_update
from statusgen.edit.writing import write_time
from statusgen.errors import ContentError, Location, Problem
from statusgen.messages.filling import Occasion, values_for
from statusgen.messages.template import moment_of
from statusgen.model import ComponentStatus, ComponentStatuses, UpdateStatus
from statusgen.sources import SourceFile


def add_update_to(ctx: click.Context, status: str | None) -> None:
    """Add an update to an incident, whatever it says."""
    with asking.keeping_words(ctx.params):
        _add(ctx, status)


def _add(ctx: click.Context, status: str | None) -> None:
    options, project = ctx.params, open_from(ctx.params)
    asked = asking.require(options, ("id", "message|template"))

    def likely(source: SourceFile) -> bool:
        # A postmortem is about what is over.
        return goes_on(source, project.context, now=options["now"]) is (status != "postmortem")

    if asked:
        asking.ask_id(options, project, "incidents", likely)
    before = project.find("incidents", options["id"], likely)
    if asked and "status" in options:
        asking.ask_status(options)
        status = options["status"]
    said = None if status in (None, "update") else UpdateStatus(status)
    after = _updated(options, project, before, said, asked=asked)
    if asked:
        before_it = advice_on(before, project.context, now=options["now"])
        advice = advice_on(after, project.context, now=options["now"])
        known = {problem.message for problem in before_it}
        new = [problem for problem in advice if problem.message not in known]
        asking.ask_to_go_on(Change(after, before).diff(), new)
    _tell_if_over(project, before, said)
    finish_incident(ctx, project, Change(after, before))


def _tell_if_over(project: Project, before: SourceFile, status: UpdateStatus | None) -> None:
    """Say that it was over already: a colleague may have been faster."""
    state = derive_incident(incident_of(read_file(before, project.context)), project.config)
    if state.ended is None or status not in (None, UpdateStatus.RESOLVED):
        return
    note(
        f"it was over already, at {write_time(state.ended)}: these words come on top\n"
        "  hint: where it is not over after all, '--status investigating' opens it again"
    )


def _updated(
    options: Options,
    project: Project,
    before: SourceFile,
    status: UpdateStatus | None,
    *,
    asked: bool,
) -> SourceFile:
    occasion = _occasion(options, project, before)
    if asked:
        occasion = _ask_update(options, project, occasion, status)
    _refuse_before(occasion)
    raw = raw_words(options, project)
    assert raw is not None  # noqa: S101 - it is required
    occasion = with_next_update(raw, occasion, project.config)
    components: ComponentStatuses = ()
    if options.get("components"):
        components = parse_affected(
            options["components"], usual=None, context=project.context, at=Location("--component")
        )
    update = NewUpdate(
        at=occasion.at,
        status=status,
        message=raw.filled(options, occasion, project.config),
        components=components,
        severity=severity_of(options["severity"]) if options.get("severity") else None,
        next_update=occasion.next_update,
    )
    after = add_update(before, update, project.context)
    ended = moment(options, "ended", project)
    if ended is not None:
        after = set_key(after, "resolved", write_time(ended), project.context)
    return after


def _refuse_before(occasion: Occasion) -> None:
    """Raise where the update would be the first: its time is in another zone, or mistyped."""
    if occasion.since is not None and occasion.at < occasion.since:
        problem = Problem(
            Location("--at"),
            f"{write_time(occasion.at)} is before it began, {write_time(occasion.since)}",
            "is this the right time zone? If it began earlier, the file says so: 'started:'",
        )
        raise ContentError([problem])


def _occasion(options: Options, project: Project, before: SourceFile) -> Occasion:
    """Return what is known of the incident when an update more is written."""
    read = read_file(before, project.context)
    state = derive_incident(incident_of(read), project.config)
    still = [a for a in state.affected if a.current is not ComponentStatus.OPERATIONAL]
    now = this_minute(options["now"])
    newest = state.updated
    at = moment(options, "at", project) or (newest if now < newest <= options["now"] else now)
    severity = severity_of(options["severity"]) if options.get("severity") else state.severity
    return Occasion(
        at=at,
        title=read.text.title,
        severity=severity,
        components=tuple(affected.component for affected in still or state.affected),
        since=state.started,
        next_update=moment(options, "next_update", project, after=at),
        page=f"incidents/{read.item.id}.html",
    )


def _ask_update(
    options: Options, project: Project, occasion: Occasion, status: UpdateStatus | None
) -> Occasion:
    if "next_update" in options:
        pace = project.config.clock.pace(occasion.severity)
        asking.ask_next(options, pace, occasion.at, project.config.zone)
        occasion = occasion.but(
            next_update=moment(options, "next_update", project, after=occasion.at)
        )
    known = values_for(occasion, project.config)
    asking.ask_words(options, project, moment_of(status), known, occasion.severity)
    return occasion
