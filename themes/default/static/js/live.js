// Planned maintenance turns at its minute, and the page is renewed in place when a newer one
// is out. Silent where it cannot: offline, from disk, before anything was published.
const one = selector => document.querySelector(selector)
let release, wait = 60

function turn() {
  const now = Date.now()
  for (const card of all('[data-from]')) {
    const phase = (now >= Date.parse(card.dataset.from)) + (now >= Date.parse(card.dataset.to))
    for (const part of all('[data-phase]', card)) part.hidden = part.dataset.phase != phase
  }
  one('.stale').hidden = !(now > Date.parse(one('main').dataset.until) + 600000)
}

async function renew() {
  const get = path => fetch(path, {cache: 'no-cache'})
  try {
    const {id} = await (await get(html.dataset.root + 'release.json')).json()
    if (id != release) {
      const text = await (await get(location.pathname)).text()
      const fresh = new DOMParser().parseFromString(text, 'text/html')
      const [old, main] = [one('main'), fresh.querySelector('main')]
      if (main.dataset.key != old.dataset.key) {
        if (old.contains(document.activeElement)) return
        document.title = fresh.title
        one('[rel=icon]').href = fresh.querySelector('[rel=icon]').href
        one('.band').className = fresh.querySelector('.band').className
        old.replaceWith(main)
        one('.said').textContent = one('h1').textContent
        retell(main)
        turn()
      }
      release = id
    }
    wait = 60
  } catch {
    wait = Math.min(wait * 2, 900)
  }
}

function poll() {
  setTimeout(async () => {
    if (!document.hidden) await renew()
    poll()
  }, wait * (800 + Math.random() * 400))
}

turn()
setInterval(turn, 30000)
if (location.protocol != 'file:') poll()
