"""Each rule of the check: what it says, where, and what it lets pass."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statusgen.advice.giving import CASE_RULES, REASONS, RECENT, WORD_RULES, give_advice
from statusgen.config import CHECK_OPTIONS
from statusgen.errors import Level, Problem
from tests.parsed_files import SITE, ParsedFiles

ROOT = Path(__file__).parents[2]
PATH = "content/incidents/2026-11-23-checkout.md"
START = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SHOP = """
name: Northwind Shop
url: https://status.northwind.example/
main_site: https://www.northwind.example/
timezone: Europe/Paris
contact: {email: help@northwind.example}
alternatives:
  - {label: Order by phone, url: "tel:+442079460000"}
  - {label: Write to us, url: "mailto:orders@northwind.example"}
components:
  - {id: checkout, name: Checkout}
  - {id: care, name: Customer Care}
"""
OPEN = "## Investigating — 2026-11-23 14:00 UTC\n\n"


def advice(
    files: dict[str, str], *, now: datetime = START + 10 * MINUTE, checks: str = "", site: str = ""
) -> list[Problem]:
    site = SHOP + site + (f"checks: {{{checks}}}\n" if checks else "")
    project = {SITE: site, **files}
    parsed = ParsedFiles(project)
    assert parsed.problems(now=now) == []
    found = give_advice(parsed.facts, parsed, parsed.config, now=now, read=project.__getitem__)
    assert all(problem.level is Level.ADVICE for problem in found)
    return list(found)


def incident(
    body: str,
    *,
    now: datetime = START + 10 * MINUTE,
    severity: str = "P2",
    keys: str = "",
    checks: str = "",
    site: str = "",
) -> list[Problem]:
    front = (
        f"---\ntitle: Checkout fails\nseverity: {severity}\ncomponents: [checkout]\n{keys}---\n\n"
    )
    return advice({PATH: front + body}, now=now, checks=checks, site=site)


def rules(problems: list[Problem]) -> list[str]:
    return [problem.rule for problem in problems]


# --- time


@pytest.mark.parametrize(
    ("detected", "late"),
    [("13:30", False), ("13:29", True), ("13:00", True)],
)
def test_the_first_update_is_due_thirty_minutes_after_detection(detected: str, late: bool) -> None:
    found = incident(f"{OPEN}The app works.\n", keys=f"detected: 2026-11-23 {detected} UTC\n")
    assert rules(found) == (["late-update"] if late else [])


def test_a_late_first_update_says_how_late_at_its_heading() -> None:
    (found,) = incident(f"{OPEN}x\n", keys="detected: 2026-11-23 12:10 UTC\n")
    assert str(found.at) == f"{PATH}:8:1"
    assert found.message == (
        "the first update came 1 hour 20 minutes late: it was due 30 minutes after detection"
    )


@pytest.mark.parametrize(("minutes", "missing"), [(30, False), (31, True)])
def test_a_draft_that_goes_on_is_an_update_that_is_missing(minutes: int, missing: bool) -> None:
    keys = "draft: true\n"
    found = incident(f"{OPEN}x\n", keys=keys, now=START + minutes * MINUTE)
    assert rules(found) == (["late-update"] if missing else [])


@pytest.mark.parametrize(
    ("line", "severity", "minutes", "said"),
    [
        pytest.param("Next update: 14:20 UTC\n", "P2", 20, "", id="on-the-minute"),
        pytest.param("Next update: 14:20 UTC\n", "P2", 21, "was promised for", id="promised"),
        pytest.param("", "P2", 60, "", id="the-plans-pace"),
        pytest.param("", "P2", 61, "was due at", id="past-the-plans-pace"),
        pytest.param("", "P3", 61, "", id="a-slower-pace"),
    ],
)
def test_the_next_update_comes_when_it_was_promised(
    line: str, severity: str, minutes: int, said: str
) -> None:
    body = OPEN.rstrip("\n") + f"\n{line}\nThe app works.\n"
    found = incident(body, severity=severity, now=START + minutes * MINUTE)
    assert rules(found) == (["overdue-update"] if said else [])
    assert all(said in problem.message for problem in found)


@pytest.mark.parametrize(
    ("hours", "more", "said"),
    [
        pytest.param(23, "", "", id="not-yet"),
        pytest.param(24, "", "is due by 2026-11-25 15:00 UTC", id="a-day-before"),
        pytest.param(49, "", "was due by", id="past"),
        pytest.param(24 * 17, "", "", id="forgotten"),
        pytest.param(49, "\n## Postmortem — 2026-11-24 15:00 UTC\n\nTold.\n", "", id="held"),
    ],
)
def test_the_review_is_due_within_two_days(hours: int, more: str, said: str) -> None:
    body = f"{OPEN}x\n\n## Resolved — 2026-11-23 15:00 UTC\n\nIt works again for everyone.\n{more}"
    found = incident(body, now=START + timedelta(hours=hours + 1))
    assert rules(found) == (["review-due"] if said else [])
    assert all(said in problem.message for problem in found)


def test_a_review_that_is_elsewhere_is_not_due() -> None:
    body = f"{OPEN}x\n\n## Resolved — 2026-11-23 15:00 UTC\n\nIt works again for everyone.\n"
    assert incident(body, keys="review: https://x.example/\n", now=START + 3 * DAY) == []


def test_how_early_a_review_is_spoken_of_can_be_tuned() -> None:
    body = f"{OPEN}x\n\n## Resolved — 2026-11-23 15:00 UTC\n\nIt works again for everyone.\n"
    assert rules(incident(body, now=START + DAY / 2, checks="review-due: {ahead: 40h}")) == [
        "review-due"
    ]


# --- what is left out, what is said twice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We are working to resolve it.", False),
        ("Nothing can be ordered.", False),
        ("The app works.", True),
        ("Our stores are open as usual.", True),
        ("You can order by telephone.", True),
        ("Call 020 7946 0000.", True),
        ("Order by Phone instead", True),
        ("Orders placed already are not\naffected.", True),
    ],
)
def test_a_p1_says_what_still_works(text: str, said: bool) -> None:
    found = incident(f"{OPEN}{text}\n", severity="P1")
    assert rules(found) == ([] if said else ["what-works"])
    assert incident(f"{OPEN}{text}\n", severity="P2") == []


def test_once_it_is_over_everything_works() -> None:
    body = f"{OPEN}x\n\n## Resolved — 2026-11-23 14:05 UTC\n\nIt is over, we are sorry.\n"
    assert incident(body, severity="P1") == []


def test_what_works_can_be_said_in_the_houses_own_words() -> None:
    checks = "what-works: {words: [open for business]}"
    assert incident(f"{OPEN}We are open for business.\n", severity="P1", checks=checks) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [("", True), ("Done.", True), ("It all works again.", False)],
)
def test_an_end_has_words_for_customers(words: str, said: bool) -> None:
    body = f"{OPEN}x\n\n## Resolved — 2026-11-23 14:05 UTC\n\n{words}\n"
    assert rules(incident(body)) == (["closing-words"] if said else [])


def test_an_update_that_repeats_the_one_before_it_is_noticed_whatever_its_times() -> None:
    body = (
        f"{OPEN}We are still looking for the cause. Next update: 14:30.\n\n"
        "## Update — 2026-11-23 14:05 UTC\n\n"
        "We are *still* looking for the cause. Next update: 15:00.\n"
    )
    (found,) = incident(body)
    assert (found.rule, found.at.line) == ("repeated-update", 11)
    assert found.message == "this repeats the update in line 7"
    assert incident(body.replace("*still*", "getting nearer to")) == []
    assert incident(body, checks="repeated-update: {percent: 100}") == [found]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param("See [here](https://www.northwind.example/cart).", "17", id="link"),
        pytest.param("See https://northwind.example/x", "5", id="bare"),
        pytest.param("See https://app.northwind.example/", "", id="another-site"),
        pytest.param("See https://status.northwind.example/about.html", "", id="this-page"),
    ],
)
def test_a_link_to_the_site_that_is_down_is_noticed(text: str, quote: str) -> None:
    body = f"{OPEN}{text}\n"
    found = incident(body)
    assert [str(problem.at) for problem in found if problem.rule == "links-to-site"] == (
        [f"{PATH}:9:{12 if '[' in text else 5}"] if quote else []
    )
    assert incident(body, severity="P3") == []


# --- words


@pytest.mark.parametrize(
    ("text", "rule", "what"),
    [
        ("Please contact Jane Smith.", "names-person", "Jane Smith"),
        ("It was fixed by Anne-Marie Dupré.", "names-person", "Anne-Marie Dupré"),
        ("Mr Smith has looked at it.", "names-person", "Mr Smith"),
        ("Ask @jane.", "names-person", "@jane"),
        ("Contact Customer Care.", "", ""),
        ("Call Northwind Shop.", "", ""),
        ("Ask Our Team on Black Friday.", "", ""),
        ("The Northwind App works.", "", ""),
        ("Mail jane@shop.example.", "internal-address", "jane@shop.example"),
        ("Mail help@northwind.example or orders@northwind.example.", "", ""),
        ("10.0.0.5 is down.", "internal-address", "10.0.0.5"),
        ("Version 1.2.3 and 1.2.3.4.5 and 300.1.1.1.", "", ""),
        ("At 2001:db8::1 nothing answers.", "internal-address", "2001:db8::1"),
        ("From 10:20:30 on, C::x.", "", ""),
        ("db-prod-01 is full.", "internal-address", "db-prod-01"),
        ("Port 80 of cache.shop.internal is shut.", "internal-address", "cache.shop.internal"),
        ("On localhost it works.", "internal-address", "localhost"),
        ("Covid-19, app-store, web-2.", "internal-address", "web-2"),
        ("The outage was caused by AWS.", "blames-vendor", "AWS"),
        ("Cloudflare is down.", "blames-vendor", "Cloudflare"),
        ("This is due to our payment provider.", "blames-vendor", "due to our payment provider"),
        ("Payments by PayPal fail.", "", ""),
        ("Because of the rush it is slow. PayPal works.", "", ""),
        ("Oops, that was a hiccup.", "avoid", "Oops"),
        ("A human\nerror.", "avoid", "human\nerror"),
        ("Whoopsie.", "", ""),
    ],
)
def test_words_that_customers_should_not_read(text: str, rule: str, what: str) -> None:
    body = f"{OPEN}{text}\n"
    found = incident(body)
    assert ([found[0].rule] if rule else []) == rules(found)[:1]
    if rule:
        before = text[: text.index(what)]
        assert found[0].at.line == 9 + before.count("\n")
        assert found[0].at.column == len(before.rpartition("\n")[2]) + 1
        assert " ".join(what.split()) in found[0].message


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        (
            "Ask @northwind or contact Jane Smith.",
            "names-person: {allow: ['@northwind', jane smith]}",
        ),
        ("10.0.0.5", "internal-address: {allow: [10.0.0.5]}"),
        ("Oops.", "avoid: {words: [guys]}"),
        ("Oops.", "avoid: {words: []}"),
        ("Oops.", "avoid: off"),
        ("x" * 1000, "too-long: {characters: 2000}"),
    ],
)
def test_a_rule_can_be_tuned_and_turned_off(text: str, checks: str) -> None:
    assert incident(f"{OPEN}{text}\n") != []
    assert incident(f"{OPEN}{text}\n", checks=checks) == []


def test_the_house_has_words_and_suppliers_of_its_own() -> None:
    body = f"{OPEN}Hey guys, it is the fault of Acme Pay.\n"
    checks = "avoid: {words: [guys]}, blames-vendor: {vendors: [Acme Pay]}"
    assert rules(incident(body, checks=checks)) == ["avoid", "blames-vendor"]


def test_what_a_phone_does_not_show_at_once_is_too_long() -> None:
    body = OPEN + "**Word** [word](https://x.example/) " * 100 + "\n"
    (found,) = incident(body)
    assert found.message == "this has 999 characters, about 900 fit on a phone"
    told = body.replace("Investigating", "Resolved") + "\n## Postmortem — 2026-11-23 14:05 UTC\n\n"
    assert rules(incident(told + "word " * 1000)) == ["too-long"]


@pytest.mark.parametrize(
    ("line", "text", "said"),
    [
        pytest.param("14:30 UTC", "Next update: 14:45 UTC.", "14:45 UTC", id="another-promise"),
        pytest.param("14:30 UTC", "Next update: 14:30 UTC.", "", id="the-same"),
        pytest.param("14:30 UTC", "Next update by 15:30.", "", id="the-same-here"),
        pytest.param("14:30 UTC", "Next update by 15h30 CET.", "", id="the-same-zone-by-name"),
        pytest.param("14:30 UTC", "Next update by 09:30 EST.", "", id="a-zone-from-elsewhere"),
        pytest.param("14:30 UTC", "We write here again by 15:45.", "15:45", id="other-words"),
        pytest.param("14:30 UTC", "Prochain message à 16:30.", "16:30", id="french"),
        pytest.param("in 2 days", "Next update at 14:00 UTC.", "", id="days-later"),
        pytest.param("", "Next update: 14:45 UTC.", "", id="no-line"),
        pytest.param("", "It fails since 14:40 UTC.", "14:40 UTC", id="past-but-ahead"),
        pytest.param("", "It fails since 14:55.", "", id="past-in-the-sites-zone"),
        pytest.param("", "It began at 14:01 UTC.", "", id="clocks-differ"),
        pytest.param("", "It fails since 22:10 UTC.", "", id="since-yesterday"),
    ],
)
def test_times_among_the_words_fit_to_the_lines(line: str, text: str, said: str) -> None:
    promise = f"Next update: {line}\n" if line else ""
    found = incident(OPEN.rstrip("\n") + f"\n{promise}\n{text}\n")
    assert rules(found) == (["times-disagree"] if said else [])
    assert all(said in problem.message for problem in found)


# --- which files


def test_maintenance_and_notices_are_read_for_their_words_too() -> None:
    files = {
        "content/maintenance/2026-12-01-x.md": (
            "---\ntitle: Work\nstarts: 2026-12-01 02:00 UTC\nends: 2026-12-01 04:00 UTC\n---\n\n"
            "Summary by @joe.\n\n## Scheduled — 2026-11-23 14:00 UTC\n\nOops.\n"
        ),
        "content/notices/x.md": "---\ntitle: Open\n---\n\nWhoops.\n",
    }
    assert [(problem.at.path[:14], problem.at.line, problem.rule) for problem in advice(files)] == [
        ("content/mainte", 7, "names-person"),
        ("content/mainte", 11, "avoid"),
        ("content/notice", 5, "avoid"),
    ]
    assert advice(files, now=datetime(2027, 6, 1, tzinfo=UTC), checks="avoid: off") == []


@pytest.mark.parametrize(("age", "read"), [(RECENT - MINUTE, True), (RECENT + MINUTE, False)])
def test_what_is_long_over_is_not_read(age: timedelta, read: bool) -> None:
    body = f"{OPEN}Oops.\n\n## Resolved — 2026-11-23 14:30 UTC\n\nIt works again for all.\n"
    found = incident(body, now=START + 30 * MINUTE + age, checks="review-due: off")
    assert bool(found) is read


def test_an_incident_that_goes_on_is_read_however_old() -> None:
    checks = "overdue-update: off"
    assert rules(incident(f"{OPEN}Oops.\n", now=START + 90 * DAY, checks=checks)) == ["avoid"]


def test_drills_are_practised_with_advice() -> None:
    assert rules(incident(f"{OPEN}Oops.\n", keys="drill: true\n")) == ["avoid"]


# --- the rules as a whole


def test_every_rule_can_be_tuned_and_has_its_reason() -> None:
    assert {*CASE_RULES, *WORD_RULES, "stray-line"} == set(CHECK_OPTIONS)
    assert {*CHECK_OPTIONS, "unfilled"} == set(REASONS)


@pytest.mark.parametrize("rule", CHECK_OPTIONS)
def test_every_rule_has_its_section_in_the_guide(rule: str) -> None:
    guide = (ROOT / "docs" / "checks.md").read_text("utf-8")
    section = guide.partition(f"\n### `{rule}`\n")[2].partition("\n### ")[0]
    assert REASONS[rule].rstrip(".") in " ".join(section.split())
    assert all(f"`{option}`" in section for option in CHECK_OPTIONS[rule])


@pytest.mark.parametrize("rule", [*CASE_RULES, *WORD_RULES])
def test_every_rule_can_be_turned_off(rule: str) -> None:
    off = ", ".join(f"{name}: off" for name in [*CASE_RULES, *WORD_RULES] if name != rule)
    body = (
        "## Investigating — 2026-11-23 14:00 UTC\nNext update: 14:30 UTC\n\n"
        "Jane: contact Jane Smith at 10.0.0.5. Oops, caused by AWS. https://northwind.example/ "
        f"{'x' * 900}. Next update: 15:10 UTC.\n\n"
        "## Resolved — 2026-11-23 14:05 UTC\n\n"
        "## Investigating — 2026-11-23 14:06 UTC\nNext update: 14:10 UTC\n\nStill.\n\n"
        "## Update — 2026-11-23 14:07 UTC\nNext update: 14:08 UTC\n\nStill.\n"
    )
    if rule == "review-due":
        body = "## Resolved — 2026-11-23 14:00 UTC\n\nIt works again for everyone.\n"
    keys = "detected: 2026-11-23 13:00 UTC\n"
    now = START + (2 * DAY if rule == "review-due" else 10 * MINUTE)
    if rule == "what-works":
        body = OPEN + "Nothing.\n"
    found = incident(body, severity="P1", keys=keys, checks=off, now=now)
    assert set(rules(found)) == {rule}
    nothing = f"{off}, {rule}: off"
    assert incident(body, severity="P1", keys=keys, checks=nothing, now=now) == []


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "a-", "a.", "db-", ":", "@a", "Contact ", "x@", "1.", "next update ", "2001:"),
        *("because of ", "due to our ", "-1", "A a ", "<", "since ", "Mr "),
    ],
)
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (900 if piece == "<" else 40_000 // len(piece))
    assert "too-long" in rules(incident(f"{OPEN}x{text}\n"))


def test_the_example_needs_no_advice_at_the_instant_that_it_is_written_for() -> None:
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in sorted((ROOT / "content").rglob("*"))
        if path.suffix in (".md", ".yaml")
    }
    parsed = ParsedFiles(files)
    now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert give_advice(parsed.facts, parsed, parsed.config, now=now) == ()
