"""A pipeline for GitLab: check what is proposed, publish what is merged or due."""

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
from statusgen.infra.stack import ISSUERS, Ci

#: Where the pipeline belongs.
PATH = ".gitlab-ci.yml"
#: The CI/CD variable that has the role's ARN.
ROLE_VARIABLE = "STATUS_DEPLOY_ROLE"
#: Not the slim one: it has no git, which says how old the content is.
IMAGE = f"python:{PYTHON}"
_TOKEN_FILE = "$CI_PROJECT_DIR.token"  # noqa: S105 - a path, beside the checkout


def pipeline_file(pipeline: Pipeline, *, branch: str) -> dict[str, Any]:
    """Return the pipeline. When it runs by itself is set in the project's schedules."""
    changes = [*SOURCES, PATH]
    merged = f'$CI_COMMIT_BRANCH == "{branch}"'
    publish: list[dict[str, Any]] = [
        {"if": f'{merged} && $CI_PIPELINE_SOURCE == "push"', "changes": changes},
        {"if": f'{merged} && $CI_PIPELINE_SOURCE != "push"'},
    ]
    proposed: list[dict[str, Any]] = [
        {"if": '$CI_PIPELINE_SOURCE == "merge_request_event"', "changes": changes}
    ]
    return {
        "workflow": {"rules": [*proposed, *publish]},
        "stages": ["check", "publish"],
        "check": {
            "stage": "check",
            "image": IMAGE,
            "rules": proposed,
            "script": [_install(pipeline), "statusgen check", "statusgen build"],
        },
        "publish": _publish(pipeline, publish),
    }


def head(pipeline: Pipeline) -> tuple[str, ...]:
    """Return what whoever saves the file must know."""
    named = secrets(pipeline)
    if pipeline.region:
        named = (f"{ROLE_VARIABLE} (the role's ARN, DeployRole of the stack)", *named)
    return (
        f"Checks the status page on merge requests and publishes it. Save as {PATH}.",
        *((f"CI/CD variables, masked: {', '.join(named)}.",) if named else ()),
        "Add a pipeline schedule (Build > Pipeline schedules) of every 10 minutes: */10 * * * *",
    )


def _publish(pipeline: Pipeline, rules: list[dict[str, Any]]) -> dict[str, Any]:
    job: dict[str, Any] = {
        "stage": "publish",
        "image": IMAGE,
        "rules": rules,
        # One at a time, the oldest first; one that has begun is never cut off.
        "resource_group": "publish-status-page",
        "interruptible": False,
        "timeout": "20 minutes",
        # The whole history: the last commit that touched the content says how old it is.
        "variables": {"GIT_DEPTH": "0", "PAGE": pipeline.page},
    }
    if pipeline.region:
        job["id_tokens"] = {"AWS_ID_TOKEN": {"aud": ISSUERS[Ci.GITLAB].audience}}
        job["variables"] |= {
            "AWS_ROLE_ARN": f"${ROLE_VARIABLE}",
            "AWS_WEB_IDENTITY_TOKEN_FILE": _TOKEN_FILE,
            "AWS_DEFAULT_REGION": pipeline.region,
        }
    job["script"] = list(_script(pipeline))
    return job


def _script(pipeline: Pipeline) -> Iterator[str]:
    yield (
        'if [ "$CI_PIPELINE_SOURCE" = schedule ]; then\n'
        f"answer=$({DUE.rstrip()}\n)\n"
        'if [ "$answer" = wait ]; then echo "nothing is due"; exit 0; fi\nfi\n'
    )
    yield _install(pipeline)
    if pipeline.region:
        yield 'printf %s "$AWS_ID_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"'
    for profile in pipeline.profiles:
        yield (
            f"mkdir -p ~/.aws\nprintf '[profile {profile}]\\nrole_arn=%s\\n"
            'web_identity_token_file=%s\\n\' "$AWS_ROLE_ARN" "$AWS_WEB_IDENTITY_TOKEN_FILE" '
            ">> ~/.aws/config\n"
        )
    for profile in pipeline.others:
        yield profile_script(profile, *key_names(profile))
    yield "statusgen publish"
    yield "statusgen next-change"


def _install(pipeline: Pipeline) -> str:
    return f'python -m pip install "{pipeline.install}"'
