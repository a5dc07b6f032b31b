"""What a publish does at one target, when all goes well and when it is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from statusgen.publish.errors import (
    ConflictError,
    PublishError,
    PurgeError,
    RemovalsError,
    StaleSourceError,
)
from statusgen.publish.plan import GRACE, Reason
from statusgen.publish.prepare import Choices, prepare
from statusgen.publish.record import HEAD_KEY, STAMP_KEY, Head, decode
from statusgen.publish.release import Outcome, publish
from statusgen.publish.rollback import rollback
from tests.publish.world import (
    HOUR,
    MINUTE,
    NEW,
    OLD,
    OTHER,
    SECOND,
    TEN,
    Clock,
    FakeCdn,
    Killed,
    MemoryStore,
    etag_of,
    here_but_dead,
    make_ports,
    make_session,
    make_site,
    public,
)

PLAIN = Choices()


def head_of(store: MemoryStore) -> Head:
    return decode(store.objects[HEAD_KEY][0], Head)


def changed(old: dict[str, bytes], new: dict[str, bytes]) -> set[str]:
    return {path for path in new if old.get(path) != new[path]}


@pytest.fixture
def store() -> MemoryStore:
    """Return a store that holds OLD."""
    store = MemoryStore()
    publish(make_session(store), make_site(OLD), PLAIN)
    store.log.clear()
    return store


def test_a_first_publish_puts_everything_there() -> None:
    store = MemoryStore()
    done = publish(make_session(store), make_site(OLD), PLAIN)
    assert done.outcome is Outcome.PUBLISHED
    assert public(store) == OLD
    assert {upload.reason for upload in done.plan.uploads} == {Reason.NEW}
    assert json.loads(store.objects[STAMP_KEY][0]) == {
        "id": make_site(OLD).id,
        "time": "2026-11-23T10:00:00Z",
    }


def test_nothing_changed_costs_one_request(store: MemoryStore) -> None:
    done = publish(make_session(store), make_site(OLD), PLAIN)
    assert done.outcome is Outcome.UNCHANGED
    assert store.log == [("get", HEAD_KEY)]


def test_k_changed_files_cost_k_and_three_requests(store: MemoryStore) -> None:
    done = publish(make_session(store), make_site(NEW), PLAIN)
    k = len(changed(OLD, NEW)) + 1  # and release.json
    assert len(done.plan.uploads) == k
    assert len(store.log) == k + 3


def test_a_cdn_costs_two_requests_more(store: MemoryStore) -> None:
    cdn = FakeCdn()
    publish(make_session(store, cdn=cdn), make_site(NEW), PLAIN)
    k = len(changed(OLD, NEW)) + 1
    assert len(store.log) + len(cdn.calls) == k + 5


def test_the_parts_come_in_an_order_that_is_safe_for_readers(store: MemoryStore) -> None:
    publish(make_session(store), make_site(NEW), PLAIN)
    written = [key for name, key in store.log if name == "put"]
    assert written == [
        HEAD_KEY,
        "assets/style.2.css",
        "incidents/c.html",
        "404.html",
        "incidents/a.html",
        "incidents/b.html",
        "api/v2/summary.json",
        "feed.atom",
        "history/2026-11.html",
        "index.html",
        STAMP_KEY,
        HEAD_KEY,
    ]


def test_only_what_was_overwritten_is_purged(store: MemoryStore) -> None:
    cdn = FakeCdn()
    publish(make_session(store, cdn=cdn), make_site(NEW), PLAIN)
    [(urls, everything, _)] = cdn.calls
    assert everything == ""
    assert "https://status.example/incidents/c.html" not in urls
    assert {"https://status.example/", "https://status.example/index.html"} <= set(urls)
    assert head_of(store).purge is None


def test_what_nothing_points_at_any_more_goes_after_the_grace_period(store: MemoryStore) -> None:
    clock = Clock()
    session = make_session(store, make_ports(clock), patience=10**6)
    publish(session, make_site(NEW), PLAIN)
    assert "incidents/gone.html" in store.objects
    clock.at += GRACE - SECOND
    assert publish(session, make_site(NEW), PLAIN).outcome is Outcome.UNCHANGED
    clock.at += SECOND
    done = publish(session, make_site(NEW), PLAIN)
    assert done.plan.removals == ("assets/style.1.css", "incidents/gone.html")
    assert public(store) == NEW
    store.log.clear()
    assert publish(session, make_site(NEW), PLAIN).outcome is Outcome.UNCHANGED
    assert len(store.log) == 1


def test_a_file_that_comes_back_is_not_removed(store: MemoryStore) -> None:
    clock = Clock()
    session = make_session(store, make_ports(clock), patience=10**6)
    publish(session, make_site(NEW), PLAIN)
    publish(session, make_site(OLD), PLAIN)
    clock.at += 2 * GRACE
    publish(session, make_site(OLD), PLAIN)
    assert public(store) == OLD


def test_without_grace_a_removal_is_part_of_the_release(store: MemoryStore) -> None:
    cdn = FakeCdn()
    publish(make_session(store, cdn=cdn), make_site(NEW), Choices(grace=timedelta(0)))
    assert public(store) == NEW
    assert "https://status.example/incidents/gone.html" in cdn.calls[0][0]


def test_headers_that_change_are_a_reason(store: MemoryStore) -> None:
    files = OLD | {"robots.txt": b"x" * 2000}
    publish(make_session(store), make_site(files), PLAIN)
    done = publish(make_session(store, encoding="gzip"), make_site(files), PLAIN)
    # The others are too small to be worth an encoding.
    assert [(u.path, u.reason) for u in done.plan.uploads[:-1]] == []
    files = OLD | {"index.html": OLD["index.html"] + b"x" * 2000}
    publish(make_session(store), make_site(files), PLAIN)
    done = publish(make_session(store, encoding="gzip"), make_site(files), PLAIN)
    assert [(u.path, u.reason) for u in done.plan.uploads[:-1]] == [("index.html", Reason.HEADERS)]


def test_a_dry_run_writes_nothing(store: MemoryStore) -> None:
    prepared = prepare(make_session(store), make_site(NEW), PLAIN)
    assert {u.path for u in prepared.plan.uploads} == changed(OLD, NEW)
    assert {name for name, _ in store.log} == {"get"}


def test_removing_too_much_refuses_the_whole_publish() -> None:
    store = MemoryStore()
    many = OLD | {f"incidents/{n}.html": b"version: 1\n" for n in range(30)}
    publish(make_session(store), make_site(many), PLAIN)
    before = dict(store.objects)
    with pytest.raises(RemovalsError, match="30 of 40 files"):
        publish(make_session(store), make_site(OLD), PLAIN)
    assert store.objects == before
    publish(make_session(store), make_site(OLD), Choices(allow_removals=True))
    assert head_of(store).live.files == len(OLD)  # type: ignore[union-attr]


def test_older_content_needs_force(store: MemoryStore) -> None:
    before = dict(store.objects)
    stale = make_site(OTHER, revision=TEN - SECOND)
    with pytest.raises(StaleSourceError, match="older than what is live"):
        publish(make_session(store), stale, PLAIN)
    assert store.objects == before
    assert publish(make_session(store), stale, Choices(force=True)).outcome is Outcome.PUBLISHED


def test_content_of_the_same_age_is_published(store: MemoryStore) -> None:
    assert publish(make_session(store), make_site(OTHER), PLAIN).outcome is Outcome.PUBLISHED


def test_a_purge_that_fails_does_not_undo_the_release_and_is_tried_again(
    store: MemoryStore,
) -> None:
    cdn = FakeCdn(PurgeError("the token is not valid"))
    done = publish(make_session(store, cdn=cdn), make_site(NEW), PLAIN)
    assert done.outcome is Outcome.PUBLISHED
    assert done.purge_error == "the token is not valid"
    due = head_of(store).purge
    assert due is not None
    cdn.fault = None
    again = publish(make_session(store, cdn=cdn), make_site(NEW), PLAIN)
    assert again.outcome is Outcome.UNCHANGED
    assert again.purge_error == ""
    assert cdn.calls[0][2] == due.reference
    assert head_of(store).purge is None


def test_a_purge_that_is_still_due_joins_the_next_one(store: MemoryStore) -> None:
    cdn = FakeCdn(PurgeError("no"))
    publish(make_session(store, cdn=cdn), make_site(NEW), PLAIN)
    cdn.fault = None
    publish(make_session(store, cdn=cdn), make_site(NEW | {"404.html": b"version: 9\n"}), PLAIN)
    [(urls, _, _)] = cdn.calls
    assert {"https://status.example/404.html", "https://status.example/feed.atom"} <= set(urls)


def test_a_publish_under_way_elsewhere_is_not_disturbed(store: MemoryStore) -> None:
    clock = Clock()

    def die(name: str, key: str) -> None:
        if (name, key) == ("put", "feed.atom"):
            raise KeyboardInterrupt

    store.before = die
    with pytest.raises(KeyboardInterrupt):
        publish(make_session(store, make_ports(clock)), make_site(NEW), PLAIN)
    store.before = None
    given_up = head_of(store).intent
    assert given_up is not None
    assert given_up.expires <= clock.now(), "who is interrupted keeps nobody waiting"


def test_a_claim_holds_until_it_runs_out(store: MemoryStore) -> None:
    clock = Clock()
    session = make_session(store, make_ports(clock))
    killed = kill_at(store, "put", "feed.atom")
    with pytest.raises(killed):
        publish(session, make_site(NEW), PLAIN)
    store.before = None
    with pytest.raises(ConflictError, match=f"release {make_site(NEW).id} is being published"):
        publish(make_session(store, make_ports(clock)), make_site(OTHER), PLAIN)
    clock.at += 2 * MINUTE
    publish(make_session(store, make_ports(clock)), make_site(OTHER), PLAIN)
    assert {p: b for p, b in public(store).items() if p in OTHER} == OTHER


def test_a_claim_whose_process_died_here_holds_nobody_up(store: MemoryStore) -> None:
    killed = kill_at(store, "put", "feed.atom")
    with pytest.raises(killed):
        publish(make_session(store), make_site(NEW), PLAIN)
    store.before = None
    ports = make_ports(alive=here_but_dead)
    assert publish(make_session(store, ports), make_site(NEW), PLAIN).outcome is Outcome.PUBLISHED


def kill_at(store: MemoryStore, name: str, key: str) -> type[BaseException]:
    def die(what: str, where: str) -> None:
        if (what, where) == (name, key):
            raise Killed

    store.before = die
    return Killed


def test_a_site_folder_that_changed_since_it_was_built_is_not_published(store: MemoryStore) -> None:
    built = make_site(NEW)
    with pytest.raises(PublishError, match="is not what was built"):
        publish(make_session(store), replace(built, read=lambda _: b"something else"), PLAIN)
    assert public(store) == OLD


def test_a_lost_record_is_rebuilt_by_looking(store: MemoryStore) -> None:
    del store.objects[HEAD_KEY]
    store.objects["notes.txt"] = (b"somebody's own", store.objects["index.html"][1])
    done = publish(make_session(store), make_site(NEW), PLAIN)
    assert {u.path for u in done.plan.uploads} == {*changed(OLD, NEW), STAMP_KEY}
    assert store.objects["notes.txt"][0] == b"somebody's own"
    assert done.foreign == 3, "the old style sheet and page may be anybody's as well"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda body: body[:-1], id="cut-off"),
        pytest.param(lambda body: body[:-1] + b"?", id="one-byte-wrong"),
        pytest.param(lambda _: b"<html>not found</html>", id="something-else"),
    ],
)
def test_a_damaged_record_is_rebuilt(store: MemoryStore, damage: Callable[[bytes], bytes]) -> None:
    body, headers = store.objects[HEAD_KEY]
    store.objects[HEAD_KEY] = (damage(body), headers)
    done = publish(make_session(store), make_site(NEW), PLAIN)
    assert done.outcome is Outcome.PUBLISHED
    assert {p: b for p, b in public(store).items() if p in NEW} == NEW
    store.log.clear()
    assert publish(make_session(store), make_site(NEW), PLAIN).outcome is Outcome.UNCHANGED
    assert len(store.log) == 1


def test_wrong_headers_are_found_when_a_record_is_rebuilt(store: MemoryStore) -> None:
    del store.objects[HEAD_KEY]
    body, headers = store.objects["feed.atom"]
    store.objects["feed.atom"] = (body, replace(headers, cache_control="private"))
    done = publish(make_session(store), make_site(OLD), PLAIN)
    assert [u.path for u in done.plan.uploads] == ["feed.atom", STAMP_KEY]


def test_a_file_changed_behind_our_back_is_put_right_when_it_is_touched(
    store: MemoryStore,
) -> None:
    _, headers = store.objects["feed.atom"]
    store.objects["feed.atom"] = (b"edited by hand", headers)
    publish(make_session(store), make_site(NEW), PLAIN)
    assert store.objects["feed.atom"][0] == NEW["feed.atom"]


@pytest.mark.parametrize("conditions", ["ignored", "refused"])
def test_a_service_without_conditional_writes_is_noticed(conditions: str) -> None:
    store = MemoryStore(conditions=conditions)
    heard: list[str] = []
    ports = make_ports(tell=lambda progress: heard.append(progress.text))
    publish(make_session(store, ports), make_site(OLD), PLAIN)
    assert any("no conditional writes" in text for text in heard)
    assert head_of(store).quirks.conditional is False
    done = publish(make_session(store), make_site(NEW), PLAIN)
    assert done.outcome is Outcome.PUBLISHED
    assert store.objects["index.html"][0] == NEW["index.html"]


def test_release_time_is_the_publish_and_revision_the_content(store: MemoryStore) -> None:
    clock = Clock(TEN + HOUR)
    publish(make_session(store, make_ports(clock)), make_site(NEW, label="abc123"), PLAIN)
    live = head_of(store).live
    assert live is not None
    assert (live.time, live.revision.time, live.revision.label) == (TEN + HOUR, TEN, "abc123")
    assert live.sequence == 2


def test_etags_that_are_no_md5_are_as_good() -> None:
    store = MemoryStore(etag_of=lambda body: f"v-{len(body)}-{etag_of(body)[:7]}é")
    publish(make_session(store), make_site(OLD), PLAIN)
    publish(make_session(store), make_site(NEW), PLAIN)
    assert {path: public(store)[path] for path in NEW} == NEW
    store.log.clear()
    publish(make_session(store), make_site(NEW), PLAIN)
    assert store.log == [("get", HEAD_KEY)]
    del store.objects[HEAD_KEY]
    publish(make_session(store), make_site(NEW), PLAIN)
    assert {path: public(store)[path] for path in NEW} == NEW


# --- when something else has written to the target


PAGE, SHEET = "incidents/b.html", "assets/style.1.css"
REPAIR = Choices(repair=True)


def spoil(store: MemoryStore) -> None:
    """Change one file, change another one's headers, and remove a third one."""
    _, headers = store.objects[PAGE]
    store.objects[PAGE] = (b"defaced", headers)
    store.objects[SHEET] = (OLD[SHEET], replace(headers, media_type="text/plain"))
    del store.objects["404.html"]


def test_what_something_else_did_is_put_right_when_asked_for(store: MemoryStore) -> None:
    before = dict(store.objects)
    spoil(store)
    assert publish(make_session(store), make_site(OLD), PLAIN).outcome is Outcome.UNCHANGED
    done = publish(make_session(store), make_site(OLD), REPAIR)
    assert done.outcome is Outcome.PUBLISHED
    mended = {upload.path for upload in done.plan.uploads} - {STAMP_KEY}
    assert mended == {PAGE, SHEET, "404.html"}
    assert public(store) == OLD
    assert {path: store.objects[path] for path in OLD} == {path: before[path] for path in OLD}
    again = publish(make_session(store), make_site(OLD), REPAIR)
    assert again.outcome is Outcome.UNCHANGED


def test_a_repair_finds_that_release_json_alone_is_gone(store: MemoryStore) -> None:
    del store.objects[STAMP_KEY]
    publish(make_session(store), make_site(OLD), REPAIR)
    assert json.loads(store.objects[STAMP_KEY][0])["id"] == make_site(OLD).id


def test_a_repair_keeps_the_way_back(store: MemoryStore) -> None:
    publish(make_session(store), make_site(NEW), PLAIN)
    _, headers = store.objects[PAGE]
    store.objects[PAGE] = (b"defaced", headers)
    publish(make_session(store), make_site(NEW), REPAIR)
    assert {path: public(store)[path] for path in NEW} == NEW
    rollback(make_session(store))
    assert {path: public(store)[path] for path in OLD} == OLD


def test_a_repair_that_dies_is_completed_by_the_next_publish(store: MemoryStore) -> None:
    spoil(store)

    def die(name: str, key: str) -> None:
        if (name, key) == ("put", PAGE):
            raise Killed

    store.before = die
    with pytest.raises(Killed):
        publish(make_session(store), make_site(OLD), REPAIR)
    store.before = None
    ports = make_ports(Clock(TEN + HOUR), alive=here_but_dead)
    publish(make_session(store, ports), make_site(OLD), PLAIN)
    assert public(store) == OLD
