"""Attacks on the desk: what is no page of its own gets nothing, and changes nothing."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3

from statusgen.desk.gate import HEADER, MAX_BODY, open_gate
from statusgen.desk.running import Opened, desk
from statusgen.errors import StatusgenError
from tests.desk.visitor import BASE, NOW, OPEN, Visitor, everything, example
from tests.processes import serving

SAVE: Mapping[str, object] = {
    "task": "new-notice",
    "title": "Free money",
    "message": "Send us your card.",
}


def test_the_address_on_the_terminal_is_left_for_one_without_the_token(visitor: Visitor) -> None:
    answer = visitor.client.get(visitor.gate.way_in, base_url=BASE)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"Path={visitor.gate.prefix}" in cookie
    assert visitor.gate.prefix in answer.text
    assert visitor.gate.way_in.partition("=")[2] not in answer.text


def test_the_page_may_run_its_own_script_and_nothing_else(visitor: Visitor) -> None:
    answer = visitor.get()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in answer.text.replace("http-equiv", "")


def test_no_script_runs_in_the_previewed_page(visitor: Visitor) -> None:
    for path in ("frame.html", "site/index.html", "site/status.json"):
        policy = visitor.get(path).headers["Content-Security-Policy"]
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert "sandbox allow-same-origin" in policy


def test_a_wrong_token_opens_nothing(visitor: Visitor) -> None:
    stranger = Visitor(visitor.root).client
    stranger.delete_cookie("statusgen-desk", domain="127.0.0.1", path=visitor.gate.prefix)
    for token in ("", "x", visitor.gate.way_in.partition("=")[2][:-1], "é"):
        answer = stranger.get("/", query_string={"token": token}, base_url=BASE)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
    for path in ("", "desk.js", "api/state", "site/index.html"):
        assert stranger.get(visitor.gate.prefix + path, base_url=BASE).status_code == 403


def test_a_wrong_cookie_opens_nothing(visitor: Visitor) -> None:
    visitor.client.set_cookie("statusgen-desk", "x" * 43, path=visitor.gate.prefix)
    visitor.client.delete_cookie("statusgen-desk", domain="127.0.0.1", path=visitor.gate.prefix)
    assert visitor.get("api/state").status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("attacker.example", id="rebound"),
        pytest.param("attacker.example:8765", id="rebound-with-the-port"),
        pytest.param("127.0.0.1:80", id="another-port"),
        pytest.param("127.0.0.1.attacker.example:8765", id="begins-like-ours"),
        pytest.param("[::1]:8765", id="where-we-do-not-listen"),
        pytest.param("", id="none"),
    ],
)
def test_who_calls_us_by_another_name_is_not_answered(visitor: Visitor, host: str) -> None:
    assert visitor.get("api/state", headers={"Host": host}).status_code == 421
    before = everything(visitor.root)
    answer = visitor.post("api/save", SAVE, headers={"Host": host, "Origin": f"http://{host}"})
    assert answer.status_code == 421
    assert everything(visitor.root) == before


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://attacker.example"}, id="another-site"),
        pytest.param({"Origin": "null"}, id="sandboxed-frame"),
        pytest.param({"Origin": "http://127.0.0.1:9999"}, id="another-port-here"),
        pytest.param({"Origin": "https://127.0.0.1:8765"}, id="another-scheme"),
        pytest.param({"Origin": None}, id="no-origin"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="told-by-the-browser"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="another-port-told-by-the-browser"),
        pytest.param({HEADER: None}, id="without-our-header"),
    ],
)
def test_a_request_from_another_page_changes_nothing(
    visitor: Visitor, headers: dict[str, str | None]
) -> None:
    before = everything(visitor.root)
    assert visitor.post("api/save", SAVE, headers=headers).status_code == 403
    assert visitor.post("api/publish", {}, headers=headers).status_code == 403
    assert everything(visitor.root) == before


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
)
def test_what_a_form_elsewhere_can_send_is_not_taken(visitor: Visitor, kind: str) -> None:
    before = everything(visitor.root)
    assert visitor.post("api/save", SAVE, headers={"Content-Type": kind}).status_code == 415
    assert everything(visitor.root) == before


def test_reading_is_for_the_page_alone_too(visitor: Visitor) -> None:
    for headers in ({"Origin": "https://attacker.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert visitor.get("api/state", headers=headers).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_there_are_no_other_methods(visitor: Visitor, method: str) -> None:
    answer = visitor.client.open(visitor.gate.prefix + "api/save", method=method, base_url=BASE)
    assert answer.status_code == 405
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "identity",
    [
        "../../../etc/passwd",
        "../site",
        "..",
        "/etc/passwd",
        "x/../../site",
        "C:\\x",
        "site.yaml",
        "con",
        "a\x00b",
        "%2e%2e%2fsite",
        "a" * 500,
        "",
    ],
)
@pytest.mark.parametrize("task", ["raw", "update", "end-notice", "maintenance-update"])
def test_no_id_leads_out_of_the_content(visitor: Visitor, task: str, identity: str) -> None:
    before = everything(visitor.root)
    outside = sorted(visitor.root.parent.iterdir())
    work = {"task": task, "id": identity, "text": "x", "message": "x", "base": ""}
    assert visitor.post("api/save", work).status_code in (409, 422)
    assert visitor.post("api/preview", {"work": work, "page": ""}).status_code in (200, 422)
    assert visitor.post("api/file", {"kind": "incidents", "id": identity}).status_code == 422
    assert everything(visitor.root) == before
    assert sorted(visitor.root.parent.iterdir()) == outside


@pytest.mark.parametrize("identity", ["../x", "../../x", "a/b", "A B", "index", ".hidden"])
@pytest.mark.parametrize("task", ["new-incident", "new-maintenance", "new-notice"])
def test_no_new_file_has_a_name_that_is_none(visitor: Visitor, task: str, identity: str) -> None:
    before = everything(visitor.root)
    work = {"task": task, "id": identity, "title": "T", "message": "M", "severity": "P3"}
    times = {"starts": "2026-12-01 02:00 UTC", "ends": "2026-12-01 04:00 UTC"}
    answer = visitor.post("api/save", work | times)
    assert answer.status_code == 422
    assert answer.get_json()["problems"][0]["field"] == "id"
    assert everything(visitor.root) == before


def test_a_link_that_leads_out_is_neither_read_nor_written(visitor: Visitor) -> None:
    secret = visitor.root.parent / f"{visitor.root.name}-secret.md"
    secret.write_text("---\ntitle: Secret\n---\n")
    visitor.file("2026-01-01-link").symlink_to(secret)
    which = {"kind": "incidents", "id": "2026-01-01-link"}
    assert visitor.post("api/file", which).status_code == 422
    work = {"task": "raw", "kind": "incidents", "id": "2026-01-01-link", "text": "x"}
    assert visitor.post("api/save", work).status_code in (409, 422)
    assert secret.read_text() == "---\ntitle: Secret\n---\n"


@pytest.mark.parametrize(
    "path", ["../app.py", "static/desk.js", "site/../../content/site.yaml", "site/%2e%2e/x", ".key"]
)
def test_only_files_of_the_page_are_given_out(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code in (403, 404)


def test_a_giant_body_is_refused_before_it_is_read(visitor: Visitor) -> None:
    answer = visitor.post("api/save", b" " * (MAX_BODY + 1))
    assert answer.status_code == 413
    work = {"task": "raw", "id": OPEN, "text": "x" * 1_100_000}
    base = visitor.told("api/file", {"kind": "incidents", "id": OPEN})["digest"]
    before = everything(visitor.root)
    assert visitor.post("api/save", work | {"base": base}).status_code == 422
    assert everything(visitor.root) == before


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b" ", id="empty"),
        pytest.param(b"{", id="half"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b'{"task": "shell"}', id="no-such-task"),
        pytest.param(b'{"task": "raw", "path": "/etc/passwd"}', id="a-path"),
        pytest.param(b'{"task": "raw", "kind": "../.."}', id="no-such-folder"),
        pytest.param(b'{"task": "raw", "text": "\xff"}', id="no-text"),
    ],
)
def test_what_is_no_form_is_refused(visitor: Visitor, body: bytes) -> None:
    assert visitor.post("api/save", body).status_code == 400


def test_the_key_is_for_its_owner_alone_and_outlives_a_crash(tmp_path: Path) -> None:
    first = open_gate(tmp_path)
    second = open_gate(tmp_path)
    assert first.prefix == second.prefix
    assert first.way_in != second.way_in
    place = tmp_path / ".statusgen/desk/key"
    if os.name != "nt":
        assert place.stat().st_mode & 0o777 == 0o600
        place.chmod(0o644)
        assert open_gate(tmp_path).prefix != first.prefix


# --- the running server


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    root = example(tmp_path)
    with desk(root, port=0, clock=lambda: NOW, checkout=None) as one, serving(one.server):
        yield one


def test_the_server_lets_in_whoever_has_the_address(opened: Opened) -> None:
    http = urllib3.PoolManager(retries=False, timeout=10)
    assert urlsplit(opened.address).hostname == "127.0.0.1"
    base = opened.address.partition("/?")[0]
    assert http.request("GET", f"{base}/").status == 403
    answer = http.request("GET", opened.address)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    prefix = answer.headers["Set-Cookie"].partition("Path=")[2].partition(";")[0]
    state = http.request("GET", f"{base}{prefix}api/state", headers={"Cookie": cookie})
    assert json.loads(state.data)["name"] == "Northwind Shop"
    rebound = {"Cookie": cookie, "Host": "attacker.example"}
    assert http.request("GET", f"{base}{prefix}api/state", headers=rebound).status == 421


def test_the_server_refuses_a_body_without_an_end(opened: Opened) -> None:
    """A chunked body has no length to be refused by: it is not begun."""
    http = urllib3.PoolManager(retries=False, timeout=10)
    base = opened.address.partition("/?")[0]
    answer = http.request("GET", opened.address)
    headers = {
        "Cookie": answer.headers["Set-Cookie"].partition(";")[0],
        "Origin": base,
        HEADER: "1",
        "Content-Type": "application/json",
        "Transfer-Encoding": "chunked",
    }
    prefix = answer.headers["Set-Cookie"].partition("Path=")[2].partition(";")[0]
    parts = urlsplit(base)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as line:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        request = f"POST {prefix}api/save HTTP/1.1\r\nHost: {parts.netloc}\r\n{head}\r\n"
        line.sendall(request.encode())
        assert line.recv(64).split()[1] == b"411"


def test_a_body_that_never_comes_is_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = example(tmp_path)
    quick = desk(root, port=0, clock=lambda: NOW, checkout=None, patience=0.3)
    with quick as one, serving(one.server):
        http = urllib3.PoolManager(retries=False, timeout=10)
        base = one.address.partition("/?")[0]
        cookie = http.request("GET", one.address).headers["Set-Cookie"]
        path = f"{cookie.partition('Path=')[2].partition(';')[0]}api/save"
        parts = urlsplit(base)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as line:
            line.sendall(
                f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nOrigin: {base}\r\n{HEADER}: 1\r\n"
                f"Cookie: {cookie.partition(';')[0]}\r\nContent-Type: application/json\r\n"
                "Content-Length: 100\r\n\r\n{".encode()
            )
            said = b"".join(iter(lambda: line.recv(1000), b""))  # to the end of the line
        assert said.split()[1] == b"408"
        assert capsys.readouterr().err == ""
        assert http.request("GET", one.address).status == 200


def test_a_port_in_use_is_said(opened: Opened, tmp_path: Path) -> None:
    port = urlsplit(opened.address).port or 0
    with (
        pytest.raises(StatusgenError, match=f"port {port} is in use"),
        desk(tmp_path, port=port, clock=lambda: NOW, checkout=None),
    ):
        pass
