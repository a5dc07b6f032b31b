"""Caddy 2: ``handle_errors``, and a matcher for files as the switch."""

from __future__ import annotations

from statusgen.fallback.filling import fill, pages_of
from statusgen.fallback.values import File, Order

_CONFIG = """\
# The page that stands in for {{ shop }}, for Caddy 2.4 and newer. Made by statusgen.
#
# Put this folder at {{ folder }} and write as the first line of the shop's site block:
#     import {{ folder }}/fallback.caddy
# Then: caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy
#
# From then on the full page comes by itself whenever the shop's servers do not answer.
# Switches work at once, without a reload; the first of these wins:
{% for case in cases %}
#     touch {{ folder }}/{{ case.name }}.on    {{ case.when }}
{% endfor %}
# Remove the file to end it. A site block that has a handle_errors of its own, or that sends
# everything through "handle" or "route" blocks, needs these lines inside those.

{% for case in cases %}
# Whether the switch "{{ case.name }}" is on: looked at for every request.
@statusgen_{{ case.name }} {
    # The switch is a file of this name.
    file {
        # Beside the pages.
        root {{ folder }}
        # Whether it is there is all that counts.
        try_files /{{ case.name }}.on
    }
{% if case.partial %}
    # What a partial outage takes away; everything else goes to the shop.
    path_regexp "{{ below }}"
{% endif %}
}
# 503 says "come back later" to crawlers and caches. The text tells handle_errors the words.
error @statusgen_{{ case.name }} "statusgen {{ case.name }}" 503
{% endfor %}

# What goes wrong in Caddy or between it and the shop's servers comes here.
handle_errors {
{% for case in cases | sort(attribute="full") %}
{% if case.full %}
    # No server answers, or the switch of this page is on. The rest is the shop's business.
    @statusgen_says_{{ case.name }} expression `{http.error.status_code} in [502, 503, 504]`
{% else %}
    # This switch is on.
    @statusgen_says_{{ case.name }} expression `{http.error.message} == "statusgen {{ case.name }}"`
{% endif %}
    # The first of these blocks that fits is the only one.
    handle @statusgen_says_{{ case.name }} {
        # From this machine's disk: nothing that may be down is needed.
        root * {{ folder }}
        # Files are sent to GET and HEAD alone: without this a POST would end as 405.
        @statusgen_sent_{{ case.name }} not method GET HEAD
        # So it is answered as if it had asked.
        method @statusgen_sent_{{ case.name }} GET
        # Whatever was asked for.
        rewrite * /{{ case.stem }}.html
        # When clients may ask again.
        header Retry-After {{ retry }}
        # Nobody may keep it: the shop must be back for a reader as soon as it is back.
        header Cache-Control no-store
        # A copy that a browser has is not good enough, nor is a part of the page.
        request_header -If-*
        # The whole page.
        request_header -Range
        # Sends the page.
        file_server {
            # Otherwise a page that is found would be a 200.
            status 503
        }
    }
{% endfor %}
}
"""


def caddy_files(order: Order) -> tuple[File, ...]:
    """Return what Caddy needs."""
    return (File("fallback.caddy", fill(_CONFIG, order)), *pages_of(order))
