"""The pipelines: they parse, say what they must, and every command in them exists."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from statusgen.cli import main
from statusgen.config import Cdn, Config, Target
from statusgen.infra import github_actions, gitlab_ci
from statusgen.infra.pipeline import DUE, pipeline_of, profile_script
from statusgen.infra.writing import to_yaml
from tests.infra.shop import FOLDER, PRIMARY, bucket, shop

R2 = Target(
    name="r2",
    type="s3",
    options={"bucket": "b", "endpoint_url": "https://r2.example", "profile": "stand-by"},
    cdn=Cdn(type="cloudflare", options={"zone": "0123abcd"}),
)
EVERYTHING = shop(PRIMARY, R2, bucket("third", "eu-west-1", profile="status"))


def github(config: Config = EVERYTHING) -> Mapping[str, Any]:
    pipeline = pipeline_of(config)
    made = github_actions.workflow(pipeline, every=10, branch="main")
    told: Mapping[str, Any] = yaml.safe_load(to_yaml(made, head=github_actions.head(pipeline)))
    return told


def gitlab(config: Config = EVERYTHING) -> Mapping[str, Any]:
    pipeline = pipeline_of(config)
    made = gitlab_ci.pipeline_file(pipeline, branch="main")
    told: Mapping[str, Any] = yaml.safe_load(to_yaml(made, head=gitlab_ci.head(pipeline)))
    return told


def scripts() -> list[str]:
    """Return every script of both pipelines, for all kinds of targets."""
    found = []
    for config in (EVERYTHING, shop(FOLDER)):
        for job in github(config)["jobs"].values():
            found += [step["run"] for step in job["steps"] if "run" in step]
        told = gitlab(config)
        found += [line for name in told["stages"] for line in told[name]["script"]]
    return found


def commands() -> list[str]:
    lines = [line for script in scripts() for line in script.splitlines()]
    return sorted({line for line in lines if line.startswith("statusgen ")})


# --- what both must do


@pytest.mark.parametrize("line", commands())
def test_every_command_exists_with_its_options(line: str) -> None:
    words = shlex.split(re.split(r"[>|]", line)[0])[1:]
    context = click.Context(main, info_name="statusgen")
    command: click.Command = main
    while isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command = found
    command.make_parser(click.Context(command)).parse_args(words)


def test_both_check_build_and_publish() -> None:
    assert {"statusgen publish", "statusgen build"} <= set(commands())
    assert any(line.startswith("statusgen check") for line in commands())


@pytest.mark.parametrize("script", scripts())
def test_every_script_is_one(script: str) -> None:
    subprocess.run(["bash", "-n", "-c", script], check=True, timeout=60)


# --- GitHub


def test_github_checks_proposals_and_publishes_what_is_merged_or_due() -> None:
    told = github()
    assert set(told["on"]) == {"pull_request", "push", "schedule", "workflow_dispatch"}
    assert told["on"]["push"]["branches"] == ["main"]
    assert told["jobs"]["check"]["if"] == "github.event_name == 'pull_request'"
    assert "!= 'pull_request'" in told["jobs"]["publish"]["if"]


def test_github_lets_only_the_publishing_job_take_a_role() -> None:
    told = github()
    assert told["permissions"] == {"contents": "read"}
    assert "permissions" not in told["jobs"]["check"]
    assert told["jobs"]["publish"]["permissions"] == {"contents": "read", "id-token": "write"}


def test_github_never_publishes_twice_at_once_and_cuts_none_off() -> None:
    assert github()["jobs"]["publish"]["concurrency"] == {
        "group": "publish-status-page",
        "cancel-in-progress": False,
    }


def test_github_publishes_the_newest_content_with_its_whole_history() -> None:
    checkout = github()["jobs"]["publish"]["steps"][0]
    assert checkout["uses"].startswith("actions/checkout@")
    assert checkout["with"] == {"ref": "main", "fetch-depth": 0, "persist-credentials": False}


def test_github_uses_actions_by_commit_and_says_their_versions() -> None:
    pipeline = pipeline_of(EVERYTHING)
    made = github_actions.workflow(pipeline, every=10, branch="main")
    lines = to_yaml(made, remarks=github_actions.VERSIONS).splitlines()
    used = [line.partition("uses: ")[2] for line in lines if "uses: " in line]
    assert len(used) > 3
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", one) for one in used)


def test_github_ends_a_scheduled_run_at_once_when_nothing_is_due() -> None:
    jobs = github()["jobs"]
    assert jobs["due"]["if"] == "github.event_name == 'schedule'"
    assert jobs["publish"]["needs"] == "due"
    assert "needs.due.outputs.answer != 'wait'" in jobs["publish"]["if"]
    assert "!cancelled()" in jobs["publish"]["if"], "or it would not run where due was skipped"


def test_a_look_whether_anything_is_due_takes_no_place_in_githubs_queue() -> None:
    due = github()["jobs"]["due"]
    assert "concurrency" not in due
    assert due["permissions"] == {}
    assert [list(step) for step in due["steps"] if "uses" in step] == []


def test_github_knows_every_credential_by_name_and_none_by_value() -> None:
    publish = yaml.safe_dump(github()["jobs"]["publish"])
    for name in ("STAND_BY_ACCESS_KEY_ID", "STAND_BY_SECRET_ACCESS_KEY", "CLOUDFLARE_API_TOKEN"):
        assert f"${{{{ secrets.{name} }}}}" in publish
        assert any(name in line for line in github_actions.head(pipeline_of(EVERYTHING)))
    assert "${{ vars.STATUS_DEPLOY_ROLE }}" in publish
    assert "secrets" not in yaml.safe_dump(github()["jobs"]["check"])


def test_without_amazon_there_is_no_role_to_take() -> None:
    told = yaml.safe_dump({"github": github(shop(FOLDER)), "gitlab": gitlab(shop(FOLDER))})
    assert "configure-aws-credentials" not in told
    assert "AWS" not in told


def test_another_service_without_a_profile_takes_the_default_names() -> None:
    plain = bucket("b", "auto", endpoint_url="https://r2.example")
    step = next(
        s
        for s in github(shop(plain))["jobs"]["publish"]["steps"]
        if "env" in s and "AWS_ACCESS_KEY_ID" in s["env"]
    )
    assert step["run"] == "statusgen publish"


# --- GitLab


def test_gitlab_checks_proposals_and_publishes_what_is_merged_or_due() -> None:
    told = gitlab()
    [proposed] = told["check"]["rules"]
    assert proposed["if"] == '$CI_PIPELINE_SOURCE == "merge_request_event"'
    assert all('$CI_COMMIT_BRANCH == "main"' in one["if"] for one in told["publish"]["rules"])


def test_gitlab_publishes_one_at_a_time_with_the_whole_history_and_a_role() -> None:
    job = gitlab()["publish"]
    assert job["resource_group"]
    assert job["interruptible"] is False
    assert job["variables"]["GIT_DEPTH"] == "0"
    assert job["id_tokens"] == {"AWS_ID_TOKEN": {"aud": "https://gitlab.com"}}
    assert job["variables"]["AWS_ROLE_ARN"] == "$STATUS_DEPLOY_ROLE"


# --- what is due, by the live page


@contextmanager
def live(body: bytes, status: int = 200) -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/status.json" else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def is_due(page: str) -> str:
    done = subprocess.run(
        ["bash", "-c", DUE],
        env={"PAGE": page, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        pytest.param({"holds_until": "2999-01-01T00:00:00Z"}, "wait", id="it-still-holds"),
        pytest.param({"holds_until": None}, "wait", id="for-ever"),
        pytest.param({"holds_until": "2020-01-01T00:00:00Z"}, "due", id="no-longer"),
        pytest.param({}, "due", id="it-does-not-say"),
        pytest.param("no", "due", id="something-else"),
    ],
)
def test_a_page_is_due_when_it_holds_no_longer(body: object, answer: str) -> None:
    with live(json.dumps(body).encode()) as page:
        assert is_due(page) == answer


def test_a_page_that_does_not_answer_is_due() -> None:
    with live(b"", 503) as page:
        assert is_due(page) == "due"
    assert is_due(page) == "due"


def test_a_profile_is_written_as_the_aws_configuration_wants_it(tmp_path: Path) -> None:
    script = profile_script("stand-by", "KEY", "SECRET", session="SESSION")
    values = {"KEY": "id", "SECRET": "a/b+c%d", "SESSION": "token"}
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", **values}
    subprocess.run(["bash", "-c", script], env=env, check=True, timeout=60)
    assert (tmp_path / ".aws" / "credentials").read_text() == (
        "[stand-by]\naws_access_key_id=id\naws_secret_access_key=a/b+c%d\naws_session_token=token\n"
    )
