"""The same words in another language, matched to the original's updates by their time."""

import pytest

from statusgen.model import Body, Text
from tests.parse.shop import item_of, parse, shown

PATH = "content/incidents/2026-11-23-checkout.md"
ORIGINAL = """---
title: Checkout is down
severity: P1
---

In short.

## Investigating — 2026-11-23 14:20 UTC

One.

## Update — 2026-11-23 14:20 UTC

Two.

## Resolved — 2026-11-23 15:10 UTC

Three.
"""
TITLE = "---\ntitle: Panne\n---\n"


def french(translation: str, original: str = ORIGINAL, path: str = PATH) -> tuple[Text, str]:
    """Return the words of *translation*, and its problems as shown."""
    parsed = parse(path, original, {"fr": translation})
    assert item_of(parsed).languages == ("en", "fr")
    return parsed.texts[1], shown(parsed.problems)


def body(text: str) -> Body:
    return Body(text, f"<p>{text}</p>")


def test_updates_are_matched_by_time_and_by_order_where_times_are_equal() -> None:
    text, problems = french(
        TITLE
        + "\nEn bref.\n\n## resolved | 2026-11-23 16:10 Europe/Paris\n\nTrois.\n"
        + "\n## Investigating — 2026-11-23 14:20\n\nUn.\n"
        + "\n## Update — 2026-11-23T14:20:00Z\n\nDeux.\n"
    )
    assert problems == ""
    assert text == Text(
        language="fr",
        title="Panne",
        summary=body("En bref."),
        updates=(body("Un."), body("Deux."), body("Trois.")),
    )


def test_what_is_not_translated_is_none() -> None:
    text, problems = french(TITLE + "\n## Resolved — 2026-11-23 15:10 UTC\n\nTrois.\n")
    assert problems == ""
    assert text.summary is None
    assert text.updates == (None, None, body("Trois."))


def test_an_update_without_words_is_not_translated() -> None:
    text, problems = french(TITLE + "\n## Resolved — 2026-11-23 15:10 UTC\n")
    assert problems == ""
    assert text.updates == (None, None, None)


def test_a_copied_attribute_line_says_nothing() -> None:
    text, problems = french(
        TITLE
        + "\n## Resolved — 2026-11-23 15:10 UTC\nComponents: checkout = operational\n\nTrois.\n"
    )
    assert problems == ""
    assert text.updates[2] == body("Trois.")


@pytest.mark.parametrize(
    ("translation", "said"),
    [
        pytest.param(
            TITLE + "\n## Resolved — 2026-11-23 15:00 UTC\n\nTrois.\n",
            "content/incidents/2026-11-23-checkout.fr.md:5:1: "
            "the original has no update of 2026-11-23 15:00 UTC for this one\n"
            f"  hint: the nearest in {PATH} is Resolved — 2026-11-23 15:10 UTC\n",
            id="an-update-of-no-time",
        ),
        pytest.param(
            TITLE + "\n## Resolved — 2026-11-23 15:10 UTC\n\nA.\n" * 2,
            "content/incidents/2026-11-23-checkout.fr.md:9:1: "
            "the original has no update of 2026-11-23 15:10 UTC for this one\n"
            "  hint: this one was translated already: are two of them one?\n",
            id="an-update-too-many",
        ),
        pytest.param(
            "---\n---\n",
            "content/incidents/2026-11-23-checkout.fr.md:1:1: title is missing\n"
            "  hint: add a line such as 'title: Some customers cannot check out'\n",
            id="no-title",
        ),
        pytest.param(
            "---\ntitle: Panne\nseverity: P1\neffect: x\n---\n",
            "content/incidents/2026-11-23-checkout.fr.md:3:1: unknown key 'severity'\n"
            "  hint: it stands in the original alone: leave it out here\n"
            "content/incidents/2026-11-23-checkout.fr.md:4:1: unknown key 'effect'\n"
            "  hint: the keys are title\n",
            id="keys-of-the-original",
        ),
        pytest.param(
            TITLE + "\n## Résolu — 2026-11-23 15:10 UTC\n",
            "content/incidents/2026-11-23-checkout.fr.md:5:4: unknown status 'Résolu'\n"
            "  hint: did you mean 'Resolved'?\n",
            id="a-status-in-french",
        ),
        pytest.param(
            "",
            "content/incidents/2026-11-23-checkout.fr.md:1:1: this file is empty\n"
            "  hint: begin with a line '---', lines such as 'title: …', and '---' again\n",
            id="an-empty-file",
        ),
    ],
)
def test_what_is_wrong_with_a_translation_is_told_of_its_file(translation: str, said: str) -> None:
    parsed = parse(PATH, ORIGINAL, {"fr": translation})
    assert shown(parsed.problems) == said
    assert parsed.item is not None


def test_maintenance_has_an_effect_in_each_language() -> None:
    text, problems = french(
        "---\ntitle: Base de données\neffect: Lecture seule.\n---\n",
        "---\ntitle: Database\nstarts: 2026-12-01 02:00 UTC\nends: 2026-12-01 04:00 UTC\n"
        "effect: Read-only.\n---\n",
        "content/maintenance/database.md",
    )
    assert problems == ""
    assert (text.title, text.effect) == ("Base de données", "Lecture seule.")


@pytest.mark.parametrize("folder", ["pages", "notices"])
def test_a_page_or_notice_is_one_piece_of_prose(folder: str) -> None:
    text, problems = french(
        TITLE + "\n## Un titre\n\nUn texte.\n",
        "---\ntitle: About\n---\n\n## A heading\n\nSome text.\n",
        f"content/{folder}/about.md",
    )
    assert problems == ""
    assert text.summary is not None
    assert text.summary.text == "## Un titre\n\nUn texte."
    assert text.updates == ()


def test_a_translation_is_part_of_the_digest() -> None:
    digests = {
        item_of(parse(PATH, ORIGINAL, translations)).digest
        for translations in ({}, {"fr": TITLE}, {"fr": TITLE + "\n"})
    }
    assert len(digests) == 3


def test_a_language_that_the_site_has_not_is_not_read() -> None:
    parsed = parse(PATH, ORIGINAL, {"de": "no front matter"})
    assert item_of(parsed).languages == ("en",)
    assert len(parsed.texts) == 1
