"""Whatever people write, every feed, badge and calendar can be read."""

from __future__ import annotations

import json
import re

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from markupsafe import escape

from statusgen.render.api import api_artefacts, incident_api
from statusgen.render.badge import badge_artefacts
from statusgen.render.calendar import calendar_artefacts
from statusgen.render.feeds import incident_feed, update_feeds
from statusgen.render.history_feeds import history_feeds
from statusgen.render.status_json import status_artefacts
from statusgen.render.xml_text import clean
from tests.render.feed_reading import read, xml
from tests.render.feed_samples import CONFIG, DOWN, Said, incident, maintenance, rendered, site_of

#: Text of all kinds, and more of what breaks things than chance would bring.
ODD = st.sampled_from(
    [
        *(
            "\x00",
            "\x08",
            "\x0b",
            "\x1b[31m",
            "\x7f",
            "\x85",
            "\u2028",
            "\ufeff",
            "\ufffe",
            "\uffff",
        ),
        *("\ud800", "\udfff", "\U0001ffff", "]]>", "<![CDATA[", "&", "&#0;", "<!--", "-->", "</p>"),
        *("🧯", "👩‍🚒", "e\u0301", "مرحبا", "\u202e", "\u2066", "日本語", "%", "%(title)s", "{0}"),
        *("\r", "\n", "\t", " ", '"', "'", "\\", ";", ","),
    ]
)
TEXT = st.lists(st.one_of(ODD, st.text(st.characters(), max_size=8)), max_size=6).map("".join)


@settings(deadline=None, max_examples=60)
@given(title=TEXT, words=TEXT, name=TEXT)
@example(title="\ud800]]>", words="a\x00b", name="\ufffe")
def test_every_file_is_well_formed_and_read_without_a_complaint(
    title: str, words: str, name: str
) -> None:
    component = msgspec.structs.replace(CONFIG.components[2], name=name)
    config = msgspec.structs.replace(CONFIG, components=(*CONFIG.components[:2], component))
    site = site_of(
        incident(
            "a",
            Said("investigating", "2026-11-23 14:20", words, html=f"<p>{escape(words)}</p>"),
            title=title,
            components={"partner-api": DOWN},
        ),
        maintenance(
            "m",
            "2026-11-23 12:00/2026-11-23 18:00",
            Said("scheduled", "2026-11-20 09:00", words),
            title=title,
            effect=words,
        ),
        config=config,
    )
    state = site.archive.incident(site.state.incidents[0])
    made = rendered(
        [
            *update_feeds(site),
            *history_feeds(site),
            *incident_feed(site.env, state, site.archive),
            *api_artefacts(site),
            *incident_api(site.env, state, site.archive),
            *status_artefacts(site),
            *badge_artefacts(site),
            *calendar_artefacts(site),
        ]
    )
    for path, data in made.items():
        text = data.decode("utf-8")
        if path.endswith(".json"):
            json.loads(text)
        elif path.endswith((".atom", ".rss")):
            xml(data)
            read(data)
        elif path.endswith(".svg"):
            xml(data)
        else:
            assert path.endswith(".ics")
            assert text.startswith("BEGIN:VCALENDAR\r\n")
            lines = text.split("\r\n")
            assert all(len(line.encode()) <= 75 for line in lines)
            assert not any(_NOT_IN_A_CALENDAR.search(line) for line in lines)
            (event,) = Calendar.from_ical(data).walk("VEVENT")
            assert str(event["summary"]).replace("\ufeff", "") in (_shown(title), "m")


#: What RFC 5545 has no way to write, and the ends of lines for those who know no better.
_NOT_IN_A_CALENDAR = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")


def _shown(title: str) -> str:
    whole = clean(title).replace("\r\n", "\n").replace("\r", "\n")
    # What reads the file back takes a mark of byte order at a text's start for its own.
    return re.sub("[\x7f-\x9f\ufeff]", "", whole)


@given(st.text(st.characters()))
def test_cleaning_keeps_all_that_xml_can_carry(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert xml(b"<a>" + escape(kept).encode() + b"</a>").text in (
        kept.replace("\r\n", "\n").replace("\r", "\n"),
        None,
    )
    assert len(text) - len(kept) == sum(not _carried(character) for character in text)


def _carried(character: str) -> bool:
    code = ord(character)
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or code >= 0x10000
    )
