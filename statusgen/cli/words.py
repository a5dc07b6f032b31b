"""The words of an update: typed, piped in, or from a template with its braces filled."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from statusgen.cli.editing import Options, fillings
from statusgen.errors import ContentError, Location, Problem

if TYPE_CHECKING:
    from statusgen.config import Config
    from statusgen.edit.project import Project
    from statusgen.messages.filling import Occasion
    from statusgen.messages.template import Template


@dataclass(frozen=True, slots=True)
class RawWords:
    """Words before their braces are filled."""

    text: str
    at: Location

    def needs(self, name: str) -> bool:
        """Return whether ``{name}`` is in them."""
        from statusgen.messages.filling import unfilled

        return name in unfilled(self.text, ())

    def filled(self, options: Options, occasion: Occasion, config: Config) -> str:
        """Return them with their braces filled.

        Raises :class:`ContentError` where one is not, or where there are no words.
        """
        from statusgen.messages.filling import fill, values_for

        values = values_for(occasion, config) | fillings(options)
        words = fill(self.text, values, at=self.at)
        if not words.strip():
            hint = "'-' reads what is piped in: has anything been?" if self.at.line else ""
            raise ContentError([Problem(self.at, "there are no words in it", hint)])
        return words


def raw_words(options: Options, project: Project) -> RawWords | None:
    """Return the words that the options give, or None where they give none."""
    message, template = options.get("message"), options.get("template")
    if message is not None and template is not None:
        raise click.UsageError("--message and --template exclude each other")
    if message is not None:
        return RawWords(_read(message), Location("--message", 1, 1))
    if template is not None:
        from statusgen.edit.wording import find_template

        return of_template(find_template(project.root, template))
    return None


def usual_words(project: Project, moment: str) -> RawWords:
    """Return the words that the project has for *moment*, or those that are built in."""
    from statusgen.edit.wording import read_templates
    from statusgen.messages.template import fitting

    templates, _ = read_templates(project.root)
    return of_template(fitting(templates, moment=moment)[0])


def of_template(template: Template) -> RawWords:
    """Return the words of *template*."""
    return RawWords(template.text, template.at)


def with_next_update(raw: RawWords, occasion: Occasion, config: Config) -> Occasion:
    """Return *occasion*, with the plan's time for the next update if the words promise one."""
    if occasion.next_update is None and raw.needs("next_update"):
        due = occasion.at + config.clock.pace(occasion.severity)
        return occasion.but(next_update=due)
    return occasion


def _read(message: str) -> str:
    if message != "-":
        return message
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
