"""What people really write: a rule that cries wolf is turned off by those whom it is for."""

import pytest

from tests.advice.test_rules import OPEN, incident, rules

#: Of a P1 that goes on, and whether customers learn from it how they can order all the same.
P1 = [
    ("We are currently experiencing technical issues and are working to resolve them.", False),
    ("We work on it around the clock, and are working to fix it as soon as possible.", False),
    ("Our website is currently not available. We are on it.", False),
    ("Nothing works at the moment. We are sorry.", False),
    ("Payments do not go through right now.", False),
    ("You can't check out at the moment. Please try again later.", False),
    ("You can not order at the moment.", False),
    ("None of our services is available.", False),
    ("You can order by phone on +44 20 7946 0000.", True),
    ("Payments do not go through right now. Our stores are open.", True),
    ("The website is down. The app and the phone line work.", True),
    ("The website does not load, but the app is working normally.", True),
    ("Orders can still be placed in our app.", True),
    ("Only the website is affected; stores and the app are fine.", True),
    ("Checkout is unavailable. Please order by telephone until it is back.", True),
    ("Nobody can pay on the website. Paying by card in our shops is still possible.", True),
    ("Search, accounts and delivery tracking are operating normally.", True),
    ("To place an order, call us.", True),
    ("Everything except checkout is up and running.", True),
    ("Nobody can pay. Orders that you have placed are safe.", True),
    ("You cannot pay by card. PayPal and gift cards still go through.", True),
    ("You can order as usual in the app and do not have to do anything.", True),
]


@pytest.mark.parametrize(("words", "helps"), P1)
def test_a_p1_says_what_works_or_it_is_noticed(words: str, helps: bool) -> None:
    found = rules(incident(f"{OPEN}{words}\n", severity="P1"))
    assert ("what-works" in found) is not helps


FRENCH_AND_GERMAN = [
    ("de", "Die Website funktioniert leider nicht.", False),
    ("de", "Unsere Website ist nicht erreichbar.", False),
    ("de", "Unsere App funktioniert wie gewohnt.", True),
    ("fr", "Le site ne fonctionne plus.", False),
    ("fr", "Le paiement n'est pas disponible.", False),
    ("fr", "L'application fonctionne normalement.", True),
]


@pytest.mark.parametrize(("language", "words", "helps"), FRENCH_AND_GERMAN)
def test_it_is_understood_in_french_and_german(language: str, words: str, helps: bool) -> None:
    body = f"{OPEN}{words}\n"
    found = rules(incident(body, severity="P1", site=f"languages: [{language}]\n"))
    assert ("what-works" in found) is not helps


WELL_SAID = [
    "Contact Royal Mail to follow your parcel. Call Customer Services, or ask Our Team.",
    "Thank You for bearing with us on Black Friday. Call Apple Pay if a payment is missing.",
    "Follow us, @northwind and @NorthwindHelp, for news.",
    "Please update to version 4.2.1.0 of our app. Ask for a manager in Baker Street.",
    "Write to help@northwind.example. Our shop in London opens at 10.00.",
    "Payments by PayPal fail at the moment. Cards work.",
    "Some of you have problems with PayPal payments. Everything else is fine.",
    "The outage is over, and paying by PayPal works again.",
    "We now use AWS in a second region, so that this does not happen again.",
    "Because of high demand on Black Friday you may wait in a queue.",
    "Our supplier of boxes is late, so parcels from this weekend are delayed.",
    "Between 13:30 and 13:45 no orders were taken. Refunds take 3-5 days.",
    "Since 13:50 UTC (14:50 in Paris) some of you cannot pay. It began at 9:50 this morning.",
    "We apologize for the inconvenience caused by our website outage.",
    "We're working around the clock to restore service and appreciate your patience.",
    "Our team has identified the cause and implemented a solution.",
    "A database failover did not complete. We are restoring service by hand.",
]


@pytest.mark.parametrize("words", WELL_SAID)
def test_what_is_well_said_is_left_alone(words: str) -> None:
    assert incident(f"{OPEN}{words}\n") == []


BETTER_NOT = [
    ("Thanks to Jane Miller for finding this so fast.", "names-person"),
    ("Our engineer Tom Baker is looking into it.", "names-person"),
    ("Ask @tombaker.", "names-person"),
    ("The database db-prod-01 was restarted.", "internal-address"),
    ("Write to tom@northwind.example.", "internal-address"),
    ("10.0.0.12 did not answer.", "internal-address"),
    ("This was caused by an outage at Stripe.", "blames-vendor"),
    ("AWS is down, and so are we.", "blames-vendor"),
    ("Cloudflare has an outage today which hits many sites.", "blames-vendor"),
    ("Due to a problem at our payment provider some cards are declined.", "blames-vendor"),
    ("Because of a problem with PayPal you cannot pay.", "blames-vendor"),
    ("A developer pressed the wrong button: human error.", "avoid"),
    ("It will work again soon: https://www.northwind.example/.", "links-to-site"),
]


@pytest.mark.parametrize(("words", "rule"), BETTER_NOT)
def test_what_lawyers_would_strike_is_noticed_once(words: str, rule: str) -> None:
    assert rules(incident(f"{OPEN}{words}\n")) == [rule]


@pytest.mark.parametrize(
    ("words", "agrees"),
    [
        ("Next update by 2:30 pm UTC.", True),
        ("We write again at 2.30 p.m.", True),
        ("Next update at 14:30 UTC.", True),
        ("Next update by 2:30 am UTC.", False),
        ("We write here again by 15:00 UTC.", False),
    ],
)
def test_a_time_in_halves_of_a_day_is_understood(words: str, agrees: bool) -> None:
    body = f"{OPEN.rstrip()}\nNext update: 14:30 UTC\n\n{words}\n"
    assert rules(incident(body)) == ([] if agrees else ["times-disagree"])


def test_a_late_first_update_is_spoken_of_until_the_review_is_held() -> None:
    late = f"{OPEN}We look.\n\n## Resolved — 2026-11-23 14:05 UTC\n\nIt works again for everyone.\n"
    keys = "detected: 2026-11-23 13:00 UTC\n"
    assert rules(incident(late, keys=keys)) == ["late-update"]
    held = late + "\n## Postmortem — 2026-11-23 14:06 UTC\n\nAlarms rang too late.\n"
    assert incident(held, keys=keys) == []
