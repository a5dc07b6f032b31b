"""Telling CDNs: CloudFront at real servers, Cloudflare and Fastly at one that acts as they do."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from statusgen import config
from statusgen.errors import StatusgenError
from statusgen.publish import cloudflare, cloudfront, fastly
from statusgen.publish.cdn import Purged, addresses, purge, purge_only
from statusgen.publish.cdn_http import open_http
from statusgen.publish.cloudfront import (
    LONGEST_PATH,
    PATHS_IN_PROGRESS,
    CloudFront,
    CloudFrontOptions,
    batches,
    check_paths,
    make_client,
)
from statusgen.publish.errors import PurgeError, TargetError
from statusgen.publish.opening import open_session
from statusgen.publish.plan import PURGE_EVERYTHING
from statusgen.publish.prepare import Choices
from statusgen.publish.record import Purge
from statusgen.publish.release import Outcome, publish
from statusgen.publish.target import Cdn
from tests.publish.proxy import proxy_to
from tests.publish.servers import SESSION, new_bucket, open_store
from tests.publish.web import Reply, Web, serving
from tests.publish.world import (
    NEW,
    OLD,
    Clock,
    FakeCdn,
    MemoryStore,
    make_ports,
    make_session,
    make_site,
)

SITE = "https://status.example/"
PLAIN = Choices()
UNSEEN = "must-not-be-seen"


# --- what is purged


def test_a_folders_page_is_known_by_two_addresses() -> None:
    assert addresses(SITE, ["index.html", "fr/index.html", "a b.html"]) == (
        "https://status.example/",
        "https://status.example/a%20b.html",
        "https://status.example/fr/",
        "https://status.example/fr/index.html",
        "https://status.example/index.html",
    )


def test_where_much_has_changed_one_wildcard_is_cheaper() -> None:
    store, cdn = MemoryStore(), FakeCdn()
    many = {f"incidents/{n}.html": b"version: 1\n" for n in range(PURGE_EVERYTHING + 1)}
    publish(make_session(store, cdn=cdn), make_site(OLD | many), PLAIN)
    changed = dict.fromkeys(many, b"version: 2\n")
    publish(make_session(store, cdn=cdn), make_site(OLD | changed), PLAIN)
    assert cdn.calls[-1][:2] == ((), SITE)


def test_a_busy_cdn_is_asked_again_and_then_left_for_later() -> None:
    clock = Clock()
    cdn = FakeCdn(TargetError("busy", passing=True))
    session = make_session(MemoryStore(), make_ports(clock), cdn=cdn)
    assert purge(session, Purge("r", ("index.html",))) == "busy"
    assert len(clock.slept) > 2


def test_only_the_purge_that_is_due_is_done() -> None:
    store, cdn = MemoryStore(), FakeCdn(PurgeError("no"))
    publish(make_session(store), make_site(OLD), PLAIN)
    publish(make_session(store, cdn=cdn), make_site(NEW), PLAIN)
    assert purge_only(make_session(store, cdn=cdn)) == Purged(due=True, error="no")
    cdn.fault = None
    assert purge_only(make_session(store, cdn=cdn)) == Purged(due=True)
    assert len(cdn.calls) == 1
    assert purge_only(make_session(store, cdn=cdn)) == Purged(due=False)
    assert len(cdn.calls) == 1


# --- CloudFront


@pytest.fixture(params=["moto", "ministack"])
def server(request: pytest.FixtureRequest) -> str:
    """Return each server that plays CloudFront."""
    address: str = request.getfixturevalue(f"{request.param}_address")
    return address


def new_distribution(address: str) -> str:
    origin: Any = {
        "Id": "site",
        "DomainName": "site.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    config: Any = {
        "CallerReference": uuid.uuid4().hex,
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "site",
            "ViewerProtocolPolicy": "redirect-to-https",
            "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
            "MinTTL": 0,
        },
    }
    client = SESSION.client("cloudfront", endpoint_url=address)
    return client.create_distribution(DistributionConfig=config)["Distribution"]["Id"]


def open_cloudfront(address: str, distribution: str) -> CloudFront:
    options = CloudFrontOptions(distribution=distribution, endpoint_url=address)
    return CloudFront(make_client(options, SESSION), distribution)


def invalidations(address: str, distribution: str) -> list[tuple[list[str], str]]:
    client = SESSION.client("cloudfront", endpoint_url=address)
    listed = client.list_invalidations(DistributionId=distribution)["InvalidationList"]
    found = []
    for item in listed.get("Items", []):
        got = client.get_invalidation(DistributionId=distribution, Id=item["Id"])
        batch = got["Invalidation"]["InvalidationBatch"]
        found.append((sorted(batch["Paths"]["Items"]), batch["CallerReference"]))
    return found


def test_an_invalidation_names_the_changed_paths(server: str) -> None:
    distribution = new_distribution(server)
    cdn = open_cloudfront(server, distribution)
    urls = addresses("https://status.example/", ["index.html", "incidents/a b.html"])
    cdn.purge(urls, everything="", reference="release-1")
    assert invalidations(server, distribution) == [
        (["/", "/incidents/a%20b.html", "/index.html"], "release-1")
    ]


def test_everything_is_one_wildcard_below_the_site(server: str) -> None:
    distribution = new_distribution(server)
    cdn = open_cloudfront(server, distribution)
    cdn.purge((), everything="https://example.com/status/", reference="release-1")
    assert invalidations(server, distribution) == [(["/status/*"], "release-1")]


def test_a_distribution_that_is_not_there_is_named(server: str) -> None:
    with pytest.raises(PurgeError, match="no CloudFront distribution 'E1234'"):
        open_cloudfront(server, "E1234").purge((SITE,), everything="", reference="r")


def test_bucket_and_cdn_together_take_k_and_five_requests(server: str) -> None:
    distribution = new_distribution(server)
    with proxy_to(server) as proxy:
        store = open_store(proxy.address, new_bucket(server))
        cdn = open_cloudfront(proxy.address, distribution)
        publish(make_session(store, cdn=cdn), make_site(OLD), PLAIN)
        proxy.reset()
        publish(make_session(store, cdn=cdn), make_site(NEW), PLAIN)
        k = len([path for path in NEW if OLD.get(path) != NEW[path]]) + 1
        assert len(proxy.seen) == k + 5
        proxy.reset()
        publish(make_session(store, cdn=cdn), make_site(NEW), PLAIN)
        assert len(proxy.seen) == 1
    [(paths, reference)] = invalidations(server, distribution)
    assert "/incidents/a.html" in paths
    assert make_site(NEW).id in reference


@pytest.mark.parametrize(
    ("paths", "problem"),
    [
        pytest.param(["index.html"], "must begin with a slash", id="no-slash"),
        pytest.param(["/a*b"], "may only end", id="wildcard-inside"),
        pytest.param(["/*/b"], "may only end", id="wildcard-folder"),
        pytest.param(["/" + "a" * LONGEST_PATH], "longer than 4000", id="too-long"),
        pytest.param(["/a b"], "not URL-encoded", id="a-space"),
        pytest.param(["/é"], "not URL-encoded", id="not-ascii"),
        pytest.param(["/100%"], "not URL-encoded", id="a-lone-percent"),
        pytest.param([f"/{n}*" for n in range(16)], "16 wildcards", id="too-many-wildcards"),
    ],
)
def test_what_cloudfront_would_not_take_is_not_sent(paths: list[str], problem: str) -> None:
    with pytest.raises(PurgeError, match=problem):
        check_paths(paths)


@pytest.mark.parametrize("path", ["/", "/*", "/a%20b.html", "/fr/index.html", "/a/b*", "/~x_(1)"])
def test_what_cloudfront_takes_is_sent(path: str) -> None:
    check_paths([path])


def test_no_invalidation_holds_more_paths_than_may_be_in_progress() -> None:
    parts = list(batches([f"/{n}" for n in range(2 * PATHS_IN_PROGRESS + 1)]))
    assert [len(part) for part in parts] == [PATHS_IN_PROGRESS, PATHS_IN_PROGRESS, 1]


# --- Cloudflare and Fastly


@pytest.fixture
def web() -> Iterator[Web]:
    """Return a server that says yes until it is told otherwise."""
    with serving(lambda _: Reply(body=b'{"success": true, "status": "ok"}')) as web:
        yield web


def open_cloudflare(web: Web) -> Cdn:
    options = cloudflare.CloudflareOptions(zone="z1", endpoint_url=web.address)
    return cloudflare.Cloudflare(options, UNSEEN, open_http("Cloudflare"))


def open_fastly(web: Web, **options: str) -> Cdn:
    told = fastly.FastlyOptions(endpoint_url=web.address, **options)
    return fastly.Fastly(told, UNSEEN, open_http("Fastly"))


OPEN: list[Any] = [
    pytest.param(open_cloudflare, id="cloudflare"),
    pytest.param(open_fastly, id="fastly"),
]


def test_cloudflare_is_told_a_hundred_addresses_at_a_time(web: Web) -> None:
    urls = tuple(f"{SITE}{n}.html" for n in range(205))
    open_cloudflare(web).purge(urls, everything="", reference="r")
    assert [asked.path for asked in web.asked] == ["/zones/z1/purge_cache"] * 3
    assert {asked.headers["authorization"] for asked in web.asked} == {f"Bearer {UNSEEN}"}
    told = [json.loads(asked.body)["files"] for asked in web.asked]
    assert [len(part) for part in told] == [100, 100, 5]
    assert [url for part in told for url in part] == list(urls)


@pytest.mark.parametrize(
    ("address", "body"),
    [
        pytest.param(SITE, {"hosts": ["status.example"]}, id="a-host"),
        pytest.param("https://a.example/s/", {"prefixes": ["a.example/s"]}, id="a-sub-path"),
    ],
)
def test_cloudflare_never_purges_more_than_the_site(
    web: Web, address: str, body: dict[str, list[str]]
) -> None:
    open_cloudflare(web).purge((), everything=address, reference="r")
    assert json.loads(web.asked[0].body) == body


def test_fastly_purges_an_address_softly(web: Web) -> None:
    open_fastly(web).purge((SITE, SITE + "a%20b.html"), everything="", reference="r")
    assert [(a.method, a.path) for a in web.asked] == [
        ("POST", "/purge/status.example/"),
        ("POST", "/purge/status.example/a%20b.html"),
    ]
    assert {a.headers["fastly-soft-purge"] for a in web.asked} == {"1"}
    assert {a.headers["fastly-key"] for a in web.asked} == {UNSEEN}


def test_fastly_purges_by_key_with_one_request(web: Web) -> None:
    urls = tuple(f"{SITE}{n}.html" for n in range(50))
    open_fastly(web, service="s1", key="status site").purge(urls, everything="", reference="r")
    [asked] = web.asked
    assert asked.path == "/service/s1/purge"
    assert json.loads(asked.body) == {"surrogate_keys": ["status", "site"]}


def test_fastly_purges_the_whole_service_hard_as_it_must(web: Web) -> None:
    open_fastly(web, service="s1").purge((), everything=SITE, reference="r")
    [asked] = web.asked
    assert asked.path == "/service/s1/purge_all"
    assert "fastly-soft-purge" not in asked.headers


def test_fastly_says_what_it_needs_to_purge_everything(web: Web) -> None:
    with pytest.raises(PurgeError, match="whole service"):
        open_fastly(web).purge((), everything=SITE, reference="r")
    assert web.asked == []


@pytest.mark.parametrize("open_cdn", OPEN)
@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_refused_is_not_shown(
    web: Web, open_cdn: Callable[[Web], Cdn], status: int
) -> None:
    body = json.dumps(
        {
            "success": False,
            "errors": [{"code": 10000, "message": f"bad {UNSEEN}"}],
            "msg": "Provided credentials are missing or invalid",
        }
    )
    web.answer = lambda _: Reply(status, body=body.encode())
    with pytest.raises(PurgeError, match="does not accept the token") as caught:
        open_cdn(web).purge((SITE,), everything="", reference="r")
    assert UNSEEN not in str(caught.value) + caught.value.hint


@pytest.mark.parametrize(
    ("options", "variable"),
    [
        pytest.param({"type": "cloudflare", "zone": "z1"}, "CLOUDFLARE_API_TOKEN", id="cloudflare"),
        pytest.param({"type": "fastly"}, "FASTLY_API_TOKEN", id="fastly"),
    ],
)
def test_without_a_token_nothing_is_purged_and_the_rest_goes_on(
    options: dict[str, str], variable: str, tmp_path: Path
) -> None:
    kind, *more = options.items()
    told = config.Target(
        name="primary",
        type="directory",
        options={"path": "live"},
        url=SITE,
        cdn=config.Cdn(type=kind[1], options=dict(more)),
    )
    site = config.Config(name="Shop", url=SITE, components=())
    for files in (OLD, NEW):
        session = open_session(told, site, tmp_path, make_ports(), seconds=60)
        done = publish(session, make_site(files), PLAIN)
        assert done.outcome is Outcome.PUBLISHED
    assert "no token" in done.purge_error
    assert f"set the environment variable {variable}" in done.purge_error


@pytest.mark.parametrize("open_cdn", OPEN)
def test_a_rate_limit_passes(web: Web, open_cdn: Callable[[Web], Cdn]) -> None:
    web.answer = lambda _: Reply(429, {"Retry-After": "7"}, b"{}")
    with pytest.raises(TargetError) as caught:
        open_cdn(web).purge((SITE,), everything="", reference="r")
    assert (caught.value.passing, caught.value.wait) == (True, 7.0)


@pytest.mark.parametrize("open_cdn", OPEN)
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_error_passes(web: Web, open_cdn: Callable[[Web], Cdn], status: int) -> None:
    web.answer = lambda _: Reply(status, body=b"<html>no</html>")
    with pytest.raises(TargetError) as caught:
        open_cdn(web).purge((SITE,), everything="", reference="r")
    assert caught.value.passing


@pytest.mark.parametrize("open_cdn", OPEN)
def test_an_answer_that_is_cut_off_passes(web: Web, open_cdn: Callable[[Web], Cdn]) -> None:
    web.answer = lambda _: Reply(body=b'{"success"', promised=100)
    with pytest.raises(TargetError) as caught:
        open_cdn(web).purge((SITE,), everything="", reference="r")
    assert caught.value.passing


def test_cloudflare_saying_no_with_200_is_a_no(web: Web) -> None:
    web.answer = lambda _: Reply(body=b'{"success": false, "errors": [{"code": 1012}]}')
    with pytest.raises(PurgeError, match="error 1012"):
        open_cloudflare(web).purge((SITE,), everything="", reference="r")


@pytest.mark.parametrize("open_cdn", OPEN)
def test_a_zone_or_service_that_is_not_there_is_no_success(
    web: Web, open_cdn: Callable[[Web], Cdn]
) -> None:
    web.answer = lambda _: Reply(404, body=b'{"msg": "Record not found", "errors": []}')
    with pytest.raises(PurgeError, match="refused the purge"):
        open_cdn(web).purge((SITE,), everything="", reference="r")


def test_a_cdn_that_is_down_passes() -> None:
    options = cloudflare.CloudflareOptions(zone="z", endpoint_url="http://127.0.0.1:9")
    with pytest.raises(TargetError) as caught:
        cloudflare.Cloudflare(options, UNSEEN, open_http("Cloudflare")).purge(
            (SITE,), everything="", reference="r"
        )
    assert caught.value.passing


@pytest.mark.parametrize("module", [cloudflare, fastly, cloudfront], ids=lambda m: m.__name__)
def test_an_option_that_does_not_exist_is_an_error(module: Any) -> None:
    with pytest.raises(StatusgenError, match="nonsense"):
        module.open_cdn({"nonsense": "x", "zone": "z", "distribution": "d"})


def test_a_key_needs_its_service(web: Web) -> None:
    with pytest.raises(PurgeError, match="needs service"):
        open_fastly(web, key="status")
