"""What the ``statusgen notice`` commands do."""

from __future__ import annotations

import click

from statusgen.cli import asking
from statusgen.cli.editing import finish, moment, open_from, this_minute
from statusgen.cli.words import RawWords, raw_words
from statusgen.edit.beginnings import NewNotice, begin_notice
from statusgen.edit.keys import set_key
from statusgen.edit.saving import Change
from statusgen.edit.writing import write_time
from statusgen.messages.filling import Occasion
from statusgen.parse.names import slug

FOLDER = "notices"


def begin(ctx: click.Context) -> None:
    """Write a new notice as the options of *ctx* have it, asking for what is missing."""
    options, project = ctx.params, open_from(ctx.params)
    if asking.require(options, ("title", "message")):
        asking.ask_line(options, "title", "The banner's heading")
        asking.ask_line(options, "message", "The words below it")
    now = this_minute(options["now"])
    starts = moment(options, "starts", project, after=now)
    ends = moment(options, "ends", project, after=starts or now)
    identity = options["id"] or slug(options["title"]) or f"notice-{now:%Y-%m-%d}"
    project.refuse_taken(identity, (FOLDER,))
    page = f"{FOLDER}/{identity}.html"
    occasion = Occasion(at=now, title=options["title"], starts=starts, ends=ends, page=page)
    raw = raw_words(options, project)
    assert isinstance(raw, RawWords)  # noqa: S101 - it is required
    source = begin_notice(
        NewNotice(
            id=identity,
            title=options["title"],
            message=raw.filled(options, occasion, project.config),
            starts=starts,
            ends=ends,
            draft=options["draft"],
        ),
        project.context,
    )
    finish(ctx, project, Change(source), page)


def end_it(ctx: click.Context) -> None:
    """Give a notice its end."""
    options, project = ctx.params, open_from(ctx.params)
    if asking.require(options, ("id",)):
        asking.ask_id(options, project, FOLDER)
    before = project.find(FOLDER, options["id"])
    at = moment(options, "at", project) or this_minute(options["now"])
    after = set_key(before, "ends", write_time(at), project.context)
    identity = before.path.rpartition("/")[2].removesuffix(".md")
    finish(ctx, project, Change(after, before), f"{FOLDER}/{identity}.html")
