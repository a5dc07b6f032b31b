"""Looking at a release through its public address, as a reader does."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

import brotli
import pytest

from statusgen.publish.fetching import open_fetch
from statusgen.publish.site import Site, Want, wants_of
from statusgen.publish.verify import Verification, checks_of, sample, verify
from tests.publish.web import Asked, Reply, Web, serving
from tests.publish.world import (
    NEW,
    OLD,
    TYPES,
    Clock,
    MemoryStore,
    make_ports,
    make_session,
    make_site,
)

GOOD = {
    "Cache-Control": "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'",
    "Access-Control-Allow-Origin": "*",
}


def answers(files: dict[str, bytes]) -> Callable[[Asked], Reply]:
    """Return a web server's answers for *files*, all in order."""

    def answer(asked: Asked) -> Reply:
        path = unquote(asked.path.lstrip("/")) or "index.html"
        if path not in files:
            return Reply(404, body=b"not found")
        headers = dict(GOOD)
        headers["Content-Type"] = TYPES.get(path.rpartition(".")[2], "application/octet-stream")
        if path.startswith("assets/"):
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return Reply(200, headers, files[path])

    return answer


@pytest.fixture
def web() -> Iterator[Web]:
    """Return a web server that has NEW."""
    with serving(answers(NEW)) as web:
        yield web


def look_at(web: Web, *, wait: float = 0, clock: Clock | None = None) -> Verification:
    """Compare what *web* answers with NEW."""
    session = make_session(MemoryStore(), make_ports(clock), workers=4)
    wants = wants_of(make_site(NEW).files, encoding="none")
    session = replace(session, address=web.address + "/")
    return verify(session, checks_of(wants, wants), open_fetch(), wait=wait)


def spoiled(web: Web, path: str, spoil: Callable[[Reply], Reply]) -> None:
    """Have the answer for *path* spoiled."""
    good = web.answer
    web.answer = lambda asked: spoil(good(asked)) if asked.path == f"/{path}" else good(asked)


def with_header(name: str, value: str | None) -> Callable[[Reply], Reply]:
    def spoil(reply: Reply) -> Reply:
        headers = {n: v for n, v in reply.headers.items() if n != name}
        return Reply(reply.status, headers | ({name: value} if value else {}), reply.body)

    return spoil


def test_what_is_right_is_right(web: Web) -> None:
    found = look_at(web)
    assert (found.right, found.checked, found.wrong, found.advice) == (True, len(NEW), {}, ())


@pytest.mark.parametrize(
    ("spoil", "wrong"),
    [
        pytest.param(lambda _: Reply(404), "the answer is 404", id="not-there"),
        pytest.param(lambda _: Reply(503), "the answer is 503", id="down"),
        pytest.param(lambda _: Reply(301, {"Location": "/"}), "the answer is 301", id="moved"),
        pytest.param(
            lambda r: Reply(200, r.headers, OLD["feed.atom"]), "other bytes", id="the-old-one"
        ),
        pytest.param(
            lambda r: Reply(200, r.headers, r.body[:5], promised=500), "no whole answer", id="cut"
        ),
        pytest.param(with_header("Content-Type", "text/plain"), "media type is", id="type"),
        pytest.param(with_header("Content-Type", None), "media type is none", id="no-type"),
    ],
)
def test_what_readers_must_not_get_is_found(
    web: Web, spoil: Callable[[Reply], Reply], wrong: str
) -> None:
    spoiled(web, "feed.atom", spoil)
    found = look_at(web)
    assert list(found.wrong) == ["feed.atom"]
    assert wrong in found.wrong["feed.atom"]


@pytest.mark.parametrize(
    ("path", "name", "value", "advice"),
    [
        pytest.param(
            "index.html", "Cache-Control", "no-cache", "not 'public, max-age=30", id="cache"
        ),
        pytest.param("index.html", "X-Content-Type-Options", None, "x-content-type", id="nosniff"),
        pytest.param("index.html", "Content-Security-Policy", None, "content-security", id="csp"),
        pytest.param(
            "feed.atom", "Access-Control-Allow-Origin", None, "other sites cannot", id="cors"
        ),
    ],
)
def test_headers_that_are_missing_are_advice(
    web: Web, path: str, name: str, value: str | None, advice: str
) -> None:
    spoiled(web, path, with_header(name, value))
    found = look_at(web)
    assert found.right
    assert len(found.advice) == 1
    assert advice in found.advice[0]


@pytest.mark.parametrize(
    ("reply", "advice"),
    [
        pytest.param(Reply(404), "the answer is 404", id="nothing"),
        pytest.param(Reply(200, body=b"a list of files"), "other bytes", id="something-else"),
        pytest.param(Reply(301, {"Location": "/index.html"}), None, id="a-redirect"),
    ],
)
def test_an_address_that_alone_shows_no_front_page_is_advice(
    web: Web, reply: Reply, advice: str | None
) -> None:
    spoiled(web, "", lambda _: reply)
    found = look_at(web)
    assert found.right
    assert [advice in line for line in found.advice if advice] == [True] * bool(advice)


def test_advice_for_several_kinds_of_files_is_given_once(web: Web) -> None:
    for path in ("index.html", "feed.atom"):
        spoiled(web, path, with_header("Referrer-Policy", None))
    assert look_at(web).advice == ("there is no referrer-policy: .atom, .html",)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [pytest.param("gzip", gzip.compress, id="gzip"), pytest.param("br", brotli.compress, id="br")],
)
def test_it_reads_what_a_cdn_compressed(
    web: Web, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    spoiled(
        web,
        "index.html",
        lambda r: Reply(200, {**r.headers, "Content-Encoding": encoding}, pack(r.body)),
    )
    assert look_at(web).right


def test_a_cache_that_turns_within_its_time_is_waited_for(web: Web) -> None:
    clock = Clock()
    turn = clock.at + timedelta(seconds=30)
    new, old = answers(NEW), answers(NEW | {"feed.atom": OLD["feed.atom"]})

    def answer(asked: Asked) -> Reply:
        return new(asked) if clock.at >= turn else old(asked)

    web.answer = answer
    found = look_at(web, wait=60, clock=clock)
    assert found.right
    assert 30 <= found.seconds < 60


def test_it_does_not_wait_for_ever(web: Web) -> None:
    clock = Clock()
    spoiled(web, "feed.atom", lambda _: Reply(404))
    found = look_at(web, wait=60, clock=clock)
    assert not found.right
    assert sum(clock.slept) <= 60
    asked = [asked.path for asked in web.asked]
    assert asked.count("/index.html") == 1, "what is right is not fetched again"


def test_whoever_wants_no_more_of_it_does_not_wait_for_caches(web: Web) -> None:
    spoiled(web, "feed.atom", lambda _: Reply(404))
    clock = Clock()
    ports = make_ports(clock)
    ports.stop.set()
    session = replace(make_session(MemoryStore(), ports), address=web.address + "/")
    checks = checks_of(wants_for(make_site(NEW)), NEW)
    assert not verify(session, checks, open_fetch(), wait=600).right
    assert len(clock.slept) == 1


def test_where_nobody_answers_there_is_nothing_to_wait_for() -> None:
    clock = Clock()
    session = replace(
        make_session(MemoryStore(), make_ports(clock), workers=4), address="http://127.0.0.1:9/"
    )
    wants = wants_of(make_site(NEW).files, encoding="none")
    found = verify(session, checks_of(wants, wants), open_fetch(), wait=600)
    assert len(found.wrong) == len(NEW)
    assert sum(clock.slept) < 10


def wants_for(site: Site) -> dict[str, Want]:
    return wants_of(site.files, encoding="none")


def test_a_sample_has_the_front_page_and_pages_from_all_over() -> None:
    many = NEW | {f"incidents/{n:04}.html": b"version: 1\n" for n in range(1000)}
    paths = sample(wants_for(make_site(many)), 40)
    assert len(set(paths)) == 40
    assert {"index.html", "feed.atom", "api/v2/summary.json"} <= set(paths)
    pages = sorted(path for path in paths if path.startswith("incidents/0"))
    assert pages[0] < "incidents/0200.html"
    assert pages[-1] > "incidents/0800.html"


def test_a_small_site_is_looked_at_whole() -> None:
    wants = wants_for(make_site(NEW))
    assert set(sample(wants)) == set(wants)


def test_what_is_not_of_the_site_is_not_looked_for() -> None:
    wants = wants_for(make_site(NEW))
    assert checks_of(wants, ["release.json", "index.html"]) == checks_of(wants, ["index.html"])
