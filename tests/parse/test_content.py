"""What a file is by its name, and whether files fit together."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from statusgen.config import Component, Config
from statusgen.errors import Problem
from statusgen.model import Incident, Maintenance, Notice, Page, Severity, Update, UpdateStatus
from statusgen.parse.content import AHEAD, Lookup, SourceName, check_content, classify
from statusgen.parse.places import Places
from statusgen.sources import SourceFile

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CONFIG = Config(
    name="Shop",
    url="https://status.shop.example/",
    components=(Component(id="checkout", name="Checkout"),),
    languages=("en", "fr", "pt-BR"),
    timezone="Europe/London",
)


# --- names of files


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "content/incidents/2026-11-23-x.md",
            SourceName("incidents", "content/incidents/2026-11-23-x.md", "2026-11-23-x"),
            id="incident",
        ),
        pytest.param(
            "content/incidents/2026/11/x.md",
            SourceName("incidents", "content/incidents/2026/11/x.md", "x"),
            id="incident-in-a-folder",
        ),
        pytest.param(
            "content/maintenance/x.fr.md",
            SourceName("maintenance", "content/maintenance/x.md", "x", "fr"),
            id="translation",
        ),
        pytest.param(
            "content/pages/x.pt-BR.md",
            SourceName("pages", "content/pages/x.md", "x", "pt-BR"),
            id="translation-with-a-country",
        ),
        pytest.param(
            "content/support/x.md", SourceName("support", "content/support/x.md", "x"), id="support"
        ),
        pytest.param(
            "content/notices/x.md", SourceName("notices", "content/notices/x.md", "x"), id="notice"
        ),
        pytest.param("content/incidents/README.md", None, id="readme"),
        pytest.param("content/messages/p1.md", None, id="wording-template"),
        pytest.param("content/x.md", None, id="beside-site-yaml"),
        pytest.param("content/incidents/x.txt", None, id="no-markdown"),
        pytest.param("docs/incidents/x.md", None, id="elsewhere"),
        pytest.param("x.md", None, id="no-folder"),
    ],
)
def test_a_path_says_what_a_file_is(path: str, expected: SourceName | None) -> None:
    assert classify(path, CONFIG) == expected


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param(
            "content/incidents/Checkout Errors.md",
            "'Checkout Errors' cannot be part of an address\n"
            "  hint: use small letters a-z, digits and hyphens: checkout-errors",
            id="capitals-and-spaces",
        ),
        pytest.param(
            "content/incidents/障害.md",
            "'障害' cannot be part of an address\n"
            "  hint: use small letters a-z, digits and hyphens",
            id="another-script",
        ),
        pytest.param(
            "content/incidents/.md",
            "'' cannot be part of an address\n  hint: use small letters a-z, digits and hyphens",
            id="no-name",
        ),
        pytest.param(
            "content/pages/index.md",
            "'index' is a reserved name: the site has its own\n  hint: choose another name",
            id="front-page",
        ),
        pytest.param(
            "content/pages/fr.md",
            "'fr' is a reserved name\n"
            "  hint: /fr/ holds the pages in that language: choose another name",
            id="a-language",
        ),
        pytest.param(
            "content/incidents/aux.md",
            "'aux' is a reserved name: Windows cannot store it\n  hint: choose another name",
            id="a-device",
        ),
        pytest.param(
            f"content/incidents/{'a' * 101}.md",
            f"'{'a' * 60}…' is too long\n  hint: at most 100 characters, it has 101",
            id="too-long",
        ),
        pytest.param(
            "content/pages/help/returns.md",
            "content/pages/ has no folders\n  hint: move the file to content/pages/returns.md",
            id="a-page-in-a-folder",
        ),
        pytest.param(
            "content/incidents/x.de.md",
            "'de' is none of the site's languages\n"
            "  hint: add it to 'languages' in content/site.yaml; "
            "besides the first there are fr, pt-BR",
            id="a-language-that-the-site-has-not",
        ),
        pytest.param(
            "content/incidents/x.en.md",
            "'en' is the site's first language, the original's\n  hint: rename it to x.md",
            id="the-first-language",
        ),
        pytest.param(
            "content/incidents/x.pt_br.md",
            "'pt_br' is written 'pt-BR'\n  hint: rename it to x.pt-BR.md",
            id="a-language-in-another-spelling",
        ),
        pytest.param(
            "content/incidents/x.2.md",
            "there is a dot in this file's name\n  hint: only a translation has one: name.fr.md",
            id="a-dot",
        ),
        pytest.param(
            "content/incidents/x.fr.old.md",
            "there is a dot in this file's name\n  hint: only a translation has one: name.fr.md",
            id="two-dots",
        ),
    ],
)
def test_a_name_that_makes_no_address_is_a_problem(path: str, said: str) -> None:
    assert str(classify(path, CONFIG)) == f"{path}: {said}"


def test_a_site_in_one_language_says_where_to_add_another() -> None:
    alone = Config(name="Shop", url="https://status.shop.example/", components=CONFIG.components)
    problem = classify("content/incidents/x.fr.md", alone)
    assert isinstance(problem, Problem)
    assert problem.hint == "add it to 'languages' in content/site.yaml"


# --- files together


def incident(
    name: str, *updates: datetime, started: datetime | None = None, **more: object
) -> Incident:
    times = updates or (NOW,)
    facts = {
        "id": name,
        "path": f"content/incidents/{name}.md",
        "severity": Severity.P1,
        "started": started or times[0],
        "detected": times[0],
        "updates": tuple(
            Update(id=str(line), status=UpdateStatus.RESOLVED, at=at, line=line)
            for line, at in enumerate(times, 8)
        ),
        "digest": b"",
    }
    return Incident(**facts | more)  # type: ignore[arg-type]


def maintenance(name: str, **more: object) -> Maintenance:
    facts = {"id": name, "path": f"content/maintenance/{name}.md", "digest": b""}
    span = {"starts": NOW + 60 * MINUTE, "ends": NOW + 120 * MINUTE}
    return Maintenance(**facts | span | more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Summary:
    """What a list of incidents knows of one."""

    whole: Incident

    @property
    def id(self) -> str:
        return self.whole.id

    @property
    def path(self) -> str:
        return self.whole.path

    @property
    def aliases(self) -> tuple[str, ...]:
        return self.whole.aliases

    @property
    def started(self) -> datetime:
        return self.whole.started

    @property
    def times(self) -> tuple[datetime, ...]:
        return tuple(update.at for update in self.whole.updates)


@dataclass(frozen=True)
class State:
    incident: Incident


@dataclass(frozen=True)
class Facts:
    incidents: tuple[Summary, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()
    notices: tuple[Notice, ...] = ()
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True)
class Archive:
    """Hands out incidents, and remembers which were asked for."""

    asked: list[str] = field(default_factory=list)

    def incident(self, summary: Summary, /) -> State:
        self.asked.append(summary.id)
        return State(summary.whole)


def lookup_in(archive: Archive | None = None, **files: str) -> Lookup[Summary]:
    """Return what looks things up in *archive* and in the incidents' *files*, by their ids."""
    sources = {
        path: SourceFile(path, text.encode())
        for name, text in files.items()
        for path in [f"content/incidents/{name}.md"]
    }
    return Lookup(archive or Archive(), Places(sources.get))


def check(
    *incidents: Incident,
    maintenances: tuple[Maintenance, ...] = (),
    notices: tuple[Notice, ...] = (),
    pages: tuple[Page, ...] = (),
) -> list[str]:
    facts = Facts(tuple(Summary(one) for one in incidents), maintenances, notices, pages)
    found = check_content(facts, now=NOW, config=CONFIG, lookup=lookup_in())
    return [str(problem) for problem in found]


def test_different_ids_are_fine() -> None:
    assert check(incident("a", aliases=("c",)), maintenances=(maintenance("b"),)) == []


def test_an_id_that_two_incidents_have_is_told_of_the_second() -> None:
    (said,) = check(incident("b", id="x"), incident("a", id="x"))
    assert said == (
        "content/incidents/b.md: the id 'x' is taken: content/incidents/a.md has it\n"
        "  hint: give one of the two another name"
    )


def test_incidents_and_maintenance_share_their_ids() -> None:
    (said,) = check(incident("a"), maintenances=(maintenance("a"),))
    assert said.startswith("content/maintenance/a.md: the id 'a' is taken")


def test_notices_and_pages_have_ids_of_their_own() -> None:
    notice = Notice(id="a", path="content/notices/a.md", digest=b"")
    page = Page(id="a", path="content/pages/a.md", digest=b"")
    assert check(incident("a"), notices=(notice,), pages=(page,)) == []


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param((incident("a"), incident("b", aliases=("a",))), id="of-an-id"),
        pytest.param(
            (incident("a", aliases=("x",)), incident("b", aliases=("x",))), id="of-an-alias"
        ),
    ],
)
def test_an_alias_that_is_taken_is_told(pair: tuple[Incident, Incident]) -> None:
    (said,) = check(*pair)
    assert said.startswith("content/incidents/b.md: the alias '")


def test_an_update_may_be_five_minutes_ahead_and_no_more() -> None:
    assert check(incident("a", NOW + AHEAD)) == []
    hint = (
        "\n  hint: is this the right time zone? It is 2026-11-23 15:00 UTC; "
        "a time without a zone is in Europe/London"
    )
    path = "content/incidents/a.md"
    assert check(incident("a", NOW, NOW + AHEAD + MINUTE, NOW + 2 * AHEAD)) == [
        f"{path}:9:1: this update is ahead of time: 2026-11-23 15:06 UTC{hint}",
        f"{path}:10:1: this update is ahead of time: 2026-11-23 15:10 UTC{hint}",
    ]


def test_a_start_ahead_of_time_is_told() -> None:
    late = NOW + 60 * MINUTE
    (start,) = check(incident("a", NOW, started=late))
    assert "'started' is ahead of time: 2026-11-23 16:00 UTC" in start


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        pytest.param("id: x", "b.md:2:5: the id 'x'", id="id"),
        pytest.param('ID: "x"', "b.md:2:6: the id 'x'", id="id-in-quotes"),
        pytest.param("aliases: [y, x]", "b.md:2:14: the alias 'x'", id="alias"),
        pytest.param("aliases:\n  - y\n  - x", "b.md:4:5: the alias 'x'", id="alias-below"),
        pytest.param("aliases: y, /incidents/x.html", "b.md:2:13: the alias 'x'", id="address"),
        pytest.param("started: 2027-01-01", "b.md:2:10: 'started' is ahead", id="started"),
        pytest.param("title: T", "b.md: the id 'x'", id="from-the-file-s-name"),
    ],
)
def test_a_problem_between_files_is_told_at_its_key(keys: str, place: str) -> None:
    said = {
        "id": incident("b", id="x"),
        "alias": incident("b", aliases=("y", "x")),
        "started": incident("b", NOW, started=NOW + 60 * MINUTE),
    }
    which = next(name for name in said if f" {name} " in place or f"'{name}'" in place)
    facts = Facts((Summary(incident("a", id="x")), Summary(said[which])))
    lookup = lookup_in(b=f"---\n{keys}\n---\n")
    (problem,) = check_content(facts, now=NOW, config=CONFIG, lookup=lookup)
    assert str(problem).startswith(f"content/incidents/{place}")


def test_maintenance_may_lie_ahead() -> None:
    assert check(maintenances=(maintenance("a"),)) == []


def test_only_an_incident_with_a_problem_is_fetched_whole() -> None:
    archive = Archive()
    late = incident("late", NOW + 60 * MINUTE)
    facts = Facts(tuple(Summary(one) for one in (incident("a"), late, incident("b"))))
    assert len(check_content(facts, now=NOW, config=CONFIG, lookup=lookup_in(archive))) == 1
    assert archive.asked == ["late"]


def test_problems_are_sorted_by_file_and_line() -> None:
    late = NOW + 60 * MINUTE
    said = check(incident("c", late), incident("b", late, late), incident("a", id="c"))
    assert said == sorted(said, key=lambda text: text.split(": ")[0])
    assert len(said) == 4
