"""What S3 services answer when they will not, and what a person is told then."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

import boto3
import msgspec
import pytest

from statusgen.publish.errors import ConditionError, NotSupportedError, TargetError
from statusgen.publish.record import HEAD_KEY
from statusgen.publish.s3 import S3Options, S3Store, make_client
from statusgen.publish.target import Headers, Special
from tests.publish.servers import REGION, open_store
from tests.publish.web import Asked, Reply, Web, serving
from tests.publish.world import etag_of

PAGE = Headers("text/html", "no-store")
KEY_ID, UNSEEN = "AKIAEXAMPLE", "must-not-be-seen"
SESSION = boto3.Session(aws_access_key_id=KEY_ID, aws_secret_access_key=UNSEEN, region_name=REGION)


def error(code: str, message: str = "", **more: str) -> bytes:
    """Return an answer's body, with all that some services repeat in it."""
    extra = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return (
        f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message>{extra}"
        f"<AWSAccessKeyId>{KEY_ID}</AWSAccessKeyId><StringToSign>{UNSEEN}</StringToSign></Error>"
    ).encode()


@pytest.fixture
def web() -> Iterator[Web]:
    with serving(lambda _: Reply(200)) as web:
        yield web


def store_at(address: str, **options: str) -> S3Store:
    given = {"bucket": "status", "region": REGION, "endpoint_url": address, **options}
    told = msgspec.convert(given, S3Options)
    return S3Store(make_client(told, session=SESSION), told)


def put(store: S3Store) -> object:
    return store.put("index.html", b"x", PAGE, expect=Special.ABSENT)


def get(store: S3Store) -> object:
    return store.get(HEAD_KEY)


FINAL = [
    pytest.param(
        put,
        Reply(403, body=error("AccessDenied", "Access Denied")),
        ["not allowed: s3:PutObject on 'status'"],
        id="denied-to-write",
    ),
    pytest.param(
        put,
        Reply(
            403,
            body=error(
                "AccessDenied",
                "User: arn:aws:iam::1:user/x is not authorized to perform: "
                "kms:GenerateDataKey on resource: arn:aws:kms:::key/1",
            ),
        ),
        ["not allowed: kms:GenerateDataKey"],
        id="denied-what-it-names",
    ),
    pytest.param(
        get,
        Reply(403, body=error("AccessDenied")),
        ["s3:GetObject", "s3:ListBucket"],
        id="denied-to-read",
    ),
    pytest.param(
        get, Reply(404, body=error("NoSuchBucket")), ["no bucket 'status'"], id="no-bucket"
    ),
    pytest.param(
        put,
        Reply(301, body=error("PermanentRedirect", Region="us-west-2")),
        ["not in this region ('eu-west-1')", "region: us-west-2"],
        id="wrong-region",
    ),
    pytest.param(
        put,
        Reply(400, body=error("AuthorizationHeaderMalformed", Region="us-west-2")),
        ["not in this region", "region: us-west-2"],
        id="wrong-region-in-the-signature",
    ),
    pytest.param(
        put,
        Reply(403, body=error("InvalidAccessKeyId")),
        ["does not know this access key", "AWS_ACCESS_KEY_ID"],
        id="unknown-key",
    ),
    pytest.param(
        put, Reply(403, body=error("SignatureDoesNotMatch")), ["secret key"], id="wrong-secret"
    ),
    pytest.param(put, Reply(400, body=error("ExpiredToken")), ["have expired"], id="expired"),
    pytest.param(
        put, Reply(403, body=error("RequestTimeTooSkewed")), ["clock is wrong"], id="clock-skew"
    ),
    pytest.param(
        put, Reply(507, body=error("XMinioStorageFull")), ["no room left"], id="full-disk"
    ),
    pytest.param(put, Reply(403, body=error("QuotaExceeded")), ["no room left"], id="quota"),
    pytest.param(
        put, Reply(400, body=error("EntityTooLarge")), ["refused", "EntityTooLarge"], id="unknown"
    ),
]


@pytest.mark.parametrize(("action", "reply", "said"), FINAL)
def test_a_refusal_says_what_to_do_and_no_secret(
    web: Web, action: Callable[[S3Store], object], reply: Reply, said: list[str]
) -> None:
    web.answer = lambda _: reply
    with pytest.raises(TargetError) as caught:
        action(store_at(web.address))
    told = f"{caught.value} {caught.value.hint}"
    assert not caught.value.passing
    assert [words for words in said if words not in told] == []
    assert KEY_ID not in told
    assert UNSEEN not in told


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(500, body=error("InternalError")), id="500"),
        pytest.param(Reply(503, body=error("SlowDown")), id="slow-down"),
        pytest.param(Reply(503, body=b"<html>bad gateway</html>"), id="503-from-a-proxy"),
        pytest.param(Reply(502, body=b""), id="502"),
        pytest.param(Reply(429, body=error("TooManyRequests")), id="429"),
        pytest.param(Reply(409, body=error("ConditionalRequestConflict")), id="409"),
        pytest.param(Reply(400, body=error("RequestTimeout")), id="request-timeout"),
    ],
)
@pytest.mark.parametrize("action", [put, get])
def test_what_passes_may_be_tried_again(
    web: Web, reply: Reply, action: Callable[[S3Store], object]
) -> None:
    web.answer = lambda _: reply
    with pytest.raises(TargetError) as caught:
        action(store_at(web.address))
    assert caught.value.passing
    assert len(web.asked) == 1, "trying again is not the client's business"


def test_an_object_that_is_cut_off_may_be_fetched_again(web: Web) -> None:
    web.answer = lambda _: Reply(200, {"ETag": '"x"'}, b"half", promised=8)
    with pytest.raises(TargetError) as caught:
        get(store_at(web.address))
    assert caught.value.passing


def test_the_time_to_wait_is_heard(web: Web) -> None:
    web.answer = lambda _: Reply(503, {"Retry-After": "4"}, error("SlowDown"))
    with pytest.raises(TargetError) as caught:
        put(store_at(web.address))
    assert caught.value.wait == 4.0


def test_a_service_that_is_not_there_passes() -> None:
    with pytest.raises(TargetError, match=r"no whole answer from http://127\.0\.0\.1:9") as caught:
        get(store_at("http://127.0.0.1:9"))
    assert caught.value.passing


@pytest.mark.parametrize("status", [501])
def test_a_service_that_has_no_conditions_says_so(web: Web, status: int) -> None:
    web.answer = lambda _: Reply(status, body=error("NotImplemented"))
    with pytest.raises(NotSupportedError):
        put(store_at(web.address))


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(412, body=error("PreconditionFailed")), id="another-object"),
        pytest.param(Reply(404, body=error("NoSuchKey")), id="no-object"),
    ],
)
def test_a_condition_that_does_not_hold_is_no_fault(web: Web, reply: Reply) -> None:
    web.answer = lambda _: reply
    with pytest.raises(ConditionError):
        store_at(web.address).put("index.html", b"x", PAGE, expect="0" * 32)


def test_ceph_wants_the_etag_without_its_quotes_and_that_is_remembered(web: Web) -> None:
    etag = "0" * 32

    def ceph(asked: Asked) -> Reply:
        if asked.method == "HEAD":
            return Reply(200, {"ETag": f'"{etag}"'})
        refused = asked.headers["if-match"] != etag
        return (
            Reply(412, body=error("PreconditionFailed"))
            if refused
            else Reply(200, {"ETag": f'"{etag}"'})
        )

    web.answer = ceph
    store = store_at(web.address)
    store.put("index.html", b"x", PAGE, expect=etag)
    assert [asked.method for asked in web.asked] == ["PUT", "HEAD", "PUT"]
    assert store.quirks.bare_etags
    store.put("index.html", b"y", PAGE, expect=etag)
    assert len(web.asked) == 4


def test_every_write_carries_a_digest_that_old_services_check(web: Web) -> None:
    web.answer = lambda _: Reply(200, {"ETag": '"x"'})
    put(store_at(web.address))
    [asked] = web.asked
    assert base64.b64decode(asked.headers["content-md5"]).hex() == etag_of(b"x")
    assert not [name for name in asked.headers if name.startswith("x-amz-checksum")]
    assert "aws-chunked" not in asked.headers.get("content-encoding", "")


def test_a_removal_carries_it_too(web: Web) -> None:
    web.answer = lambda _: Reply(200, body=b"<?xml version='1.0'?><DeleteResult/>")
    store_at(web.address).delete(["a.html"])
    [asked] = web.asked
    assert base64.b64decode(asked.headers["content-md5"]).hex() == etag_of(asked.body)


def test_removals_that_failed_are_told_one_by_one(web: Web) -> None:
    body = (
        b"<?xml version='1.0'?><DeleteResult><Error><Key>site/b.html</Key>"
        b"<Code>AccessDenied</Code></Error></DeleteResult>"
    )
    web.answer = lambda _: Reply(200, body=body)
    store = store_at(web.address, prefix="site")
    assert store.delete(["a.html", "b.html"]) == {"b.html": "AccessDenied"}


def test_a_thousand_removals_are_one_request(web: Web) -> None:
    web.answer = lambda _: Reply(200, body=b"<?xml version='1.0'?><DeleteResult/>")
    store_at(web.address).delete(f"{n}.html" for n in range(1001))
    assert len(web.asked) == 2


def test_a_missing_bucket_at_a_real_server_is_named(moto_address: str) -> None:
    with pytest.raises(TargetError, match="there is no bucket 'no-such-bucket'"):
        open_store(moto_address, "no-such-bucket").get("index.html")


def test_a_listing_is_read_to_its_last_page(web: Web) -> None:
    def pages(asked: Asked) -> Reply:
        last = "continuation-token" in asked.path
        more = "" if last else "<NextContinuationToken>t</NextContinuationToken>"
        name = "b.html" if last else "a.html"
        body = (
            f"<?xml version='1.0'?><ListBucketResult><IsTruncated>{str(not last).lower()}"
            f'</IsTruncated>{more}<Contents><Key>{name}</Key><ETag>"x"</ETag><Size>1</Size>'
            "</Contents></ListBucketResult>"
        )
        return Reply(200, body=body.encode())

    web.answer = pages
    assert [key for key, _ in store_at(web.address).list()] == ["a.html", "b.html"]
