"""Apache httpd 2.4: ``ErrorDocument`` with a local path, through mod_asis.

An absolute address would become a redirect (httpd.apache.org, core, ErrorDocument), and
a plain file would leave 502 and 504 as they are: mod_asis takes the status from the file.
"""

from __future__ import annotations

from statusgen.fallback.filling import fill
from statusgen.fallback.raw import raw_headers
from statusgen.fallback.values import File, Order

_CONFIG = """\
# The page that stands in for {{ shop }}, for Apache httpd 2.4. Made by statusgen.
#
# Put this folder at {{ folder }} and write into the <VirtualHost> of the shop, before
# its own ProxyPass and RewriteRule lines:
#     Include {{ folder }}/fallback.conf
# Then: a2enmod asis rewrite && apachectl configtest && systemctl reload apache2
#
# Give the shop's own line "retry=2", e.g. ProxyPass "/" "http://10.0.0.5/" retry=2
# mod_proxy leaves a server that has failed alone for that many seconds; with the default
# of 60 the page would stay for up to a minute after the shop is back.
#
# From then on the full page comes by itself whenever the shop's servers do not answer.
# Switches work at once, without a reload; the first of these wins:
{% for case in cases %}
#     touch {{ folder }}/{{ case.name }}.on    {{ case.when }}
{% endfor %}
# Remove the file to end it.

# The page comes from this machine's disk: without this line it would be asked of the shop.
ProxyPass "/.statusgen/" "!"
# Where the page is. The address is one that no shop has.
Alias "/.statusgen/" "{{ folder }}/"
# What may be read there, whatever the rest of the configuration says.
<Directory "{{ folder }}">
    # The folder is outside the shop's document root, which is closed by default.
    Require all granted
    # No .htaccess is looked for: one file fewer that could break it.
    AllowOverride None
    # No listing, no links to elsewhere.
    Options None
</Directory>
# The files say their own status and headers: ErrorDocument alone would leave 502 and 504.
<FilesMatch "^fallback(-planned|-partial)?\\.asis$">
    # Part of httpd: sends a file as it is, and its Status line wins.
    SetHandler send-as-is
</FilesMatch>

# A server behind that itself answers 502, 503 or 504 is as good as none.
ProxyErrorOverride On 502 503 504
# A local path: an absolute address would turn the error into a redirect to a 200. The
# variable is empty unless a switch below has set it.
ErrorDocument 502 "/.statusgen/fallback%{reqenv:STATUSGEN_CASE}.asis"
# The shop cannot be reached, or a switch is on.
ErrorDocument 503 "/.statusgen/fallback%{reqenv:STATUSGEN_CASE}.asis"
# The shop does not answer in time.
ErrorDocument 504 "/.statusgen/fallback%{reqenv:STATUSGEN_CASE}.asis"

# Switches are files that are looked for at every request.
RewriteEngine On
{% for case in cases %}
# The page itself may pass.
RewriteCond "%{REQUEST_URI}" "!^/\\.statusgen/"
# Only while the switch is on.
RewriteCond "{{ folder }}/{{ case.name }}.on" -f
{% if case.partial %}
# What a partial outage takes away; everything else goes to the shop.
RewriteCond "%{REQUEST_URI}" "{{ below }}"
{% endif %}
# 503 says "come back later" to crawlers and caches. The variable picks the words.
RewriteRule "^" "-" [E=STATUSGEN_CASE:{{ case.suffix }},R=503,L]
{% endfor %}
"""


def apache_files(order: Order) -> tuple[File, ...]:
    """Return what Apache needs: the pages carry their status and headers."""
    pages = [
        File(
            scenario.path.replace(".html", ".asis"),
            b"Status: 503 Service Unavailable\r\n" + raw_headers(order, page) + page,
        )
        for scenario, page in order.pages.items()
    ]
    return (File("fallback.conf", fill(_CONFIG, order)), *pages)
