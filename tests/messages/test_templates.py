"""Words that are ready: which there are, and what their braces are filled with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statusgen.config import Config
from statusgen.config_reader import read_config
from statusgen.edit.wording import find_template, read_templates
from statusgen.errors import ContentError, Location, Problem, StatusgenError
from statusgen.messages.built_in import BUILT_IN
from statusgen.messages.filling import (
    MEANINGS,
    Occasion,
    fill,
    fill_template,
    unfilled,
    values_for,
)
from statusgen.messages.template import (
    CHANNELS,
    MOMENTS,
    Template,
    fitting,
    read_template,
    with_built_in,
)
from statusgen.model import Severity, UpdateStatus
from statusgen.parse.placeholders import find_placeholders, unfilled_problems
from statusgen.sources import SourceFile
from tests.parse.shop import shop

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
OCCASION = Occasion(
    at=NOW,
    title="Nobody can pay",
    severity=Severity.P1,
    components=("checkout", "search"),
    since=NOW - timedelta(minutes=18),
    next_update=NOW + timedelta(minutes=30),
    starts=NOW + timedelta(days=8),
    ends=NOW + timedelta(days=8, hours=2),
    effect="Slow.",
    page="incidents/x.html",
)


def template(text: str, name: str = "x") -> Template | tuple[Problem, ...]:
    return read_template(SourceFile(f"content/messages/{name}.md", text.encode()))


# --- placeholders


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("{a} and {b_2}", ["a", "b_2"], id="plain"),
        pytest.param("`{a}` ``{b} ` {c}`` {d}", ["d"], id="code-in-a-line"),
        pytest.param("`{a}", ["a"], id="a-lone-backtick"),
        pytest.param("`a\n\n{b}`", ["b"], id="code-ends-with-its-paragraph"),
        pytest.param("```\n{a}\n```\n{b}", ["b"], id="a-block"),
        pytest.param("~~~~ x\n{a}\n~~~\n~~~~\n{b}", ["b"], id="a-longer-fence"),
        pytest.param("```\n{a}", ["a"], id="a-block-that-is-never-closed"),
        pytest.param(r"\{a} {B} { c } {} {1}", [], id="other-braces"),
        pytest.param("[{a}](https://x/{b})", ["a", "b"], id="in-a-link"),
    ],
)
def test_a_name_in_braces_is_a_placeholder_but_in_code(text: str, names: list[str]) -> None:
    assert [found.name for found in find_placeholders(text)] == names


def test_what_is_not_filled_in_is_told_with_its_place() -> None:
    problems = unfilled_problems("Hello.\n\nBack at {next_update}.", path="x.md", first_line=9)
    assert [(p.at, p.message, p.rule) for p in problems] == [
        (Location("x.md", 11, 9), "'{next_update}' is not filled in", "unfilled")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`" * 25_000 + "{a}" * 8_000,
        "".join("`" * n + " " for n in range(1, 300)) + "{a}",
        "".join("`" * n + "\n" for n in range(3, 300)) + "{a}",
        "{a" * 30_000 + "{a}",
    ],
    ids=["a-run", "runs", "fences", "braces"],
)
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    assert len(unfilled_problems(text, path="x", first_line=1)) in range(1, 26)


# --- filling


def test_what_is_known_of_an_incident_fills_the_braces() -> None:
    values = values_for(OCCASION, shop())
    assert values == {
        "component": "Checkout and Search",
        "since": "14:02 UTC",
        "started": "14:02 UTC",
        "next_update": "14:50 UTC",
        "alternatives": "Order by phone",
        "starts": "2026-12-01 14:20 UTC",
        "ends": "16:20 UTC",
        "effect": "Slow.",
        "page": "https://status.northwind.example/sub/incidents/x.html",
        "title": "Nobody can pay",
        "severity": "P1",
        "shop": "Northwind Shop",
    }
    assert set(values) <= set(MEANINGS)


def test_a_component_has_its_name_in_the_sites_language() -> None:
    french = _site("languages: [fr, en]")
    occasion = replace(OCCASION, components=("checkout", "search", "partner-api"))
    assert values_for(occasion, french)["component"] == "Checkout, Recherche et Partner API"


def _site(languages: str) -> Config:
    text = (ROOT / "tests/cases/shop.yaml").read_text("utf-8")
    text = text.replace("languages: [en, fr]", languages)
    config, problems = read_config(SourceFile("content/site.yaml", text.encode()))
    assert config is not None, problems
    return config


def test_braces_are_filled_once_and_what_fills_them_stays_as_it_is() -> None:
    values = {"a": "{b}", "b": r"\1"}
    assert fill("{a} `{a}` {b}", values, at=Location("x", 1, 1)) == r"{b} `{a}` \1"


def test_every_brace_that_cannot_be_filled_is_told_at_once() -> None:
    found = template("---\nmoment: resolved\nchannel: website\n---\n\n{cause}\n\n {componet} {x}\n")
    assert isinstance(found, Template)
    with pytest.raises(ContentError) as raised:
        fill_template(found, {"component": "Checkout"})
    assert [str(problem) for problem in raised.value.problems] == [
        (
            "content/messages/x.md:6:1: '{cause}' is not filled in\n"
            "  hint: it is what it was, such as: a full disk: write it out, or give it a value"
        ),
        (
            "content/messages/x.md:8:2: '{componet}' is no placeholder that anything is known of\n"
            "  hint: did you mean 'component'?"
        ),
        (
            "content/messages/x.md:8:13: '{x}' is no placeholder that anything is known of\n"
            "  hint: write it out, or give it a value"
        ),
    ]


def test_what_is_left_to_fill_is_named_once_in_order() -> None:
    assert unfilled("{b} {a} {b} {c}", {"c"}) == ["b", "a"]


# --- templates


def test_a_template_says_when_and_where_it_is_for() -> None:
    found = template(
        "---\nmoment: In progress\nchannel: EMAIL\nseverity: [p1, P2]\nsubject: Hello {shop}\n---\n"
        "\n\nWords.\n\n",
        "in-progress-email.fr",
    )
    assert found == Template(
        name="in-progress-email",
        moment="in-progress",
        channel="email",
        severities=(Severity.P1, Severity.P2),
        language="fr",
        subject="Hello {shop}",
        text="Words.",
        path="content/messages/in-progress-email.fr.md",
        line=9,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("x", "x.md:1:1: the front matter is missing", id="no-keys"),
        pytest.param("---\nmoment: resolved\n---\nx", "channel is missing", id="no-channel"),
        pytest.param(
            "---\nmoment: resolvd\nchannel: website\n---\nx",
            "x.md:2:9: moment: unknown 'resolvd'\n  hint: did you mean 'resolved'?",
            id="moment",
        ),
        pytest.param(
            "---\nmoment: resolved\nchannel: site\nseverity: P9\n---\nx",
            "x.md:4:11: unknown severity 'P9'",
            id="severity",
        ),
        pytest.param(
            "---\nmoment: resolved\nchannel: push\nwhen: now\n---\nx", "unknown key", id="key"
        ),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_place(text: str, said: str) -> None:
    found = template(text)
    assert isinstance(found, tuple)
    assert said in "\n".join(str(problem) for problem in found)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_template_is_as_good_as_a_file(name: str) -> None:
    one = BUILT_IN[name]
    assert one.name == name
    assert one.moment in MOMENTS
    assert one.channel in CHANNELS
    assert {found.name for found in find_placeholders(one.text)} <= set(MEANINGS)


@pytest.mark.parametrize("severity", Severity)
def test_the_first_message_needs_nothing_that_nobody_knows_yet(severity: Severity) -> None:
    (first, *_) = fitting(BUILT_IN.values(), moment="investigating", severity=severity)
    values = values_for(replace(OCCASION, severity=severity), shop())
    assert "{" not in fill_template(first, values)


@pytest.mark.parametrize(
    "sentence",
    [
        "We are currently experiencing technical issues and are working to resolve them.",
        "Our team is aware of the current outage and working to fix it as soon as possible.",
        "We apologize for the inconvenience caused by our website outage.",
        "Our team has identified the cause and implemented a solution to ensure this does not",
    ],
)
def test_the_plans_sentences_are_there(sentence: str) -> None:
    said = [" ".join(one.text.split()) for one in BUILT_IN.values()]
    assert any(sentence in text for text in said)


@pytest.mark.parametrize("status", UpdateStatus)
def test_there_are_words_for_each_status_that_a_command_writes(status: UpdateStatus) -> None:
    moment = status.value.replace("_", "-")
    assert fitting(BUILT_IN.values(), moment=moment) or status is UpdateStatus.VERIFYING


def test_what_is_just_for_a_severity_comes_first() -> None:
    both = [
        Template(name=name, moment="update", channel="website", severities=of, text="x")
        for name, of in (("all", ()), ("two", (Severity.P1, Severity.P2)), ("one", (Severity.P1,)))
    ]
    names = [one.name for one in fitting(both, moment="update", severity=Severity.P1)]
    assert names == ["one", "two", "all"]
    assert [one.name for one in fitting(both, moment="update", severity=Severity.P3)] == ["all"]


def test_a_projects_own_words_come_in_the_place_of_those_built_in() -> None:
    own = Template(
        name="mine",
        moment="investigating",
        channel="website",
        severities=(Severity.P1,),
        text="x",
    )
    names = {one.name for one in with_built_in([own], BUILT_IN)}
    assert "investigating-website-p1" not in names
    assert {"mine", "investigating-website-p2", "investigating-social"} <= names


def test_the_example_has_templates_without_a_mistake() -> None:
    templates, problems = read_templates(ROOT)
    assert problems == ()
    own = [one for one in templates if one.path]
    assert {one.path for one in own} == {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "content/messages").glob("*.md")
        if path.name != "README.md"
    }
    for one in own:
        assert {found.name for found in find_placeholders(one.text)} <= set(MEANINGS)


@pytest.mark.parametrize(
    "name", ["investigating-website-p1", "investigating-website-p1.md", "completed-website"]
)
def test_a_template_is_found_by_its_name(name: str) -> None:
    assert find_template(ROOT, name).name == name.removesuffix(".md")


def test_a_translation_is_found_by_its_whole_name() -> None:
    assert find_template(ROOT, "investigating-website-p1.fr").language == "fr"


def test_the_nearest_template_is_offered(tmp_path: Path) -> None:
    with pytest.raises(StatusgenError) as raised:
        find_template(tmp_path, "resolved-webiste")
    assert raised.value.hint == "did you mean 'resolved-website'?"


def test_a_template_with_a_mistake_is_not_taken_for_a_missing_one(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "messages"
    folder.mkdir(parents=True)
    (folder / "mine.md").write_text("---\nmoment: x\nchannel: website\n---\nWords.\n")
    with pytest.raises(ContentError, match=r"mine\.md:2:9"):
        find_template(tmp_path, "mine")
