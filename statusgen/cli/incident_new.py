"""``statusgen incident new``: from the options to the file."""

from __future__ import annotations

import click

from statusgen.cli import asking
from statusgen.cli.editing import Options, moment, open_from, severity_of, this_minute
from statusgen.cli.incident_end import finish_incident
from statusgen.cli.words import raw_words, with_next_update
from statusgen.edit.affected import parse_affected
from statusgen.edit.beginnings import USUAL, NewIncident, begin_incident, dated_id
from statusgen.edit.project import Project
from statusgen.edit.reading import advice_on
from statusgen.edit.saving import Change
from statusgen.edit.updates import NewUpdate
from statusgen.errors import Location, StatusgenError
from statusgen.messages.filling import Occasion
from statusgen.model import ComponentStatuses, Severity, UpdateStatus
from statusgen.parse.words import MAX_TITLE
from statusgen.sources import SourceFile

FOLDERS = ("incidents", "maintenance")  #: an id is for one of either
#: What is known of a new incident before its words are chosen.
_KNOWN = ("component", "since", "started", "next_update", "page", "title", "severity", "shop")


def begin(ctx: click.Context) -> None:
    """Write a new incident as the options of *ctx* have it, asking for what is missing."""
    project = open_from(ctx.params)
    with asking.keeping_words(ctx.params):
        _begin(ctx, project)


def _begin(ctx: click.Context, project: Project) -> None:
    asked = _ask(ctx.params, project)
    source = _source(ctx.params, project)
    if asked:
        advice = advice_on(source, project.context, now=ctx.params["now"])
        asking.ask_to_go_on(source.data.decode(), advice)
    finish_incident(ctx, project, Change(source))


def _ask(options: Options, project: Project) -> bool:
    """Ask for what is missing; return whether anything was."""
    if not asking.require(options, ("title", "severity", "components", "message|template")):
        return False

    def free(title: str) -> None:
        if len(title) > MAX_TITLE:
            raise StatusgenError(
                f"a title has at most {MAX_TITLE} characters: this is {len(title)}"
            )
        project.refuse_taken(options["id"] or _id_of(title, options, project), FOLDERS)

    asking.ask_line(options, "title", "What do customers notice, in one line", free)
    asking.ask_severity(options)
    severity = severity_of(options["severity"])
    asking.ask_components(options, project)
    pace = project.config.clock.pace(severity)
    asking.ask_next(options, pace, options["now"], project.config.zone)
    known = (*_KNOWN, "alternatives") if project.config.alternatives else _KNOWN
    asking.ask_words(options, project, options["status"], known, severity)
    return True


def _source(options: Options, project: Project) -> SourceFile:
    severity = severity_of(options["severity"])
    at = moment(options, "at", project) or this_minute(options["now"])
    started, detected = (moment(options, name, project) for name in ("started", "detected"))
    started = started or detected  # what was noticed had begun
    components = _components(options, severity, project)
    identity = options["id"] or _id_of(options["title"], options, project)
    project.refuse_taken(identity, FOLDERS)
    occasion = Occasion(
        at=at,
        title=options["title"],
        severity=severity,
        components=tuple(component for component, _ in components),
        since=started or at,
        next_update=moment(options, "next_update", project, after=at),
        page=f"incidents/{identity}.html",
    )
    raw = raw_words(options, project)
    assert raw is not None  # noqa: S101 - it is required
    occasion = with_next_update(raw, occasion, project.config)
    update = NewUpdate(
        at=at,
        status=UpdateStatus(options["status"]),
        message=raw.filled(options, occasion, project.config),
        next_update=occasion.next_update,
    )
    return begin_incident(
        NewIncident(
            id=identity,
            title=options["title"],
            severity=severity,
            components=components,
            update=update,
            started=started,
            detected=detected,
            **{flag: options[flag] for flag in ("pinned", "draft", "drill")},
        ),
        project.context,
    )


def _id_of(title: str, options: Options, project: Project) -> str:
    at = moment(options, "at", project) or this_minute(options["now"])
    return dated_id(title, at.astimezone(project.config.zone).date(), fallback="incident")


def _components(options: Options, severity: Severity, project: Project) -> ComponentStatuses:
    given = [text for text in options["components"] if text.strip().lower() != "none"]
    if not given:
        return ()
    return parse_affected(
        given, usual=USUAL[severity], context=project.context, at=Location("--component")
    )
