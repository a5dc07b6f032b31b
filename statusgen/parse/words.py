"""What people will read of an item: its title and its prose, in one language."""

from __future__ import annotations

from statusgen.errors import Location, Problem
from statusgen.model import Body, Text
from statusgen.parse.body import body_problem, render_markdown
from statusgen.parse.comments import IN_PAGE, comment_problems
from statusgen.parse.context import ParseContext
from statusgen.parse.fields import Fields
from statusgen.parse.frontmatter import FrontMatter
from statusgen.parse.updates import UpdatesSource

#: Characters. A title is the subject of a mail, a line in a reader, a heading on a phone.
MAX_TITLE = 140
_HINT = "add a line such as 'title: Some customers cannot check out'"


def read_title(fields: Fields) -> str:
    """Return the key ``title``, which every content file has; "" where a problem says why."""
    fields.require("title", _HINT)
    return fields.line("title", limit=MAX_TITLE)


def body_of(markdown: str) -> Body | None:
    """Return *markdown* with its HTML; None where there are no words."""
    text = markdown.strip("\n").rstrip()  # an indent in the first line may make it code
    return Body(text, render_markdown(text)) if text else None


def updates_text(title: str, source: UpdatesSource, context: ParseContext, effect: str) -> Text:
    """Return an original's words where they are updates."""
    return Text(
        language=context.config.languages[0],
        title=title,
        summary=body_of(source.summary),
        effect=effect,
        updates=tuple(body_of(markdown) or Body("", "") for _, markdown in source.updates),
    )


def page_text(
    title: str, front: FrontMatter, *, path: str, language: str
) -> tuple[Text, list[Problem]]:
    """Return the words of the file at *path* where its body is one piece of prose."""
    problem = body_problem(front.body, at=Location(path, front.first_line, 1))
    summary = None if problem else body_of(front.body)
    text = Text(language=language, title=title, summary=summary)
    problems = [problem] if problem else []
    problems += comment_problems(front.body, path=path, first_line=front.first_line, hint=IN_PAGE)
    return text, problems
