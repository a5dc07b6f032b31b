"""A workflow for GitHub Actions: check what is proposed, publish what is merged or due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from statusgen.infra.pipeline import (
    DUE,
    PYTHON,
    SOURCES,
    Pipeline,
    key_names,
    profile_script,
    secrets,
)

#: Where the workflow belongs.
PATH = ".github/workflows/status-page.yml"
#: The repository variable that has the role's ARN, and its name in the stack's outputs.
ROLE_VARIABLE = "STATUS_DEPLOY_ROLE"
CHECKOUT = "actions/checkout@v5"
SETUP_PYTHON = "actions/setup-python@v6"
CREDENTIALS = "aws-actions/configure-aws-credentials@v5"
_IF_DUE = "steps.due.outputs.answer != 'wait'"


def workflow(pipeline: Pipeline, *, every: int, branch: str) -> dict[str, Any]:
    """Return the workflow; a change that nobody makes is looked for each *every* minutes."""
    paths = [*SOURCES, PATH]
    return {
        "name": "Status page",
        "on": {
            "pull_request": {"paths": paths},
            "push": {"branches": [branch], "paths": paths},
            "schedule": [{"cron": f"*/{every} * * * *"}],
            "workflow_dispatch": {},
        },
        "permissions": {"contents": "read"},
        "jobs": {"check": _check(pipeline), "publish": _publish(pipeline, branch)},
    }


def head(pipeline: Pipeline) -> tuple[str, ...]:
    """Return what whoever saves the file must know."""
    named = secrets(pipeline)
    return (
        "Checks the status page on pull requests and publishes it.",
        f"Save as {PATH}",
        *(
            (f"Repository variable: {ROLE_VARIABLE}, the role's ARN (DeployRole of the stack).",)
            if pipeline.region
            else ()
        ),
        *((f"Secrets: {', '.join(named)}.",) if named else ()),
        "GitHub may start scheduled workflows late, and in a public repository stops them after",
        "60 days without a commit: 'statusgen infra schedule --for eventbridge' is on time.",
    )


def _check(pipeline: Pipeline) -> dict[str, Any]:
    return {
        "if": "github.event_name == 'pull_request'",
        "runs-on": "ubuntu-latest",
        "timeout-minutes": 10,
        "steps": [
            {"uses": CHECKOUT},
            *_installed(pipeline),
            {"run": "statusgen check --format github"},
            {"run": "statusgen build"},
        ],
    }


def _publish(pipeline: Pipeline, branch: str) -> dict[str, Any]:
    return {
        "if": f"github.event_name != 'pull_request' && github.ref == 'refs/heads/{branch}'",
        "runs-on": "ubuntu-latest",
        "timeout-minutes": 20,
        "permissions": {"contents": "read", "id-token": "write"},
        # One at a time, and one that has begun is never cut off.
        "concurrency": {"group": "publish-status-page", "cancel-in-progress": False},
        "steps": list(_publish_steps(pipeline)),
    }


def _publish_steps(pipeline: Pipeline) -> Iterator[dict[str, Any]]:
    yield {
        "name": "Is anything due?",
        "id": "due",
        "if": "github.event_name == 'schedule'",
        "env": {"PAGE": pipeline.page},
        "shell": "bash",
        "run": f'answer=$({DUE.rstrip()}\n)\necho "answer=$answer" >> "$GITHUB_OUTPUT"\n',
    }
    # The whole history: the last commit that touched the content says how old it is.
    steps = [{"uses": CHECKOUT, "with": {"fetch-depth": 0}}, *_installed(pipeline)]
    for step in (*steps, *_credentials(pipeline)):
        yield {**step, "if": _IF_DUE}
    yield {
        "name": "Publish",
        "if": _IF_DUE,
        **_environment(pipeline),
        "run": "statusgen publish",
    }
    yield {
        "name": "Say when it changes by itself",
        "if": _IF_DUE,
        "run": 'statusgen next-change >> "$GITHUB_STEP_SUMMARY"',
    }


def _installed(pipeline: Pipeline) -> Iterator[dict[str, Any]]:
    yield {"uses": SETUP_PYTHON, "with": {"python-version": PYTHON}}
    yield {"run": f'python -m pip install "{pipeline.install}"'}


def _credentials(pipeline: Pipeline) -> Iterator[dict[str, Any]]:
    if pipeline.region:
        role = f"${{{{ vars.{ROLE_VARIABLE} }}}}"
        yield {
            "uses": CREDENTIALS,
            "with": {"role-to-assume": role, "aws-region": pipeline.region},
        }
    for profile in pipeline.profiles:
        own = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        script = profile_script(profile, *own, session="AWS_SESSION_TOKEN")
        yield {"name": f"The role as profile {profile}", "run": script}
    for profile in pipeline.others:
        names = key_names(profile)
        yield {
            "name": f"The key of profile {profile}",
            "env": {name: _secret(name) for name in names},
            "run": profile_script(profile, *names),
        }


def _environment(pipeline: Pipeline) -> dict[str, Any]:
    names = [name for name in secrets(pipeline) if name not in _of_profiles(pipeline)]
    return {"env": {name: _secret(name) for name in names}} if names else {}


def _of_profiles(pipeline: Pipeline) -> set[str]:
    return {name for profile in pipeline.others for name in key_names(profile)}


def _secret(name: str) -> str:
    return f"${{{{ secrets.{name} }}}}"
