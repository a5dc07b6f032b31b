"""The picture of an incident for shared links: there while it goes on, and the same everywhere."""

from __future__ import annotations

import io

import msgspec
import pytest
from PIL import Image

from statusgen.derive.incidents import derive_incident
from statusgen.errors import StatusgenError
from statusgen.model import Text
from statusgen.render import cards
from statusgen.render.archive import incident_artefacts
from statusgen.render.cards import FONT, HEIGHT, WIDTH, Card, card_artefacts
from statusgen.render.theme import ThemeFiles
from tests.render.markup import Document
from tests.render.shop import artefacts_of, make_site, rendered
from tests.render.world import MINUTE, NOW, Words, body, config, env, incident

CARD = Card(
    title="Some customers cannot check out",
    label="Monitoring",
    tone="partial_outage",
    name="Northwind Shop",
    host="status.northwind.example",
    color="#1f4fd8",
)
TONES = ("operational", "under_maintenance", "degraded_performance", "partial_outage")
URL = "https://status.northwind.example/"
LETTERS = env(config()).theme.static(FONT) or b""


def draw(card: Card) -> bytes:
    return cards.draw(card, LETTERS)


def can_draw(text: str) -> bool:
    return cards.can_draw(text, LETTERS)


def picture(card: Card) -> Image.Image:
    return Image.open(io.BytesIO(draw(card))).convert("RGB")


def inked(image: Image.Image) -> bool:
    """Return whether something is written where the title stands."""
    return len(image.crop((80, 220, 1120, 480)).getcolors(5000) or ()) > 1


@pytest.mark.parametrize("tone", [*TONES, "major_outage"])
def test_a_card_has_the_size_that_networks_ask_for_and_is_small(tone: str) -> None:
    data = draw(msgspec.structs.replace(CARD, tone=tone))
    assert Image.open(io.BytesIO(data)).size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(data) < 60_000


def test_each_status_has_a_shape_of_its_own() -> None:
    shapes = {
        tone: picture(msgspec.structs.replace(CARD, tone=tone)).crop((80, 90, 176, 186)).tobytes()
        for tone in (*TONES, "major_outage")
    }
    assert len(set(shapes.values())) == len(shapes)


def test_the_same_card_has_the_same_bytes() -> None:
    assert draw(CARD) == draw(CARD)


@pytest.mark.parametrize(
    "title",
    [
        "Down",
        "word " * 80,
        "W" * 140,
        "https://status.example/a-very-long-address-that-nobody-can-break-anywhere-at-all" * 2,
    ],
    ids=["short", "words", "one-word", "address"],
)
def test_a_title_of_any_length_stays_inside(title: str) -> None:
    image = picture(msgspec.structs.replace(CARD, title=title))
    assert inked(image)
    for box in ((0, 21, 70, 630), (1130, 21, 1200, 630), (0, 490, 1200, 508)):
        assert image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), (255,) * 3)]


@pytest.mark.parametrize(
    "title",
    [
        "Certains clients ne peuvent pas payer à l’étranger",
        "Störung „in der Kasse“ – größere Bestellungen",
        "Někteří zákazníci nemohou dokončit objednávku",
        "Klienci nie mogą zapłacić w sklepie łódzkim",
        "Деякі клієнти не можуть оплатити: «кошик», ґанок",
        "Κάποιοι πελάτες δεν μπορούν να πληρώσουν",
        "e\u0301 in two characters",
    ],
    ids=["french", "german", "czech", "polish", "ukrainian", "greek", "composed"],
)
def test_letters_of_europe_are_drawn(title: str) -> None:
    assert can_draw(title)
    assert draw(msgspec.structs.replace(CARD, title=title)) != draw(
        msgspec.structs.replace(CARD, title="日本語")
    )


def test_a_status_s_name_is_drawn_in_every_language_of_these_letters() -> None:
    codes = ("cs", "da", "de", "en", "es", "fr", "it", "nb", "nl", "pl", "pt", "sv", "uk")
    for language in env(config(languages=codes)).languages.values():
        for label in language.update_statuses.values():
            assert can_draw(label), (language.code, label)


def test_a_theme_brings_other_letters() -> None:
    own = ThemeFiles(name="project", static={FONT: b"OTTO is no font"})
    site = make_site(renderer=env(config(), own))
    card = next(a for a in artefacts_of(site) if a.path.endswith(".png"))
    with pytest.raises(StatusgenError, match=r"static/card/font\.ttf is no font"):
        card.render()
    usual = next(a for a in artefacts_of(make_site()) if a.path == card.path)
    assert usual.key != card.key


def test_the_letters_themselves_are_not_published() -> None:
    assert not [a.path for a in artefacts_of(make_site()) if "font" in a.path or "card/" in a.path]


@pytest.mark.parametrize(
    "title", ["現在、障害が発生しています", "العربية", "עברית", "🙏 Sorry", "\u0301", "ก\u0e33"]
)
def test_what_there_are_no_letters_for_is_left_out_and_not_drawn_as_boxes(title: str) -> None:
    assert not can_draw(title)
    other = msgspec.structs.replace(CARD, title="日本語")
    assert draw(msgspec.structs.replace(CARD, title=title)) == draw(other)
    assert inked(picture(other))  # the company's name instead


def test_nothing_that_can_be_drawn_is_no_mistake() -> None:
    card = msgspec.structs.replace(CARD, title="日本語", label="調査中", name="北風")
    assert not inked(picture(card))


def test_an_incident_that_goes_on_has_a_card_that_its_page_and_the_front_page_name() -> None:
    site = make_site(config(languages=("en", "fr")))
    cards = {a.path: a for a in artefacts_of(site) if a.path.endswith(".png")}
    assert set(cards) == {
        f"{folder}cards/2026-11-23-{name}.png"
        for folder in ("", "fr/")
        for name in ("checkout", "tracking")
    }
    pages = rendered(site)
    for path in ("incidents/2026-11-23-checkout.html", "index.html"):
        for folder in ("", "fr/"):
            page = Document(pages[folder + path])
            assert page.meta("og:image") == f"{URL}{folder}cards/2026-11-23-checkout.png"
            assert page.meta("twitter:card") == "summary_large_image"
            assert page.meta("og:image:alt")
    assert {a.media_type for a in cards.values()} == {"image/png"}


def test_nothing_else_has_one() -> None:
    for path, html in rendered(make_site(active=False)).items():
        assert Document(html).meta("og:image") is None, path
    page = Document(rendered(make_site())["incidents/2026-11-12-outage.html"])
    assert page.meta("og:image") is None


def test_a_card_is_drawn_again_for_a_new_title_or_status_and_for_nothing_else() -> None:
    one = incident("now", NOW - 50 * MINUTE, length=None)
    said = (body("a"), body("b"), body("c"))

    def key(title: str = "Trouble", words: tuple[object, ...] = said, name: str = "Shop") -> bytes:
        text = Text(language="en", title=title, updates=words)  # type: ignore[arg-type]
        configuration = config(name=name)
        state = derive_incident(one, configuration)
        archive = Words([state], {one.path: (text,)})
        (card,) = card_artefacts(env(configuration), state, archive)
        return card.key

    assert key() == key(words=(body("x"), body("y"), body("z")))
    assert len({key(), key(title="Other"), key(name="Other")}) == 3


def test_an_incident_that_is_over_loses_it() -> None:
    one = incident("now", NOW - 50 * MINUTE, length=40 * MINUTE)
    state = derive_incident(one, config())
    text = Text(language="en", title="Trouble", updates=(body("a"), body("b"), body("c")))
    archive = Words([state], {one.path: (text,)})
    paths = [a.path for a in incident_artefacts(env(config()), state, archive)]
    assert not [path for path in paths if path.startswith("cards/")]
