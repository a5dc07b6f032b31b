"""Several targets at once: each on its own, and what is said of all of them together."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace

import pytest

from statusgen.config import Target
from statusgen.errors import StatusgenError
from statusgen.publish import everywhere
from statusgen.publish.cdn_http import Answer
from statusgen.publish.errors import TargetError
from statusgen.publish.everywhere import World, agree, exit_status
from statusgen.publish.ports import Session
from statusgen.publish.prepare import Choices
from statusgen.publish.record import HEAD_KEY, Head, decode
from statusgen.publish.release import Outcome
from tests.publish.matrix import Matrix
from tests.publish.world import (
    HOUR,
    NEW,
    OLD,
    Clock,
    MemoryStore,
    make_ports,
    make_session,
    make_site,
    public,
)

PLAIN = Choices()


class Places:
    """Some targets in memory, and a web server in front of each."""

    def __init__(self, *names: str) -> None:
        self.clock = Clock()
        self.ports = make_ports(self.clock)
        self.stores = {name: MemoryStore() for name in names}
        self.targets = [Target(name=name, type="memory") for name in names]
        self.world = World(ports=self.ports, open=self.open, fetch=self.fetch)
        self.broken: dict[str, str] = {}

    def open(self, target: Target) -> Session:
        if target.name in self.broken:
            raise StatusgenError(self.broken[target.name])
        session = make_session(self.stores[target.name], self.ports)
        return replace(session, name=target.name, address=f"https://{target.name}.example/")

    def fetch(self, url: str) -> Answer:
        host, _, path = url.removeprefix("https://").partition(".example/")
        found = self.stores[host].objects.get(path)
        if found is None:
            return Answer(404, {}, b"")
        body, headers = found
        kind = headers.media_type
        return Answer(200, {"content-type": kind, "cache-control": headers.cache_control}, body)

    def down(self, name: str) -> None:
        def refuse(_what: str, _key: str) -> None:
            raise TargetError("no connection", hint="is it online?", passing=True)

        self.stores[name].before = refuse


def test_all_are_published_and_looked_at() -> None:
    places = Places("one", "two")
    results = everywhere.publish_site(
        make_site(NEW), places.targets, places.world, PLAIN, begun=places.clock.seconds() - 3
    )
    assert [at.target for at in results] == ["one", "two"]
    for at in results:
        assert at.value is not None
        assert at.value.done.outcome is Outcome.PUBLISHED
        assert at.value.verified is not None
        assert at.value.verified.right
        assert at.value.live_after == 3
        assert at.requests > len(NEW)
        assert at.sent > 0
    assert public(places.stores["one"]) == public(places.stores["two"]) == NEW


def test_one_that_is_down_stops_none_of_the_others(matrix: Matrix) -> None:
    places = Places("one", "two", "three")
    places.down("two")
    results = everywhere.publish_site(
        make_site(NEW), places.targets, places.world, PLAIN, begun=None
    )
    assert [at.error is None for at in results] == [True, False, True]
    assert "no connection" in str(results[1].error)
    assert public(places.stores["three"]) == NEW
    matrix.held("one of three targets down", "memory")


def test_one_that_is_slow_delays_none_of_the_others() -> None:
    places = Places("slow", "quick")
    done = threading.Event()

    def hold(_name: str, _key: str) -> None:
        done.wait(10)

    def release(name: str, key: str) -> None:
        if (name, key) == ("put", HEAD_KEY):
            record = decode(places.stores["quick"].objects[key][0], Head)
            if record.live is not None:
                done.set()

    places.stores["slow"].before, places.stores["quick"].after = hold, release
    results = everywhere.publish_site(
        make_site(NEW), places.targets, places.world, PLAIN, begun=None
    )
    assert done.is_set()
    assert all(at.error is None for at in results)


def test_what_has_long_been_live_is_looked_at_without_waiting_for_caches() -> None:
    places = Places("one")
    site = make_site(NEW)
    everywhere.publish_site(site, places.targets, places.world, PLAIN, begun=None)
    places.clock.at += HOUR
    del places.stores["one"].objects["404.html"]
    [at] = everywhere.publish_site(site, places.targets, places.world, PLAIN, begun=0)
    assert at.value is not None
    assert at.value.verified is not None
    assert list(at.value.verified.wrong) == ["404.html"]
    assert places.clock.slept == []


def test_one_that_cannot_be_opened_is_said_and_the_others_go_on() -> None:
    places = Places("one", "two")
    places.broken["one"] = "there is no type 's4'"
    results = everywhere.publish_site(
        make_site(NEW), places.targets, places.world, PLAIN, begun=None
    )
    assert str(results[0].error) == "there is no type 's4'"
    assert results[1].error is None


def test_a_bug_is_no_result() -> None:
    places = Places("one", "two")

    def bug(_name: str, _key: str) -> None:
        raise ZeroDivisionError

    places.stores["one"].before = bug
    with pytest.raises(ZeroDivisionError):
        everywhere.publish_site(make_site(NEW), places.targets, places.world, PLAIN, begun=None)
    assert public(places.stores["two"]) == NEW


def test_a_release_that_readers_do_not_get_is_not_called_live() -> None:
    places = Places("one")
    world = replace(places.world, fetch=lambda _: Answer(404, {}, b""))
    [at] = everywhere.publish_site(make_site(NEW), places.targets, world, PLAIN, begun=0.0)
    assert at.value is not None
    assert at.value.verified is not None
    assert not at.value.verified.right
    assert at.value.live_after is None


def test_a_plan_for_all_writes_nothing() -> None:
    places = Places("one", "two")
    results = everywhere.plan_site(make_site(NEW), places.targets, places.world, PLAIN)
    assert [len(at.value.uploads) for at in results if at.value] == [len(NEW)] * 2
    assert all(store.objects == {} for store in places.stores.values())


def test_targets_agree_when_they_have_the_same_release() -> None:
    places = Places("one", "two")
    both, first = places.targets, places.targets[:1]
    assert agree(everywhere.standing(both, places.world))
    everywhere.publish_site(make_site(OLD), both, places.world, PLAIN, begun=None)
    assert agree(everywhere.standing(both, places.world))
    everywhere.publish_site(make_site(NEW), first, places.world, PLAIN, begun=None)
    assert not agree(everywhere.standing(both, places.world))


def test_a_target_that_cannot_be_asked_does_not_disagree() -> None:
    places = Places("one", "two")
    everywhere.publish_site(make_site(OLD), places.targets, places.world, PLAIN, begun=None)
    places.down("two")
    assert agree(everywhere.standing(places.targets, places.world))


def test_all_go_back() -> None:
    places = Places("one", "two")
    for files in (OLD, NEW):
        site = make_site(files)
        everywhere.publish_site(site, places.targets, places.world, PLAIN, begun=None)
    results = everywhere.rollback_site(places.targets, places.world, "")
    assert {at.value.release.id for at in results if at.value and at.value.release} == {
        make_site(OLD).id
    }


def test_verify_compares_each_with_what_is_built() -> None:
    places = Places("one", "two")
    both = places.targets
    everywhere.publish_site(make_site(NEW), both, places.world, PLAIN, begun=None)
    store = places.stores["two"]
    store.objects["404.html"] = (b"edited", store.objects["404.html"][1])
    one, two = everywhere.verify_site(make_site(NEW), both, places.world, whole=True)
    assert one.value is not None
    assert two.value is not None
    assert one.value.right
    assert list(two.value.wrong) == ["404.html"]


def test_a_target_without_an_address_cannot_be_verified() -> None:
    places = Places("one")
    world = replace(places.world, open=lambda target: replace(places.open(target), address=""))
    [at] = everywhere.verify_site(make_site(NEW), places.targets, world, whole=False)
    assert "no public address" in str(at.error)


@pytest.mark.parametrize(
    ("good", "status"),
    [
        pytest.param([True, True], 0, id="all"),
        pytest.param([True, False], 3, id="some"),
        pytest.param([False, False], 1, id="none"),
        pytest.param([True], 0, id="the-only-one"),
        pytest.param([False], 1, id="not-the-only-one"),
    ],
)
def test_the_exit_status_says_how_many(good: list[bool], status: int) -> None:
    assert exit_status(good) == status


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_ends_it_in_good_order_and_keeps_nobody_waiting() -> None:
    places = Places("one")
    everywhere.publish_site(make_site(OLD), places.targets, places.world, PLAIN, begun=None)
    store = places.stores["one"]

    def interrupt(name: str, key: str) -> None:
        if (name, key) == ("put", "feed.atom"):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            places.ports.stop.wait(10)

    store.before = interrupt
    with pytest.raises(KeyboardInterrupt):
        everywhere.publish_site(make_site(NEW), places.targets, places.world, PLAIN, begun=None)
    assert store.objects["index.html"][0] == OLD["index.html"]
    given_up = decode(store.objects[HEAD_KEY][0], Head).intent
    assert given_up is not None
    assert given_up.expires <= places.clock.now()
    store.before = None
    places.ports.stop.clear()
    [at] = everywhere.publish_site(make_site(NEW), places.targets, places.world, PLAIN, begun=None)
    assert at.error is None
    assert {path: public(store)[path] for path in NEW} == NEW
