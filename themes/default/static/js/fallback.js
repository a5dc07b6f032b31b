// Shows the reader's language alone and the newest word of the status page, and leaves for the
// shop once it answers again: each reader at a moment of their own, so that its return is no
// stampede. Silent when nothing can be reached.
const voices = [...document.querySelectorAll('section')]
const title = document.title.replace(voices[0].querySelector('h1').textContent, '')
const status = document.body.dataset.status
const here = location.href.split('#')[0]
const get = async (url, how) => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 8000)
  return fetch(url, {...how, signal: stop.signal})
}
const place = document.createElement('div')
place.className = 'news'
place.setAttribute('role', 'status')
const direction = document.documentElement.dir
let mine, news

function speak() {
  const fits = code => voices.find(v => v.lang == code) || voices.find(v => v.lang.split('-')[0] == code.split('-')[0])
  mine = voices.find(v => '#' + v.id == location.hash) || navigator.languages.map(fits).find(v => v) || voices[0]
  for (const voice of voices) voice.hidden = voice != mine
  document.documentElement.lang = mine.lang
  document.documentElement.dir = mine.dir || direction
  document.title = mine.querySelector('h1').textContent + title
  mine.querySelector('p').after(place)
  tell()
}

function tell() {
  const said = news && (news.said[mine.lang] || Object.values(news.said)[0])
  if (!said || !/^https?:/.test(said.url)) return place.textContent = ''
  const link = document.createElement('a')
  link.href = said.url
  link.lang = said.lang
  link.textContent = said.title
  const reader = navigator.languages.find(l => l.split('-')[0] == mine.lang.split('-')[0]) || mine.lang
  const time = news.at ? new Date(news.at).toLocaleString(reader, {day: 'numeric', month: 'short', hour: 'numeric', minute: 'numeric', timeZoneName: 'short'}) : ''
  place.replaceChildren(said.label + (time ? ', ' + time + ': ' : ': '), link)
}

async function ask() {
  try {
    const now = Date.now()
    const {banners} = await (await get(status + 'embed.json', {credentials: 'omit'})).json()
    news = banners.find(b => !(now < Date.parse(b.start)) && !(now >= Date.parse(b.end)))
    tell()
  } catch {}
}

// Only where this page was sent as a 503, so that a copy of it elsewhere stays where it is. Who
// left and came back here waits longer.
let down = performance.getEntriesByType('navigation')[0]?.responseStatus == 503
let left = 0
try { left = +sessionStorage.statusgen || 0 } catch {}
let wait = 20 * 2 ** Math.min(left, 4)

async function look() {
  try {
    const answer = await get(here, {method: 'HEAD', cache: 'no-store', redirect: 'manual'})
    if (answer.status == 503) down = true
    else if (down && answer.status < 500) {
      try { sessionStorage.statusgen = left + 1 } catch {}
      return location.replace(answer.status < 400 ? here : '/')
    }
  } catch {}
  wait = Math.min(wait * 1.5, 300)
  later()
}

function later() {
  setTimeout(() => {
    ask()
    look()
  }, wait * (500 + Math.random() * 1000))
}

addEventListener('hashchange', speak)
speak()
ask()
if (location.origin != new URL(status).origin && location.protocol != 'file:') later()
