"""From what site.yaml says to what publishing works with."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from statusgen.config import Cdn, Component, Config, Target
from statusgen.errors import StatusgenError
from statusgen.publish.opening import is_alive, open_cdn, open_session, open_target, real_ports
from statusgen.publish.target import Headers, Special
from tests.publish.world import make_ports

CONFIG = Config(
    name="Shop", url="https://status.example/", components=(Component(id="shop", name="Shop"),)
)


def target(kind: str = "s3", cdn: Cdn | None = None, **options: str) -> Target:
    return Target(name="primary", type=kind, options=options, cdn=cdn or Cdn())


def test_a_folder_starts_at_the_project(tmp_path: Path) -> None:
    opened = open_target(target("directory", path="../public"), CONFIG, tmp_path / "project")
    opened.store.put("a.html", b"x", Headers("text/html", ""), expect=Special.ABSENT)
    assert (tmp_path / "public" / "a.html").read_bytes() == b"x"
    assert opened.address == "", "a folder has no address of its own"


def test_a_bucket_is_found_at_the_pages_address_unless_it_has_its_own(tmp_path: Path) -> None:
    bucket = target(bucket="b", region="eu-west-1")
    assert open_target(bucket, CONFIG, tmp_path).address == CONFIG.url
    own = Target(name="p", type="s3", options=bucket.options, url="https://other.example/")
    assert open_target(own, CONFIG, tmp_path).address == "https://other.example/"


def test_options_reach_the_session(tmp_path: Path) -> None:
    bucket = target(bucket="b", region="eu-west-1", encoding="gzip", workers="5")
    session = open_session(bucket, CONFIG, tmp_path, make_ports(), seconds=60)
    assert (session.encoding, session.workers, session.cdn) == ("gzip", 5, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(target(), "missing required field 'bucket'", id="no-bucket"),
        pytest.param(target(bucket="b", buket="c"), "unknown field 'buket'", id="a-typo"),
        pytest.param(target(bucket="b", encoding="zip"), "'zip'", id="no-such-encoding"),
        pytest.param(target(bucket="b", workers="many"), "workers", id="no-number"),
        pytest.param(target("directory"), "missing required field 'path'", id="no-path"),
        pytest.param(target("s4", bucket="b"), "there is no type 's4'", id="no-such-type"),
        pytest.param(
            target(bucket="b", cdn=Cdn(type="cloudfrnt")), "no type 'cloudfrnt'", id="no-such-cdn"
        ),
        pytest.param(
            target(bucket="b", cdn=Cdn(type="cloudfront")), "'distribution'", id="cdn-option"
        ),
    ],
)
def test_a_mistake_is_told_with_the_targets_name(given: Target, said: str, tmp_path: Path) -> None:
    with pytest.raises(StatusgenError) as caught:
        open_session(given, CONFIG, tmp_path, make_ports(), seconds=60)
    assert said in str(caught.value)
    assert caught.value.hint


def test_the_nearest_type_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(StatusgenError) as caught:
        open_target(target("directry", path="x"), CONFIG, tmp_path)
    assert caught.value.hint == "did you mean 'directory'?"


def test_without_a_cdn_there_is_none() -> None:
    assert open_cdn(target(bucket="b")) is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param({"endpoint_url": "localhost:9000"}, "'localhost:9000' is no address", id="no"),
        pytest.param({"region": "eu west"}, "'eu west' is no region", id="region"),
    ],
)
def test_what_no_client_can_be_made_of_is_said(
    options: dict[str, str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(StatusgenError, match=said):
        open_target(target("s3", None, bucket="b", **options), CONFIG, tmp_path)


@pytest.mark.parametrize(
    ("variables", "files", "said"),
    [
        pytest.param({"AWS_ACCESS_KEY_ID": "half"}, "", "missing: AWS_SECRET", id="half-a-key"),
        pytest.param({}, "[default\n", "parse config file", id="a-broken-file"),
        pytest.param(
            {},
            "[default]\nsso_account_id=1\nsso_role_name=r\nsso_region=eu-west-1\n"
            "sso_start_url=https://sso.example/\n",
            "SSO",
            id="nobody-has-signed-on",
        ),
    ],
)
def test_credentials_that_are_of_no_use_are_an_error_and_not_tried_again(
    variables: dict[str, str], files: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text(files)
    script = (
        "import sys\nfrom statusgen.publish.s3 import S3Options, S3Store, make_client\n"
        "from statusgen.publish.errors import TargetError\n"
        "told = S3Options(bucket='b', endpoint_url='http://127.0.0.1:9')\n"
        "try:\n    S3Store(make_client(told), told).get('x')\n"
        "except TargetError as error:\n    print(error.passing, error, error.hint)\n"
    )
    env = {"AWS_CONFIG_FILE": str(tmp_path / "config"), "HOME": str(tmp_path), **variables}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("False no usable credentials: ")
    assert said in done.stdout


def test_a_profile_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(StatusgenError, match="no-such-profile"):
        open_target(target(bucket="b", profile="no-such-profile"), CONFIG, tmp_path)


def test_a_process_of_this_machine_is_known_to_run_or_not() -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait(60)
    assert is_alive(f"here-{os.getpid()}-x", "here") is True
    assert is_alive(f"here-{done.pid}-x", "here") is False
    assert is_alive(f"there-{done.pid}-x", "here") is None
    assert is_alive("nonsense", "here") is None


def test_a_process_knows_itself_to_run() -> None:
    ports = real_ports(lambda _: None)
    assert ports.alive(ports.owner) is True
    assert ports.now().tzinfo is not None
    assert ports.nonce() != ports.nonce()


def test_a_pause_ends_when_nobody_wants_more_of_it() -> None:
    ports = real_ports(lambda _: None)
    threading.Timer(0.05, ports.stop.set).start()
    ports.sleep(600)
    assert ports.stop.is_set()
