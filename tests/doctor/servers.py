"""Servers of this machine alone: names, and pages over HTTP and HTTPS."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import trustme

from statusgen.publish.cdn_http import Answer

HOST = "127.0.0.1"
#: (name, kind) → (time to live, values)
Records = Mapping[tuple[str, str], tuple[int, tuple[str, ...]]]


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    """Run *server* until the end; yield its port."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[misc, index]
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@contextmanager
def name_server(records: Records) -> Iterator[int]:
    """Answer for *records*, following CNAMEs; yield the port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, sock = self.request
            sock.sendto(answer(dns.message.from_wire(data), records), self.client_address)

    with serving(socketserver.UDPServer((HOST, 0), Handler)) as port:
        yield port


def answer(query: dns.message.Message, records: Records) -> bytes:
    told = dns.message.make_response(query)
    told.flags |= dns.flags.RA | dns.flags.AA
    question = query.question[0]
    name, kind = question.name.to_text().rstrip("."), dns.rdatatype.to_text(question.rdtype)
    while (name, "CNAME") in records:
        ttl, values = records[name, "CNAME"]
        told.answer.append(dns.rrset.from_text(f"{name}.", ttl, "IN", "CNAME", f"{values[0]}."))
        name = values[0]
    if (name, kind) in records:
        ttl, values = records[name, kind]
        ends = "." if kind == "NS" else ""
        rows = [value + ends for value in values]
        told.answer.append(dns.rrset.from_text(f"{name}.", ttl, "IN", kind, *rows))
    elif not any(known.endswith(name) for known, _ in records):
        told.set_rcode(dns.rcode.NXDOMAIN)
    return told.to_wire()


def http_server(answers: Mapping[str, Answer]) -> ThreadingHTTPServer:
    """Return a server of *answers*, by path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = answers.get(self.path, Answer(404, {}, b""))
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer((HOST, 0), Handler)


@contextmanager
def https_server(
    authority: trustme.CA, answers: Mapping[str, Answer], *, ends: datetime, name: str = "localhost"
) -> Iterator[int]:
    """Serve *answers* with a certificate for *name* until *ends*; yield the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_after=ends).configure_cert(context)
    server = http_server(answers)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    with serving(server) as port:
        yield port


def authority_file(authority: trustme.CA, folder: Path) -> str:
    place = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(place))
    return str(place)
