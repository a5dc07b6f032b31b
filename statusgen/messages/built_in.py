"""The response plan's words, for projects that have none of their own.

Where the plan has a sentence for a moment, it is that sentence. What comes first needs
nothing filled in by hand: at 14:20 nobody knows a cause.
"""

from __future__ import annotations

from statusgen.messages.template import Template
from statusgen.model import Severity

_P1, _P2, _P3 = Severity.P1, Severity.P2, Severity.P3


def _template(name: str, text: str, *severities: Severity, subject: str = "") -> Template:
    """Return one whose *name* is its moment, its channel and its severity, if it has just one."""
    of_all = name.removesuffix(f"-{severities[0].lower()}") if len(severities) == 1 else name
    moment, _, channel = of_all.rpartition("-")
    return Template(
        name=name,
        moment=moment,
        channel=channel,
        severities=severities,
        subject=subject,
        text=text.strip("\n"),
    )


BUILT_IN = {
    template.name: template
    for template in (
        _template(
            "investigating-website-p1",
            """
We are currently experiencing technical issues and are working to resolve them. Thank you for
your patience.

Affected: {component}. You can still reach us: {alternatives}. Next update: {next_update}.
""",
            _P1,
        ),
        _template(
            "investigating-website-p2",
            """
A part of our customers has had trouble since {since}. Affected: {component}. We are looking
into it.

Next update: {next_update}.
""",
            _P2,
        ),
        _template(
            "investigating-website-p3",
            """
Some of you may notice a problem with {component}. You can order as usual. We are looking into
it and write here again by {next_update}.
""",
            _P3,
        ),
        _template(
            "investigating-social",
            """
Our team is aware of the current outage and working to fix it as soon as possible. We'll keep
you posted with progress updates: {page}
""",
        ),
        _template(
            "investigating-email",
            """
We apologize for the inconvenience caused by our website outage. We're working around the clock
to restore service and appreciate your patience.

The latest is always at {page}
""",
            subject="We are working on a problem with {component}",
        ),
        _template(
            "identified-website",
            """
We know what it is: {cause}. We are working on it.

Next update: {next_update}.
""",
        ),
        _template(
            "update-website",
            """
We are still working on it. What is new: {news}

Next update: {next_update}.
""",
        ),
        _template(
            "monitoring-website",
            """
Working again: {component}. We keep watching before we call it over, and write here again by
{next_update}.
""",
        ),
        _template(
            "resolved-website",
            """
Working again for everyone: {component}. We apologize for the inconvenience, and thank you for
your patience.
""",
        ),
        _template(
            "postmortem-website",
            """
We apologize for the inconvenience caused by the recent outage. Our team has identified the
cause and implemented a solution to ensure this does not happen again.

What it was: {cause}

What we have done: {fix}
""",
        ),
        _template(
            "follow-up-email",
            """
We apologize for the inconvenience caused by the recent outage. Our team has identified the
cause and implemented a solution to ensure this does not happen again.

The whole story is at {page}
""",
            subject="What went wrong, and what we have changed",
        ),
        _template(
            "scheduled-website",
            "From {starts} to {ends} we work on {component}.",
        ),
        _template("in-progress-website", "The work on {component} has begun."),
        _template(
            "extended-website",
            "The work on {component} takes longer than planned. We expect to be done by {ends}.",
        ),
        _template("completed-website", "The work on {component} is done. Everything is as usual."),
        _template(
            "cancelled-website",
            """
The work on {component} planned for {starts} does not take place. We will announce a new date
here.
""",
        ),
    )
}
