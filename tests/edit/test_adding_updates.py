"""An update more in a file that people also edit: in its place, and nothing else moves."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.edit.reading import read_file
from statusgen.edit.updates import NewUpdate, add_update
from statusgen.errors import ContentError
from statusgen.model import ComponentStatus, Severity, UpdateStatus
from statusgen.parse.context import ParseContext
from statusgen.sources import SourceFile
from tests.parse.shop import shop

PATH = "content/incidents/2026-11-23-checkout.md"
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
FRONT = "---\ntitle: Checkout is down\nseverity: P1\n---\n"
FIRST = "## Investigating — 2026-11-23 14:20 UTC\n\nWe look.\n"
SECOND = "## Identified — 2026-11-23 14:40 UTC\n\nWe know.\n"
NEW = "## Monitoring — 2026-11-23 15:00 UTC\n\nMended.\n"
CONTEXT = ParseContext(shop())
MENDED = NewUpdate(at=NOW, status=UpdateStatus.MONITORING, message="Mended.")


def file(text: str | bytes) -> SourceFile:
    return SourceFile(PATH, text if isinstance(text, bytes) else text.encode())


def added(text: str, update: NewUpdate = MENDED) -> str:
    return add_update(file(text), update, CONTEXT).data.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"{FRONT}\n{FIRST}\n{SECOND}", f"{FRONT}\n{FIRST}\n{SECOND}\n{NEW}", id="oldest-first"
        ),
        pytest.param(
            f"{FRONT}\nSummary.\n\n{SECOND}\n{FIRST}",
            f"{FRONT}\nSummary.\n\n{NEW}\n{SECOND}\n{FIRST}",
            id="newest-first",
        ),
        pytest.param(
            f"{FRONT}{SECOND}\n{FIRST}",
            f"{FRONT}\n{NEW}\n{SECOND}\n{FIRST}",
            id="newest-first-straight-under-the-keys",
        ),
        pytest.param(f"{FRONT}\n{FIRST}", f"{FRONT}\n{FIRST}\n{NEW}", id="one-update"),
        pytest.param(
            f"{FRONT}\n{FIRST.rstrip()}", f"{FRONT}\n{FIRST}\n{NEW}", id="no-final-line-end"
        ),
        pytest.param(
            f"{FRONT}\n{FIRST}\n\n\n", f"{FRONT}\n{FIRST}\n\n\n{NEW}", id="blank-lines-at-the-end"
        ),
        pytest.param(
            f"{FRONT}\n{FIRST}  \t\n", f"{FRONT}\n{FIRST}  \t\n{NEW}", id="spaces-at-the-end"
        ),
        pytest.param(
            f"\n\n{FRONT}{FIRST}", f"\n\n{FRONT}{FIRST}\n{NEW}", id="blank-lines-before-the-keys"
        ),
        pytest.param(
            f"{FRONT}\n```\n## Resolved — 2026-11-23 23:00 UTC\n```\n\n{FIRST}",
            f"{FRONT}\n```\n## Resolved — 2026-11-23 23:00 UTC\n```\n\n{FIRST}\n{NEW}",
            id="a-heading-in-code",
        ),
        pytest.param(
            f"---\n# why: see the chat\ntitle:   Checkout is down   # sic\n\nseverity: p1\n...\n"
            f"\n{FIRST}\n<!-- to do: numbers -->\n",
            f"---\n# why: see the chat\ntitle:   Checkout is down   # sic\n\nseverity: p1\n...\n"
            f"\n{FIRST}\n<!-- to do: numbers -->\n\n{NEW}",
            id="comments-and-odd-spaces",
        ),
        pytest.param(
            f"{FRONT}\n##2026-11-23T14:20Z | investigating##\n\tTab.\n",
            f"{FRONT}\n##2026-11-23T14:20Z | investigating##\n\tTab.\n\n{NEW}",
            id="another-way-of-writing",
        ),
    ],
)
def test_it_goes_where_the_files_order_wants_it(before: str, after: str) -> None:
    assert added(before) == after


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    before = ("\ufeff" + FRONT + "\n" + FIRST).replace("\n", "\r\n").encode()
    after = add_update(file(before), MENDED, CONTEXT).data
    assert after == before + ("\n" + NEW).replace("\n", "\r\n").encode()


def test_the_line_ends_of_a_pasted_part_stay() -> None:
    before = (FRONT + "\n" + FIRST).encode() + b"\r\nPasted.\r\n"
    assert add_update(file(before), MENDED, CONTEXT).data == before + f"\n{NEW}".encode()


@pytest.mark.parametrize(
    ("at", "order", "place"),
    [
        pytest.param(NOW - timedelta(hours=1), "oldest", 0, id="before-all"),
        pytest.param(NOW - timedelta(minutes=30), "oldest", 1, id="between"),
        pytest.param(NOW - timedelta(minutes=40), "oldest", 1, id="after-one-of-its-time"),
        pytest.param(NOW - timedelta(hours=1), "newest", 2, id="before-all-newest-first"),
        pytest.param(NOW - timedelta(minutes=30), "newest", 1, id="between-newest-first"),
        pytest.param(NOW - timedelta(minutes=20), "newest", 1, id="of-one-time-newest-first"),
    ],
)
def test_an_earlier_one_is_put_among_the_others(at: datetime, order: str, place: int) -> None:
    sections = [FIRST, SECOND] if order == "oldest" else [SECOND, FIRST]
    update = NewUpdate(at=at, status=None, message="More.")
    text = added(FRONT + "\n" + "\n".join(sections), update)
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings[place].startswith("## Update")
    read = read_file(file(text), CONTEXT)
    same_time = [words for time, words in read.words if time == at]
    assert same_time[-1] == "More."  # of one time, the page has what came later below


def test_a_file_in_no_order_goes_on_at_its_end() -> None:
    third = "## Update — 2026-11-23 14:30 UTC\n\nMore.\n"
    before = f"{FRONT}\n{FIRST}\n{SECOND}\n{third}"
    assert added(before) == f"{before}\n{NEW}"


def test_what_it_changes_stands_under_its_heading() -> None:
    update = NewUpdate(
        at=NOW,
        status=None,
        message="Better.",
        components=(("checkout", ComponentStatus.PARTIAL_OUTAGE),),
        severity=Severity.P2,
        next_update=NOW + timedelta(minutes=30),
    )
    assert added(f"{FRONT}\n{FIRST}", update).endswith(
        "## Update — 2026-11-23 15:00 UTC\n"
        "Components: checkout = partial outage\n"
        "Severity: P2\n"
        "Next update: 15:30 UTC\n\nBetter.\n"
    )


@pytest.mark.parametrize(
    "after",
    [timedelta(minutes=1), timedelta(hours=23, minutes=59), timedelta(days=1), timedelta(days=9)],
    ids=str,
)
def test_a_promise_is_read_as_the_time_that_was_meant(after: timedelta) -> None:
    update = NewUpdate(at=NOW, status=None, message="x", next_update=NOW + after)
    read = read_file(file(added(f"{FRONT}\n{FIRST}", update)), CONTEXT)
    assert read.updates[-1].next_update == NOW + after


@pytest.mark.parametrize(
    ("before", "message", "said"),
    [
        pytest.param(
            f"{FRONT}\n{FIRST}", "All.\n\n## What works\n\nThe app.", "message:3:1", id="heading"
        ),
        pytest.param(f"{FRONT}\n{FIRST}", "Back at {next_update}.", "message:1:9", id="brace"),
        pytest.param(f"{FRONT}\n{FIRST}", "\udcff", "this is not UTF-8", id="not-utf-8"),
        pytest.param(f"{FRONT}\n{FIRST}\n```\n", "```\nx\n```", "never closed", id="open-fence"),
        pytest.param(f"{FRONT}\n{FIRST}\n<!-- x\n", "a --> b", f"{PATH}:10:1", id="open-comment"),
        pytest.param(
            f"{FRONT}\n{FIRST}\n## Fixed\n\nx\n", "Mended.", f"{PATH}:10:4", id="a-mistake-already"
        ),
        pytest.param(f"{FRONT}\n{FIRST}", "a\n<!-- b", "message:2:1", id="comment-in-message"),
        pytest.param("x", "Mended.", "front matter is missing", id="no-content-file"),
    ],
)
def test_what_cannot_be_added_is_said_and_nothing_is_made(
    before: str, message: str, said: str
) -> None:
    update = NewUpdate(at=NOW, status=None, message=message)
    with pytest.raises(ContentError) as raised:
        add_update(file(before), update, CONTEXT)
    assert said in str(raised.value)


def test_code_in_a_message_may_look_like_an_update() -> None:
    message = "```\n## Resolved — 2026-11-23 16:00 UTC\n{x}\n```"
    update = NewUpdate(at=NOW, status=None, message=message)
    read = read_file(file(added(f"{FRONT}\n{FIRST}", update)), CONTEXT)
    assert read.words[-1] == (NOW, message)


PIECES = st.sampled_from(
    [
        *(
            FIRST,
            SECOND,
            "Words.\n",
            "\n",
            "\n\n",
            "\t",
            "```\n",
            "~~~\n",
            "<!--",
            "-->",
            "### x\n",
        ),
        *(
            "- a\n",
            "> b\n",
            "## Update - 2026-11-23 14:40\n",
            "Severity: P2\n",
            "`",
            "é",
            "  ",
            "|",
        ),
        *("## 2026-11-23 14:50 UTC — update\n", "\\", "{", "}", "---\n", "Next update: 15:10\n"),
    ]
)
FRONTS = st.sampled_from([FRONT, "\n" + FRONT, "---\n# c\nseverity: P2\n\ntitle: 'x'\n--- \n"])


@given(
    front=FRONTS,
    body=st.lists(PIECES, max_size=12).map("".join),
    message=st.lists(PIECES, max_size=5).map("".join),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_whatever_the_file_it_is_added_whole_or_refused(
    front: str, body: str, message: str, line_end: str, mark: str
) -> None:
    text = mark + (front + "\n" + FIRST + body).replace("\n", line_end)
    before = file(text)
    try:
        old = read_file(before, CONTEXT)
        after = add_update(before, NewUpdate(at=NOW, status=None, message=message), CONTEXT)
    except ContentError:
        return
    assert_only_added(before.data, after.data)
    new = read_file(after, CONTEXT)
    assert all(one in new.words for one in old.words)
    assert len(new.updates) == len(old.updates) + 1
    assert {update.id for update in old.updates} < {update.id for update in new.updates}


def assert_only_added(before: bytes, after: bytes) -> None:
    """Raise unless *after* is *before* with one piece put in."""
    pairs = list(zip(before, after, strict=False))
    head = next((i for i, (old, new) in enumerate(pairs) if old != new), len(pairs))
    rest = before[head:]
    assert len(after) > len(before)
    assert after.endswith(rest)
