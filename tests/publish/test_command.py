"""The commands that publish, as they are typed: what they print, write and exit with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from statusgen.cli import main
from tests.publish.proxy import proxy_to
from tests.publish.servers import ENVIRONMENT, REGION, new_bucket, plain_client
from tests.publish.web import Asked, Reply, Web, serving

Run = Callable[..., Result]
INCIDENT = "content/incidents/2026-11-23-search.md"
TEXT = """---
title: Search is slow
severity: P3
components: [search]
---

## Investigating — {time}

{words}
"""


def write_incident(project: Path, words: str = "We look into it.") -> None:
    text = TEXT.format(time="2026-11-20 10:00 UTC", words=words)
    (project / INCIDENT).write_text(text, "utf-8")


def set_targets(project: Path, *targets: str) -> None:
    site = project / "content" / "site.yaml"
    before = site.read_text("utf-8").partition("\ntargets:")[0]
    site.write_text(before + "\ntargets:\n" + "".join(f"  - {t}\n" for t in targets), "utf-8")


@pytest.fixture
def run() -> Run:
    """Return a function that runs a command line, with the credentials of the test servers."""
    runner = CliRunner()

    def run(*words: object) -> Result:
        result = runner.invoke(main, [str(word) for word in words], env=ENVIRONMENT)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """Return a new project that is published to a folder."""
    root = tmp_path / "page"
    assert run("init", root).exit_code == 0
    set_targets(root, "{name: local, type: directory, path: ../public}")
    return root


def told(result: Result) -> Any:
    return json.loads(result.stdout)


def test_a_page_is_published_and_the_second_time_there_is_nothing_to_do(
    run: Run, project: Path
) -> None:
    first = run("publish", project)
    assert first.exit_code == 0
    assert "local: published release" in first.stdout
    assert (project.parent / "public" / "index.html").is_file()
    assert "is live already (1 request, " in run("publish", project).stdout


def test_every_step_is_said(run: Run, project: Path) -> None:
    said = run("publish", project).stderr
    steps = ["reading the record", "claiming", "uploading", "committing"]
    assert [step for step in steps if f"local: {step}" not in said] == []


def test_a_dry_run_names_each_file_with_its_reason_and_changes_nothing(
    run: Run, project: Path
) -> None:
    run("publish", project)
    write_incident(project)
    before = sorted(path for path in project.parent.joinpath("public").rglob("*"))
    result = run("publish", project, "--dry-run")
    assert result.exit_code == 0
    assert f"new{' ' * 22}incidents/2026-11-23-search.html" in result.stdout
    assert f"content changed{' ' * 10}index.html" in result.stdout
    assert sorted(project.parent.joinpath("public").rglob("*")) == before


def test_a_plan_is_to_be_had_as_json(run: Run, project: Path) -> None:
    run("publish", project)
    write_incident(project)
    plan = told(run("publish", project, "--dry-run", "--json"))
    files = {file["path"]: file for file in plan["targets"][0]["files"]}
    assert files["incidents/2026-11-23-search.html"]["reason"] == "new"
    assert files["index.html"]["step"] == "front_page"
    assert plan["dry_run"] is True


def test_a_release_can_be_listed_gone_back_from_and_put_right(run: Run, project: Path) -> None:
    run("publish", project)
    first = told(run("status", project, "--json"))["targets"][0]["live"]["id"]
    write_incident(project, "Something that nobody should have said.")
    run("publish", project)
    listed = told(run("releases", project, "--json"))["targets"][0]
    assert [release["id"] for release in listed["kept"]] == [first]
    assert run("rollback", "--project", project).exit_code == 0
    page = project.parent / "public" / "index.html"
    assert "Search is slow" not in page.read_text("utf-8")
    assert f"live  {first}" in run("releases", project).stdout
    refused = run("publish", project)
    assert refused.exit_code == 1
    assert "was taken down" in refused.stderr
    assert run("publish", project, "--force").exit_code == 0
    assert "Search is slow" in page.read_text("utf-8")


def test_one_of_two_targets_down_is_status_3(run: Run, project: Path) -> None:
    set_targets(
        project,
        "{name: local, type: directory, path: ../public}",
        "{name: away, type: s3, bucket: b, region: eu-west-1, endpoint_url: 'http://127.0.0.1:9'}",
    )
    result = run("publish", project, "--deadline", "1", "--no-verify")
    assert result.exit_code == 3
    assert "live at 1 of 2 targets" in result.stdout
    assert "away:" in result.stderr
    assert (project.parent / "public" / "index.html").is_file()
    only = run("publish", project, "--deadline", "1", "--target", "away", "--no-verify")
    assert only.exit_code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["publish", "--target", "x"], "no target 'x'", id="no-such-target"),
        pytest.param(["verify"], "no public address", id="nothing-to-verify"),
        pytest.param(["rollback"], "nothing is published", id="nothing-to-go-back-from"),
    ],
)
def test_what_cannot_be_done_is_said_with_status_1(
    run: Run, project: Path, words: list[str], said: str
) -> None:
    where = ["--project", project] if words[0] == "rollback" else [project]
    result = run(*words, *where)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "hint:" in result.stderr


def test_without_targets_it_says_how_to_name_one(run: Run, project: Path) -> None:
    site = project / "content" / "site.yaml"
    site.write_text(site.read_text("utf-8").partition("\ntargets:")[0] + "\n", "utf-8")
    result = run("publish", project)
    assert result.exit_code == 1
    assert "no target to publish to" in result.stderr


def test_content_with_a_mistake_is_not_published(run: Run, project: Path) -> None:
    run("publish", project)
    (project / INCIDENT).write_text("no front matter", "utf-8")
    result = run("publish", project)
    assert result.exit_code == 1
    assert INCIDENT in result.stderr


# --- a bucket, with its readers


@pytest.fixture
def bucket_web(ministack_address: str) -> Iterator[tuple[str, Web]]:
    """Return a bucket, and a web server that shows it to readers as a CDN does."""
    bucket = new_bucket(ministack_address)
    client = plain_client(ministack_address)

    def answer(asked: Asked) -> Reply:
        try:
            got = client.get_object(Bucket=bucket, Key=asked.path.lstrip("/") or "index.html")
        except client.exceptions.NoSuchKey:
            return Reply(404)
        headers = {"Content-Type": got["ContentType"], "Cache-Control": got["CacheControl"]}
        if "ContentEncoding" in got:
            headers["Content-Encoding"] = got["ContentEncoding"]
        return Reply(200, headers, got["Body"].read())

    with serving(answer) as web:
        yield bucket, web


def use_bucket(project: Path, bucket: str, web: Web, address: str, more: str = "") -> None:
    set_targets(
        project,
        f"{{name: primary, type: s3, bucket: {bucket}, region: {REGION}, "
        f"endpoint_url: '{address}', url: '{web.address}/'{more}}}",
    )


def test_publishing_ends_with_a_look_through_the_public_address(
    run: Run, project: Path, bucket_web: tuple[str, Web], ministack_address: str
) -> None:
    bucket, web = bucket_web
    use_bucket(project, bucket, web, ministack_address, ", encoding: gzip")
    result = told(run("publish", project, "--json"))
    [target] = result["targets"]
    assert target["outcome"] == "published"
    assert target["verified"]["wrong"] == {}
    assert target["verified"]["checked"] > 20
    assert 0 < target["live_after"] < 60
    assert any("x-content-type-options" in line for line in target["verified"]["advice"])
    assert run("verify", project, "--all").exit_code == 0


def test_a_bucket_without_versions_is_told_and_can_be_gone_back_in_from_here(
    run: Run, project: Path, ministack_address: str
) -> None:
    bucket = new_bucket(ministack_address, versioned=False)
    place = f"bucket: {bucket}, region: {REGION}, endpoint_url: '{ministack_address}'"
    set_targets(project, f"{{name: primary, type: s3, {place}}}")
    assert "keeps no versions" in run("publish", project, "--no-verify").stderr
    write_incident(project)
    run("publish", project, "--no-verify")
    assert run("rollback", "--project", project).exit_code == 0
    client = plain_client(ministack_address)
    page = client.get_object(Bucket=bucket, Key="index.html")["Body"].read()
    assert b"Search is slow" not in page


def test_what_readers_do_not_get_is_found(
    run: Run, project: Path, bucket_web: tuple[str, Web], ministack_address: str
) -> None:
    bucket, web = bucket_web
    use_bucket(project, bucket, web, ministack_address)
    run("publish", project)
    web.answer = lambda _: Reply(503)
    result = run("verify", project)
    assert result.exit_code == 1
    assert "readers do not get" in result.stderr


def test_one_edit_costs_k_and_three_requests(
    run: Run, project: Path, bucket_web: tuple[str, Web], ministack_address: str
) -> None:
    bucket, web = bucket_web
    with proxy_to(ministack_address) as proxy:
        use_bucket(project, bucket, web, proxy.address)
        run("publish", project)
        write_incident(project)
        proxy.reset()
        [target] = told(run("publish", project, "--json"))["targets"]
        k = len(target["files"])
        assert len(proxy.seen) == k + 3 == target["requests"]
        proxy.reset()
        run("publish", project)
        assert len(proxy.seen) == 1


def test_targets_that_do_not_agree_are_told(
    run: Run, project: Path, bucket_web: tuple[str, Web], ministack_address: str
) -> None:
    bucket, web = bucket_web
    use_bucket(project, bucket, web, ministack_address)
    site = project / "content" / "site.yaml"
    both = site.read_text("utf-8") + "  - {name: local, type: directory, path: ../public}\n"
    site.write_text(both, "utf-8")
    run("publish", project, "--no-verify")
    assert run("status", project).stdout.endswith("the targets agree\n")
    write_incident(project)
    run("publish", project, "--target", "local", "--no-verify")
    result = run("status", project)
    assert result.exit_code == 3
    assert "do not agree" in result.stdout


def test_a_target_that_does_not_answer_is_counted_and_does_not_agree(
    run: Run, project: Path
) -> None:
    down = (
        "{name: down, type: s3, bucket: b, region: eu-west-1, endpoint_url: 'http://127.0.0.1:9'}"
    )
    set_targets(project, "{name: local, type: directory, path: ../public}", down)
    result = run("status", project, "--deadline", 1)
    assert result.exit_code == 3
    last = result.stdout.splitlines()[-1]
    assert last == "the targets that answer agree; 1 of 2 does not answer"
    assert run("status", project, "--deadline", 1, "--target", "down").exit_code == 1


def test_secrets_are_nowhere(
    run: Run, project: Path, bucket_web: tuple[str, Web], ministack_address: str
) -> None:
    bucket, web = bucket_web
    hidden = "Zx9-not-to-be-seen"
    use_bucket(project, bucket, web, ministack_address)
    runner = CliRunner()
    environment = {"AWS_ACCESS_KEY_ID": "AKIAHIDDEN", "AWS_SECRET_ACCESS_KEY": hidden}
    said = runner.invoke(main, ["publish", str(project)], env=environment)
    assert said.exit_code == 0
    files = [path for path in project.parent.rglob("*") if path.is_file()]
    assert hidden not in said.output
    assert [path for path in files if hidden.encode() in path.read_bytes()] == []
    client = plain_client(ministack_address)
    for item in client.list_objects_v2(Bucket=bucket)["Contents"]:
        assert (
            hidden.encode() not in client.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
        )


def test_a_damaged_record_is_called_that_and_the_next_publish_puts_it_right(
    run: Run, project: Path
) -> None:
    run("publish", project)
    record = project.parent / "public" / "_statusgen" / "record"
    record.write_bytes(record.read_bytes()[:100])
    for command in ("status", "releases"):
        assert "the release record is damaged" in run(command, project).stdout
    refused = run("rollback", "--project", project)
    assert refused.exit_code == 1
    assert "the release record is damaged" in refused.stderr
    mended = run("publish", project)
    assert mended.exit_code == 0
    assert "uploading 1 file\n" in mended.stderr, "release.json, and nothing else"
    assert "damaged" not in run("status", project).stdout


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_ends_it_at_once_and_says_how_things_are(project: Path) -> None:
    reached = threading.Event()

    def busy(_: Asked) -> Reply:
        reached.set()
        return Reply(503, {"Retry-After": "250"})  # longer than it may take to end

    with serving(busy) as web:
        set_targets(project, f"{{name: b, type: s3, bucket: b, endpoint_url: '{web.address}'}}")
        process = subprocess.Popen(
            [sys.executable, "-m", "statusgen", "publish"],
            cwd=project,
            env={**os.environ, **ENVIRONMENT},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            assert reached.wait(60)
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 1
    assert "readers see the old release or the new one" in said
    assert "Traceback" not in said
