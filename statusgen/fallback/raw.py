"""The page as a whole answer, for servers that send a file as it is."""

from __future__ import annotations

from statusgen.fallback.values import Order


def raw_headers(order: Order, page: bytes) -> bytes:
    """Return the headers of *page* and the empty line that ends them (RFC 9112, 2.1)."""
    lines = (
        "Content-Type: text/html; charset=utf-8",
        # Exact: a proxy would cut the page, or wait for the rest of it.
        f"Content-Length: {len(page)}",
        f"Retry-After: {order.retry_after}",
        "Cache-Control: no-store",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def raw_response(order: Order, page: bytes) -> bytes:
    """Return *page* as a whole response with status 503."""
    return b"HTTP/1.1 503 Service Unavailable\r\n" + raw_headers(order, page) + page
