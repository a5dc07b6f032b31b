// Times in the reader's zone and language; what the page says of itself stays as the title.
// Nothing here is needed to read the page.
const doc = document
const {lang: own, dataset: {root, zone: there}} = doc.documentElement
const all = (css, within = doc) => [...within.querySelectorAll(css)]
const write = (node, text) => node.textContent = text
const lang = navigator.languages.find(l => l.slice(0, 2) == own.slice(0, 2)) || own
const day = {day: 'numeric', month: 'short', year: 'numeric'}
const hour = {hour: 'numeric', minute: '2-digit'}
const form = (options, zone) => new Intl.DateTimeFormat(lang, {...options, timeZone: zone})
const here = form().resolvedOptions().timeZone
const ago = new Intl.RelativeTimeFormat(lang, {numeric: 'auto'})
const past = time => new Date - new Date(time)
const differ = (options, at) => form(options).format(at) != form(options, there).format(at)

function retell() {
  for (const time of all('time')) {
    const at = new Date(time.dateTime)
    const end = new Date(time.dataset.end || at)
    if (time.title || !differ(hour, at) && !differ(hour, end)) continue
    time.title = time.textContent
    const whole = time.className[0] == 't' || differ(day, at)
    write(time, form({...whole && day, ...hour, timeZoneName: 'short'}).formatRange(at, end))
  }
  for (const note of all('[data-here]')) {
    if (differ(hour)) write(note, note.dataset.here.replace('{}', here))
  }
  tick()
}

// How long ago, or how soon, beside the times that ask for it, in one piece.
function tick() {
  for (const time of all('.r')) {
    const ahead = -past(time.dateTime)/6e4
    const size = Math.abs(ahead)
    const [unit, by] = size < 60 ? ['minute', 1] : size < 1440 ? ['hour', 60] : ['day', 1440]
    if (size < 43200) time.dataset.ago = ` (${ago.format(Math.trunc(ahead/by),unit).replace(/\s/g,' ')})`
  }
}

retell()
setInterval(tick, 3e4)
