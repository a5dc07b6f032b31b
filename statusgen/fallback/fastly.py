"""Fastly: VCL snippets with the pages in them as Base64.

A synthetic response is at most 1 MB, and a page as a long string must not hold ``"}``;
``synthetic.base64`` takes any bytes (fastly.com, VCL reference, synthetic.base64).
"""

from __future__ import annotations

import base64

from statusgen.fallback.filling import fill, pages_of
from statusgen.fallback.values import File, Order

_RECV = """\
# The page that stands in for {{ shop }}, for Fastly: snippet of type "recv", priority 1.
# Made by statusgen. The other two are fetch.vcl and error.vcl, of the types of their names.
#
# Make a dictionary called statusgen. Its item "switch" shows a page at will, within seconds:
{% for case in cases %}
#     {{ case.name }}: {{ case.when }}
{% endfor %}
#     off: none

# Only the lines below may set it, never a visitor. A node that asks another one has set it.
if (fastly.ff.visits_this_service == 0) {
    # Which words; no item, no page.
    set req.http.X-Statusgen = table.lookup(statusgen, "switch", "off");
}
{% for case in cases %}
{% if case.partial %}
# What a partial outage takes away; everything else goes to the shop.
if (req.http.X-Statusgen == "{{ case.name }}" && req.url.path ~ "{{ below }}") {
{% else %}
# While the switch is on, for any method; no server is asked.
if (req.http.X-Statusgen == "{{ case.name }}") {
{% endif %}
    # A status of our own, which error.vcl turns into 503.
    error {{ codes[case.name] }};
}
{% endfor %}
"""

_FETCH = """\
# For Fastly: snippet of type "fetch", priority 1. Made by statusgen.

# A server that itself answers 502, 503 or 504 is as good as none. While there is a copy that
# stale-if-error allows, that is better than any page.
if (beresp.status >= 502 && beresp.status <= 504) {
    # An answer is only there if the copy may still be shown.
    if (stale.exists) {
        # Yesterday's page beats none.
        return(deliver_stale);
    }
    # A status of our own, which error.vcl turns into 503.
    error {{ codes["full"] }};
}
"""

_ERROR = """\
# For Fastly: snippet of type "error", priority 1. Made by statusgen.

# Fastly's own 503: no server answers, or none is healthy.
if (obj.status == 503) {
    # Yesterday's page beats none.
    if (stale.exists) {
        # As stale-if-error allows.
        return(deliver_stale);
    }
    # The full page claims no more than that the shop does not answer.
    set obj.status = {{ codes["full"] }};
}
{% for case in cases %}
# {{ case.when | capitalize }}{% if case.full %}, and comes by itself{% endif %}.
if (obj.status == {{ codes[case.name] }}) {
    # "Come back later" to crawlers and caches; 200 or 404 would say "this is all".
    set obj.status = 503;
    # The line that goes with it.
    set obj.response = "Service Unavailable";
    # The page is HTML.
    set obj.http.Content-Type = "text/html; charset=utf-8";
    # When clients may ask again.
    set obj.http.Retry-After = "{{ retry }}";
    # Nobody may keep it: the shop must be back for a reader as soon as it is back.
    set obj.http.Cache-Control = "no-store";
    # {{ case.stem }}.html. In Base64, for a string of VCL ends where a page may go on.
    synthetic.base64 "{{ bodies[case.name] }}";
    # Skip Fastly's own page.
    return(deliver);
}
{% endfor %}
"""


def fastly_files(order: Order) -> tuple[File, ...]:
    """Return what Fastly needs."""
    bodies = {one.value: base64.b64encode(page).decode() for one, page in order.pages.items()}
    codes = {one.value: 690 + place for place, one in enumerate(order.scenarios)}
    parts = {"recv.vcl": _RECV, "fetch.vcl": _FETCH, "error.vcl": _ERROR}
    return (
        *(
            File(name, fill(text, order, bodies=bodies, codes=codes))
            for name, text in parts.items()
        ),
        *pages_of(order),
    )
