"""Varnish: ``synthetic`` of a file that is read once, when the VCL is loaded (vmod_std)."""

from __future__ import annotations

from statusgen.fallback.filling import fill, pages_of
from statusgen.fallback.values import File, Order

_CONFIG = """\
# The page that stands in for {{ shop }}, for Varnish 6.5 and newer. Made by statusgen.
#
# Put this folder at {{ folder }} and write into the VCL of the shop, after its backends
# and before its own subroutines:
#     include "{{ folder }}/fallback.vcl";
# Then: varnishreload
#
# From then on the full page comes by itself whenever the shop's servers do not answer and
# Varnish holds no copy that it may still serve. Switches work at once, without a reload;
# the first of these wins:
{% for case in cases %}
#     touch {{ folder }}/{{ case.name }}.on    {{ case.when }}
{% endfor %}
# Remove the file to end it.

# Reads files, and sees whether a switch is there.
import std;

sub vcl_recv {
    # Only the lines below may set it, never a visitor.
    unset req.http.X-Statusgen;
{% for case in cases %}
    # Looked at for every request, so that the switch needs no reload.
    if (!req.http.X-Statusgen && std.file_exists("{{ folder }}/{{ case.name }}.on")) {
{% if case.partial %}
        # What a partial outage takes away; everything else goes to the shop.
        if (req.url ~ "{{ below_url }}") {
            # Which words.
            set req.http.X-Statusgen = "{{ case.name }}";
        }
{% else %}
        # Which words.
        set req.http.X-Statusgen = "{{ case.name }}";
{% endif %}
    }
{% endfor %}
    # For any method, before anything else of the VCL decides.
    if (req.http.X-Statusgen) {
        # 503 says "come back later" to crawlers and caches.
        return (synth(503, "Service Unavailable"));
    }
}

sub vcl_synth {
    # Other answers that the VCL makes stay as they are.
    if (resp.status == 503 && req.http.X-Statusgen) {
        # The page is HTML.
        set resp.http.Content-Type = "text/html; charset=utf-8";
        # When clients may ask again.
        set resp.http.Retry-After = "{{ retry }}";
        # Nobody may keep it: the shop must be back for a reader as soon as it is back.
        set resp.http.Cache-Control = "no-store";
{% for case in cases %}
        # Read once, when this VCL is loaded: after a change of the page, varnishreload.
        if (req.http.X-Statusgen == "{{ case.name }}") {
            # From this machine's disk: nothing that may be down is needed.
            synthetic(std.fileread("{{ folder }}/{{ case.stem }}.html"));
        }
{% endfor %}
        # Skip the built-in page.
        return (deliver);
    }
}

sub vcl_backend_response {
    # A server that itself answers 502, 503 or 504 is as good as none.
    if (beresp.status >= 502 && beresp.status <= 504) {
        # Leads to vcl_backend_error. A copy that may still be served comes before.
        return (error(503, "Service Unavailable"));
    }
}

sub vcl_backend_error {
    # Whatever went wrong behind: "come back later".
    set beresp.status = 503;
    # The line that goes with it.
    set beresp.reason = "Service Unavailable";
    # The page is HTML.
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    # When clients may ask again.
    set beresp.http.Retry-After = "{{ retry }}";
    # Nobody may keep it, neither a browser nor Varnish: the next request asks the shop again.
    set beresp.http.Cache-Control = "no-store";
    # Not even for those who wait for the same page just now.
    set beresp.ttl = 0s;
    # Nor as a copy for later.
    set beresp.grace = 0s;
    # The full page claims no more than that the shop does not answer.
    synthetic(std.fileread("{{ folder }}/fallback.html"));
    # Skip the built-in page.
    return (deliver);
}
"""


def varnish_files(order: Order) -> tuple[File, ...]:
    """Return what Varnish needs."""
    return (File("fallback.vcl", fill(_CONFIG, order)), *pages_of(order))
