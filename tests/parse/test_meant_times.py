"""Who writes a time as at home sees what to write instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.errors import Location, Problem
from statusgen.parse.meant_times import meant_times
from statusgen.parse.times import parse_timestamp
from statusgen.parse.zones import parse_zone
from tests.parse.shop import shop

AT = Location("content/incidents/x.md", 7, 20)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("29.11.2026 14:20", ["2026-11-29 14:20"]),
        ("29.11.26, 14.20 Uhr", ["2026-11-29 14:20"]),
        ("29. November 2026, 14:20 Uhr", ["2026-11-29 14:20"]),
        ("Sunday, November 29th, 2026 at 2:20 pm UTC", ["2026-11-29 14:20 UTC"]),
        ("Nov 29, 2026 12:05 AM", ["2026-11-29 00:05"]),
        ("29 de noviembre de 2026 14:20", ["2026-11-29 14:20"]),
        ("le 1er août 2026 à 14h20", ["2026-08-01 14:20"]),
        ("3 März 2026 8:05 Europe/Berlin", ["2026-03-03 08:05 Europe/Berlin"]),
        ("11/29/2026 14:20", ["2026-11-29 14:20"]),
        ("29/11/2026 14:20 GMT", ["2026-11-29 14:20 GMT"]),
        ("03/04/2026 14:20", ["2026-04-03 14:20", "2026-03-04 14:20"]),
        ("04/04/2026 14:20", ["2026-04-04 14:20"]),
        ("2026/11/29 14:20 +01:00", ["2026-11-29 14:20 +01:00"]),
        ("2026-11-29, 2 p.m. UTC", ["2026-11-29 14:00 UTC"]),
        ("2026–11–29 14:20", ["2026-11-29 14:20"]),
        ("٢٠٢٦-١١-٢٩ ١٤:٢٠", ["2026-11-29 14:20"]),
        ("2026-12-31 24:00 UTC", ["2027-01-01 00:00 UTC"]),
        ("29.11.2026", []),
        ("14:20", []),
        ("31.02.2026 14:20", []),
        ("29.11.2026 13:20 pm", []),
        ("9999-12-31 24:00", []),
        ("nonsense", []),
    ],
)
def test_what_was_meant_is_offered(written: str, meant: list[str]) -> None:
    assert meant_times(written) == meant


@given(st.text(alphabet="0123456789 -/.:,hapmT٢Novemberz+()", max_size=40))
def test_what_is_offered_can_be_read(written: str) -> None:
    for meant in meant_times(written):
        zone = meant[len("2026-11-29 14:20") :].strip()
        found = parse_timestamp(meant, zone=shop().zone, at=AT)
        if not zone or not isinstance(parse_zone(zone, at=AT), Problem):
            year = 1970 <= int(meant[:4]) <= 2199
            assert not isinstance(found, Problem) or not year or "the clocks go" in found.message


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("29.11.2026 14:20", "did you mean 2026-11-29 14:20?"),
        ("2026-11-29 2:20 PM UTC", "did you mean 2026-11-29 14:20 UTC?"),
        ("2026-11-29 24:00", "did you mean 2026-11-30 00:00?"),
        ("2026-11-29 14:20 (UTC)", "did you mean 'UTC'?"),
        ("29.11.2026", "write e.g. 2026-11-29 14:20 UTC"),
        ("2 pm", "did you mean 14:00?"),
        ("2026-11-29 14:20 CET.", "write Europe/Berlin or an offset: +01:00"),
    ],
)
def test_the_hint_of_a_time_that_cannot_be_read_is_what_was_meant(written: str, hint: str) -> None:
    found = parse_timestamp(written, zone=shop().zone, at=AT)
    assert isinstance(found, Problem)
    assert found.hint == hint
