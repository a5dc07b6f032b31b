"""Wording templates: the files of ``content/messages/``, and those that are built in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from statusgen.errors import Location, Problem
from statusgen.model import Severity, UpdateStatus
from statusgen.parse.context import listing, severity_of, severity_problem, suggest
from statusgen.parse.fields import Fields
from statusgen.parse.frontmatter import read_front_matter
from statusgen.sources import SourceFile
from statusgen.yaml_source import Scalar

KEYS = ("moment", "channel", "severity", "subject")
WEBSITE = "website"  #: the channel that this page is
CHANNELS = (WEBSITE, "social", "email", "push", "phone", "chat")
UPDATE, EXTENDED, FOLLOW_UP = "update", "extended", "follow-up"
#: When words are needed: an update's status, or one of these three.
MOMENTS = (
    *(status.value.replace("_", "-") for status in UpdateStatus),
    UPDATE,
    EXTENDED,
    FOLLOW_UP,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """Words for a moment, with placeholders in braces."""

    name: str  #: the file's, without its ending
    moment: str  #: one of :data:`MOMENTS`
    channel: str  #: one of :data:`CHANNELS`
    severities: tuple[Severity, ...] = ()  #: empty: for all
    language: str = ""  #: of a translation
    subject: str = ""  #: of an e-mail
    text: str
    path: str = ""  #: its file; "" for one that is built in
    line: int = 1  #: that ``text`` begins at

    @property
    def at(self) -> Location:
        """Return where its text begins."""
        return Location(self.path or f"the built-in template '{self.name}'", self.line, 1)


def read_template(source: SourceFile) -> Template | tuple[Problem, ...]:
    """Return the template that *source* holds, or everything that is wrong with it."""
    front = read_front_matter(source)
    if isinstance(front, Problem):
        return (front,)
    problems = list(front.problems)
    if front.keys is None:
        return tuple(problems)
    fields = Fields(front.keys, path=source.path, known=KEYS, problems=problems)
    for key in ("moment", "channel"):
        fields.require(key, "write e.g. 'moment: investigating' and 'channel: website'")
    moment = fields.read("moment", lambda text, at: _one_of(text, MOMENTS, at))
    channel = fields.read("channel", lambda text, at: _one_of(text, CHANNELS, at))
    severities = tuple(_severities(fields, fields.scalars("severity")))
    subject = fields.line("subject")
    if problems or moment is None or channel is None:
        return tuple(problems)
    stem, _, language = source.path.rpartition("/")[2].removesuffix(".md").partition(".")
    above = len(front.body) - len(front.body.lstrip("\n"))
    return Template(
        name=stem,
        moment=moment,
        channel=channel,
        severities=severities,
        language=language,
        subject=subject,
        text=front.body.strip("\n").rstrip(),
        path=source.path,
        line=front.first_line + above,
    )


def _severities(fields: Fields, nodes: Iterable[Scalar]) -> Iterable[Severity]:
    for node in nodes:
        severity = severity_of(node.text)
        if severity is None:
            fields.problems.append(severity_problem(node.text, at=fields.at(node)))
        else:
            yield severity


def _one_of(text: str, known: Sequence[str], at: Location) -> str | Problem:
    word = "-".join(text.lower().replace("_", " ").replace("-", " ").split())
    if word in known:
        return word
    hint = suggest(word, known) or listing("there are", known, limit=20)
    return Problem(at, f"unknown '{text.strip()}'", hint)


def moment_of(status: UpdateStatus | None) -> str:
    """Return the moment of an update with *status*; None is ``update``."""
    return UPDATE if status is None else status.value.replace("_", "-")


def fitting(
    templates: Iterable[Template],
    *,
    moment: str,
    severity: Severity | None = None,
    channel: str = WEBSITE,
    language: str = "",
) -> list[Template]:
    """Return the *templates* for a moment, those that are for just that severity first."""
    found = [
        template
        for template in templates
        if template.moment == moment
        and template.channel == channel
        and template.language == language
        and (not template.severities or severity is None or severity in template.severities)
    ]
    return sorted(found, key=lambda one: (len(one.severities) or len(Severity) + 1, one.name))


def with_built_in(
    own: Iterable[Template], built_in: Mapping[str, Template]
) -> tuple[Template, ...]:
    """Return a project's *own* templates, and those *built_in* that it needs beside them.

    A built-in one steps back where the project has words of its own for its moment,
    channel and one of its severities.
    """
    found = list(own)
    said = {
        (template.moment, template.channel, severity)
        for template in found
        for severity in template.severities or tuple(Severity)
        if not template.language
    }
    for template in built_in.values():
        needed = [
            severity
            for severity in template.severities or tuple(Severity)
            if (template.moment, template.channel, severity) not in said
        ]
        if needed:
            found.append(template)
    return tuple(found)
