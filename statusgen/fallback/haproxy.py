"""HAProxy: whole responses in error files, and a map as the switch.

An error file is sent as it is, header and body must fit into the buffer less its reserve,
and a larger one is refused when HAProxy starts (docs.haproxy.org, errorfile).
"""

from __future__ import annotations

from statusgen.errors import StatusgenError
from statusgen.fallback.filling import fill
from statusgen.fallback.raw import raw_response
from statusgen.fallback.values import File, Order

#: tune.bufsize − tune.maxrewrite of HAProxy as it comes.
BUFFER = 16_384 - 1_024

_SECTION = """\
# The page that stands in for {{ shop }}, for HAProxy 2.4 and newer. Made by statusgen.
#
# Put this folder at {{ folder }} and start HAProxy with this file as well:
#     haproxy -f /etc/haproxy/haproxy.cfg -f {{ folder }}/fallback.cfg
# On Debian: EXTRAOPTS="-f {{ folder }}/fallback.cfg" in /etc/default/haproxy
# Then copy the lines of frontend.cfg and backend.cfg to where they say.

# A named set of answers: HAProxy's own are a bare line of text.
http-errors statusgen
    # The server's answer made no sense. The file says 503, whatever it stands in for.
    errorfile 502 {{ folder }}/fallback.http
    # No server is left.
    errorfile 503 {{ folder }}/fallback.http
    # No server answers in time.
    errorfile 504 {{ folder }}/fallback.http
"""

_FRONTEND = """\
# For the frontend of {{ shop }}, above its use_backend lines.
#
# Switches work at once, through the socket of "stats socket /run/haproxy/admin.sock level admin":
{% for case in cases %}
#     echo "set map {{ folder }}/switch.map shop {{ case.name }}" | socat - /run/haproxy/admin.sock
#         {{ case.when }}
{% endfor %}
#     echo "set map {{ folder }}/switch.map shop off" | socat - /run/haproxy/admin.sock
# Change switch.map too while one is on: a restart reads the file.

    # For errors before a backend is chosen.
    errorfiles statusgen
{% for case in cases %}
{% if case.partial %}
    # What a partial outage takes away, for any method; everything else goes to the shop.
    # url_dec: "/%63heckout" is the same address.
    http-request return status 503 errorfile {{ folder }}/{{ case.stem }}.http if \
{ str(shop),map({{ folder }}/switch.map,off) -m str {{ case.name }} } \
{ path,url_dec -m reg '{{ below }}' }
{% else %}
    # While the switch is on, for any method; no server is asked.
    http-request return status 503 errorfile {{ folder }}/{{ case.stem }}.http if \
{ str(shop),map({{ folder }}/switch.map,off) -m str {{ case.name }} }
{% endif %}
{% endfor %}
"""

_BACKEND = """\
# For each backend of {{ shop }}.

    # A backend's own answers win over its frontend's, and it takes those of "defaults", where
    # Debian's haproxy.cfg names others: so here as well.
    errorfiles statusgen
    # A server that itself answers 502, 503 or 504 is as good as none.
    http-response return status 503 errorfile {{ folder }}/fallback.http if { status 502:504 }
"""

_SWITCH = """\
# The switch of frontend.cfg: off, {{ cases | map(attribute="name") | join(", ") }}.
shop off
"""


def haproxy_files(order: Order) -> tuple[File, ...]:
    """Return what HAProxy needs.

    Raises :class:`StatusgenError` for a page that HAProxy would refuse to start with.
    """
    answers = []
    for scenario, page in order.pages.items():
        answer = raw_response(order, page)
        if len(answer) > BUFFER:
            raise StatusgenError(
                f"the {scenario} page and its headers have {len(answer):,} bytes; "
                f"HAProxy takes {BUFFER:,}",
                hint="ask for fewer languages with --language",
            )
        answers.append(File(scenario.path.replace(".html", ".http"), answer))
    return (
        File("fallback.cfg", fill(_SECTION, order)),
        File("frontend.cfg", fill(_FRONTEND, order)),
        File("backend.cfg", fill(_BACKEND, order)),
        File("switch.map", fill(_SWITCH, order)),
        *answers,
    )
