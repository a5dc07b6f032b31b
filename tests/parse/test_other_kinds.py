"""Maintenance, notices and pages: what their files say becomes facts."""

from datetime import UTC, datetime

from statusgen.model import Body, ComponentStatus, Maintenance, Notice, Page, UpdateStatus
from tests.parse.shop import item_of, parse

WINDOW = "title: Database\nstarts: 2026-12-01 02:00 UTC\nends: 2026-12-01 04:00 UTC\n"


def test_every_key_of_maintenance_becomes_a_fact() -> None:
    parsed = parse(
        "content/maintenance/2026/database.md",
        f"---\n{WINDOW}components: [checkout]\neffect: Orders are\n  read-only.\ndraft: true\n"
        "drill: true\naliases: old\nid: db\ncreated: 2026-11-20 10:00 UTC\n---\n\nWhy we do it.\n"
        "\n## Scheduled — 2026-11-24 09:00 UTC\n\nWe will.\n",
    )
    found = parsed.item
    assert parsed.problems == ()
    assert isinstance(found, Maintenance)
    assert (found.id, found.path) == ("db", "content/maintenance/2026/database.md")
    assert found.components == (("checkout", ComponentStatus.UNDER_MAINTENANCE),)
    assert found.starts == datetime(2026, 12, 1, 2, tzinfo=UTC)
    assert found.ends == datetime(2026, 12, 1, 4, tzinfo=UTC)
    assert found.created == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert (found.draft, found.drill, found.aliases) == (True, True, ("old",))
    assert [update.status for update in found.updates] == [UpdateStatus.SCHEDULED]
    (text,) = parsed.texts
    assert (text.title, text.effect) == ("Database", "Orders are read-only.")
    assert text.summary is not None
    assert text.summary.text == "Why we do it."


def test_maintenance_needs_no_update_and_has_defaults() -> None:
    parsed = parse("content/maintenance/database.md", f"---\n{WINDOW}---\n")
    assert parsed.problems == ()
    assert item_of(parsed).id == "database"
    assert (item_of(parsed).updates, item_of(parsed).components, item_of(parsed).created) == (
        (),
        (),
        None,
    )


def test_maintenance_may_do_worse_than_under_maintenance() -> None:
    parsed = parse(
        "content/maintenance/database.md",
        f"---\n{WINDOW}components: {{checkout: major outage, search: }}\n---\n",
    )
    assert item_of(parsed).components == (
        ("checkout", ComponentStatus.MAJOR_OUTAGE),
        ("search", ComponentStatus.UNDER_MAINTENANCE),
    )


def test_a_notice_has_a_span_that_may_be_open() -> None:
    parsed = parse(
        "content/notices/black-friday.md",
        "---\ntitle: Black Friday\nends: 2026-11-28 00:00\ndraft: yes\n---\n\nOpen *late*.\n",
    )
    assert parsed.problems == ()
    assert parsed.item == Notice(
        id="black-friday",
        path="content/notices/black-friday.md",
        ends=datetime(2026, 11, 28, tzinfo=UTC),
        draft=True,
        languages=("en",),
        digest=item_of(parsed).digest,
    )
    (text,) = parsed.texts
    assert text.summary == Body("Open *late*.", "<p>Open <em>late</em>.</p>")


def test_a_page_has_a_place_in_the_menu() -> None:
    parsed = parse(
        "content/pages/about.md", "---\ntitle: About\norder: -5\nmenu: off\n---\n\nText.\n"
    )
    assert parsed.problems == ()
    assert parsed.item == Page(
        id="about",
        path="content/pages/about.md",
        order=-5,
        menu=False,
        languages=("en",),
        digest=item_of(parsed).digest,
    )


def test_a_support_page_is_public_only_if_it_says_so() -> None:
    path = "content/support/refunds.md"
    public = parse(path, "---\ntitle: Refunds\npublic: true\n---\n")
    assert public.problems == ()
    assert item_of(public).id == "support/refunds"
    for keys in ("", "public: false\n", "public:\n"):
        internal = parse(path, f"---\ntitle: Refunds\n{keys}---\n")
        assert (internal.item, internal.problems) == (None, ())


def test_a_mistake_on_an_internal_page_is_told_all_the_same() -> None:
    parsed = parse("content/support/refunds.md", "---\ntitle: Refunds\nmenue: no\n---\n")
    assert [problem.message for problem in parsed.problems] == ["unknown key 'menue'"]
