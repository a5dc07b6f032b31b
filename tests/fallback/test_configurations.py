"""Every generated configuration: each line has its reason, the limits hold, the words fit."""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Iterator

import msgspec
import pytest
import yaml
from cfnlint import lint

from statusgen.cli.fallback import SCENARIOS as OFFERED_SCENARIOS
from statusgen.cli.fallback import SERVERS as OFFERED
from statusgen.errors import StatusgenError
from statusgen.fallback.haproxy import BUFFER
from statusgen.fallback.order import make_order
from statusgen.fallback.servers import SERVERS, server_files
from statusgen.fallback.values import MOST_BYTES, Order
from statusgen.render.scenarios import Scenario
from tests.render.world import config, env

PATHS = ("/checkout", "/basket")
ENV = env(config(languages=("en", "fr")))
SERVER = pytest.mark.parametrize("server", SERVERS)
PAGES = (".html", ".asis", ".http")


def order(
    *scenarios: Scenario, languages: tuple[str, ...] = ("en", "fr"), folder: str = "/srv/statusgen"
) -> Order:
    return make_order(
        ENV,
        scenarios=scenarios or tuple(Scenario),
        languages=languages,
        folder=folder,
        paths=PATHS,
        retry_after=120,
    )


def files(server: str, *scenarios: Scenario) -> dict[str, bytes]:
    return {file.name: file.data for file in server_files(server, order(*scenarios))}


def configurations(server: str) -> Iterator[tuple[str, str]]:
    for name, data in files(server).items():
        if not name.endswith(PAGES):
            yield name, data.decode()


def test_the_command_offers_every_server_and_scenario() -> None:
    assert set(OFFERED) == set(SERVERS)
    assert set(OFFERED_SCENARIOS) == {scenario.value for scenario in Scenario}


@SERVER
def test_every_file_begins_by_saying_what_it_is(server: str) -> None:
    for name, text in configurations(server):
        assert text.startswith(("# ", "// ")), name
    main = files(server)[SERVERS[server].main].decode()
    assert "www.northwind.example" in main.partition("\n")[0]


@pytest.mark.parametrize("server", ["nginx", "apache", "haproxy", "varnish", "caddy", "fastly"])
def test_every_line_says_why_it_is_there(server: str) -> None:
    for name, text in configurations(server):
        lines = text.splitlines()
        alone = [
            line
            for before, line in zip(["", *lines], lines, strict=False)
            if line.strip() and not line.strip().startswith("#") and not says_why(before, line)
        ]
        assert alone == [], name


def says_why(before: str, line: str) -> bool:
    closes = line.strip() in {"}", "</Directory>", "</FilesMatch>"}
    opens_part = line.startswith(("sub vcl_", "http-errors"))
    return closes or opens_part or before.strip().startswith("#")


@SERVER
def test_every_configuration_says_503_and_the_two_headers(server: str) -> None:
    everything = b"".join(files(server).values()).decode()
    assert "503" in everything
    assert re.search(r"Retry-After\W+(Value: )?\W*120", everything, re.IGNORECASE)
    assert re.search(r"Cache-Control\W+(Value: )?\W*no-store", everything, re.IGNORECASE)


@SERVER
def test_the_full_page_is_always_there(server: str) -> None:
    names = files(server, Scenario.PLANNED).keys()
    assert any(name.startswith("fallback.") and name.endswith(PAGES) for name in names)
    assert not any("partial" in name for name in names)
    assert "statusgen_partial" not in b"".join(files(server, Scenario.PLANNED).values()).decode()


@SERVER
def test_a_page_that_is_too_large_is_refused_with_a_way_out(server: str) -> None:
    large = Order(pages={Scenario.FULL: b"x" * (MOST_BYTES + 1)}, folder="/srv/statusgen")
    with pytest.raises(StatusgenError, match="14,001 bytes") as caught:
        server_files(server, large)
    assert "--language" in caught.value.hint


def test_haproxy_s_answers_fit_into_its_buffer_and_are_exact() -> None:
    for name, data in files("haproxy").items():
        if name.endswith(".http"):
            head, _, body = data.partition(b"\r\n\r\n")
            assert len(data) <= BUFFER
            assert head.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
            assert f"Content-Length: {len(body)}\r\n".encode() in head


def test_haproxy_refuses_headers_and_page_that_are_too_large_together() -> None:
    assert MOST_BYTES + 200 <= BUFFER  # so that a page within the limit always fits


def test_cloudfront_s_template_is_one_that_cloudformation_takes() -> None:
    for scenarios in (tuple(Scenario), (Scenario.FULL,), (Scenario.PLANNED,)):
        found = lint(files("cloudfront", *scenarios)["fallback.yaml"].decode())
        assert [str(match) for match in found] == []


def test_cloudflare_s_error_page_is_one_that_cloudflare_takes() -> None:
    page = files("cloudflare")["error-page.html"].decode()
    assert page.count("::CLOUDFLARE_ERROR_500S_BOX::") == 1
    assert "<head>" in page
    assert 'name="referrer"' not in page
    assert len(page) < 1_500_000


def test_cloudflare_s_worker_is_told_the_shop_s_host_and_no_guess_at_its_zone() -> None:
    shop = msgspec.structs.replace(order(), shop="www.northwind.co.uk")
    files = {file.name: file.data.decode() for file in server_files("cloudflare", shop)}
    told = tomllib.loads(files["wrangler.toml"])
    assert told["routes"] == ["www.northwind.co.uk/*"]
    assert told["main"] in files
    assert told["vars"] == {"SWITCH": "off"}


def test_fastly_s_pages_come_out_as_they_went_in() -> None:
    made = files("fastly")
    encoded = re.findall(r'synthetic\.base64 "([^"]+)"', made["error.vcl"].decode())
    expected = [made[scenario.path] for scenario in Scenario]
    assert [base64.b64decode(text) for text in encoded] == expected


def test_kubernetes_manifests_hold_together() -> None:
    made = files("kubernetes")
    documents = list(yaml.safe_load_all(made["fallback.yaml"]))
    by_kind = {(one["kind"], one["metadata"]["name"]): one for one in documents}
    data = by_kind["ConfigMap", "statusgen-fallback"]["data"]
    assert {name: data[name].encode() for name in data if name.endswith(".html")} == {
        scenario.path: made[scenario.path] for scenario in Scenario
    }
    container = by_kind["Deployment", "statusgen-fallback"]["spec"]["template"]["spec"][
        "containers"
    ][0]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    listening = [int(port) for port in re.findall(r"listen (\d+);", data["default.conf"])]
    assert list(ports.values()) == listening
    services = {name for kind, name in by_kind if kind == "Service"}
    assert services == {f"statusgen-{scenario}" for scenario in Scenario}
    rules = yaml.safe_load(made["partial.yaml"])["spec"]["rules"]
    assert rules[0]["host"] == "www.northwind.example"
    assert [path["path"] for path in rules[0]["http"]["paths"]] == list(PATHS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"languages": ("de",)}, "does not speak 'de'", id="language"),
        pytest.param({"folder": "/srv/my page"}, "cannot be the folder", id="folder-with-space"),
        pytest.param({"folder": "statusgen"}, "cannot be the folder", id="relative-folder"),
    ],
)
def test_what_would_break_a_configuration_is_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(StatusgenError, match=said):
        order(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["checkout", "/", "/check out", '/"', "/a/../b?x", "/(a)"])
def test_a_path_that_would_need_quoting_is_refused(path: str) -> None:
    with pytest.raises(StatusgenError, match="cannot be the path"):
        make_order(
            ENV,
            scenarios=tuple(Scenario),
            languages=("en",),
            folder="",
            paths=(path,),
            retry_after=1,
        )
