// On the front page and that of an incident that goes on. Planned maintenance turns at its minute, and the page is renewed in place when a newer one
// is out. Silent where it cannot be: from disk, offline, before anything was published; but
// when it has failed twice the page says of which time it is.
const one = (css, within = doc) => within.querySelector(css)
const key = node => node.href + node.closest('[id]').id
let release, wait = 6e4, seen = one('.asof time').dateTime, asked = /^http/.test(location) ? new Date : NaN

function turn() {
  for (const card of all('[data-from]')) {
    const phase = (past(card.dataset.from) >= 0)+(past(card.dataset.to) >= 0)
    for (const part of all('[data-phase]', card)) part.hidden = part.dataset.phase != phase
  }
  one('.stale').hidden = wait < 2e5 && !(past(one('main').dataset.until) > 6e5)
  write(one('.stale time'), form({...past(seen) > 864e5 && day, ...hour}).format(new Date(seen)))
  if (!doc.hidden && past(asked) > wait) renew()
}

// The reader stays where they are: what they have opened, and what has the focus.
function show(fresh) {
  const main = one('[data-key]', fresh)
  if (main.dataset.key == one('main').dataset.key) return
  const held = doc.activeElement.closest('main *')
  const open = all('[open]').map(key)
  doc.title = fresh.title
  one('.band').className = one('.band', fresh).className
  for (const part of ['[rel=icon]', 'main']) one(part).replaceWith(one(part, fresh))
  for (const node of all('details')) node.open = open.includes(key(node))
  for (const node of all('a,summary', main)) if (held && key(node) == key(held)) node.focus({preventScroll: true})
  retell()
  write(one('.said'), doc.title)
}

async function renew() {
  const get = path => fetch(path, {cache: 'no-cache', signal: AbortSignal.timeout(3e4)})
  asked = NaN
  try {
    const got = await get(root + 'release.json')
    const {id} = got.status == 404 ? {} : await got.json()
    if (id != release) {
      const page = await get(location.pathname)
      show(new DOMParser().parseFromString(await page.text(), 'text/html'))
      release = id
    }
    seen = new Date
    wait = 6e4
  } catch {
    wait = Math.min(wait*2, 9e5)
  }
  asked = new Date
  turn()
}

turn()
setInterval(turn, 1e4)
