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
#: By commit: a tag can be moved to other code, and the publishing job holds the keys.
CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8"
SETUP_PYTHON = "actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c"
CREDENTIALS = "aws-actions/configure-aws-credentials@a03048d87541d1d9fcf2ecf528a4a65ba9bd7838"
#: What these commits are called, for people and for what proposes newer ones.
VERSIONS = {CHECKOUT: "v5.0.0", SETUP_PYTHON: "v6.0.0", CREDENTIALS: "v5.0.0"}
_IF_DUE = "needs.due.outputs.answer != 'wait'"


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
        "jobs": {
            "check": _check(pipeline),
            "due": _due(pipeline),
            "publish": _publish(pipeline, branch),
        },
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
            {"uses": CHECKOUT, "with": {"persist-credentials": False}},
            *_installed(pipeline),
            {"run": "statusgen check --format github"},
            {"run": "statusgen build"},
        ],
    }


def _due(pipeline: Pipeline) -> dict[str, Any]:
    """Return the job that looks at the live page, outside the queue of those that publish.

    GitHub keeps one run waiting in that queue and drops it when another one comes: a look
    that finds nothing to do must not take the place of a publish.
    """
    return {
        "if": "github.event_name == 'schedule'",
        "runs-on": "ubuntu-latest",
        "timeout-minutes": 5,
        "permissions": {},
        "outputs": {"answer": "${{ steps.look.outputs.answer }}"},
        "steps": [
            {
                "name": "Is anything due?",
                "id": "look",
                "env": {"PAGE": pipeline.page},
                "shell": "bash",
                "run": f'answer=$({DUE.rstrip()}\n)\necho "answer=$answer" >> "$GITHUB_OUTPUT"\n',
            }
        ],
    }


def _publish(pipeline: Pipeline, branch: str) -> dict[str, Any]:
    here = f"github.event_name != 'pull_request' && github.ref == 'refs/heads/{branch}'"
    return {
        "needs": "due",
        "if": f"!cancelled() && {here} && {_IF_DUE}",
        "runs-on": "ubuntu-latest",
        "timeout-minutes": 20,
        "permissions": {"contents": "read", "id-token": "write"},
        # One at a time, and one that has begun is never cut off.
        "concurrency": {"group": "publish-status-page", "cancel-in-progress": False},
        "steps": list(_publish_steps(pipeline, branch)),
    }


def _publish_steps(pipeline: Pipeline, branch: str) -> Iterator[dict[str, Any]]:
    # The newest content, whatever this run waited for; and the whole history, as the last
    # commit that touched the content says how old it is.
    newest = {"ref": branch, "fetch-depth": 0, "persist-credentials": False}
    yield {"uses": CHECKOUT, "with": newest}
    yield from _installed(pipeline)
    yield from _credentials(pipeline)
    yield {"name": "Publish", **_environment(pipeline), "run": "statusgen publish"}
    yield {
        "name": "Say when it changes by itself",
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
