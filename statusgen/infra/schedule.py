"""What publishes the page when it changes though nobody edits it: cron, systemd, EventBridge.

``statusgen publish`` costs one request where nothing has changed, so that looking every
few minutes is cheap; or a schedule is for the one instant that ``next-change`` names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

import msgspec

from statusgen.infra.cloudformation import VERSION
from statusgen.infra.github_actions import PATH as WORKFLOW
from statusgen.infra.intrinsics import get_att, sub
from statusgen.infra.writing import to_yaml

_PLAIN = re.compile(r"[A-Za-z0-9_./@:+-]+")


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be scheduled."""

    program: str  #: how statusgen is called there
    folder: str  #: the project, absolute
    every: int  #: minutes
    once: datetime | None = None  #: instead: this instant alone, in UTC


def cron(order: Order) -> str:
    """Return lines for ``crontab -e``. A percent sign ends a line there (crontab(5))."""
    command = (
        f"cd {_quoted(order.folder)} && flock --nonblock .statusgen/schedule.lock "
        f"{_quoted(order.program)} publish >> .statusgen/schedule.log 2>&1"
    )
    when = f"*/{order.every} * * * *"
    if order.once is not None:
        at = order.once
        when = f"{at.minute} {at.hour} {at.day} {at.month} *"
    return (
        f"CRON_TZ=UTC\n{when} mkdir -p {_quoted(order.folder)}/.statusgen && {command}\n".replace(
            "%", r"\%"
        )
    )


def systemd(order: Order) -> str:
    """Return a service and its timer (systemd.timer(5)), to be saved as two files."""
    folder, program = (text.replace("%", "%%") for text in (order.folder, order.program))
    when = f"*:0/{order.every}" if order.once is None else f"{order.once:%Y-%m-%d %H:%M:%S} UTC"
    return f"""\
# /etc/systemd/system/status-page.service
[Unit]
Description=Publish the status page
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart="{program}" publish
TimeoutStartSec=15min

# /etc/systemd/system/status-page.timer
# Then: systemctl daemon-reload && systemctl enable --now status-page.timer
[Unit]
Description=Publish the status page when it changes by itself

[Timer]
OnCalendar={when}
Persistent=true

[Install]
WantedBy=timers.target
"""


def eventbridge(order: Order) -> str:
    """Return a template whose rule starts the GitHub workflow on time."""
    when = f"rate({order.every} minute{'s' if order.every > 1 else ''})"
    if order.once is not None:
        at = order.once
        when = f"cron({at.minute} {at.hour} {at.day} {at.month} ? {at.year})"
    name = WORKFLOW.rpartition("/")[2]
    head = (
        "Starts the workflow by GitHub's interface, on time. Token: a fine-grained one of this",
        "repository alone, with the permission Actions: read and write.",
    )
    return to_yaml(_rule(when, name), head=head)


def _rule(when: str, workflow: str) -> dict[str, Any]:
    address = (
        f"https://api.github.com/repos/${{Repository}}/actions/workflows/{workflow}/dispatches"
    )
    return {
        "AWSTemplateFormatVersion": VERSION,
        "Description": "Publishes the status page when it changes by itself",
        "Parameters": {
            "Repository": {"Type": "String", "Description": "OWNER/NAME"},
            "Branch": {"Type": "String", "Default": "main"},
            "Token": {"Type": "String", "NoEcho": True},
        },
        "Resources": {
            "Connection": {
                "Type": "AWS::Events::Connection",
                "Properties": {
                    "AuthorizationType": "API_KEY",
                    "AuthParameters": {
                        "ApiKeyAuthParameters": {
                            "ApiKeyName": "Authorization",
                            "ApiKeyValue": sub("Bearer ${Token}"),
                        }
                    },
                },
            },
            "Workflow": {
                "Type": "AWS::Events::ApiDestination",
                "Properties": {
                    "ConnectionArn": get_att("Connection", "Arn"),
                    "HttpMethod": "POST",
                    "InvocationEndpoint": sub(address),
                    "InvocationRateLimitPerSecond": 1,
                },
            },
            "Caller": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "AssumeRolePolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"Service": "events.amazonaws.com"},
                                "Action": "sts:AssumeRole",
                            }
                        ],
                    },
                    "Policies": [
                        {
                            "PolicyName": "start",
                            "PolicyDocument": {
                                "Version": "2012-10-17",
                                "Statement": [
                                    {
                                        "Effect": "Allow",
                                        "Action": "events:InvokeApiDestination",
                                        "Resource": get_att("Workflow", "Arn"),
                                    }
                                ],
                            },
                        }
                    ],
                },
            },
            "Schedule": {
                "Type": "AWS::Events::Rule",
                "Properties": {
                    "ScheduleExpression": when,
                    "Targets": [
                        {
                            "Id": "workflow",
                            "Arn": get_att("Workflow", "Arn"),
                            "RoleArn": get_att("Caller", "Arn"),
                            "Input": sub('{"ref": "${Branch}"}'),
                        }
                    ],
                },
            },
        },
    }


def _quoted(text: str) -> str:
    """Return *text* as one word of a shell (POSIX, 2.2.2)."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "'\\''") + "'"


#: What schedules → how that is written.
SCHEDULES: Mapping[str, Callable[[Order], str]] = MappingProxyType(
    {"cron": cron, "systemd": systemd, "eventbridge": eventbridge}
)
