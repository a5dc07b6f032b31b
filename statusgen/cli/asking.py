"""Asking for what a command line leaves out, where somebody sits at the terminal.

Answers are put where the options would have put them, so that everything after is the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from statusgen.cli.editing import Options, fillings, severity_of
from statusgen.cli.say import note, say_problems
from statusgen.cli.spans import span
from statusgen.errors import ContentError, Location, Problem, StatusgenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from statusgen.edit.project import Project
    from statusgen.messages.template import Template
    from statusgen.model import Severity
    from statusgen.sources import SourceFile

_NEWEST = 9  #: files that are shown to choose from
_RECENT = 40  #: files that are looked at for that
_STATUSES = ("degraded performance", "partial outage", "major outage")
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


def ask_line(
    options: Options, name: str, question: str, check: Callable[[str], object] = str
) -> None:
    """Ask for one line of text, unless it is given; again, where *check* finds a mistake in it."""
    if not options.get(name):
        options[name] = _prompt(question, value_proc=_checked(check))


def ask_id(
    options: Options,
    project: Project,
    folder: str,
    likely: Callable[[SourceFile], bool] = lambda _source: True,
) -> None:
    """Ask which file is meant: the newest ones are shown, those that are *likely* if there are."""
    if options.get("id"):
        return
    files = project.files(folder)
    newest = sorted(files, reverse=True)[:_RECENT]
    shown = [identity for identity in newest if likely(project.read(files[identity]))] or newest
    for identity in shown[:_NEWEST]:
        note(f"  {identity}")
    with _completing(files):
        options["id"] = _prompt("Which one", default=shown[0] if shown else None)


def ask_severity(options: Options) -> None:
    """Ask for the severity, with the plan's definitions beside each."""
    if options.get("severity"):
        return
    _show(SEVERITIES.items())

    question = f"Severity ({', '.join(SEVERITIES)})"
    check = _checked(lambda text: severity_of(_severity_in(text)))
    options["severity"] = _severity_in(_prompt(question, value_proc=check))


def _severity_in(text: str) -> str:
    return f"P{text}" if text in ("1", "2", "3") else text


def ask_status(options: Options) -> None:
    """Ask what the update says of the incident."""
    if options.get("status"):
        return
    _show(STATUSES.items())
    with _completing(STATUSES):
        kinds = click.Choice(list(STATUSES), case_sensitive=False)
        options["status"] = _prompt("Status", type=kinds)


def ask_components(options: Options, project: Project) -> None:
    """Ask what is affected: names or ids, with Tab to complete them."""
    if options.get("components"):
        return
    components = project.config.components
    _show((component.id, component.name) for component in components)
    note("Commas between them; 'checkout = partial outage' gives a status; 'all' is everything.")

    def read(text: str) -> None:
        from statusgen.edit.affected import parse_affected
        from statusgen.model import ComponentStatus

        usual = ComponentStatus.MAJOR_OUTAGE
        parse_affected([text], usual=usual, context=project.context, at=Location("your answer"))

    names = [*(c.name for c in components), *(c.id for c in components), "all"]
    with _completing([*names, *_STATUSES]):
        options["components"] = (_prompt("What is affected", value_proc=_checked(read)),)


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
    number = _prompt(
        "Which words", type=click.IntRange(0, len(offered)), default=min(1, len(offered))
    )
    return offered[number - 1] if number else None


def _ask_fillings(options: Options, template: Template, known: Iterable[str]) -> None:
    from statusgen.messages.filling import MEANINGS, unfilled

    given = fillings(options)
    for name in unfilled(template.text, {*known, *given}):
        value = _prompt(f"{{{name}}}: {MEANINGS.get(name, name)}")
        options["fill"] = (*(options.get("fill") or ()), f"{name}={value}")


def _own_words() -> str:
    text: str = _prompt("Your words (empty: opens your editor)", default="", show_default=False)
    return text or click.edit("", extension=".md") or ""


def ask_next(options: Options, pace: timedelta, now: datetime, zone: ZoneInfo) -> None:
    """Ask when the next update comes."""
    if options.get("next_update") is not None:
        return

    def read(text: str) -> None:
        from statusgen.edit.moments import parse_coming

        found = parse_coming(text, after=now, zone=zone, at=Location("your answer"))
        if isinstance(found, Problem):
            raise ContentError([found])

    check = _checked(read)
    options["next_update"] = _prompt("Next update in", default=span(pace), value_proc=check)


def ask_to_go_on(text: str, advice: Sequence[Problem] = ()) -> None:
    """Show what would be written, with *advice* on it; end here unless that is right."""
    note("\n" + text)
    say_problems(advice)
    click.confirm("Save this?", default=True, abort=True, err=True)


# --- how


def _prompt(question: str, **more: Any) -> Any:
    """Ask, beside what is printed for scripts where that is not read by somebody.

    At a terminal it has to be the standard output: Python completes and edits only there.
    """
    return click.prompt(question, err=not sys.stdout.isatty(), **more)


def _show(rows: Iterable[tuple[str, str]]) -> None:
    listed = list(rows)
    width = max((len(name) for name, _ in listed), default=0)
    for name, meaning in listed:
        note(f"  {name:<{width}}  {meaning}")


def _checked(check: Callable[[str], object]) -> Callable[[str], str]:
    """Return what takes an answer in which *check* finds no mistake; else it is asked again."""

    def take(text: str) -> str:
        with _as_answer():
            check(text.strip())
        return text.strip()

    return take


@contextmanager
def keeping_words(options: Options) -> Iterator[None]:
    """Show what somebody has written at a question where it cannot be saved."""
    given = options.get("message")
    try:
        yield
    except StatusgenError:
        written = options.get("message")
        if written and written != given:
            note(f"\nWhat you wrote, so that it is not lost:\n\n{written}\n")
        raise


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

        known = sorted({word.casefold(): word for word in words}.values())

        def complete(typed: str, place: int) -> str | None:
            start = typed.lstrip()
            found = [word for word in known if word.lower().startswith(start.lower())]
            space = typed[: len(typed) - len(start)]
            return space + found[place] if place < len(found) else None

        before: Callable[[str, int], str | None] | None = readline.get_completer()
        delimiters = readline.get_completer_delims()
        readline.set_completer(complete)
        readline.set_completer_delims(",=")
        is_libedit = "libedit" in (readline.__doc__ or "")  # as on macOS
        readline.parse_and_bind("set completion-ignore-case on")
        readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
        try:
            yield
        finally:
            readline.set_completer(before)
            readline.set_completer_delims(delimiters)
        return
    yield
