"""Real S3 servers, each a process of its own on a free port of this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import msgspec
import urllib3

from statusgen.publish.s3 import S3Options, S3Store, make_client

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

HOST = "127.0.0.1"
REGION = "eu-west-1"
_BIN = Path(sys.executable).parent
NAME = "testing"  #: both halves of the key that the servers take
SESSION = boto3.Session(aws_access_key_id=NAME, aws_secret_access_key=NAME, region_name=REGION)
ENVIRONMENT = {"AWS_ACCESS_KEY_ID": NAME, "AWS_SECRET_ACCESS_KEY": NAME}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, log: Path, **env: str) -> Iterator[str]:
    """Run *command* until it answers on *port*; yield its address; stop it at the end."""
    address = f"http://{HOST}:{port}"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **env}
        )
    try:
        _wait_for(address, process, log)
        yield address
    finally:
        process.kill()  # asked politely, moto takes its time, and nothing of it is kept
        process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    with urllib3.PoolManager(retries=False, timeout=2) as http:
        while time.monotonic() < until:
            if process.poll() is not None:
                break
            with contextlib.suppress(urllib3.exceptions.HTTPError):
                http.request("GET", address + "/")
                return
            time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} does not answer:\n{log.read_text(errors='replace')}")


def moto(folder: Path) -> contextlib.AbstractContextManager[str]:
    port = free_port()
    command = [str(_BIN / "moto_server"), "-H", HOST, "-p", str(port)]
    return running(command, port, folder / "moto.log")


def ministack(folder: Path) -> contextlib.AbstractContextManager[str]:
    port = free_port()
    command = [str(_BIN / "ministack")]
    env = {"BIND_HOST": HOST, "GATEWAY_PORT": str(port), "DATA_DIR": str(folder)}
    return running(command, port, folder / "ministack.log", **env)


def rclone(folder: Path) -> contextlib.AbstractContextManager[str]:
    """Serve a folder by a server that takes conditions and does not look at them."""
    port = free_port()
    (folder / "rclone").mkdir()
    command = [str(_BIN / "rclone"), "serve", "s3", "--addr", f"{HOST}:{port}"]
    command += ["--auth-key", "testing,testing", "--config", "", str(folder / "rclone")]
    return running(command, port, folder / "rclone.log")


def new_bucket(address: str, *, versioned: bool = True) -> str:
    """Make a bucket that nobody else uses; return its name."""
    client = plain_client(address)
    name = f"status-{uuid.uuid4().hex[:12]}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})  # type: ignore[typeddict-item]
    if versioned:
        client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def plain_client(address: str) -> S3Client:
    """Return a client for tests to look behind the scenes with."""
    return SESSION.client("s3", endpoint_url=address)


def open_store(address: str, bucket: str, **options: str) -> S3Store:
    """Return the store under test, as a project would open it."""
    given = {"bucket": bucket, "region": REGION, "endpoint_url": address, **options}
    told = msgspec.convert(given, S3Options)
    return S3Store(make_client(told, session=SESSION), told)
