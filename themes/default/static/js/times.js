// Retells every time of the page in the reader's zone and language; the page's own
// words stay as the element's title. Nothing here is needed to read the page.
const html = document.documentElement
const tongue = [...navigator.languages].find(l => l.split('-')[0] === html.lang.split('-')[0]) || html.lang
const day = {day: 'numeric', month: 'short', year: 'numeric'}
const hour = {hour: 'numeric', minute: '2-digit', timeZoneName: 'short'}
const say = (options, zone) => new Intl.DateTimeFormat(tongue, {...options, timeZone: zone})
const here = say().resolvedOptions().timeZone
const there = html.dataset.zone
const full = {...day, ...hour}
const sameClock = at => say(hour, here).format(at) === say(hour, there).format(at)
const relative = new Intl.RelativeTimeFormat(tongue, {numeric: 'auto'})
const steps = [[86400, 'day'], [3600, 'hour'], [60, 'minute']]

function retell(within) {
  for (const time of within.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime)
    const end = new Date(time.dataset.end || at)
    if (time.dataset.own || isNaN(at) || (sameClock(at) && sameClock(end))) continue
    time.dataset.own = time.title = time.textContent
    const moved = say(day, here).format(at) !== say(day, there).format(at)
    const form = say(time.className[0] === 't' || moved ? full : hour, here)
    time.textContent = time.dataset.end ? form.formatRange(at, end) : form.format(at)
  }
  for (const note of within.querySelectorAll('[data-here]')) {
    if (here !== there) note.textContent = note.dataset.here.replace('{}', here)
  }
  tick(within)
}

function tick(within) {
  for (const time of within.querySelectorAll('time.r')) {
    const seconds = (new Date(time.dateTime) - Date.now()) / 1000
    const [size, unit] = steps.find(s => Math.abs(seconds) >= s[0]) || steps[2]
    let ago = time.nextElementSibling
    if (!ago || ago.className !== 'ago') time.after(ago = document.createElement('span'))
    ago.className = 'ago'
    ago.textContent = ' (' + relative.format(Math.trunc(seconds / size), unit) + ')'
  }
}

retell(document)
setInterval(() => tick(document), 30000)
