// Times in the reader's zone and language; what the page says of itself stays as the title.
// Nothing here is needed to read the page.
const html = document.documentElement
const all = (selector, within = document) => within.querySelectorAll(selector)
const lang = navigator.languages.find(l => l.slice(0, 2) == html.lang.slice(0, 2)) || html.lang
const day = {day: 'numeric', month: 'short', year: 'numeric'}
const hour = {hour: 'numeric', minute: '2-digit'}
const form = (options, zone) => new Intl.DateTimeFormat(lang, {...options, timeZone: zone})
const here = form().resolvedOptions().timeZone
const there = html.dataset.zone
const differ = (options, at) => form(options, here).format(at) != form(options, there).format(at)

function retell(within) {
  for (const time of all('time', within)) {
    const at = new Date(time.dateTime)
    const end = new Date(time.dataset.end || at)
    if (time.title || !differ(hour, at) && !differ(hour, end)) continue
    time.title = time.textContent
    const whole = time.className[0] == 't' || differ(day, at)
    const own = form({...whole && day, ...hour, timeZoneName: 'short'}, here)
    time.textContent = time.dataset.end ? own.formatRange(at, end) : own.format(at)
  }
  for (const note of all('[data-here]', within)) {
    if (differ({...day, ...hour})) note.textContent = note.dataset.here.replace('{}', here)
  }
  tick(within)
}

// How long ago, or how soon, beside the times that ask for it.
function tick(within) {
  const relative = new Intl.RelativeTimeFormat(lang, {numeric: 'auto'})
  for (const time of all('time.r', within)) {
    const minutes = (new Date(time.dateTime) - Date.now()) / 60000
    const size = Math.abs(minutes)
    if (size > 43200) continue
    const [unit, by] = size < 60 ? ['minute', 1] : size < 1440 ? ['hour', 60] : ['day', 1440]
    let ago = time.nextSibling
    if (!ago || ago.className != 'ago') time.after(ago = document.createElement('span'))
    ago.className = 'ago'
    ago.textContent = ` (${relative.format(Math.trunc(minutes / by), unit)})`
  }
}

retell(document)
setInterval(tick, 30000, document)
