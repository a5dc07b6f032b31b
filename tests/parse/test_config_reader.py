"""site.yaml becomes a Config, with every default filled in."""

from datetime import date, timedelta

import pytest

from statusgen.config import (
    Alternative,
    Brand,
    Cdn,
    Clock,
    Component,
    Config,
    Contact,
    Group,
    Target,
    Uptime,
)
from statusgen.config_reader import KEYS, read_config
from statusgen.errors import Problem
from statusgen.model import Severity
from statusgen.sources import SourceFile

LEAST = (
    "name: Shop\nurl: https://status.shop.example\ncomponents: [{id: checkout, name: Checkout}]\n"
)


def read(text: str) -> tuple[Config | None, tuple[Problem, ...]]:
    return read_config(SourceFile("content/site.yaml", text.encode()))


def config(more: str = "", least: str = LEAST) -> Config:
    """Return the Config of the least that is required and *more*, without a mistake."""
    found, problems = read(least + more)
    assert problems == ()
    assert found is not None
    return found


def test_what_is_left_out_has_its_default() -> None:
    assert config() == Config(
        name="Shop",
        url="https://status.shop.example/",
        components=(Component(id="checkout", name="Checkout"),),
    )


def test_every_field_of_a_config_can_be_written() -> None:
    assert set(KEYS) | {"groups"} == set(Config.__struct_fields__)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("https://status.shop.example", "https://status.shop.example/"),
        ("https://shop.example/status", "https://shop.example/status/"),
        ("https://shop.example/status///", "https://shop.example/status/"),
        ("HTTPS://Status.Shop.example:8443/", "https://status.shop.example:8443/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
        ("https://xn--sttus-hra.example/", "https://xn--sttus-hra.example/"),
    ],
)
def test_the_address_ends_in_a_slash_and_its_host_is_in_small_letters(
    written: str, read_as: str
) -> None:
    assert config(least=LEAST.replace("https://status.shop.example", written)).url == read_as


def test_components_stand_alone_or_in_groups_in_page_order() -> None:
    found = config(
        least="name: Shop\nurl: https://status.shop.example/\nlanguages: [en, pt_br]\n"
        "components:\n"
        "  - {id: api, name: API, since: 2024-05-01, only_show_if_degraded: true}\n"
        "  - group: Café & More\n"
        "    names: {pt-BR: Loja}\n"
        "    components:\n"
        "      - {id: checkout, name: Checkout, names: {PT-br: Pagar}, description: Paying}\n"
        "      - {id: search, name: Search}\n"
        "  - {group: Others, id: other-things, components: [{id: mail, name: Mail}]}\n"
    )
    assert found.components == (
        Component(id="api", name="API", since=date(2024, 5, 1), only_show_if_degraded=True),
        Component(
            id="checkout",
            name="Checkout",
            group="cafe-more",
            names={"pt-BR": "Pagar"},
            description="Paying",
        ),
        Component(id="search", name="Search", group="cafe-more"),
        Component(id="mail", name="Mail", group="other-things"),
    )
    assert found.groups == (
        Group(
            id="cafe-more",
            name="Café & More",
            components=("checkout", "search"),
            names={"pt-BR": "Loja"},
        ),
        Group(id="other-things", name="Others", components=("mail",)),
    )


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("en", ("en",)),
        ("[FR, en]", ("fr", "en")),
        ("de, pt_br, zh-hant-tw, es-419", ("de", "pt-BR", "zh-Hant-TW", "es-419")),
    ],
)
def test_languages_have_their_usual_spelling(written: str, read_as: tuple[str, ...]) -> None:
    assert config(f"languages: {written}\n").languages == read_as


def test_a_flood_of_languages_is_told_only_so_often() -> None:
    _, problems = read(LEAST + f"languages: [{'xx, ' * 5000}]\n")
    assert any("more than 100" in problem.message for problem in problems)
    assert len(problems) < 200


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("utc", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_time_zones_are_those_of_the_iana_database(written: str, read_as: str) -> None:
    found = config(f"timezone: {written}\n")
    assert found.timezone == read_as
    assert found.zone.key == read_as


@pytest.mark.parametrize(
    "name", ["localtime", "posixrules", "Factory", "../etc/passwd", "right/UTC"]
)
def test_what_differs_from_machine_to_machine_is_no_time_zone(name: str) -> None:
    _, problems = read(LEAST + f"timezone: {name}\n")
    assert len(problems) == 1


def test_contact_alternatives_and_brand() -> None:
    found = config(
        'contact: {email: "mailto:help@shop.example", phone: +44 (0)20 7946-0000 ext. 12, '
        "url: https://shop.example/help?from=status#form}\n"
        "languages: [en, fr]\n"
        "alternatives:\n"
        '  - {label: Order by phone, url: "tel:+442079460000", labels: {fr: Par téléphone}}\n'
        "  - {label: In the app, url: https://app.shop.example/}\n"
        "  - label: In our shops\n"
        'brand: {color: "#0BF", logo: img/logo.svg, favicon: ./icon.ico}\n'
    )
    assert found.contact == Contact(
        email="help@shop.example",
        phone="+44 (0)20 7946-0000 ext. 12",
        url="https://shop.example/help?from=status#form",
    )
    assert found.alternatives == (
        Alternative(
            label="Order by phone", url="tel:+442079460000", labels={"fr": "Par téléphone"}
        ),
        Alternative(label="In the app", url="https://app.shop.example/"),
        Alternative(label="In our shops"),
    )
    assert found.brand == Brand(color="#00bbff", logo="img/logo.svg", favicon="icon.ico")


def test_the_clock_may_be_set_in_part() -> None:
    clock = config(
        "clock: {first_update: 20m, next_update: {p2: 45 minutes, minor: 1 day}}\n"
    ).clock
    assert clock.first_update == timedelta(minutes=20)
    assert clock.review == Clock().review
    assert clock.pace(Severity.P1) == Clock().pace(Severity.P1)
    assert clock.pace(Severity.P2) == timedelta(minutes=45)
    assert clock.pace(Severity.P3) == timedelta(days=1)


def test_one_pace_may_be_for_all_severities() -> None:
    clock = config("clock: {next_update: 1h}\n").clock
    assert {clock.pace(severity) for severity in Severity} == {timedelta(hours=1)}


def test_uptime_weights_may_be_set_in_part() -> None:
    found = config("uptime: {weights: {partial outage: .5, Degraded_Performance: 1}}\n").uptime
    assert found == Uptime(major_outage=1.0, partial_outage=0.5, degraded_performance=1.0)
    assert config("uptime: {weights: {major_outage: 0}}\n").uptime.major_outage == 0


def test_the_options_of_a_target_stay_text() -> None:
    found = config(
        "targets:\n"
        "  - {name: primary, type: S3, bucket: status, port: 0123, ssl: no, "
        "url: https://x.example/a, cdn: {type: CloudFront, distribution: E1}}\n"
        "  - {name: local, type: directory, path: ../public, prefix: '', cdn: none}\n"
    )
    assert found.targets == (
        Target(
            name="primary",
            type="s3",
            options={"bucket": "status", "port": "0123", "ssl": "no"},
            url="https://x.example/a/",
            cdn=Cdn(type="cloudfront", options={"distribution": "E1"}),
        ),
        Target(name="local", type="directory", options={"path": "../public", "prefix": ""}),
    )


@pytest.mark.parametrize(
    "option",
    [
        "secret_access_key: x",
        "AWS_SECRET: x",
        "password: x",
        "session-token: x",
        "api_key: x",
        "credentials: ~/.aws",
        "profile: ASIAIOSFODNN7EXAMPLE",
        "endpoint_url: https://user:pass@minio.example/",
        "cdn: {type: fastly, token: x}",
    ],
)
def test_a_secret_is_told_and_not_kept(option: str) -> None:
    found, problems = read(LEAST + f"targets:\n  - {{name: a, type: s3, {option}}}\n")
    assert [problem.hint for problem in problems] == [
        "take it out: credentials come from the environment or the provider's own settings"
    ]
    assert found is not None
    assert found.targets[0].options == {}
    assert found.targets[0].cdn.options == {}


def test_with_a_mistake_content_can_be_checked_all_the_same() -> None:
    found, problems = read(LEAST.replace("https:", "") + "timezone: Mars\n")
    assert len(problems) == 2
    assert found is not None
    assert [component.id for component in found.components] == ["checkout"]


@pytest.mark.parametrize("data", [b"", b"name: \xff", b"name: a: b", b"[]", b"name: Shop\n"])
def test_without_any_component_there_is_no_config(data: bytes) -> None:
    found, problems = read_config(SourceFile("content/site.yaml", data))
    assert found is None
    assert problems
