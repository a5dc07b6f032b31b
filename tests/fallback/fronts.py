"""The servers of Debian, each with a main configuration that only includes what we generate."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.fallback.shop import HOST


class Place(NamedTuple):
    """Where a server works."""

    folder: Path  #: its own, for anything
    files: Path  #: where the generated files are
    port: int
    shop: int  #: the shop's port


class Front(NamedTuple):
    """A kind of server."""

    program: str
    package: str  #: Debian's
    start: Callable[[Place], list[str]]  #: writes its main configuration, returns its command
    switch: Callable[[Place, str], None]  #: puts a scenario's switch on, or with "" all off


def program(front: Front) -> str | None:
    """Return where the server is; Debian's are in sbin, which is not on every PATH."""
    return shutil.which(front.program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def nginx(place: Place) -> list[str]:
    config = f"""
daemon off; pid {place.folder}/pid; error_log stderr; worker_processes 1; user www-data;
events {{ }}
http {{
  access_log off; client_body_temp_path {place.folder}/a; proxy_temp_path {place.folder}/b;
  fastcgi_temp_path {place.folder}/c; uwsgi_temp_path {place.folder}/d;
  scgi_temp_path {place.folder}/e;
  server {{
    listen {HOST}:{place.port};
    include {place.files}/fallback.conf;
    location / {{ proxy_pass http://{HOST}:{place.shop}; }}
  }}
}}
"""
    return [_program(NGINX), "-e", "stderr", "-c", _write(place, "nginx.conf", config)]


def apache(place: Place) -> list[str]:
    modules = ["mpm_event", "authz_core", "alias", "asis", "proxy", "proxy_http", "rewrite"]
    load = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules
    )
    config = f"""
{load}
ServerRoot {place.folder}
ServerName shop.test
Listen {HOST}:{place.port}
PidFile {place.folder}/pid
DefaultRuntimeDir {place.folder}
ErrorLog /dev/stderr
User www-data
Group www-data
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<VirtualHost *>
  Include {place.files}/fallback.conf
  ProxyPass "/" "http://{HOST}:{place.shop}/" retry=1
</VirtualHost>
"""
    return [_program(APACHE), "-DFOREGROUND", "-f", _write(place, "httpd.conf", config)]


def haproxy(place: Place) -> list[str]:
    # As in Debian's haproxy.cfg, the defaults name answers of their own.
    own = _write(place, "503.http", "HTTP/1.0 503 Service Unavailable\r\n\r\n<p>Debian's own</p>")
    frontend, backend = ((place.files / f"{name}.cfg").read_text() for name in FRONT_AND_BACK)
    config = f"""
global
    stats socket {place.folder}/admin.sock level admin
defaults
    mode http
    timeout connect 200ms
    timeout client 10s
    timeout server 10s
    retries 1
    errorfile 503 {own}
frontend shop
    bind {HOST}:{place.port}
{frontend}
    default_backend shop
backend shop
{backend}
    server one {HOST}:{place.shop}
"""
    main = _write(place, "haproxy.cfg", config)
    return [_program(HAPROXY), "-db", "-f", main, "-f", str(place.files / "fallback.cfg")]


FRONT_AND_BACK = ("frontend", "backend")


def varnish(place: Place) -> list[str]:
    config = f"""
vcl 4.1;
backend default {{ .host = "{HOST}"; .port = "{place.shop}"; }}
include "{place.files}/fallback.vcl";
"""
    main = _write(place, "main.vcl", config)
    listen = f"{HOST}:{place.port}"
    work = str(place.folder / "work")
    return [_program(VARNISH), "-F", "-j", "none", "-a", listen, "-f", main, "-n", work]


def caddy(place: Place) -> list[str]:
    config = f"""
{{
    admin off
    auto_https off
}}
http://:{place.port} {{
    bind {HOST}
    import {place.files}/fallback.caddy
    reverse_proxy {HOST}:{place.shop}
}}
"""
    main = _write(place, "Caddyfile", config)
    return [_program(CADDY), "run", "--adapter", "caddyfile", "--config", main]


def switch_by_file(place: Place, scenario: str) -> None:
    for switch in place.files.glob("*.on"):
        switch.unlink()
    if scenario:
        (place.files / f"{scenario}.on").touch()


def switch_by_socket(place: Place, scenario: str) -> None:
    with socket.socket(socket.AF_UNIX) as admin:
        admin.settimeout(10)
        admin.connect(str(place.folder / "admin.sock"))
        admin.sendall(f"set map {place.files}/switch.map shop {scenario or 'off'}\n".encode())
        answer = admin.recv(1000)
    assert answer.strip() == b""


def _write(place: Place, name: str, text: str) -> str:
    path = place.folder / name
    path.write_text(text)
    return str(path)


def _program(front: Front) -> str:
    found = program(front)
    assert found is not None
    return found


def run(command: list[str], place: Place, log: Path) -> subprocess.Popen[bytes]:
    """Start *command* with nothing of this user's in its environment."""
    home = {"HOME": str(place.folder), "XDG_DATA_HOME": str(place.folder)}
    with log.open("wb") as out:
        return subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={"PATH": os.environ["PATH"], **home}
        )


NGINX = Front("nginx", "nginx-light", nginx, switch_by_file)
APACHE = Front("apache2", "apache2", apache, switch_by_file)
HAPROXY = Front("haproxy", "haproxy", haproxy, switch_by_socket)
VARNISH = Front("varnishd", "varnish", varnish, switch_by_file)
CADDY = Front("caddy", "caddy", caddy, switch_by_file)
FRONTS = {"nginx": NGINX, "apache": APACHE, "haproxy": HAPROXY, "varnish": VARNISH, "caddy": CADDY}
