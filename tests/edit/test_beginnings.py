"""New files say what was asked for, whatever the words are."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from statusgen.edit.beginnings import (
    NewIncident,
    NewMaintenance,
    NewNotice,
    begin_incident,
    begin_maintenance,
    begin_notice,
    dated_id,
)
from statusgen.edit.reading import incident_of, maintenance_of, read_file
from statusgen.edit.updates import NewUpdate
from statusgen.errors import ContentError
from statusgen.model import ComponentStatus, Severity, UpdateStatus
from statusgen.parse.context import ParseContext
from statusgen.parse.fmt import canonical
from tests.parse.shop import shop

NOW = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
CONTEXT = ParseContext(shop())
FIRST = NewUpdate(at=NOW, status=UpdateStatus.INVESTIGATING, message="We look.")
COMPONENTS = tuple(component.id for component in shop().components)
STATUSES = st.sampled_from(list(ComponentStatus))


def incident(**changes: object) -> NewIncident:
    given = {
        "id": "2026-11-23-x",
        "title": "x",
        "severity": Severity.P1,
        "components": (),
        "update": FIRST,
    }
    return NewIncident(**{**given, **changes})  # type: ignore[arg-type]


def test_an_incident_is_written_as_a_person_would() -> None:
    new = incident(
        title="Nobody: can pay",
        components=((COMPONENTS[0], ComponentStatus.MAJOR_OUTAGE),),
        started=NOW - timedelta(minutes=18),
        detected=NOW - timedelta(minutes=12),
        update=NewUpdate(
            at=NOW,
            status=UpdateStatus.INVESTIGATING,
            message="\n\nWe look.  \n",
            next_update=NOW + timedelta(minutes=30),
        ),
        pinned=True,
    )
    assert begin_incident(new, CONTEXT).data.decode() == (
        '---\ntitle: "Nobody: can pay"\nseverity: P1\n'
        f"components: [{COMPONENTS[0]}]\n"
        "started: 2026-11-23 14:02 UTC\ndetected: 2026-11-23 14:08 UTC\npinned: true\n---\n\n"
        "## Investigating — 2026-11-23 14:20 UTC\nNext update: 14:50 UTC\n\nWe look.\n"
    )


@given(
    title=st.text(min_size=1, max_size=60),
    severity=st.sampled_from(list(Severity)),
    components=st.dictionaries(st.sampled_from(COMPONENTS), STATUSES),
)
def test_what_is_written_is_what_is_read(
    title: str, severity: Severity, components: dict[str, ComponentStatus]
) -> None:
    assume(_shown(title).strip())
    pairs = tuple(components.items())
    new = incident(title=title, severity=severity, components=pairs)
    source = begin_incident(new, CONTEXT)
    read = read_file(source, CONTEXT)
    assert incident_of(read).severity is severity
    assert dict(incident_of(read).components) == components
    assert read.text.title.split() == _shown(title).split()
    text = source.data.decode()
    assert canonical(text, kind="incidents") == text


def _shown(title: str) -> str:
    """Return *title* without the characters that no page can show."""
    plain = re.sub(r"\s+", " ", title)
    return re.sub("[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "", plain)


def test_everything_at_once_is_called_so() -> None:
    everything = tuple((component, ComponentStatus.PARTIAL_OUTAGE) for component in COMPONENTS)
    text = begin_incident(incident(components=everything), CONTEXT).data.decode()
    assert "components:\n  all: partial outage\n---" in text
    usual = begin_incident(incident(components=everything, severity=Severity.P2), CONTEXT)
    assert b"components: all\n" in usual.data


def test_maintenance_has_its_window_and_its_effect() -> None:
    new = NewMaintenance(
        id="2026-12-01-x",
        title="Work",
        components=((COMPONENTS[0], ComponentStatus.UNDER_MAINTENANCE),),
        starts=NOW + timedelta(days=8),
        ends=NOW + timedelta(days=8, hours=2),
        effect="Slow: for a while",
        update=NewUpdate(at=NOW, status=UpdateStatus.SCHEDULED, message="We upgrade."),
        drill=True,
    )
    read = read_file(begin_maintenance(new, CONTEXT), CONTEXT)
    item = maintenance_of(read)
    assert (item.starts, item.ends, item.drill) == (new.starts, new.ends, True)
    assert (item.components, read.text.effect) == (new.components, new.effect)
    assert read.words == [(NOW, "We upgrade.")]


def test_a_notice_needs_no_times() -> None:
    source = begin_notice(NewNotice(id="x", title="Open", message="All day."), CONTEXT)
    assert source.data == b"---\ntitle: Open\n---\n\nAll day.\n"


def test_what_the_parser_would_refuse_is_not_made() -> None:
    with pytest.raises(ContentError, match="title has 150 characters"):
        begin_incident(incident(title="x" * 150), CONTEXT)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Some customers cannot pay", "2026-11-23-some-customers-cannot-pay"),
        ("Écran  blanc!", "2026-11-23-ecran-blanc"),
        ("支払い", "2026-11-23-incident"),
        ("word " * 40, "2026-11-23-" + "-".join(["word"] * 12)),
        ("x" * 200, "2026-11-23-" + "x" * 60),
    ],
)
def test_an_id_is_the_day_and_the_first_words(title: str, expected: str) -> None:
    assert dated_id(title, date(2026, 11, 23), fallback="incident") == expected
