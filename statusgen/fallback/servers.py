"""Which servers there are a configuration for: name → what makes its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from statusgen.fallback.apache import apache_files
from statusgen.fallback.caddy import caddy_files
from statusgen.fallback.cloudflare import cloudflare_files
from statusgen.fallback.cloudfront import cloudfront_files
from statusgen.fallback.fastly import fastly_files
from statusgen.fallback.haproxy import haproxy_files
from statusgen.fallback.kubernetes import kubernetes_files
from statusgen.fallback.nginx import nginx_files
from statusgen.fallback.values import File, Order, check_order
from statusgen.fallback.varnish import varnish_files


class Server(msgspec.Struct, frozen=True):
    """A kind of server or CDN."""

    title: str  #: as its makers write it
    folder: str  #: where its files are put by default; nothing for what has no folder
    make: Callable[[Order], tuple[File, ...]]
    main: str  #: the file whose head says what to do


SERVERS: Mapping[str, Server] = MappingProxyType(
    {
        "nginx": Server("nginx", "/etc/nginx/statusgen", nginx_files, "fallback.conf"),
        "apache": Server("Apache", "/etc/apache2/statusgen", apache_files, "fallback.conf"),
        "haproxy": Server("HAProxy", "/etc/haproxy/statusgen", haproxy_files, "fallback.cfg"),
        "varnish": Server("Varnish", "/etc/varnish/statusgen", varnish_files, "fallback.vcl"),
        "caddy": Server("Caddy", "/etc/caddy/statusgen", caddy_files, "fallback.caddy"),
        "cloudfront": Server("CloudFront", "", cloudfront_files, "fallback.yaml"),
        "cloudflare": Server("Cloudflare", "", cloudflare_files, "worker.js"),
        "fastly": Server("Fastly", "", fastly_files, "recv.vcl"),
        "kubernetes": Server("Kubernetes", "", kubernetes_files, "fallback.yaml"),
    }
)


def server_files(name: str, order: Order) -> tuple[File, ...]:
    """Return the files that make the server *name* serve *order*.

    Raises :class:`StatusgenError` for a page over the limit, KeyError for an unknown name.
    """
    check_order(order)
    return SERVERS[name].make(order)
