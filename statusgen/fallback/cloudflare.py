"""Cloudflare: a Worker in front of the shop, and a custom error page behind it.

Custom error pages keep Cloudflare's status, carry no headers of ours, and are not
applied to 500, 501, 503 and 505; they need a token of Cloudflare's and a ``<head>``,
and must be at most 1.5 MB (developers.cloudflare.com, Error pages). So a Worker answers,
and the error page is for when even that does not run.
"""

from __future__ import annotations

import msgspec

from statusgen.fallback.filling import below, fill, pages_of
from statusgen.fallback.values import File, Order

_TOKEN = "::CLOUDFLARE_ERROR_500S_BOX::"  # noqa: S105 - no secret: Cloudflare puts its details there

_WORKER = """\
// The page that stands in for {{ shop }}, for Cloudflare Workers. Made by statusgen.
//
// Deploy with wrangler.toml from beside this file: npx wrangler deploy
// or paste it into a new Worker and give it the route {{ shop }}/*
//
// From then on the full page comes by itself whenever the shop's servers do not answer.
// The variable SWITCH, in wrangler.toml or the dashboard, shows a page at will:
{% for case in cases %}
//     {{ case.name }}: {{ case.when }}
{% endfor %}
//     off: none
// For when Workers themselves fail, upload error-page.html under Error Pages, "5xx errors".

// Inside the Worker: nothing that may be down is needed.
const PAGES = {{ pages }}

// What a partial outage takes away; everything else goes to the shop.
const PARTIAL = new RegExp({{ pattern }})

// What Cloudflare or a server behind says when nothing answers: 520 to 530 are Cloudflare's own.
const DOWN = status => (status >= 502 && status <= 504) || (status >= 520 && status <= 530)

function stand_in(name, request) {
  // HEAD has headers alone.
  return new Response(request.method === 'HEAD' ? null : PAGES[name], {
    // "Come back later" to crawlers and caches; 200 or 404 would say "this is all".
    status: 503,
    headers: {
      // The page is HTML.
      'Content-Type': 'text/html; charset=utf-8',
      // When clients may ask again.
      'Retry-After': '{{ retry }}',
      // Nobody may keep it: the shop must be back for a reader as soon as it is back.
      'Cache-Control': 'no-store',
    },
  })
}

export default {
  async fetch(request, env, context) {
    // A mistake in here must not take the shop down.
    context?.passThroughOnException?.()
    // Read at every request, so that a change of the variable is in force at once.
    const on = env.SWITCH
    // A partial outage takes its paths alone. Anything else that is no page is "off".
    if (Object.hasOwn(PAGES, on) && (on !== 'partial' || PARTIAL.test(decoded(request.url)))) {
      // The shop is not asked.
      return stand_in(on, request)
    }
    try {
      // The shop, as if this were not here.
      const answer = await fetch(request)
      // The full page claims no more than that the shop does not answer.
      return DOWN(answer.status) ? stand_in('full', request) : answer
    } catch {
      // Not even Cloudflare could say what went wrong.
      return stand_in('full', request)
    }
  },
}

function decoded(url) {
  const path = new URL(url).pathname
  try {
    // "/%63heckout" is the same address.
    return decodeURIComponent(path)
  } catch {
    // No address of ours.
    return path
  }
}
"""

_WRANGLER = """\
# For worker.js: npx wrangler deploy. Made by statusgen.

# The Worker's name in your account.
name = "statusgen-fallback"
# The file beside this one.
main = "worker.js"
# Workers keep behaving as they did on this day.
compatibility_date = "2026-01-01"
# Every request to the shop goes through it. Add one for each host. A pattern alone: wrangler finds
# the zone that the host belongs to.
routes = ["{{ shop }}/*"]

[vars]
# off, {{ cases | map(attribute="name") | join(", ") }}. In force as soon as it is deployed.
SWITCH = "off"
"""


def cloudflare_files(order: Order) -> tuple[File, ...]:
    """Return what Cloudflare needs."""
    pages = {scenario.value: page.decode() for scenario, page in order.pages.items()}
    worker = fill(
        _WORKER,
        order,
        pages=msgspec.json.format(msgspec.json.encode(pages), indent=2).decode(),
        pattern=msgspec.json.encode(below(order.paths, end="(/|$)")).decode(),
    )
    first = order.pages[order.scenarios[0]]
    # Cloudflare's box of technical details: it has to be there, and says nothing to a customer.
    hidden = f'<div hidden aria-hidden="true">{_TOKEN}</div></main>'.encode()
    return (
        File("worker.js", worker),
        File("wrangler.toml", fill(_WRANGLER, order)),
        File("error-page.html", first.replace(b"</main>", hidden, 1)),
        *pages_of(order),
    )
