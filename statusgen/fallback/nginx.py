"""nginx: ``error_page`` with a URI, and a switch per scenario.

A named location would turn a POST into 405, for the static module answers GET alone
(nginx.org, ngx_http_core_module, error_page).
"""

from __future__ import annotations

from statusgen.fallback.filling import fill, pages_of
from statusgen.fallback.values import File, Order

_CONFIG = """\
# The page that stands in for {{ shop }}, for nginx. Made by statusgen.
#
# Put this folder at {{ folder }} and write into the server { } block of the shop:
#     include {{ folder }}/fallback.conf;
# Then: nginx -t && systemctl reload nginx
#
# From then on the full page comes by itself whenever the shop's servers do not answer.
# Switches work at once, without a reload; the first of these wins:
{% for case in cases %}
#     touch {{ folder }}/{{ case.name }}.on    {{ case.when }}
{% endfor %}
# Remove the file to end it. A location with an error_page or add_header of its own
# does not inherit these: include the file there too.

# Nobody is sent to a page unless a switch below says so.
set $statusgen_on "";
# Which page: the full one, which claims no more than that the shop does not answer.
set $statusgen_page /.statusgen/fallback.html;
{% for case in cases | reverse %}
{% if case.partial %}

# nginx's "if" knows no "and": the switch's state and the address become one text.
set $statusgen_{{ case.name }} "";
# Looked at for every request, so that the switch needs no reload.
if (-f {{ folder }}/{{ case.name }}.on) {
    # $uri is decoded and normalised, so that "//checkout" or "%63heckout" does not slip by.
    set $statusgen_{{ case.name }} $uri;
}
# What a partial outage takes away; everything else goes to the shop.
if ($statusgen_{{ case.name }} ~ "{{ below }}") {
    # Its own words.
    set $statusgen_page /.statusgen/{{ case.stem }}.html;
    # And not the shop.
    set $statusgen_on 1;
}
{% else %}

# Looked at for every request, so that the switch needs no reload.
if (-f {{ folder }}/{{ case.name }}.on) {
    # Its own words.
    set $statusgen_page /.statusgen/{{ case.stem }}.html;
    # And not the shop.
    set $statusgen_on 1;
}
{% endif %}
{% endfor %}

# nginx comes through here again on its way to the page: without this it would be refused too.
if ($uri ~ "^/\\.statusgen/") {
    # The page itself may pass.
    set $statusgen_on "";
}
# The answer is made by error_page below, for any method.
if ($statusgen_on) {
    # 503 says "come back later" to crawlers and caches; 200 or 404 would say "this is all".
    return 503;
}

# A server behind that itself answers 502, 503 or 504 is as good as none.
proxy_intercept_errors on;
# The same for PHP and others behind FastCGI.
fastcgi_intercept_errors on;
# "=503": without it a dead server would stay 502. An address and not a @name: a POST to a
# named location would end as 405.
error_page 502 503 504 =503 $statusgen_page;

# Exactly these addresses, and nothing else of the folder.
location ~ "^/\\.statusgen/(?<statusgen_file>fallback(-planned|-partial)?\\.html)$" {
    # Only error_page leads here: asked for directly it does not exist.
    internal;
    # From this machine's disk: nothing that may be down is needed.
    alias {{ folder }}/$statusgen_file;
    # Whatever mime.types says.
    types { }
    # The page is HTML.
    default_type "text/html; charset=utf-8";
    # "always": otherwise nginx adds headers to successes alone.
    add_header Retry-After {{ retry }} always;
    # Nobody may keep it: the shop must be back for a reader as soon as it is back.
    add_header Cache-Control no-store always;
}
"""


def nginx_files(order: Order) -> tuple[File, ...]:
    """Return what nginx needs."""
    return (File("fallback.conf", fill(_CONFIG, order)), *pages_of(order))
