// Planned maintenance turns at its minute, and the page is renewed in place when there
// is a newer release. Silent where it cannot: offline, from disk, without a release.
const find = selector => document.querySelector(selector)
let release, wait = 60

function turn() {
  for (const item of document.querySelectorAll('[data-from]')) {
    const phase = (Date.now() >= new Date(item.dataset.from)) + (Date.now() >= new Date(item.dataset.to))
    item.querySelectorAll('[data-phase]').forEach(part => part.hidden = part.dataset.phase != phase)
  }
  const until = find('main').dataset.until
  find('.stale').hidden = !until || Date.now() < new Date(until).getTime() + 600000
}

async function renew() {
  if (document.hidden) return
  try {
    const live = await (await fetch(html.dataset.root + 'release.json', {cache: 'no-cache'})).json()
    if (release && live.id !== release) {
      const text = await (await fetch(location.pathname, {cache: 'no-cache'})).text()
      const fresh = new DOMParser().parseFromString(text, 'text/html')
      const main = find('main'), next = fresh.querySelector('main')
      if (main.contains(document.activeElement)) return
      document.title = fresh.title
      find('[rel=icon]').href = fresh.querySelector('[rel=icon]').href
      main.replaceWith(next)
      find('.said').textContent = next.querySelector('h1').textContent
      retell(next)
      turn()
    }
    release = live.id
    wait = 60
  } catch {
    wait = Math.min(wait * 2, 900)
  }
}

turn()
setInterval(turn, 30000)
if (location.protocol !== 'file:') (function poll() {
  setTimeout(() => renew().then(poll), wait * (800 + Math.random() * 400))
})()
