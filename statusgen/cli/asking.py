"""Asking for what a command line leaves out, where somebody sits at the terminal.

Answers are put where the options would have put them, so that everything after is the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from statusgen.cli.editing import Options, fillings
from statusgen.cli.say import note
from statusgen.cli.spans import span
from statusgen.errors import ContentError, Location, StatusgenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from statusgen.edit.project import Project
    from statusgen.messages.template import Template
    from statusgen.model import Severity

_NEWEST = 9  #: files that are shown to choose from
#: The response plan's words.
SEVERITIES = {
    "P1": "critical: full website failure, immediate business impact",
    "P2": "high: partial website failure affecting a significant part of the business",
    "P3": "moderate: minor or isolated issues, limited features or user groups",
}
STATUSES = {
    "investigating": "we know that, but not why",
    "identified": "we know why",
    "monitoring": "it is mended, and we want to be sure",
    "update": "there is more to say, and the status stays",
}


def require(options: Options, names: Sequence[str]) -> bool:
    """Return whether something is missing of *names* and can be asked for.

    Of ``message|template`` one is enough. Raises a usage error that names everything that
    is missing where nobody can be asked.
    """
    missing = [
        name for name in names if all(options.get(one) in (None, (), "") for one in name.split("|"))
    ]
    if not missing:
        return False
    if sys.stdin.isatty():
        return True
    listed = ", ".join(_spelt(name) for name in missing)
    raise click.UsageError(f"missing: {listed} (nobody can be asked: this is no terminal)")


def _spelt(name: str) -> str:
    spelling = {"components": "component", "id": "ID"}
    one = name.partition("|")[0]
    word = spelling.get(one, one).replace("_", "-")
    return word if word.isupper() else f"--{word}"


# --- questions


def ask_line(options: Options, name: str, question: str) -> None:
    """Ask for one line of text, unless it is given."""
    if not options.get(name):
        options[name] = click.prompt(question, err=True).strip()


def ask_id(options: Options, project: Project, folder: str) -> None:
    """Ask which file is meant, the newest ones on top."""
    if options.get("id"):
        return
    files = sorted(project.files(folder), reverse=True)
    for identity in files[:_NEWEST]:
        note(f"  {identity}")
    with _completing(files):
        options["id"] = click.prompt("Which one", default=files[0] if files else None, err=True)


def ask_severity(options: Options) -> None:
    """Ask for the severity, with the plan's definitions beside each."""
    if options.get("severity"):
        return
    _show(SEVERITIES.items())
    options["severity"] = click.prompt(
        "Severity", type=click.Choice(list(SEVERITIES), case_sensitive=False), err=True
    )


def ask_status(options: Options) -> None:
    """Ask what the update says of the incident."""
    if options.get("status"):
        return
    _show(STATUSES.items())
    with _completing(STATUSES):
        options["status"] = click.prompt("Status", type=click.Choice(list(STATUSES)), err=True)


def ask_components(options: Options, project: Project) -> None:
    """Ask what is affected: names or ids, with Tab to complete them."""
    if options.get("components"):
        return
    components = project.config.components
    _show((component.id, component.name) for component in components)
    note("Commas between them; 'checkout = partial outage' gives a status; 'all' is everything.")

    def known(text: str) -> str:
        from statusgen.edit.affected import parse_affected
        from statusgen.model import ComponentStatus

        usual = ComponentStatus.MAJOR_OUTAGE
        at = Location("your answer")
        with _as_answer():
            parse_affected([text], usual=usual, context=project.context, at=at)
        return text

    names = [*(c.id for c in components), *(c.name for c in components), "all"]
    with _completing(names):
        options["components"] = (click.prompt("What is affected", value_proc=known, err=True),)


def ask_words(
    options: Options, project: Project, moment: str, known: Iterable[str], severity: Severity | None
) -> None:
    """Ask for the words: a template of the moment, or one's own."""
    from statusgen.edit.wording import read_templates
    from statusgen.messages.template import fitting

    if options.get("message") is None and options.get("template") is None:
        templates, _ = read_templates(project.root)
        offered = fitting(templates, moment=moment, severity=severity)
        chosen = _choose(offered)
        if chosen is None:
            options["message"] = _own_words()
            return
        options["template"] = chosen.name
        _ask_fillings(options, chosen, known)


def _choose(offered: Sequence[Template]) -> Template | None:
    for number, template in enumerate(offered, 1):
        note(f"\n{number}  {template.name}")
        note("\n".join(f"   {line}" for line in template.text.splitlines()))
    note("\n0  words of your own")
    number = click.prompt(
        "Which words", type=click.IntRange(0, len(offered)), default=min(1, len(offered)), err=True
    )
    return offered[number - 1] if number else None


def _ask_fillings(options: Options, template: Template, known: Iterable[str]) -> None:
    from statusgen.messages.filling import MEANINGS, unfilled

    given = fillings(options)
    for name in unfilled(template.text, {*known, *given}):
        value = click.prompt(f"{{{name}}}: {MEANINGS.get(name, name)}", err=True)
        options["fill"] = (*(options.get("fill") or ()), f"{name}={value}")


def _own_words() -> str:
    text: str = click.prompt(
        "Your words (empty: opens your editor)", default="", show_default=False, err=True
    )
    return text or click.edit("", extension=".md") or ""


def ask_next(options: Options, pace: timedelta) -> None:
    """Ask when the next update comes."""
    if options.get("next_update") is None:
        options["next_update"] = click.prompt("Next update in", default=span(pace), err=True)


def ask_to_go_on(text: str) -> None:
    """Show what would be written, and end here unless that is right."""
    note("\n" + text)
    click.confirm("Save this?", default=True, abort=True, err=True)


# --- how


def _show(rows: Iterable[tuple[str, str]]) -> None:
    listed = list(rows)
    width = max((len(name) for name, _ in listed), default=0)
    for name, meaning in listed:
        note(f"  {name:<{width}}  {meaning}")


@contextmanager
def _as_answer() -> Iterator[None]:
    """Turn a mistake into a question that is asked again."""
    try:
        yield
    except ContentError as error:
        first = error.problems[0]
        raise click.UsageError(f"{first.message}; {first.hint}".rstrip("; ")) from error
    except StatusgenError as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def _completing(words: Iterable[str]) -> Iterator[None]:
    """Complete *words* with the Tab key, on systems that can."""
    with suppress(ImportError):
        import readline

        known = sorted(words)

        def complete(start: str, place: int) -> str | None:
            found = [word for word in known if word.lower().startswith(start.lower())]
            return found[place] if place < len(found) else None

        before: Callable[[str, int], str | None] | None = readline.get_completer()
        delimiters = readline.get_completer_delims()
        readline.set_completer(complete)
        readline.set_completer_delims(",=")
        readline.parse_and_bind("tab: complete")
        try:
            yield
        finally:
            readline.set_completer(before)
            readline.set_completer_delims(delimiters)
        return
    yield
