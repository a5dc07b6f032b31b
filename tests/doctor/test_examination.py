"""All checks together."""

from __future__ import annotations

from statusgen.config import Target
from statusgen.doctor.examination import CHECKS, WHY, examine
from statusgen.doctor.findings import Verdict, failed
from statusgen.doctor.network import NoNetwork
from statusgen.doctor.places import NoPlaces
from statusgen.doctor.ports import Scene
from tests.doctor.world import NOW, World, config_of, scene_of

FOLDER = Target(name="local", type="directory", options={"path": "x"})


def test_every_check_says_why_it_matters() -> None:
    assert list(CHECKS) == list(WHY)


def test_findings_come_in_the_order_of_the_checks() -> None:
    findings = examine(scene_of(World()))
    order = list(dict.fromkeys(finding.check for finding in findings))
    assert order == [name for name in CHECKS if name in order]


def test_offline_it_does_what_can_be_done_and_says_what_it_could_not() -> None:
    scene = Scene(
        config=config_of(FOLDER),
        now=NOW,
        network=NoNetwork(),
        places=NoPlaces(),
        pages=lambda: [("index.html", b"<p>")],
        probe=True,
    )
    told = {finding.check: finding for finding in examine(scene)}
    done = {name for name, finding in told.items() if finding.verdict is not Verdict.UNKNOWN}
    assert done == {"host", "third-party", "targets"}
    assert set(told) == set(CHECKS)
    assert all("--offline" in told[name].found for name in set(CHECKS) - done)
    assert not failed(told.values())


def test_a_page_that_is_gone_fails_and_a_question_without_answer_does_not() -> None:
    assert failed(examine(scene_of(World())))
    assert not failed(f for f in examine(scene_of(World())) if f.verdict is Verdict.UNKNOWN)
