"""Incidents: what their files say becomes facts and words."""

from datetime import UTC, datetime

import pytest

from statusgen.model import Body, ComponentStatus, Impact, Incident, Severity, UpdateStatus
from tests.parse.shop import item_of, parse

PATH = "content/incidents/2026-11-23-checkout.md"
UPDATE = "\n## Investigating — 2026-11-23 14:20 UTC\n\nWe are looking into it.\n"
MAJOR, PARTIAL = ComponentStatus.MAJOR_OUTAGE, ComponentStatus.PARTIAL_OUTAGE
DEGRADED, UNDER_MAINTENANCE = (
    ComponentStatus.DEGRADED_PERFORMANCE,
    ComponentStatus.UNDER_MAINTENANCE,
)
OPERATIONAL = ComponentStatus.OPERATIONAL


def incident(keys: str, body: str = UPDATE) -> Incident:
    """Return an incident with a title and *keys*, which must be without a mistake."""
    parsed = parse(PATH, f"---\ntitle: Checkout is down\n{keys}---\n{body}")
    assert parsed.problems == ()
    assert isinstance(parsed.item, Incident)
    return parsed.item


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23T{text}+00:00").astimezone(UTC)


def test_every_key_becomes_a_fact() -> None:
    found = incident(
        "severity: P2\nimpact: critical\ncomponents: [search]\nstarted: 2026-11-23 14:05\n"
        "detected: 2026-11-23T14:10:00Z\nresolved: 2026-11-23 15:00 UTC\n"
        "created: 2026-11-23 15:21 +01:00\npinned: yes\ndraft: on\ndrill: true\n"
        "aliases: [old, /incidents/older.html]\nid: k2p9qv7w1xyz\nreview: In the blog\n",
        UPDATE + "\n## Resolved — 2026-11-23 15:10 UTC\n",
    )
    assert found.id == "k2p9qv7w1xyz"
    assert found.path == PATH
    assert found.severity is Severity.P2
    assert found.impact is Impact.CRITICAL
    assert found.components == (("search", PARTIAL),)
    assert (found.started, found.detected) == (at("14:05"), at("14:10"))
    assert (found.resolved, found.created) == (at("15:00"), at("14:21"))
    assert (found.pinned, found.draft, found.drill) == (True, True, True)
    assert found.aliases == ("old", "older")
    assert (found.review_due, found.review_at) == (None, "In the blog")
    assert [update.status for update in found.updates] == [
        UpdateStatus.INVESTIGATING,
        UpdateStatus.RESOLVED,
    ]
    assert found.languages == ("en",)


def test_what_is_left_out_has_its_default() -> None:
    found = incident("severity: P1\n")
    assert found.id == "2026-11-23-checkout"
    assert found.impact is None
    assert found.components == ()
    assert found.started == found.detected == at("14:20")
    assert (found.resolved, found.created, found.review_due, found.review_at) == (
        *(None, None, None),
        "",
    )
    assert (found.pinned, found.draft, found.drill, found.aliases) == (False, False, False, ())


def test_it_is_detected_when_it_started_unless_the_file_says_otherwise() -> None:
    assert incident("severity: P1\nstarted: 2026-11-23 13:00 UTC\n").detected == at("13:00")


@pytest.mark.parametrize(
    ("severity", "components", "expected"),
    [
        pytest.param("P1", "[checkout]", (("checkout", MAJOR),), id="p1"),
        pytest.param("P2", "[checkout]", (("checkout", PARTIAL),), id="p2"),
        pytest.param("P3", "[checkout]", (("checkout", DEGRADED),), id="p3"),
        pytest.param("minor", "[checkout]", (("checkout", DEGRADED),), id="by-its-word"),
        pytest.param(
            "P2", "search, Partner API", (("search", PARTIAL), ("partner-api", PARTIAL)), id="line"
        ),
        pytest.param(
            "P3",
            "{search: operational, checkout: Major_Outage, partner-api: }",
            (("search", OPERATIONAL), ("checkout", MAJOR), ("partner-api", DEGRADED)),
            id="mapping",
        ),
        pytest.param(
            "P3",
            "\n  - checkout: under maintenance\n  - search\n  - partner-api = major outage",
            (("checkout", UNDER_MAINTENANCE), ("search", DEGRADED), ("partner-api", MAJOR)),
            id="list-of-both",
        ),
        pytest.param(
            "P2",
            "all",
            (("checkout", PARTIAL), ("search", PARTIAL), ("partner-api", PARTIAL)),
            id="all",
        ),
        pytest.param(
            "P1",
            "{search: operational, all: degraded performance}",
            (("checkout", DEGRADED), ("search", OPERATIONAL), ("partner-api", DEGRADED)),
            id="all-but-one",
        ),
        pytest.param("P1", "[]", (), id="none"),
    ],
)
def test_components_are_written_in_many_ways(
    severity: str, components: str, expected: tuple[tuple[str, ComponentStatus], ...]
) -> None:
    assert incident(f"severity: {severity}\ncomponents: {components}\n").components == expected


@pytest.mark.parametrize(
    ("impact", "status"),
    [
        ("critical", MAJOR),
        ("major", PARTIAL),
        ("minor", DEGRADED),
        ("maintenance", UNDER_MAINTENANCE),
        ("none", OPERATIONAL),
    ],
)
def test_with_an_impact_alone_listed_components_follow_it(
    impact: str, status: ComponentStatus
) -> None:
    found = incident(f"impact: {impact}\ncomponents: [checkout]\n")
    assert found.severity is None
    assert found.components == (("checkout", status),)


def test_a_review_is_a_time_or_a_place() -> None:
    due = incident("severity: P1\nreview: 2026-11-25 10:00 UTC\n")
    assert due.review_due == datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert due.review_at == ""
    place = incident("severity: P1\nreview: https://www.northwind.example/review\n")
    assert (place.review_due, place.review_at) == (None, "https://www.northwind.example/review")


def test_words_are_kept_as_written_beside_their_html() -> None:
    parsed = parse(
        PATH,
        "---\ntitle:   Checkout\n  is down \nseverity: P1\n---\n\nIn *short*.\n"
        + UPDATE
        + "\n## Resolved — 2026-11-23 15:10 UTC\n",
    )
    (text,) = parsed.texts
    assert (text.language, text.title) == ("en", "Checkout is down")
    assert text.summary == Body("In *short*.", "<p>In <em>short</em>.</p>")
    assert text.updates == (
        Body("We are looking into it.", "<p>We are looking into it.</p>"),
        Body("", ""),
    )


def test_the_lines_of_updates_are_those_of_the_file() -> None:
    found = incident("severity: P1\n", UPDATE + UPDATE.replace("14:20", "14:10"))
    assert [(update.at, update.line) for update in found.updates] == [
        (at("14:10"), 10),
        (at("14:20"), 6),
    ]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    source = f"---\ntitle: Checkout is down\nseverity: P1\n---\n{UPDATE}"
    plain = parse(PATH, source)
    windows = parse(PATH, "\ufeff" + source.replace("\n", "\r\n"))
    assert plain.texts == windows.texts
    assert item_of(plain).updates == item_of(windows).updates
    assert plain.problems == windows.problems == ()


def test_the_digest_is_that_of_the_bytes() -> None:
    one, same = incident("severity: P1\n"), incident("severity: P1\n")
    other = incident("severity: P2\n")
    assert one.digest == same.digest != other.digest
    assert len(one.digest) == 16


def test_with_too_little_to_make_an_item_its_words_are_still_read() -> None:
    parsed = parse(PATH, f"---\ntitle: Checkout is down\n---\n{UPDATE}")
    assert parsed.item is None
    assert parsed.texts[0].title == "Checkout is down"
    assert len(parsed.problems) == 1


def test_a_mistake_in_one_key_leaves_an_item_for_other_checks() -> None:
    parsed = parse(PATH, f"---\ntitle:\nseverity: P1\nid: known\n---\n{UPDATE}")
    assert item_of(parsed).id == "known"
    assert len(parsed.problems) == 1


def test_a_flood_of_unknown_components_is_told_only_so_often() -> None:
    names = ", ".join(f"unicorn{i}" for i in range(5000))
    parsed = parse(PATH, f"---\ntitle: x\nseverity: P1\ncomponents: [{names}]\n---\n{UPDATE}")
    assert 1 < len(parsed.problems) < 50


def test_a_flood_of_unknown_keys_is_told_only_so_often() -> None:
    keys = "".join(f"unicorn{i}: 1\n" for i in range(5000))
    parsed = parse(PATH, f"---\ntitle: x\nseverity: P1\n{keys}---\n{UPDATE}")
    assert 1 < len(parsed.problems) < 50
