"""The real targets: a folder, and buckets on a real server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from statusgen.config import Target
from statusgen.doctor.places import MOST_PAGES, RealPlaces, built_pages
from statusgen.errors import StatusgenError
from statusgen.publish.opening import open_session, real_ports
from statusgen.publish.permissions import Feature, policy
from statusgen.publish.s3 import S3Options, S3Store, make_client
from statusgen.publish.s3_errors import ACTIONS
from tests.doctor.world import config_of
from tests.publish.servers import REGION, SESSION, new_bucket, plain_client
from tests.publish.world import make_session

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FOLDER = Target(name="local", type="directory", options={"path": "published"})


def places(root: Path) -> RealPlaces:
    ports = real_ports(lambda _: None)
    return RealPlaces(
        lambda target: open_session(target, config_of(target), root, ports, seconds=20)
    )


def test_a_folder_is_written_to_and_left_as_it_was(tmp_path: Path) -> None:
    places(tmp_path).probe(FOLDER)
    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert [name for name in left if name != "lock"] == []
    assert places(tmp_path).live(FOLDER) is None
    assert places(tmp_path).versioned(FOLDER) is None


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "published").write_text("a file, where the folder should be")
    with pytest.raises(StatusgenError):
        places(tmp_path).probe(FOLDER)


def test_a_damaged_record_is_said(tmp_path: Path) -> None:
    (tmp_path / "published" / "_statusgen").mkdir(parents=True)
    (tmp_path / "published" / "_statusgen" / "record").write_bytes(b"statusgen record 1 ...")
    with pytest.raises(StatusgenError, match="damaged"):
        places(tmp_path).live(FOLDER)


class Bucket:
    """A bucket on a real server, and what is asked of that."""

    def __init__(self, address: str, *, versioned: bool = True, **options: str) -> None:
        self.name = new_bucket(address, versioned=versioned)
        told = {"bucket": self.name, "region": REGION, "endpoint_url": address, **options}
        self.target = Target(name="bucket", type="s3", options=told)
        self.called: set[str] = set()
        self.places = RealPlaces(lambda _: make_session(self._store()), self._client)

    def _client(self, options: S3Options) -> S3Client:
        client = make_client(options, session=SESSION)
        client.meta.events.register("provide-client-params.s3", self._hear)
        return client

    def _store(self) -> S3Store:
        options = msgspec.convert(dict(self.target.options), S3Options)
        return S3Store(self._client(options), options)

    def _hear(self, model: Any, **_: Any) -> None:
        self.called.add(ACTIONS[model.name])


def granted(*features: Feature) -> set[str]:
    bucket = Target(name="p", type="s3", options={"bucket": "b"})
    return {action for one in policy([bucket], features)["Statement"] for action in one["Action"]}


@pytest.mark.parametrize("versioned", [True, False], ids=["with-versions", "without"])
def test_a_bucket_says_whether_it_keeps_versions(bucket_server: str, versioned: bool) -> None:
    bucket = Bucket(bucket_server, versioned=versioned)
    assert bucket.places.versioned(bucket.target) is versioned


def test_copies_are_as_good_as_versions(bucket_server: str) -> None:
    bucket = Bucket(bucket_server, versioned=False, keep="copies")
    assert bucket.places.versioned(bucket.target) is True


def test_a_bucket_is_written_to_and_left_as_it_was(bucket_server: str) -> None:
    bucket = Bucket(bucket_server)
    bucket.places.probe(bucket.target)
    listed = plain_client(bucket_server).list_objects_v2(Bucket=bucket.name)
    assert listed["KeyCount"] == 0


def test_looking_needs_what_its_policy_grants_and_the_probe_what_a_publisher_has(
    bucket_server: str,
) -> None:
    bucket = Bucket(bucket_server)
    assert bucket.places.live(bucket.target) is None
    bucket.places.versioned(bucket.target)
    # Without leave to list, S3 calls a record that is not there a forbidden one.
    assert bucket.called | {"s3:ListBucket"} == granted(Feature.DOCTOR)
    bucket.called.clear()
    bucket.places.probe(bucket.target)
    assert bucket.called <= granted(Feature.PUBLISH)


def test_questions_without_a_prefix_are_answered_below_one_too() -> None:
    below = Target(name="p", type="s3", options={"bucket": "b", "prefix": "x"})
    conditions = [one.get("Condition") for one in policy([below], [Feature.DOCTOR])["Statement"]]
    assert conditions == [None, {"StringLikeIfExists": {"s3:prefix": "x/*"}}]


def test_looking_as_a_reader_does_needs_nobodys_leave() -> None:
    assert granted(Feature.VERIFY) == set()


def test_built_pages_are_all_at_the_top_and_some_of_the_many(tmp_path: Path) -> None:
    (tmp_path / "incidents").mkdir()
    for number in range(3 * MOST_PAGES):
        (tmp_path / "incidents" / f"{number:04}.html").write_bytes(b"x")
    for name in ("index.html", "about.html", "style.css"):
        (tmp_path / name).write_bytes(b"x")
    paths = [path for path, _ in built_pages(tmp_path)]
    assert {"index.html", "about.html"} <= set(paths)
    assert "style.css" not in paths
    assert MOST_PAGES // 2 < len(paths) <= MOST_PAGES + 2


def test_where_nothing_is_built_there_are_no_pages(tmp_path: Path) -> None:
    assert list(built_pages(tmp_path / "site")) == []
